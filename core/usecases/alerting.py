"""The alert chat as an outbox: derive alerts from steps, address them, climb the ladder. Each may be run again.

Alerts are entered in the transaction that moves the cursor over the steps, deliveries in that which marks the alert as
addressed; both have unique keys. So a killed process neither loses nor doubles one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from core import alerts as rules
from core.alerts import Alert, Delivery, News, Routes, Told
from core.alerts.telling import tells
from core.incidents import Step
from core.ports import Ledger, Work
from core.profile import Profile
from core.scope import Scope

STEPS, ALERTS = 2_000, 500
"""So many steps, and alerts, are looked at in one transaction."""


@dataclass(frozen=True, slots=True)
class Post:
    """What addressing needs: the addresses of the settings, and fresh stable numbers."""

    routes: Routes
    key: Callable[[], str]


def derive(ledger: Ledger, scope: Scope, profile: Profile) -> int:
    """Derive the alerts of the next steps; returns how many steps were looked at."""
    with ledger.begin() as work:
        steps = work.incidents.events(scope, work.alerts.hold_cursor(scope), STEPS)
        if steps:
            work.alerts.put(scope, rules.derive(steps, _told(work, scope, profile, steps), profile))
            work.alerts.move_cursor(scope, steps[-1].id)
    return len(steps)


def _told(work: Work, scope: Scope, profile: Profile, steps: Sequence[Step]) -> dict[int, Told]:
    """The incidents that the steps tell of. Most steps tell nothing: their incidents are not read whole."""
    briefs = {number: work.incidents.brief(scope, number) for number in {step.incident_id for step in steps}}
    wanted = {step.incident_id for step in steps if tells(step, briefs[step.incident_id], profile)}
    found = {}
    for number in wanted:
        said = tuple(card.assessment for card in work.incidents.cards(scope, number))
        found[number] = Told(work.incidents.get(scope, number), said)
    return found


def address(ledger: Ledger, scope: Scope, profile: Profile, post: Post, now: datetime) -> int:
    """Make the deliveries of alerts that have none yet; returns how many alerts were looked at."""
    with ledger.begin() as work:
        found = work.alerts.unaddressed(scope, ALERTS)
        for alert in map(partial(_weighed, work, scope), found):
            roles = rules.audience(alert, profile)
            made, missing = deliveries_of(alert, roles, profile, post, now)
            work.alerts.add_deliveries(scope, made)
            work.alerts.save(scope, replace(alert, addressed=True, missing=missing))
    return len(found)


def _weighed(work: Work, scope: Scope, alert: Alert) -> Alert:
    """A clock does not know whether it runs for a lawful call alone."""
    if alert.kind is not News.CLOCK or alert.incident_id is None:
        return alert
    said = tuple(card.assessment for card in work.incidents.cards(scope, alert.incident_id))
    return replace(alert, lawful=Told(work.incidents.brief(scope, alert.incident_id), said).lawful)


def deliveries_of(
    alert: Alert, roles: Sequence[str], profile: Profile, post: Post, now: datetime, rung: int = 0
) -> tuple[list[Delivery], tuple[str, ...]]:
    """A delivery for each way of each role; one address is told once. And the roles without any."""
    ways = {role: rules.addresses(role, alert.block, post.routes) for role in roles}
    first = {way: role for role in reversed(roles) for way in ways[role]}
    made = [
        Delivery(alert.id, role, *way, post.key(), rules.due(alert, way[0], profile, now), rung=rung)
        for role in roles
        for way in ways[role]
        if first[way] == role
    ]
    return made, tuple(role for role in roles if not ways[role])
