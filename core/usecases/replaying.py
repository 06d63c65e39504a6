"""Sending again what did not arrive, under the same numbers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core import alerts as rules
from core.alerts import Delivery, DeliveryState, Way
from core.errors import Conflict, NotFound
from core.ports import Work
from core.profile import Profile
from core.scope import Right, Scope
from core.usecases.receipts import own

AGAIN = frozenset({DeliveryState.DEAD, DeliveryState.FAILED, DeliveryState.UNCONFIRMED})
"""States from which any delivery may be sent again; a webhook's also when it was sent: its receiver knows the key."""


def replay(
    work: Work, scope: Scope, profile: Profile, alert_id: int, at: datetime, ids: Sequence[int] | None = None
) -> list[Delivery]:
    """Have deliveries sent again under their numbers: those named, or all that did not arrive. Raises NotFound, and
    Conflict where there is nothing to send again."""
    scope.demand(Right.WORK_INCIDENTS)
    alert = work.alerts.get(scope, alert_id)
    known = work.alerts.deliveries(scope, [alert.id]).get(alert.id, ())
    wanted = [own(work, scope, alert, number) for number in ids] if ids is not None else list(known)
    chosen = [each for each in wanted if may_replay(each, named=ids is not None)]
    if not chosen:
        raise Conflict(f"извещение {alert_id}: повторять нечего")
    return [again(work, scope, profile, each, at) for each in chosen]


def may_replay(delivery: Delivery, *, named: bool) -> bool:
    """Whether a delivery may be sent again: what was sent already only by a webhook, and only when it is named."""
    sent = delivery.state is DeliveryState.SENT and delivery.channel is Way.WEBHOOK and named
    return delivery.acked_at is None and (delivery.state in AGAIN or sent)


def again(work: Work, scope: Scope, profile: Profile, delivery: Delivery, at: datetime) -> Delivery:
    """Let a delivery wait anew, all tries before it; one that a digest carried goes with the digest."""
    if delivery.digest_id is not None:
        delivery = _carrier(work, scope, delivery)
    due = rules.due(work.alerts.get(scope, delivery.alert_id), delivery.channel, profile, at)
    fresh = replace(delivery, state=DeliveryState.WAITING, tries=0, due_at=due, error="")
    work.alerts.save_delivery(scope, fresh)
    told = {"delivery": delivery.id, "channel": delivery.channel}
    work.journal.write(scope, "alert.replay", str(delivery.alert_id), told, at)
    return fresh


def _carrier(work: Work, scope: Scope, delivery: Delivery) -> Delivery:
    """The digest that carried a delivery. It tells of other blocks, too: who is bound to his own has his news sent
    by itself."""
    try:
        return work.alerts.delivery(scope, delivery.digest_id or 0)
    except NotFound:
        return replace(delivery, digest_id=None)
