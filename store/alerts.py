"""The outbox of the alert chat. An alert is there once by its source, a delivery once by alert, recipient and way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from core.alerts import Alert, AlertPage, AlertQuery
from core.errors import NotFound
from core.incidents import ENDED
from core.scope import Scope
from store.alert_queries import seen, wanted
from store.alert_rows import alert_of, alert_row
from store.deliveries import DeliveryTable
from store.tables import alert_cursors, alerts, incidents
from store.upsert import insert_new


class AlertTable(DeliveryTable):
    """Fulfils `core.ports.Alerts`."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)

    def hold_cursor(self, scope: Scope) -> int:
        """The number of the last step that was looked at; nobody else looks until the transaction ends."""
        insert_new(self._connection, alert_cursors, [{"profile_id": scope.profile, "step_id": 0}])
        mine = select(alert_cursors.c.step_id).where(alert_cursors.c.profile_id == scope.profile)
        return int(self._connection.execute(mine.with_for_update()).scalar_one())

    def move_cursor(self, scope: Scope, step_id: int) -> None:
        """All steps up to this one were looked at."""
        mine = update(alert_cursors).where(alert_cursors.c.profile_id == scope.profile)
        self._connection.execute(mine.values(step_id=step_id))

    def put(self, scope: Scope, found: Sequence[Alert]) -> int:
        """Enter alerts that are not there yet; returns how many were new."""
        return insert_new(self._connection, alerts, [alert_row(scope.profile, alert) for alert in found])

    def add(self, scope: Scope, alert: Alert) -> Alert:
        """Enter one; gives it back with its id."""
        row = alert_row(scope.profile, alert)
        number = self._connection.execute(insert(alerts).values(**row).returning(alerts.c.id)).scalar_one()
        return replace(alert, id=number)

    def unaddressed(self, scope: Scope, limit: int) -> list[Alert]:
        """Alerts whose recipients were not looked up yet, the oldest first. On PostgreSQL they are held."""
        query = select(alerts).where(alerts.c.profile_id == scope.profile, ~alerts.c.addressed)
        held = query.order_by(alerts.c.id).limit(limit).with_for_update()
        return [alert_of(row) for row in self._connection.execute(held).mappings()]

    def untaken(self, scope: Scope, since: datetime) -> list[Alert]:
        """Alerts of open incidents that nobody took, not older than a moment."""
        query = select(alerts).join(incidents, incidents.c.id == alerts.c.incident_id)
        query = query.where(
            alerts.c.profile_id == scope.profile,
            alerts.c.at >= since,
            alerts.c.taken_at.is_(None),
            incidents.c.status.not_in(ENDED),
            incidents.c.merged_into.is_(None),
        )
        held = query.order_by(alerts.c.id).with_for_update(of=alerts)
        return [alert_of(row) for row in self._connection.execute(held).mappings()]

    def save(self, scope: Scope, alert: Alert) -> None:
        """Keep a changed alert."""
        mine = alerts.c.id == alert.id, alerts.c.profile_id == scope.profile
        self._connection.execute(update(alerts).where(*mine).values(**alert_row(scope.profile, alert)))

    def get(self, scope: Scope, alert_id: int) -> Alert:
        """An alert within the scope. Raises NotFound."""
        query = select(alerts).where(alerts.c.id == alert_id, *seen(scope))
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise NotFound(f"нет извещения {alert_id}")
        return alert_of(row)

    def find(self, scope: Scope, query: AlertQuery) -> AlertPage:
        """One page, the newest first."""
        asked = wanted(query) + seen(scope)
        total = int(self._connection.execute(select(func.count()).select_from(alerts).where(*asked)).scalar_one())
        if query.after is not None:
            asked.append(alerts.c.id < query.after)
        ordered = select(alerts).where(*asked).order_by(alerts.c.id.desc()).limit(query.limit + 1)
        found = [alert_of(row) for row in self._connection.execute(ordered).mappings()]
        shown = tuple(found[: query.limit])
        more = shown[-1].id if len(found) > query.limit else None
        return AlertPage(shown, self.deliveries(scope, [each.id for each in shown]), total, more)
