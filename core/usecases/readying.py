"""What a channel is to send now: quiet hours, digests."""

from collections.abc import Callable
from datetime import datetime

from core import alerts as rules
from core.alerts import Alert, Delivery, Flood, News, Way
from core.ports import Ledger, Work
from core.profile import Profile
from core.scope import Scope

AT_ONCE = 500
"""Deliveries that one pass looks at; a digest holds no more."""
ALONE = frozenset({News.DIGEST, News.LETTER, News.TEST})


def ready(
    ledger: Ledger,
    scope: Scope,
    profile: Profile,
    channel: Way,
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
    alert = work.alerts.add(scope, Alert(News.DIGEST, f"digest:{key}", now, level, body=body, addressed=True))
    first = members[0]
    work.alerts.add_deliveries(scope, [Delivery(alert.id, first.recipient, first.channel, first.address, key, now)])
    made = work.alerts.keyed(scope, key)
    work.alerts.gather(scope, made, members)
    return made
