"""Counts by local days, and what stands now."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, func, literal_column, select

from core.flags import FlagStatus
from core.incidents import ENDED, Incident, Nature, Status
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
STAND = tuple(each for each in Status if each not in ENDED)


class DailyTable:
    """Fulfils `core.ports.Daily`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def posts(self, scope: Scope, days: Days) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Posts and comments that were published on each day, and up to this hour of it."""
        return self._counted(_posts(scope.profile, len(days)), days)

    def cards(self, scope: Scope, days: Days) -> list[Tally]:
        """Cards by theme, block and level, by the day on which their posts were published."""
        found: dict[tuple[str, str, str], list[int]] = {}
        for theme, block, level, part, count in self._connection.execute(_cards(_of(scope), len(days)), _moments(days)):
            found.setdefault((theme, block, level), [0] * 2 * len(days))[part] = count
        return [
            Tally(Theme(theme), block, Level(level), *_days(found[theme, block, level]))
            for theme, block, level in sorted(found)
        ]

    def opened(self, scope: Scope, days: Days) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Incidents that were opened on each day, and up to this hour of it; those whose posts went elsewhere left
        out."""
        return self._counted(_opened(_of(scope), len(days)), days)

    def _counted(self, query: Select[Any], days: Days) -> Counted:
        return _days(self._connection.execute(query, _moments(days)).one())

    def board(self, scope: Scope) -> Board:
        """Incidents on which something is to be done, by level."""
        found: dict[str, dict[Level, int]] = {nature: dict.fromkeys(Level, 0) for nature in Nature}
        for _, nature, level, count in self._connection.execute(_board(_of(scope))):
            found[nature][Level(level)] += count
        return Board(found[Nature.MATTER], found[Nature.RISK])

    def waiting(self, scope: Scope) -> dict[Level, int]:
        """Cards that wait for a decision, by level."""
        return dict(zip(Level, self._connection.execute(_waiting(_of(scope))).one(), strict=True))

    def named(self, scope: Scope, ids: Sequence[int]) -> dict[int, Incident]:
        """Those of these incidents that the caller may see and that still have their posts."""
        if not ids:
            return {}
        which = incidents.c.id.in_(ids), incidents.c.merged_into.is_(None)
        rows = self._connection.execute(select(incidents).where(*seen_by(scope), *which)).mappings()
        return {row["id"]: incident_of(row) for row in rows}


def _of(scope: Scope) -> Scope:
    """What of a scope decides which rows are seen."""
    return Scope(scope.profile, blocks=scope.blocks, territories=scope.territories)


@lru_cache(KEPT)
def _posts(profile: str, days: int) -> Select[Any]:
    return _spans(posts.c.published_at, (posts.c.profile_id == profile, posts.c.deleted_at.is_(None)), days)


@lru_cache(KEPT)
def _opened(scope: Scope, days: int) -> Select[Any]:
    return _spans(incidents.c.opened_at, (*seen_by(scope), incidents.c.merged_into.is_(None)), days)


@lru_cache(KEPT)
def _board(scope: Scope) -> Select[Any]:
    """By state too, and of the states that stand: so an index has them in order, and no row is asked for its state."""
    shown = incidents.c.status, incidents.c.nature, incidents.c.level
    stand = incidents.c.merged_into.is_(None), incidents.c.status.in_(STAND)
    return select(*shown, func.count()).where(*seen_by(scope), *stand).group_by(*shown)


@lru_cache(KEPT)
def _waiting(scope: Scope) -> Select[Any]:
    """Each level is counted by itself: an index counts faster than it groups."""
    counted = select(func.count()).where(*cards_seen_by(scope), flags.c.status == FlagStatus.OPEN)
    return select(*(counted.where(flags.c.level == level).scalar_subquery() for level in Level))


@lru_cache(KEPT)
def _cards(scope: Scope, days: int) -> Select[Any]:
    """Each card is compared until its part is found, the newest part first, and counted once: twenty-eight sums over
    all of them took four times as long."""
    at, last = flags.c.published_at, 2 * days
    part = case(
        *((at >= bindparam(f"at_{n}"), literal_column(f"{n}")) for n in range(last - 1, 0, -1)),
        else_=literal_column("0"),
    )
    shown = flags.c.theme, flags.c.block, flags.c.level
    within = at >= bindparam("at_0"), at < bindparam(f"at_{last}")
    counted = select(*shown, part.label("part"), func.count()).where(*cards_seen_by(scope), *within)
    return counted.group_by(*shown, "part")


def _spans(column: Any, mine: Sequence[ColumnElement[bool]], days: int) -> Select[Any]:
    """Each part is counted by itself: an index answers, and no row is compared with days that it is not of."""
    ends = [(column >= bindparam(f"at_{n}")) & (column < bindparam(f"at_{n + 1}")) for n in range(2 * days)]
    return select(*(select(func.count()).where(*mine, part).scalar_subquery() for part in ends))


def _moments(days: Days) -> dict[str, datetime]:
    """Where the parts of the days begin, and where the last one ends. A day has two, up to this hour and behind it, so
    that nothing is counted twice. As parameters: such a statement is built once, which takes longer than the database
    needs to answer it."""
    begun = (moment for start, hour in days.sofar for moment in (start, hour))
    return {f"at_{n}": moment for n, moment in enumerate((*begun, days.edges[-1]))}


def _days(parts: Sequence[int]) -> Counted:
    """Counts of the whole days, then of the days up to this hour."""
    sofar = tuple(map(int, parts[::2]))
    return tuple(map(sum, zip(sofar, parts[1::2], strict=True))), sofar
