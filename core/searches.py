"""Searches of VK that a profile suggests by itself: its own names, its territories', and where they lie. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from core import addresses
from core.errors import BadInput
from core.geo import Entry, Point, Rank
from core.posts import Platform, SourceKey
from core.profile import Profile

RADIUS = 10
"""Kilometres around a settlement: a village with its fields; overlaps cost calls and bring nothing twice."""
WIDE = frozenset({Rank.DISTRICT, Rank.SETTLEMENT})


@dataclass(frozen=True, slots=True)
class Proposed:
    """A search, and the name for people that it comes from."""

    key: SourceKey
    title: str


def proposed(
    profile: Profile, entries: Sequence[Entry], lawful: Callable[[str], bool], radius: int = RADIUS
) -> list[Proposed]:
    """By words: the municipality and each territory, under the first of its names that is no person's. By place: each
    of them that the gazetteer knows a point of."""
    named: list[tuple[str, tuple[str, ...]]] = [(profile.title, (profile.title,))]
    named += [(each.title, (each.title, *each.aliases)) for each in profile.territories]
    points = {name: point for entry in entries for name, point in _points(entry)}
    found: dict[SourceKey, Proposed] = {}
    for title, names in named:
        searches = [*_words(names, lawful), *_places(names, points, radius)]
        for key in searches:
            found.setdefault(key, Proposed(key, f"Поиск: {title}"))
    return list(found.values())


def _words(names: Iterable[str], lawful: Callable[[str], bool]) -> Iterator[SourceKey]:
    """The search for the first name that may be searched for, if there is one."""
    for name in names:
        try:
            key = addresses.key_of(Platform.VK, f"{addresses.SEARCH}q={name}")
        except BadInput:
            continue
        if lawful(name):
            yield key
            return


def _places(names: Iterable[str], points: dict[str, Point], radius: int) -> Iterator[SourceKey]:
    point = next((points[name.casefold()] for name in names if name.casefold() in points), None)
    if point:
        place = f"lat={round(point.lat, 5):g}&lon={round(point.lon, 5):g}&radius={radius}"
        yield addresses.key_of(Platform.VK, addresses.SEARCH + place)


def _points(entry: Entry) -> Iterator[tuple[str, Point]]:
    if entry.point and entry.rank in WIDE and not entry.house:
        for name in (entry.name, *entry.aliases):
            yield name.casefold(), entry.point
