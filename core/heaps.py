"""Incidents on the map as heaps: how many of each level lie at a place. Pure.

A map of a year shows thousands of incidents of some dozens of places. What is drawn needs their numbers only; named are
the few that a reader can read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from core.geo import Point, Spot
from core.maps import Cluster, lying, share
from core.risk import Level

Key = tuple[str, Level, int]


@dataclass(frozen=True, slots=True)
class Heap:
    """Incidents that name one place, of one level; `only` is the id of one that lies at the point of its posts."""

    place: str
    level: Level
    count: int
    point: Point | None = None
    only: int = 0

    @property
    def key(self) -> Key:
        """What its entries have in common."""
        return self.place, self.level, self.only


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident of a heap that may be named."""

    id: int
    heap: Key
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Laid:
    """A heap with its point, the name of the place and how sure that is, 0–1."""

    heap: Heap
    point: Point
    name: str
    confidence: float

    @property
    def level(self) -> Level:
        """That of the heap."""
        return self.heap.level

    @property
    def count(self) -> int:
        """How many incidents."""
        return self.heap.count


@dataclass(frozen=True)
class Heaped:
    """Heaps on the map, those whose address is not known, and the incidents that may be named."""

    located: tuple[Laid, ...]
    unplaced: tuple[Heap, ...]
    entries: tuple[Entry, ...] = ()

    @property
    def total(self) -> int:
        """All incidents."""
        return sum(each.count for each in self.located) + self.without

    @property
    def without(self) -> int:
        """Incidents without an address."""
        return sum(each.count for each in self.unplaced)

    @property
    def unplaced_share(self) -> int:
        """How many per cent they are."""
        return share(self.without, self.total)

    @cached_property
    def _held(self) -> Mapping[Key, Sequence[Entry]]:
        held: dict[Key, list[Entry]] = {}
        for each in self.entries:
            held.setdefault(each.heap, []).append(each)
        return held

    def worst(self, cluster: Cluster[Laid], most: int) -> list[tuple[int, Laid]]:
        """The most dangerous incidents of a spot, each with the heap that it lies in."""
        told = sorted(self._inside(cluster), key=lambda pair: (-pair[1].level.rank, -pair[0].id))
        return [(each.id, heap) for each, heap in told[:most]]

    def numbers(self, cluster: Cluster[Laid]) -> list[int]:
        """All incidents of a spot, the newest first."""
        told = sorted(self._inside(cluster), key=lambda pair: (pair[0].opened_at, pair[0].id), reverse=True)
        return [each.id for each, _ in told]

    def _inside(self, cluster: Cluster[Laid]) -> Iterator[tuple[Entry, Laid]]:
        return ((each, heap) for heap in cluster.found for each in self._held.get(heap.heap.key, ()))


def laid(heaps: Iterable[Heap], entries: Iterable[Entry], locate: Callable[[str], Spot | None]) -> Heaped:
    """Each heap at the point of its posts, else where the gazetteer knows its place."""
    located, unplaced = [], []
    for heap in heaps:
        lies = lying(heap.place, heap.point, locate)
        if lies:
            located.append(Laid(heap, *lies))
        else:
            unplaced.append(heap)
    return Heaped(tuple(located), tuple(unplaced), tuple(entries))
