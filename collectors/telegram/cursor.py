"""How far a Telegram source stands: records, and the JSON-able mapping that the store keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from collectors.telegram.peer import Peer


@dataclass(frozen=True, slots=True)
class Walk:
    """The reading of one chat, from its messages of the last days to the newest.

    `floor` is the number behind which a full pass begins, `full_at` when the last one ended (unix seconds); `at` is how
    far an unfinished pass has come, which is a full one if `full` (None: none is under way). `recent` are the messages
    of the window: number -> published (unix seconds); `missing` those of them that this pass did not meet, `gaps` new
    numbers that it jumped over. `albums` are keys of albums: their own number -> that of their first message when they
    were first seen. `unread` are messages that cannot be read. `roots`, of a discussion: number of a copy -> post of
    the channel.
    """

    peer: Peer
    floor: int
    at: int | None = None
    full: bool = True
    full_at: int = 0
    recent: Mapping[int, int] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    gaps: tuple[int, ...] = ()
    albums: Mapping[int, int] = field(default_factory=dict)
    unread: tuple[int, ...] = ()
    roots: Mapping[int, int] = field(default_factory=dict)

    def dump(self) -> dict[str, object]:
        """JSON-able: keys are text."""
        return {
            "peer": self.peer.dump(),
            "floor": self.floor,
            "at": self.at,
            "full": self.full,
            "full_at": self.full_at,
            "recent": _texts(self.recent),
            "missing": list(self.missing),
            "gaps": list(self.gaps),
            "albums": _texts(self.albums),
            "unread": list(self.unread),
            "roots": _texts(self.roots),
        }


@dataclass(frozen=True, slots=True)
class Back:
    """The reading of what was published before a source was added: `at` is the oldest number read, or where to begin;
    `since` the moment to which it goes (unix seconds), `done` whether it came there."""

    peer: Peer
    at: int
    since: int
    done: bool = False

    def dump(self) -> dict[str, object]:
        """JSON-able."""
        return {"peer": self.peer.dump(), "at": self.at, "since": self.since, "done": self.done}


def load(mapping: Mapping[str, Any] | None) -> Walk | None:
    """What `Walk.dump` made, of this version or an earlier one."""
    if not mapping:
        return None
    return Walk(
        peer=Peer(**mapping["peer"]),
        floor=mapping["floor"],
        at=mapping.get("at"),
        full=mapping.get("full", True),
        full_at=mapping.get("full_at", 0),
        recent=_numbers(mapping.get("recent")),
        missing=tuple(mapping.get("missing", ())),
        gaps=tuple(mapping.get("gaps", ())),
        albums=_numbers(mapping.get("albums")),
        unread=tuple(mapping.get("unread", ())),
        roots=_numbers(mapping.get("roots")),
    )


def load_back(mapping: Mapping[str, Any] | None) -> Back | None:
    """What `Back.dump` made."""
    return Back(Peer(**mapping["peer"]), mapping["at"], mapping["since"], mapping["done"]) if mapping else None


def _texts(numbers: Mapping[int, int]) -> dict[str, int]:
    return {str(number): value for number, value in numbers.items()}


def _numbers(texts: Mapping[str, int] | None) -> dict[int, int]:
    return {int(number): value for number, value in (texts or {}).items()}
