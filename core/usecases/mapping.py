"""Incidents on the map."""

from dataclasses import dataclass, replace

from core.heaps import Heaped, laid
from core.maps import Mapped, MapQuery, Sign, picked, placed
from core.ports import Places, Work
from core.scope import Right, Scope


def mapped(work: Work, scope: Scope, places: Places, query: MapQuery) -> Mapped:
    """The incidents of a query with where they lie, each of them: for a report. Raises Denied."""
    scope.demand(Right.READ_INCIDENTS)
    return placed(work.views.spots.matters(scope, query), places.locate)


def heaped(work: Work, scope: Scope, places: Places, query: MapQuery, worst: int = 0) -> Heaped:
    """The same by numbers: how many lie where; of each place so many of the most dangerous may be named. Raises
    Denied."""
    scope.demand(Right.READ_INCIDENTS)
    heaps = work.views.spots.heaps(scope, query)
    return laid(heaps, work.views.spots.worst(scope, query, worst) if worst else (), places.locate)


@dataclass(frozen=True, slots=True)
class Behind:
    """What a sign of the map counts: its incidents, the newest first, and the names of its places."""

    ids: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


def behind(work: Work, scope: Scope, places: Places, query: MapQuery, sign: Sign) -> Behind:
    """The incidents of a sign, by the counting of the map itself. Raises Denied."""
    found = heaped(work, scope, places, query)
    spot = picked(found.located, sign)
    if spot is None:
        return Behind()
    inside = work.views.spots.within(scope, query, [each.heap for each in spot.found])
    return Behind(tuple(replace(found, entries=tuple(inside)).numbers(spot)), spot.names)
