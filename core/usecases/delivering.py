"""Sending what waits in the outbox, a channel at a time. A refusal of one address stops no other."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from core import alerts as rules
from core.alerts import IDEMPOTENT, TRIES, Alert, Channel, Delivery, Flood, Kind, Letter, State, Unsure, Voice
from core.errors import Denied, McuError, Poison, Transient
from core.ports import Clock, Finder, Ledger, Sender, Work
from core.profile import Profile
from core.scope import Scope

AT_ONCE = 500
"""Deliveries that one pass looks at; a digest holds no more."""
ALONE = frozenset({Kind.DIGEST, Kind.TEST})


def ready(
    ledger: Ledger,
    scope: Scope,
    profile: Profile,
    channel: Channel,
    flood: Flood,
    key: Callable[[], str],
    now: datetime,
) -> list[int]:
    """What a channel is to send now, urgent things first: quiet hours put off what may wait, and what is too much for
    an address becomes one digest, here and in one transaction."""
    with ledger.begin() as work:
        due = work.alerts.due(scope, channel, now, AT_ONCE)
        told = {each.alert_id: work.alerts.get(scope, each.alert_id) for each in due}
        now_due = []
        for each in due:
            until = rules.due(told[each.alert_id], channel, profile, now)
            if until > now:
                work.alerts.postpone(scope, [each.id], until)
            else:
                now_due.append(each)
        chosen = [
            each
            for address in dict.fromkeys(each.address for each in now_due)
            for each in _planned(
                work, scope, [each for each in now_due if each.address == address], told, flood, key, now
            )
        ]
    order = {each.id: place for place, each in enumerate(due)}
    return [each.id for each in sorted(chosen, key=lambda each: order.get(each.id, len(order)))]


def _planned(
    work: Work,
    scope: Scope,
    waiting: list[Delivery],
    told: dict[int, Alert],
    flood: Flood,
    key: Callable[[], str],
    now: datetime,
) -> list[Delivery]:
    """What goes to one address now."""
    first = waiting[0]
    sent = work.alerts.recent(scope, first.channel, first.address, now - flood.window)
    passing = [(each, told[each.alert_id].urgent or told[each.alert_id].kind in ALONE) for each in waiting]
    plan = rules.plan(passing, sent, flood, first.channel, now)
    going = list(plan.single)
    if plan.together:
        going.append(_digest(work, scope, list(plan.together), told, key(), now))
    if plan.later:
        work.alerts.postpone(scope, [each.id for each in waiting if each not in plan.single], plan.later)
    return going


def _digest(
    work: Work, scope: Scope, members: list[Delivery], told: dict[int, Alert], key: str, now: datetime
) -> Delivery:  # fmt: skip
    """One message in the place of many, to the same address."""
    alerts = [told[each.alert_id] for each in members]
    level = max((each.level for each in alerts), key=lambda each: each.rank)
    body = {"items": [rules.item_of(each) for each in alerts]}
    alert = work.alerts.add(scope, Alert(Kind.DIGEST, f"digest:{key}", now, level, body=body, addressed=True))
    first = members[0]
    work.alerts.add_deliveries(scope, [Delivery(alert.id, first.recipient, first.channel, first.address, key, now)])
    made = work.alerts.keyed(scope, key)
    work.alerts.gather(scope, made, members)
    return made


@dataclass(frozen=True)
class Outgoing:
    """A channel at work: who sends, how messages speak, the clock, and chance from 0 to 1 for the pauses."""

    sender: Sender
    voice: Voice
    clock: Clock
    chance: Callable[[], float]


def deliver(ledger: Ledger, scope: Scope, delivery_id: int, way: Outgoing) -> State:
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
    over = begun.state is State.DEAD
    after = begun if over else _tried(begun, rules.letter(alert, begun, way.voice), way)
    with ledger.begin() as work:
        return _kept(work, scope, after, way.clock.now())


def _begun(found: Delivery, now: datetime) -> Delivery:
    """Marked as on its way; dead where it was begun too often: it may be that it kills whoever sends it."""
    if found.tries >= TRIES:
        return replace(found, state=State.DEAD, begun_at=None, error=found.error or "отправка прерывалась каждый раз")
    lost = found.begun_at is not None and found.channel not in IDEMPOTENT
    state = State.UNCONFIRMED if lost else found.state
    return replace(found, state=state, unsure=found.unsure or lost, begun_at=now, tries=found.tries + 1)


def _tried(begun: Delivery, letter: Letter, way: Outgoing) -> Delivery:
    try:
        there = way.sender.find(letter) if begun.unsure and isinstance(way.sender, Finder) else None
        receipt = way.sender.send(letter) if there is None else there
    except (Transient, Denied, Poison) as error:
        return _refused(begun, error, way.clock.now(), way.chance())
    # What was looked for and found there came once.
    unsure = begun.unsure and there is None and not isinstance(way.sender, Finder)
    return replace(begun, state=State.SENT, sent_at=way.clock.now(), receipt=receipt[:200], error="", unsure=unsure)


def _refused(begun: Delivery, error: McuError, now: datetime, chance: float) -> Delivery:
    unsure = begun.unsure or (isinstance(error, Unsure) and begun.channel not in IDEMPOTENT)
    wait = error.wait if isinstance(error, Transient) else None
    later = rules.again(begun.tries, wait, now, chance) if isinstance(error, Transient) else None
    state = State.DEAD if later is None else State.UNCONFIRMED if unsure else State.FAILED
    return replace(begun, state=state, unsure=unsure, error=str(error), due_at=later or begun.due_at)


def _kept(work: Work, scope: Scope, after: Delivery, now: datetime) -> State:
    """Keep what came of it; a receipt that was confirmed meanwhile stays confirmed."""
    current = work.alerts.delivery(scope, after.id)
    state = State.ACKNOWLEDGED if current.acked_at else after.state
    done = replace(after, state=state, begun_at=None, acked_at=current.acked_at, acked_by=current.acked_by)
    work.alerts.save_delivery(scope, done)
    if after.state in (State.SENT, State.DEAD):
        told = {"delivery": done.id, "channel": done.channel, "recipient": done.recipient, "tries": done.tries}
        work.journal.write(scope, f"alert.{after.state}", str(done.alert_id), told, now)
    return state
