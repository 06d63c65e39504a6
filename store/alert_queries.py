"""What of the alerts a caller sees and asks for, as conditions."""

from sqlalchemy import ColumnElement, select

from core.alerts import AlertQuery
from core.scope import Scope
from store.sight import reached
from store.tables import alerts, deliveries


def seen(scope: Scope) -> list[ColumnElement[bool]]:
    """Who is bound to blocks or territories sees alerts of their incidents only: digests tell of others, too."""
    return reached(scope, alerts)


def wanted(query: AlertQuery) -> list[ColumnElement[bool]]:
    """The filters of a query."""
    found: list[ColumnElement[bool]] = []
    if query.kinds:
        found.append(alerts.c.kind.in_(query.kinds))
    if query.incident_id is not None:
        found.append(alerts.c.incident_id == query.incident_id)
    if query.since:
        found.append(alerts.c.at >= query.since)
    if query.taken is not None:
        found.append(alerts.c.taken_at.is_not(None) if query.taken else alerts.c.taken_at.is_(None))
    ways = {deliveries.c.state: query.states, deliveries.c.channel: query.channels}
    of_ways = [column.in_(values) for column, values in ways.items() if values]
    if of_ways:
        found.append(alerts.c.id.in_(select(deliveries.c.alert_id).where(*of_ways)))
    return found
