"""The history of incidents: only ever added to, and written to the journal as well."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, insert, select

from core.incidents import Step
from core.scope import Scope
from store.incident_rows import step_of, step_row
from store.journal import JournalTable
from store.tables import incidents, steps

LOCK = 6_201
"""Number of the advisory lock under which PostgreSQL gives out step numbers."""


class StepTable:
    """The part of `core.ports.Incidents` that keeps history."""

    def __init__(self, connection: Connection, journal: JournalTable) -> None:
        self._connection, self._journal = connection, journal

    def record(self, scope: Scope, found: Sequence[Step]) -> None:
        """Add steps, and a line of the journal for each: ids and codes, no texts."""
        if not found:
            return
        if self._connection.dialect.name == "postgresql":
            # A lower number must not appear after a higher one was read: those who follow would never see it.
            self._connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
        self._connection.execute(insert(steps), [step_row(scope.profile, step) for step in found])
        for step in found:
            told = {"before": step.before, "after": step.after, **step.detail}
            # By the step's own hand and moment, whoever records it.
            self._journal.write(
                replace(scope, who=step.who), f"incident.{step.action}", str(step.incident_id), told, step.at
            )

    def history(self, scope: Scope, incident_id: int) -> list[Step]:
        """All steps of an incident, the oldest first."""
        mine = steps.c.profile_id == scope.profile, steps.c.incident_id == incident_id
        query = select(steps).where(*mine).order_by(steps.c.id)
        return [step_of(row) for row in self._connection.execute(query).mappings()]

    def events(self, scope: Scope, after: int, limit: int) -> list[Step]:
        """Steps behind this number within the scope, in the order of their numbers."""
        query = select(steps).where(steps.c.profile_id == scope.profile, steps.c.id > after)
        if scope.blocks is not None or scope.territories is not None:
            query = query.join(incidents, incidents.c.id == steps.c.incident_id)
        if scope.blocks is not None:
            query = query.where(incidents.c.block.in_(scope.blocks))
        if scope.territories is not None:
            query = query.where(incidents.c.territory.in_(scope.territories))
        return [step_of(row) for row in self._connection.execute(query.order_by(steps.c.id).limit(limit)).mappings()]

    def last_event(self, scope: Scope) -> int:
        """The number of the newest step of the profile; 0 before the first."""
        query = select(func.max(steps.c.id)).where(steps.c.profile_id == scope.profile)
        return int(self._connection.execute(query).scalar_one() or 0)
