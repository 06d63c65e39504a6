"""Incidents on the map."""

from core.maps import Mapped, MapQuery, placed
from core.ports import Places, Work
from core.scope import Right, Scope


def mapped(work: Work, scope: Scope, places: Places, query: MapQuery) -> Mapped:
    """The incidents of a query with where they lie. Raises Denied."""
    scope.demand(Right.READ_INCIDENTS)
    return placed(work.views.spots.matters(scope, query), places.locate)
