"""Matters on the map: where they lie, how sure that is, and how near ones are drawn as one. Pure.

Incidents are counted, not posts: a loud matter is one spot, and a place with many matters is a hot one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, dist, log, pi, radians, tan

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
class Located:
    """A matter with its point, the name of the place and how sure that is, 0–1."""

    matter: Matter
    point: Point
    name: str
    confidence: float


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
        """Per cent without an address; never 0 while there is one, nor 100 while one has an address."""
        if not self.unplaced:
            return 0
        if not self.located:
            return 100
        return min(99, max(1, round(100 * len(self.unplaced) / self.total)))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Matters that are drawn as one: at their mean point, in the colour of the worst of them."""

    point: Point
    found: tuple[Located, ...]

    @property
    def level(self) -> Level:
        """The worst level."""
        return max((each.matter.level for each in self.found), key=lambda level: level.rank)

    @property
    def confidence(self) -> float:
        """That of the least sure address."""
        return min(each.confidence for each in self.found)

    @property
    def names(self) -> tuple[str, ...]:
        """The places, each once, those with the most matters first."""
        counts: dict[str, int] = {}
        for each in self.found:
            counts[each.name] = counts.get(each.name, 0) + 1
        return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def sureness(confidence: float) -> str:
    """How sure an address is, in words."""
    if confidence >= SURE:
        return "адрес известен"
    return "адрес вероятен" if confidence >= LIKELY else "адрес под вопросом"


def placed(matters: Iterable[Matter], locate: Callable[[str], Spot | None]) -> Mapped:
    """Each matter at the point of its posts, else where the gazetteer knows its place."""
    located, unplaced = [], []
    for matter in matters:
        spot = locate(matter.place) if matter.place else None
        if matter.point:
            located.append(Located(matter, matter.point, matter.place or "точка публикации", 1.0))
        elif spot and spot.lat is not None and spot.lon is not None:
            located.append(Located(matter, Point(spot.lat, spot.lon), spot.name, spot.confidence))
        else:
            unplaced.append(matter)
    return Mapped(tuple(located), tuple(unplaced))


def pixels(point: Point, zoom: int) -> tuple[float, float]:
    """Where a point lies on the whole world's map at a zoom (Web Mercator), in pixels."""
    size = TILE * 2**zoom
    lat = radians(max(-85.0, min(85.0, point.lat)))
    return (point.lon + 180) / 360 * size, (1 - log(tan(lat) + 1 / cos(lat)) / pi) / 2 * size


def clusters(found: Sequence[Located], zoom: int) -> list[Cluster]:
    """Matters by cells of the screen at a zoom, the largest first. Every matter is in exactly one."""
    cells: dict[tuple[float, float], list[Located]] = {}
    for each in found:
        x, y = pixels(each.point, zoom)
        cell = (x // CELL, y // CELL) if zoom < NEAREST else (each.point.lat, each.point.lon)
        cells.setdefault(cell, []).append(each)
    groups = _apart(cells.values(), zoom) if zoom < NEAREST else cells.values()
    made = [Cluster(_middle(inside), tuple(inside)) for inside in groups]
    return sorted(made, key=lambda one: (-len(one.found), -one.level.rank, one.point.lat, one.point.lon))


def _apart(cells: Iterable[list[Located]], zoom: int) -> list[list[Located]]:
    """Cells whose middles lie so near that one would be drawn over the other become one; the largest first."""
    kept: list[tuple[list[Located], tuple[float, float]]] = []
    for inside in sorted(cells, key=len, reverse=True):
        at = pixels(_middle(inside), zoom)
        near = next((held for held, other in kept if dist(at, other) < SIGN), None)
        if near is None:
            kept.append((list(inside), at))
        else:
            near.extend(inside)
    return [inside for inside, _ in kept]


def _middle(found: Sequence[Located]) -> Point:
    count = len(found)
    return Point(sum(each.point.lat for each in found) / count, sum(each.point.lon for each in found) / count)


def by_place(found: Sequence[Located]) -> list[Cluster]:
    """Matters by the name and the point of their place, the places with the most of them first."""
    places: dict[tuple[str, Point], list[Located]] = {}
    for each in found:
        places.setdefault((each.name, each.point), []).append(each)
    made = [Cluster(point, tuple(inside)) for (_, point), inside in places.items()]
    return sorted(made, key=lambda one: (-len(one.found), -one.level.rank, one.names))
