"""What people do with alerts: take them, confirm their receipt."""

from dataclasses import replace
from datetime import datetime

from core.alerts import Alert, Delivery, DeliveryState, News
from core.errors import NotFound
from core.ports import Work
from core.scope import Right, Scope


def acknowledge(work: Work, scope: Scope, alert_id: int, at: datetime, delivery_id: int | None = None) -> Alert:
    """Say that somebody takes an alert, which ends the ladder; or that a recipient confirmed a delivery (by telephone,
    say). Raises NotFound."""
    scope.demand(Right.WORK_INCIDENTS)
    alert = work.alerts.get(scope, alert_id)
    if delivery_id is not None:
        _confirm(work, scope, own(work, scope, alert, delivery_id), scope.who, at)
    taken = _taken(work, scope, alert, scope.who, at)
    told = {"delivery": delivery_id} if delivery_id else {}
    work.journal.write(scope, "alert.acknowledge", str(alert_id), told, at)
    return taken


def receive(work: Work, scope: Scope, delivery_id: int, at: datetime) -> Delivery:
    """A recipient confirms by the link of his letter; once more changes nothing. Raises NotFound."""
    found = work.alerts.delivery(scope, delivery_id)
    if found.acked_at is not None:
        return found
    by = f"link:{found.recipient}"
    confirmed = _confirm(work, scope, found, by, at)
    for alert in _spoken_of(work, scope, found):
        _taken(work, scope, alert, by, at)
    work.journal.write(scope, "alert.receipt", str(found.alert_id), {"delivery": found.id}, at)
    return confirmed


def own(work: Work, scope: Scope, alert: Alert, delivery_id: int) -> Delivery:
    """A delivery of this alert. Raises NotFound."""
    found = work.alerts.delivery(scope, delivery_id)
    if found.alert_id != alert.id:
        raise NotFound(f"у извещения {alert.id} нет доставки {delivery_id}")
    return found


def _confirm(work: Work, scope: Scope, found: Delivery, by: str, at: datetime) -> Delivery:
    if found.acked_at is not None:
        return found
    confirmed = replace(found, state=DeliveryState.ACKNOWLEDGED, acked_at=at, acked_by=by)
    work.alerts.save_delivery(scope, confirmed)
    return confirmed


def _taken(work: Work, scope: Scope, alert: Alert, by: str, at: datetime) -> Alert:
    if alert.taken_at is not None:
        return alert
    taken = replace(alert, taken_at=at, taken_by=by)
    work.alerts.save(scope, taken)
    return taken


def _spoken_of(work: Work, scope: Scope, found: Delivery) -> list[Alert]:
    """The alert of a delivery, and those that it carries as a digest."""
    own = work.alerts.get(scope, found.alert_id)
    items = own.body.get("items", ()) if own.kind is News.DIGEST else ()
    numbers = [int(each["alert"]) for each in items if isinstance(each, dict)] if isinstance(items, list) else []
    return [own, *(work.alerts.get(scope, number) for number in numbers)]
