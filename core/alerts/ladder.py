"""The ladder: who is told next of what nobody took (the curator, then the head)."""

from datetime import datetime

from core.alerts.kinds import News
from core.alerts.records import Alert
from core.alerts.timing import quiet_ends
from core.incidents import FIRST, Incident, Status
from core.profile import Profile, Rung
from core.risk import Level

LADDERED = frozenset({News.FOUND, News.REOPENED, News.STORM})
"""Alerts that somebody must take."""


def rungs(alert: Alert, incident: Incident | None, profile: Profile, now: datetime) -> tuple[Rung, ...]:
    """The steps of the ladder that are due: nobody took the alert and nobody touched its incident for so long.

    Quiet hours do not count for what waits in them.
    """
    if not _must_be_taken(alert) or alert.taken_at or (incident and not _untouched(incident)):
        return ()
    since = alert.at if alert.urgent else quiet_ends(profile.alerts.quiet, profile.timezone, alert.at)
    return tuple(rung for rung in profile.alerts.ladder[alert.rung :] if now >= since + rung.after)


def _must_be_taken(alert: Alert) -> bool:
    grave = alert.urgent or alert.level.rank >= Level.HIGH.rank
    return alert.kind in LADDERED and grave and not alert.lawful


def _untouched(incident: Incident) -> bool:
    return incident.status in (FIRST[incident.nature], Status.REOPENED) and not incident.ended
