"""Matters on the map: where they lie, how sure that is, and how near ones are drawn as one. Pure.

Incidents are counted, not posts: a loud matter is one spot, and a place with many matters is a hot one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, dist, log, pi, radians, tan
from typing import Generic, Protocol, TypeVar

from core.geo import Point, Spot
from core.incidents.records import Status
from core.labels import Theme
from core.risk import Level

TILE = 256
CELL, SIGN = 56, 44
"""Pixels of a screen: the side of a cell within which spots become one, and the size of a spot's sign."""
NEAREST = 17
"""From this zoom on only what lies at one point is drawn as one."""
ZOOMS = range(20)
SURE, LIKELY = 0.9, 0.7


@dataclass(frozen=True, slots=True)
class MapQuery:
    """Which incidents are asked for: opened within the moments; empty tuples mean any; `ended` None: in any state."""

    since: datetime | None = None
    until: datetime | None = None
    themes: tuple[Theme, ...] = ()
    levels: tuple[Level, ...] = ()
    ended: bool | None = None
    limit: int = 20_000


@dataclass(frozen=True, slots=True)
class Matter:
    """What the map knows of an incident; `point` is that which its own posts carry, if they do."""

    id: int
    title: str
    theme: Theme
    level: Level
    status: Status
    place: str
    opened_at: datetime
    posts: int
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of the map at a zoom; with a name it is one place of the list beside the map, whatever the zoom."""

    point: Point
    zoom: int
    name: str = ""


class Lying(Protocol):
    """What lies on the map: one matter, or a heap of them at one place."""

    @property
    def point(self) -> Point:
        """Where it lies."""

    @property
    def name(self) -> str:
        """How the place is called."""

    @property
    def confidence(self) -> float:
        """How sure the address is, 0–1."""

    @property
    def level(self) -> Level:
        """The worst level."""

    @property
    def count(self) -> int:
        """How many matters."""


L = TypeVar("L", bound=Lying)


@dataclass(frozen=True, slots=True)
class Located:
    """A matter with its point, the name of the place and how sure that is, 0–1."""

    matter: Matter
    point: Point
    name: str
    confidence: float

    @property
    def level(self) -> Level:
        """That of the matter."""
        return self.matter.level

    @property
    def count(self) -> int:
        """It is one."""
        return 1


@dataclass(frozen=True, slots=True)
class Mapped:
    """Matters on the map, and those whose address is not known."""

    located: tuple[Located, ...]
    unplaced: tuple[Matter, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.located) + len(self.unplaced)

    @property
    def unplaced_share(self) -> int:
        """Per cent without an address."""
        return share(len(self.unplaced), self.total)


def share(part: int, whole: int) -> int:
    """Per cent; never 0 while there is one, nor 100 while one is left."""
    if part in (0, whole):
        return 100 if part else 0
    return min(99, max(1, round(100 * part / whole)))


@dataclass(frozen=True, slots=True)
class Cluster(Generic[L]):
    """Matters that are drawn as one: at their mean point, in the colour of the worst of them."""

    point: Point
    found: tuple[L, ...]

    @property
    def size(self) -> int:
        """How many matters."""
        return _size(self.found)

    @property
    def level(self) -> Level:
        """The worst level."""
        return max((each.level for each in self.found), key=lambda level: level.rank)

    @property
    def confidence(self) -> float:
        """That of the least sure address."""
        return min(each.confidence for each in self.found)

    @property
    def names(self) -> tuple[str, ...]:
        """The places, each once, those with the most matters first."""
        counts: dict[str, int] = {}
        for each in self.found:
            counts[each.name] = counts.get(each.name, 0) + each.count
        return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def sureness(confidence: float) -> str:
    """How sure an address is, in words."""
    if confidence >= SURE:
        return "адрес известен"
    return "адрес вероятен" if confidence >= LIKELY else "адрес под вопросом"


def doubts(cluster: Cluster[L]) -> str:
    """How sure the addresses of a spot are: one word where all are alike, else how many are the least sure."""
    counts: dict[str, int] = {}
    for each in cluster.found:
        counts[sureness(each.confidence)] = counts.get(sureness(each.confidence), 0) + each.count
    least = sureness(cluster.confidence)
    return least if len(counts) == 1 else f"{least} у {counts[least]} из {cluster.size}"


def placed(matters: Iterable[Matter], locate: Callable[[str], Spot | None]) -> Mapped:
    """Each matter at the point of its posts, else where the gazetteer knows its place."""
    located, unplaced = [], []
    for matter in matters:
        lies = lying(matter.place, matter.point, locate)
        if lies:
            located.append(Located(matter, *lies))
        else:
            unplaced.append(matter)
    return Mapped(tuple(located), tuple(unplaced))


def lying(place: str, point: Point | None, locate: Callable[[str], Spot | None]) -> tuple[Point, str, float] | None:
    """Where what names a place lies, how that place is called and how sure that is; None where nobody knows."""
    if point:
        return point, place or "точка публикации", 1.0
    spot = locate(place) if place else None
    if spot is None or spot.lat is None or spot.lon is None:
        return None
    return Point(spot.lat, spot.lon), spot.name, spot.confidence


def pixels(point: Point, zoom: int) -> tuple[float, float]:
    """Where a point lies on the whole world's map at a zoom (Web Mercator), in pixels."""
    size = TILE * 2**zoom
    lat = radians(max(-85.0, min(85.0, point.lat)))
    return (point.lon + 180) / 360 * size, (1 - log(tan(lat) + 1 / cos(lat)) / pi) / 2 * size


