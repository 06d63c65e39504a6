"""Incidents on the map."""

from core.heaps import Heaped, laid
from core.maps import Mapped, MapQuery, placed
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
