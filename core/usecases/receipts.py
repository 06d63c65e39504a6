"""What people do with alerts: take them, confirm their receipt, have them sent again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core import alerts as rules
from core.alerts import Alert, Channel, Delivery, Kind, State
from core.errors import Conflict, NotFound
from core.ports import Work
from core.profile import Profile
from core.scope import Right, Scope

AGAIN = frozenset({State.DEAD, State.FAILED, State.UNCONFIRMED})
"""States from which any delivery may be sent again; a webhook's also when it was sent: its receiver knows the key."""


def acknowledge(work: Work, scope: Scope, alert_id: int, at: datetime, delivery_id: int | None = None) -> Alert:
    """Say that somebody takes an alert, which ends the ladder; or that a recipient confirmed a delivery (by telephone,
    say). Raises NotFound."""
    scope.demand(Right.WORK_INCIDENTS)
    alert = work.alerts.get(scope, alert_id)
    if delivery_id is not None:
        _confirm(work, scope, _own(work, scope, alert, delivery_id), scope.who, at)
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


def replay(
    work: Work, scope: Scope, profile: Profile, alert_id: int, at: datetime, ids: Sequence[int] | None = None
) -> list[Delivery]:
    """Have deliveries sent again under their numbers: those named, or all that did not arrive. Raises NotFound, and
    Conflict where there is nothing to send again."""
    scope.demand(Right.WORK_INCIDENTS)
    alert = work.alerts.get(scope, alert_id)
    known = work.alerts.deliveries(scope, [alert.id]).get(alert.id, ())
    wanted = [_own(work, scope, alert, number) for number in ids] if ids is not None else list(known)
    chosen = [each for each in wanted if may_replay(each, named=ids is not None)]
    if not chosen:
        raise Conflict(f"извещение {alert_id}: повторять нечего")
    return [again(work, scope, profile, each, at) for each in chosen]


def may_replay(delivery: Delivery, *, named: bool) -> bool:
    """Whether a delivery may be sent again: what was sent already only by a webhook, and only when it is named."""
    sent = delivery.state is State.SENT and delivery.channel is Channel.WEBHOOK and named
    return delivery.acked_at is None and (delivery.state in AGAIN or sent)


def again(work: Work, scope: Scope, profile: Profile, delivery: Delivery, at: datetime) -> Delivery:
    """Let a delivery wait anew, all tries before it; one that a digest carried goes with the digest."""
    if delivery.digest_id is not None:
        delivery = work.alerts.delivery(scope, delivery.digest_id)
    due = rules.due(work.alerts.get(scope, delivery.alert_id), delivery.channel, profile, at)
    fresh = replace(delivery, state=State.WAITING, tries=0, due_at=due, error="")
    work.alerts.save_delivery(scope, fresh)
    told = {"delivery": delivery.id, "channel": delivery.channel}
    work.journal.write(scope, "alert.replay", str(delivery.alert_id), told, at)
    return fresh


def _own(work: Work, scope: Scope, alert: Alert, delivery_id: int) -> Delivery:
    found = work.alerts.delivery(scope, delivery_id)
    if found.alert_id != alert.id:
        raise NotFound(f"у извещения {alert.id} нет доставки {delivery_id}")
    return found


def _confirm(work: Work, scope: Scope, found: Delivery, by: str, at: datetime) -> Delivery:
    if found.acked_at is not None:
        return found
    confirmed = replace(found, state=State.ACKNOWLEDGED, acked_at=at, acked_by=by)
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
    items = own.body.get("items", ()) if own.kind is Kind.DIGEST else ()
    numbers = [int(each["alert"]) for each in items if isinstance(each, dict)] if isinstance(items, list) else []
    return [own, *(work.alerts.get(scope, number) for number in numbers)]
