"""Records of «Инцидент менеджмент» and ПОС as messages of a report: counts by spans, and texts.

A record is a message of its own, but for what «Инцидент менеджмент» took from a post that stands here by itself (a
record of it that is linked to a matter of the networks), and for what went out from here and came back. A matter that
came by the same system is told by its records (`store.views.messages` leaves its letter out)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, not_, or_, select

from core.cases import CaseQuery, System, system_of
from core.counts import Count, Span, Words
from core.exchange import OURS, SYSTEM_CHANNELS, Link, is_chosen
from core.exchange import System as Whose
from core.incidents import Channel
from core.labels import Theme
from core.scope import Scope
from store.sight import seen_by
from store.tables import incidents, items
from store.views.spans import SPANS_AT_ONCE, sums, within

LINKED = and_(items.c.link == Link.LINKED, incidents.c.id == items.c.incident_id)
NETWORKS = tuple(each for each in Channel if system_of(each) is System.NETWORKS)
FROM_POSTS = and_(items.c.system == Whose.IM, incidents.c.channel.in_(NETWORKS))
TWICE = and_(incidents.c.id.is_not(None), or_(FROM_POSTS, items.c.number.startswith(OURS)))
THEME = func.coalesce(incidents.c.theme, items.c.theme)
TERRITORY, BLOCK = func.coalesce(incidents.c.territory, ""), func.coalesce(incidents.c.block, "")


class RecordTable:
    """Fulfils `core.ports.Records`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def counts(self, scope: Scope, query: CaseQuery, spans: Sequence[Span]) -> list[tuple[str, Count]]:
        """Records by address, theme, territory, block and system, a number a span. What no incident bears has neither
        territory nor block here, so the query's ones are not asked for: the caller places them and leaves out."""
        if not (whose := _systems(query)):
            return []
        found: dict[tuple[str, ...], list[int]] = {}
        for start in range(0, len(spans), SPANS_AT_ONCE):
            part = spans[start : start + SPANS_AT_ONCE]
            shown = items.c.place, THEME, TERRITORY, BLOCK, items.c.system
            asked = _of(scope, query, whose, select(*shown, *sums(items.c.received_at, part)))
            for row in self._connection.execute(asked.where(*within(items.c.received_at, part)).group_by(*shown)):
                held = found.setdefault(tuple(row[:5]), [0] * len(spans))
                for place, number in enumerate(row[5:], start):
                    held[place] += number
        return [
            (place, Count(Theme(theme), territory, block, System(system), tuple(numbers)))
            for (place, theme, territory, block, system), numbers in found.items()
        ]

    def words(self, scope: Scope, query: CaseQuery, limit: int) -> list[Words]:
        """Texts of records within the moments, the newest first, as they are kept: masked at the door. One without an
        incident has no territory and no block, so it is left out where these are asked for; so is a row of ПОС without
        a text, whose gist repeats its topic."""
        if not (whose := _systems(query)):
            return []
        shown = items.c.text, THEME, TERRITORY, items.c.place, items.c.received_at, incidents.c.id, items.c.columns
        wanted = [(TERRITORY, query.territories), (BLOCK, query.blocks)]
        asked = (
            _of(scope, query, whose, select(*shown))
            .where(items.c.received_at >= query.since, items.c.received_at < query.until)
            .where(*(column.in_(some) for column, some in wanted if some))
            .order_by(items.c.received_at.desc(), items.c.id.desc())
            .limit(limit)
        )
        found = (row for row in self._connection.execute(asked) if not is_chosen(row[0], row[6]))
        return [Words(row[0], Theme(row[1]), *row[2:6]) for row in found]


def _systems(query: CaseQuery) -> list[Whose]:
    return [each for each in Whose if not query.systems or System(each) in query.systems]


def _of(scope: Scope, query: CaseQuery, whose: Sequence[Whose], asked: Select[Any]) -> Select[Any]:
    """The records that are messages of their own, of these systems, of the query's themes."""
    found: list[ColumnElement[bool]] = [items.c.profile_id == scope.profile, items.c.system.in_(whose), not_told()]
    if query.themes:
        found.append(THEME.in_(query.themes))
    if scope.blocks is not None or scope.territories is not None:
        found += [incidents.c.id.is_not(None), *seen_by(scope)]
    return asked.select_from(items.outerjoin(incidents, LINKED)).where(*found)


def not_told() -> ColumnElement[bool]:
    """No post of ours is this record."""
    return or_(incidents.c.id.is_(None), not_(TWICE))


def has_record() -> ColumnElement[bool]:
    """Whether an incident that came by a system is told by a record of that system."""
    same = or_(*(and_(items.c.system == each, incidents.c.channel == way) for each, way in SYSTEM_CHANNELS.items()))
    own = items.c.profile_id == incidents.c.profile_id, items.c.incident_id == incidents.c.id
    return select(items.c.id).where(*own, items.c.link == Link.LINKED, same).correlate(incidents).exists()
