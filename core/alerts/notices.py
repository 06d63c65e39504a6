"""Alerts that come of no step: clocks, campaigns, letters.

Whoever makes one puts it with `work.alerts.put(scope, [alert])` in the transaction in which he notes that he did; the
same source again is not told twice.
"""

from dataclasses import replace
from datetime import datetime

from core.alerts.kinds import News
from core.alerts.records import Alert
from core.alerts.speaking import of_incident
from core.campaigns import Notice
from core.deadlines import KIND_TITLES, Event, Happening
from core.incidents import Incident
from core.reasons import say
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


def campaign_alert(notice: Notice) -> Alert:
    """A theme that needs a preventive campaign (decree 000, Порядок, п. 3), once a notice. It says from what that
    was seen, without a resident's words."""
    body = {
        "theme": notice.theme,
        "why": "; ".join(say(reason) for reason in notice.reasons),
        "period": f"{notice.starts:%d.%m.%Y}–{notice.ends:%d.%m.%Y}",
    }
    number = notice.code or notice.key
    made = Alert(News.CAMPAIGN, f"campaign:{notice.key}", notice.at, Level.MEDIUM, number, notice.title, body=body)
    return replace(made, block=notice.block)


def letter_alert(subject: str, text: str, key: str, at: datetime) -> Alert:
    """A letter to a recipient without an account (003, Прил. 2, п. 3); `key` is never used again."""
    return Alert(News.LETTER, f"letter:{key}", at, body={"subject": subject, "text": text}, addressed=True)
