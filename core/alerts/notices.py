"""Alerts that come of no step: clocks and campaigns.

Whoever makes one puts it with `work.alerts.put(scope, [alert])` in the transaction in which he notes that he did; the
same source again is not told twice.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from core.alerts.kinds import News
from core.alerts.records import Alert
from core.alerts.speaking import of_incident
from core.deadlines import KIND_TITLES, Event, Happening
from core.incidents import Incident
from core.profile import Campaign
from core.risk import Level


def clock_alert(incident: Incident, event: Event, due: datetime | None = None) -> Alert:
    """The notice of a clock: `event` is what `deadlines.notices` gave (WARNED before the end, TOLD after it), `due` the
    clock's end."""
    overdue = event.happening is Happening.TOLD
    told = {"clock": event.kind, "title": KIND_TITLES[event.kind], "overdue": overdue}
    ends = {"due": due.isoformat()} if due else {}
    source = f"clock:{incident.id}:{event.kind}:{event.happening}:{event.at.isoformat()}"
    # A clock passes neither digest nor quiet hours: whether life is in danger was said when the risk was found.
    return replace(of_incident(News.CLOCK, source, event.at, incident, told | ends), urgent=False)


def campaign_alert(threat: Campaign, season: str, at: datetime, why: str = "", tasks: Sequence[str] = ()) -> Alert:
    """A theme that needs a preventive campaign (decree 000, Порядок, п. 3). `season` names the year or season and keeps
    it from being told twice; `why` says from what it was seen, without a resident's words; `tasks` what is to be
    done."""
    body = {"theme": threat.theme, "why": why, "tasks": list(tasks), "weeks": list(threat.weeks)}
    source = f"campaign:{threat.code}:{season}"
    return Alert(News.CAMPAIGN, source, at, Level.MEDIUM, threat.code, threat.title, body=body)


def season_of(threat: Campaign, day: date) -> str:
    """The year in which the coming or present season begins: "2026"."""
    year, week, _ = day.isocalendar()
    first, last = threat.weeks
    # A season over the year's end belongs to the year in which it began; one that is past, to the next.
    if first > last:
        return str(year - 1 if week <= last else year)
    return str(year + 1 if week > last else year)
