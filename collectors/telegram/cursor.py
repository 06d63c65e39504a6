"""Where the reading of a Telegram source stands: records, and the JSON-able mapping that the store keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from collectors.telegram.client import Peer


@dataclass(frozen=True, slots=True)
class Walk:
    """The reading of one chat, from its messages of the last days to the newest.

    `floor` is the number behind which each pass begins, `at` how far an unfinished pass has come (None: none is
    under way). `recent` are the messages of the window: number -> published (unix seconds); `missing` those of them
    that this pass did not meet. `roots`, of a discussion: number of a copy -> post of the channel.
    """

    peer: Peer
    floor: int
    at: int | None = None
    recent: Mapping[int, int] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    roots: Mapping[int, int] = field(default_factory=dict)

    def dump(self) -> dict[str, object]:
        """JSON-able: keys are text."""
        return {
            "peer": self.peer.dump(),
            "floor": self.floor,
            "at": self.at,
            "recent": {str(number): at for number, at in self.recent.items()},
            "missing": list(self.missing),
            "roots": {str(copy): post for copy, post in self.roots.items()},
        }


def load(mapping: Mapping[str, Any] | None) -> Walk | None:
    """What `dump` made."""
    if not mapping:
        return None
    return Walk(
        peer=Peer(**mapping["peer"]),
        floor=mapping["floor"],
        at=mapping.get("at"),
        recent={int(number): at for number, at in mapping.get("recent", {}).items()},
        missing=tuple(mapping.get("missing", ())),
        roots={int(copy): post for copy, post in mapping.get("roots", {}).items()},
    )
