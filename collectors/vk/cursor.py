"""Where the reading of a wall stands: a record, and the JSON-able mapping that the store keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KNOWN_COMMENTS = 20_000
"""Comments remembered to notice their deletion; beyond it the oldest posts' comments are forgotten."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Numbers of a wall that nothing was known of, up to `upto`: how many were asked for, and how many were posts that
    the list of the wall had kept from us. `upto` is None until a wall was once read whole."""

    upto: int | None = None
    asked: int = 0
    filled: int = 0


@dataclass(frozen=True, slots=True)
class Cursor:
    """What was read of a wall.

    `owner` is its number, asked once. All posts published up to `until` (unix seconds; None: never finished) are
    stored. `recent` are the posts of the window that is read again, and those that are watched: id -> published.
    `comments` are the known comments of each: post id -> ids. `left` are the posts whose comments this pass has still
    to read. Everything published from `floor` (unix seconds) on was once in sight.
    """

    owner: int
    until: int | None = None
    recent: Mapping[int, int] = field(default_factory=dict)
    comments: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    left: tuple[int, ...] = ()
    gaps: Gaps = Gaps()
    floor: int | None = None

    def dump(self) -> dict[str, object]:
        """JSON-able: keys are text."""
        return {
            "owner": self.owner,
            "until": self.until,
            "recent": {str(number): at for number, at in self.recent.items()},
            "comments": {str(number): list(ids) for number, ids in _kept(self.comments).items() if ids},
            "left": list(self.left),
            "gaps": {"upto": self.gaps.upto, "asked": self.gaps.asked, "filled": self.gaps.filled},
            "floor": self.floor,
        }


def load(mapping: Mapping[str, Any]) -> Cursor | None:
    """What `dump` made; None for a source that was never read."""
    if "owner" not in mapping:
        return None
    return Cursor(
        owner=int(mapping["owner"]),
        until=mapping.get("until"),
        recent={int(number): int(at) for number, at in mapping.get("recent", {}).items()},
        comments={int(number): tuple(ids) for number, ids in mapping.get("comments", {}).items()},
        left=tuple(mapping.get("left", ())),
        gaps=Gaps(**mapping.get("gaps", {})),
        floor=mapping.get("floor"),
    )


def _kept(comments: Mapping[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    kept: dict[int, tuple[int, ...]] = {}
    room = KNOWN_COMMENTS
    for number in sorted(comments, reverse=True):
        room -= len(comments[number])
        if room >= 0:
            kept[number] = comments[number]
    return kept
