"""Incidents of a report with all that was done about them: a statement a table, whatever the number of incidents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, or_, select

from core.cases import CaseQuery, Told, system_of
from core.deadlines import Event
from core.incidents import ENDED, Answer, Channel, Step
from core.scope import Scope
from store.clocks import event_of
from store.incident_rows import answer_of, incident_of, step_of
from store.sight import seen_by
from store.tables import answers, clock_events, incidents, scores, steps

T = TypeVar("T")
Held = Mapping[int, Sequence[T]]


class CaseTable:
    """Fulfils `core.ports.Cases`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def told(self, scope: Scope, query: CaseQuery) -> list[Told]:
        """Incidents that were opened, moved or open within the moments, the oldest first; those whose posts went to
        another are left out."""
        conditions = [*seen_by(scope), *asked(query)]
        rows = self._connection.execute(select(incidents).where(*conditions).order_by(incidents.c.id)).mappings()
        found = [incident_of(row) for row in rows]
        which = select(incidents.c.id).where(*conditions)
        given: Held[Answer] = self._held(scope, answers, which, answer_of)
        done: Held[Step] = self._held(scope, steps, which, step_of)
        timed: Held[Event] = self._held(scope, clock_events, which, event_of)
        marks: Held[tuple[int, datetime]] = self._held(scope, scores, which, lambda row: (row["score"], row["at"]))
        return [
            Told(
                replace(each, answers=tuple(given.get(each.id, ()))),
                done.get(each.id, ()),
                timed.get(each.id, ()),
                marks.get(each.id, ()),
            )
            for each in found
        ]

    def _held(self, scope: Scope, table: Table, which: Select[Any], made: Callable[[Any], T]) -> dict[int, list[T]]:
        mine = table.c.profile_id == scope.profile, table.c.incident_id.in_(which)
        held: dict[int, list[T]] = {}
        for row in self._connection.execute(select(table).where(*mine).order_by(table.c.id)).mappings():
            held.setdefault(row["incident_id"], []).append(made(row))
        return held


def asked(query: CaseQuery) -> list[ColumnElement[bool]]:
    """What the incidents of a query meet."""
    moved = or_(
        incidents.c.opened_at >= query.since,
        incidents.c.moved_at >= query.since,
        incidents.c.status.not_in(ENDED),
    )
    found: list[ColumnElement[bool]] = [incidents.c.merged_into.is_(None), incidents.c.opened_at < query.until, moved]
    channels = [each for each in Channel if system_of(each) in query.systems]
    lists: dict[Any, Sequence[str]] = {
        incidents.c.theme: query.themes,
        incidents.c.block: query.blocks,
        incidents.c.channel: channels,
        incidents.c.territory: query.territories,
    }
    return found + [column.in_(wanted) for column, wanted in lists.items() if wanted]
