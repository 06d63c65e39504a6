"""Sending what waits in the outbox, a channel at a time. A refusal of one address stops no other."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from core import alerts as rules
from core.alerts import IDEMPOTENT, TRIES, Alert, Delivery, DeliveryState, Letter, News, Unsure, Voice
from core.errors import Denied, McuError, Poison, Transient
from core.ports import Clock, Finder, Ledger, Sender, Work
from core.scope import Scope


@dataclass(frozen=True)
class Outgoing:
    """A channel at work: who sends, how messages speak, the clock, and chance from 0 to 1 for the pauses."""

    sender: Sender
    voice: Voice
    clock: Clock
    chance: Callable[[], float]


def deliver(ledger: Ledger, scope: Scope, delivery_id: int, way: Outgoing) -> DeliveryState:
    """Send one delivery; what came of it is kept with it, whatever it is. It is marked before it is sent: where a
    process dies over it, the next one sends it again under the same number, and says that it may have come twice where
    the channel cannot tell."""
    with ledger.begin() as work:
        found = work.alerts.delivery(scope, delivery_id)
        if not found.open:
            return found.state
        alert = work.alerts.get(scope, found.alert_id)
        begun = _begun(found, way.clock.now())
        work.alerts.save_delivery(scope, begun)
    over = begun.state is DeliveryState.DEAD
    after = begun if over else _tried(begun, rules.letter(alert, begun, way.voice), way)
    with ledger.begin() as work:
        return _kept(work, scope, after, way.clock.now())


def _begun(found: Delivery, now: datetime) -> Delivery:
    """Marked as on its way; dead where it was begun too often: it may be that it kills whoever sends it."""
    if found.tries >= TRIES:
        return replace(
            found, state=DeliveryState.DEAD, begun_at=None, error=found.error or "отправка прерывалась каждый раз"
        )
    lost = found.begun_at is not None and found.channel not in IDEMPOTENT
    state = DeliveryState.UNCONFIRMED if lost else found.state
    return replace(found, state=state, unsure=found.unsure or lost, begun_at=now, tries=found.tries + 1)


def _tried(begun: Delivery, letter: Letter, way: Outgoing) -> Delivery:
    try:
        looked, there = _looked(begun, letter, way.sender)
        receipt = way.sender.send(letter) if there is None else there
    except (Transient, Denied, Poison) as error:
        return _refused(begun, error, way.clock.now(), way.chance())
    # What was looked for came once: it was there, or it is sent now.
    unsure = begun.unsure and not looked
    return replace(
        begun, state=DeliveryState.SENT, sent_at=way.clock.now(), receipt=receipt[:200], error="", unsure=unsure
    )


def _looked(begun: Delivery, letter: Letter, sender: Sender) -> tuple[bool, str | None]:
    """Whether it could be looked whether a doubtful message arrived, and its number where it did."""
    if not begun.unsure or not isinstance(sender, Finder) or not sender.sees(letter):
        return False, None
    return True, sender.find(letter)


def _refused(begun: Delivery, error: McuError, now: datetime, chance: float) -> Delivery:
    unsure = begun.unsure or (isinstance(error, Unsure) and begun.channel not in IDEMPOTENT)
    wait = error.wait if isinstance(error, Transient) else None
    later = rules.again(begun.tries, wait, now, chance) if isinstance(error, Transient) else None
    state = DeliveryState.DEAD if later is None else DeliveryState.UNCONFIRMED if unsure else DeliveryState.FAILED
    return replace(begun, state=state, unsure=unsure, error=str(error), due_at=later or begun.due_at)


def _kept(work: Work, scope: Scope, after: Delivery, now: datetime) -> DeliveryState:
    """Keep what came of it; a receipt that was confirmed meanwhile stays confirmed."""
    current = work.alerts.delivery(scope, after.id)
    state = DeliveryState.ACKNOWLEDGED if current.acked_at else after.state
    done = replace(after, state=state, begun_at=None, acked_at=current.acked_at, acked_by=current.acked_by)
    work.alerts.save_delivery(scope, done)
    if after.state is DeliveryState.SENT:
        _forget(work, scope, work.alerts.get(scope, done.alert_id))
    if after.state in (DeliveryState.SENT, DeliveryState.DEAD):
        told = {"delivery": done.id, "channel": done.channel, "recipient": done.recipient, "tries": done.tries}
        work.journal.write(scope, f"alert.{after.state}", str(done.alert_id), told, now)
    return state


def _forget(work: Work, scope: Scope, alert: Alert) -> None:
    """A letter that has gone is not kept: its one-time link is its recipient's alone."""
    if alert.kind is News.LETTER:
        work.alerts.save(scope, replace(alert, body={"subject": alert.body["subject"]}))
