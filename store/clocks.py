"""Clocks of incidents: the events are kept, the clocks are made of them anew each time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from core.deadlines import Clock, Event, Happening, Kind, Term, Unit, replay
from core.scope import Scope
from store.tables import clock_events
from store.tables import incidents as table


class ClockTable:
    """Fulfils `core.ports.Clocks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, scope: Scope, found: Sequence[tuple[int, Sequence[Event]]]) -> None:
        """Keep the first events of new incidents, whose clocks nobody has touched."""
        rows = [_row(scope, incident_id, each) for incident_id, events in found for each in events]
        if rows:
            self._connection.execute(insert(clock_events), rows)

    def add(self, scope: Scope, incident_id: int, events: Sequence[Event]) -> dict[Kind, Clock]:
        """Keep events in their order; returns the clocks after them. Raises IllegalMove and keeps nothing if one of
        them cannot happen."""
        clocks = replay((*self.events(scope, incident_id), *events))
        if events:
            self._connection.execute(insert(clock_events), [_row(scope, incident_id, each) for each in events])
        return clocks

    def events(self, scope: Scope, incident_id: int) -> list[Event]:
        """All that happened to an incident's clocks, in the order of its keeping."""
        mine = (clock_events.c.profile_id == scope.profile, clock_events.c.incident_id == incident_id)
        query = select(clock_events).where(*mine).order_by(clock_events.c.id)
        return [event_of(row) for row in self._connection.execute(query).mappings()]

    def of(self, scope: Scope, incident_id: int, at: datetime | None = None) -> dict[Kind, Clock]:
        """The clocks of an incident, as of a moment (None: now)."""
        return replay(self.events(scope, incident_id), at)

    def of_many(
        self, scope: Scope, incidents: Sequence[int], at: datetime | None = None
    ) -> dict[int, dict[Kind, Clock]]:
        """The clocks of several incidents; one without clocks has none. As of a moment (None: now)."""
        found: dict[int, list[Event]] = {each: [] for each in incidents}
        mine = (clock_events.c.profile_id == scope.profile, clock_events.c.incident_id.in_(incidents))
        query = select(clock_events).where(*mine).order_by(clock_events.c.id)
        for row in self._connection.execute(query).mappings() if found else ():
            found[row["incident_id"]].append(event_of(row))
        return {each: replay(events, at) for each, events in found.items()}

    def waiting(self, scope: Scope, at: datetime, limit: int) -> list[int]:
        """The incidents of which a clock must be spoken of by now, those that wait longest first; held until the
        transaction ends, so that no other process speaks of them too."""
        mine = (table.c.profile_id == scope.profile, table.c.notice_at <= at)
        query = select(table.c.id).where(*mine).order_by(table.c.notice_at, table.c.id).limit(limit)
        return list(self._connection.execute(query.with_for_update(skip_locked=True)).scalars())


def _row(scope: Scope, incident_id: int, event: Event) -> dict[str, Any]:
    term = event.term
    return {
        "profile_id": scope.profile,
        "incident_id": incident_id,
        "kind": event.kind,
        "happening": event.happening,
        "at": event.at,
        "by": event.by,
        "reason": event.reason,
        "unit": term.unit if term else None,
        "amount": term.amount if term else None,
        "warn": term.warn if term else None,
        "source": term.source if term else None,
        "days": event.days,
    }


def event_of(row: Any) -> Event:
    """A row of `clock_events` as a record."""
    term = Term(Unit(row["unit"]), row["amount"], row["warn"], row["source"]) if row["unit"] else None
    kind, happening = Kind(row["kind"]), Happening(row["happening"])
    return Event(kind, happening, row["at"], row["by"], row["reason"], term, row["days"])
