"""Counts by local days, and what stands now."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, func, select

from core.incidents import ENDED, Incident, Nature
from core.labels import Theme
from core.overview import Board, Days, Tally
from core.ports.views import Counted
from core.risk import Level
from core.scope import Scope
from store.flags import seen_by as cards_seen_by
from store.incident_rows import incident_of
from store.sight import seen_by
from store.tables import flags, incidents, posts

KEPT = 32
"""Statements of so many scopes are kept: one takes longer to build than to answer."""


class DailyTable:
    """Fulfils `core.ports.Daily`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def posts(self, scope: Scope, days: Days) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Posts and comments that were published on each day, and up to this hour of it."""
        return self._counted(_posts(scope.profile, len(days)), days)

    def cards(self, scope: Scope, days: Days) -> list[Tally]:
        """Cards by theme, block and level, by the day on which their posts were published."""
        shown = flags.c.theme, flags.c.block, flags.c.level
        query = (
            select(*shown, *_sums(flags.c.published_at, len(days)))
            .where(*cards_seen_by(scope), flags.c.published_at >= days.edges[0])
            .group_by(*shown)
            .order_by(*shown)
        )
        return [
            Tally(Theme(row[0]), row[1], Level(row[2]), *_halves(row[3:], len(days)))
            for row in self._connection.execute(query, _moments(days))
        ]

    def opened(self, scope: Scope, days: Days) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Incidents that were opened on each day, and up to this hour of it; those whose posts went elsewhere left
        out."""
        seen = Scope(scope.profile, blocks=scope.blocks, territories=scope.territories)
        return self._counted(_opened(seen, len(days)), days)

    def _counted(self, query: Select[Any], days: Days) -> Counted:
        return _halves(self._connection.execute(query, _moments(days)).one(), len(days))

    def board(self, scope: Scope) -> Board:
        """Incidents on which something is to be done, by level."""
        # By state too: so an index has them in order.
        shown = incidents.c.status, incidents.c.nature, incidents.c.level
        stand = incidents.c.merged_into.is_(None), incidents.c.status.not_in(ENDED)
        query = select(*shown, func.count()).where(*seen_by(scope), *stand).group_by(*shown)
        found: dict[str, dict[Level, int]] = {nature: dict.fromkeys(Level, 0) for nature in Nature}
        for _, nature, level, count in self._connection.execute(query):
            found[nature][Level(level)] += count
        return Board(found[Nature.MATTER], found[Nature.RISK])

    def named(self, scope: Scope, ids: Sequence[int]) -> dict[int, Incident]:
        """Those of these incidents that the caller may see and that still have their posts."""
        if not ids:
            return {}
        which = incidents.c.id.in_(ids), incidents.c.merged_into.is_(None)
        rows = self._connection.execute(select(incidents).where(*seen_by(scope), *which)).mappings()
        return {row["id"]: incident_of(row) for row in rows}


@lru_cache(KEPT)
def _posts(profile: str, days: int) -> Select[Any]:
    return _spans(posts.c.published_at, (posts.c.profile_id == profile, posts.c.deleted_at.is_(None)), days)


@lru_cache(KEPT)
def _opened(scope: Scope, days: int) -> Select[Any]:
    return _spans(incidents.c.opened_at, (*seen_by(scope), incidents.c.merged_into.is_(None)), days)


def _spans(column: Any, mine: Sequence[ColumnElement[bool]], days: int) -> Select[Any]:
    """Each span is counted by itself: an index answers, and no row is compared with days that it is not of."""
    ends = [(column >= bindparam(since)) & (column < bindparam(until)) for since, until in _ends(days)]
    return select(*(select(func.count()).where(*mine, span).scalar_subquery() for span in ends))


@cache
def _sums(column: Any, days: int) -> tuple[ColumnElement[int], ...]:
    """Counts of the whole days, then of the days up to this hour, with their moments as parameters: such a statement
    is built once, which takes longer than the database needs to answer it."""
    spans = [(column >= bindparam(since)) & (column < bindparam(until)) for since, until in _ends(days)]
    return tuple(func.coalesce(func.sum(case((span, 1), else_=0)), 0) for span in spans)


def _ends(days: int) -> list[tuple[str, str]]:
    """Names of the moments between which each day lies, then of those up to this hour of it."""
    return [(f"edge_{day}", f"{end}_{day + shift}") for end, shift in (("edge", 1), ("hour", 0)) for day in range(days)]


def _moments(days: Days) -> dict[str, datetime]:
    """The parameters of `_sums`."""
    edges = {f"edge_{day}": moment for day, moment in enumerate(days.edges)}
    return edges | {f"hour_{day}": until for day, (_, until) in enumerate(days.sofar)}


def _halves(row: Sequence[int], days: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    counts = tuple(map(int, row))
    return counts[:days], counts[days:]