def clusters(found: Sequence[L], zoom: int) -> list[Cluster[L]]:
    """Matters by cells of the screen at a zoom, the largest first. Every matter is in exactly one."""
    cells: dict[tuple[float, float], list[L]] = {}
    for each in found:
        x, y = pixels(each.point, zoom)
        cell = (x // CELL, y // CELL) if zoom < NEAREST else (each.point.lat, each.point.lon)
        cells.setdefault(cell, []).append(each)
    made = [Cluster(_middle(inside), tuple(inside)) for inside in cells.values()]
    return sorted(_apart(made, zoom) if zoom < NEAREST else made, key=_order)


def fitting(found: Sequence[L], width: int, height: int) -> int:
    """The nearest zoom at which all of it lies within a picture of so many pixels."""
    for zoom in reversed(ZOOMS):
        xs, ys = zip(*(pixels(each.point, zoom) for each in found), strict=True)
        if max(xs) - min(xs) <= width and max(ys) - min(ys) <= height:
            return min(zoom, NEAREST - 1)
    return 0


def _order(one: Cluster[L]) -> tuple[int, int, float, float]:
    return -one.size, -one.level.rank, one.point.lat, one.point.lon


def _apart(cells: Iterable[Cluster[L]], zoom: int) -> list[Cluster[L]]:
    """Cells whose middles lie so near that one would be drawn over the other become one; the largest first."""
    kept: list[tuple[list[L], tuple[float, float]]] = []
    for cell in sorted(cells, key=_order):
        at = pixels(cell.point, zoom)
        near = next((held for held, other in kept if dist(at, other) < SIGN), None)
        if near is None:
            kept.append((list(cell.found), at))
        else:
            near.extend(cell.found)
    return [Cluster(_middle(inside), tuple(inside)) for inside, _ in kept]


def picked(found: Sequence[L], sign: Sign) -> Cluster[L] | None:
    """What a sign counts now: that which lies where it stood, for what came since has moved it a little; None where
    nothing does."""
    zoom = max(ZOOMS) if sign.name else sign.zoom
    there = [each for each in by_place(found) if each.names[0] == sign.name] if sign.name else clusters(found, zoom)
    at = pixels(sign.point, zoom)
    near = min(there, key=lambda each: dist(pixels(each.point, zoom), at), default=None)
    return near if near and dist(pixels(near.point, zoom), at) < SIGN / 2 else None


def _size(found: Iterable[Lying]) -> int:
    return sum(each.count for each in found)


def _middle(found: Sequence[Lying]) -> Point:
    count = _size(found)
    lat, lon = (sum(each.count * getattr(each.point, name) for each in found) for name in ("lat", "lon"))
    return Point(lat / count, lon / count)


def by_place(found: Sequence[L]) -> list[Cluster[L]]:
    """Matters by the name and the point of their place, the places with the most of them first."""
    places: dict[tuple[str, Point], list[L]] = {}
    for each in found:
        places.setdefault((each.name, each.point), []).append(each)
    made = [Cluster(point, tuple(inside)) for (_, point), inside in places.items()]
    return sorted(made, key=lambda one: (-one.size, -one.level.rank, one.names))
