"""Where the reading of a MAX chat stands: a record, and the JSON-able mapping that the store keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Cursor:
    """What was read of a chat; moments are unix milliseconds.

    All messages published up to `until` are stored (None: never finished). `recent` are those that are read again:
    id -> published. `past` is the moment behind which `history` goes on, None where it never began.
    """

    until: int | None = None
    recent: Mapping[str, int] = field(default_factory=dict)
    past: int | None = None
    channel: bool = False

    def dump(self) -> dict[str, object]:
        """JSON-able."""
        return {"until": self.until, "recent": dict(self.recent), "past": self.past, "channel": self.channel}


def load(mapping: Mapping[str, Any]) -> Cursor:
    """What `dump` made; an empty one for a source that was never read."""
    recent = {str(message): int(at) for message, at in mapping.get("recent", {}).items()}
    return Cursor(mapping.get("until"), recent, mapping.get("past"), bool(mapping.get("channel")))
