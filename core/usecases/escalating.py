"""The ladder of the alert chat, climbed as often as one likes."""

from dataclasses import replace
from datetime import datetime, timedelta

from core import alerts as rules
from core.ports import Ledger
from core.profile import Profile
from core.scope import Scope
from core.usecases.alerting import Post, deliveries_of

MARGIN = timedelta(days=1)
"""How long behind the last rung an alert is still looked at: quiet hours lie between."""


def escalate(ledger: Ledger, scope: Scope, profile: Profile, post: Post, now: datetime) -> int:
    """Tell the next of the ladder of what nobody took; returns how many deliveries were made."""
    ladder = profile.alerts.ladder
    if not ladder:
        return 0
    count = 0
    with ledger.begin() as work:
        for alert in work.alerts.untaken(scope, now - ladder[-1].after - MARGIN):
            due = rules.rungs(alert, work.incidents.brief(scope, alert.incident_id or 0), profile, now)
            for rung in due:
                alert = replace(alert, rung=alert.rung + 1)
                made, missing = deliveries_of(alert, (rung.role,), profile, post, now, alert.rung)
                count += work.alerts.add_deliveries(scope, made)
                alert = replace(alert, missing=tuple(dict.fromkeys((*alert.missing, *missing))))
            if due:
                work.alerts.save(scope, alert)
    return count
