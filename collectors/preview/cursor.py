"""Where the reading of a channel's preview stands: a record, and the JSON-able mapping that the store keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Cursor:
    """What was read of a channel.

    All messages up to the number `until` are stored (None: never finished). `recent` are those that are read again:
    number -> published (unix seconds). `past` is the number below which `history` goes on, None where it never began.
    """

    until: int | None = None
    recent: Mapping[int, int] = field(default_factory=dict)
    past: int | None = None

    def dump(self) -> dict[str, object]:
        """JSON-able: keys are text."""
        recent = {str(number): at for number, at in self.recent.items()}
        return {"until": self.until, "recent": recent, "past": self.past}


def load(mapping: Mapping[str, Any]) -> Cursor:
    """What `dump` made; an empty one for a source that was never read."""
    recent = {int(number): int(at) for number, at in mapping.get("recent", {}).items()}
    return Cursor(mapping.get("until"), recent, mapping.get("past"))
