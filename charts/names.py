"""Which names of a crowded map can be written, and where: none over another, none over a spot of another place."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import NamedTuple

from charts.frame import TEXT

LETTER, LINE = 0.56, 1.25
"""Width of a letter and height of a line, in sizes of the type."""
GAP = 2


class Disc(NamedTuple):
    """A spot on the picture, in pixels, and the name of its place."""

    x: float
    y: float
    radius: float
    name: str


class Box(NamedTuple):
    """What a name covers."""

    left: float
    top: float
    right: float
    bottom: float


def written(discs: Sequence[Disc], width: float) -> Mapping[int, int]:
    """Number of a disc -> pixels from its middle down to that of its name; those with no room are left out. The first
    have the first choice: below, then above."""
    taken: list[Box] = []
    found: dict[int, int] = {}
    for number, one in enumerate(discs):
        others = [each for at, each in enumerate(discs) if at != number]
        away = ceil(one.radius + LINE * TEXT / 2 + GAP)
        for down in (away, -away):
            box = _box(one, down)
            if _is_free(box, others, taken) and box.left >= 0 and box.right <= width:
                taken.append(box)
                found[number] = down
                break
    return found


def _is_free(box: Box, discs: Sequence[Disc], taken: Sequence[Box]) -> bool:
    return not any(_covers(each, box) for each in discs) and not any(_meet(box, each) for each in taken)


def _box(one: Disc, down: float) -> Box:
    half, high = LETTER * TEXT * len(one.name) / 2, LINE * TEXT / 2
    return Box(one.x - half, one.y + down - high, one.x + half, one.y + down + high)


def _meet(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _covers(disc: Disc, box: Box) -> bool:
    across = min(max(disc.x, box.left), box.right) - disc.x
    along = min(max(disc.y, box.top), box.bottom) - disc.y
    return across * across + along * along < disc.radius * disc.radius
