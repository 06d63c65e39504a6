"""Alerts that come of no step: clocks, campaigns, drift, letters.

Whoever makes one puts it with `work.alerts.put(scope, [alert])` in the transaction in which he notes that he did; the
same source again is not told twice.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.alerts.kinds import News
from core.alerts.records import Alert
from core.alerts.speaking import of_incident
from core.campaigns import Notice
from core.deadlines import KIND_TITLES, Event, Happening
from core.incidents import Incident
from core.learning.drift import Cell, moved
from core.reasons import plural, say
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


MOST_MOVED = 5
"""What moved most is told, the rest is counted: the page has all of it, with the texts."""
ADVICE = "посмотрите тексты на странице «Модель»; если они поняты неверно, разметьте их и обучите модель"


def drift_alert(week: date, cells: Sequence[Cell], at: datetime) -> Alert | None:
    """What moved in the week that begins on a Monday, once a week; None where nothing did. It says how shares moved,
    and not a word of any text."""
    said = moved(cells)
    if not said:
        return None
    period = f"{week:%d.%m}–{week + timedelta(days=6):%d.%m.%Y}"
    more = [f"и ещё {plural(len(said) - MOST_MOVED, 'сдвиг', 'сдвига', 'сдвигов')}"] if said[MOST_MOVED:] else []
    body = {"week": week.isoformat(), "period": period, "moved": [*said[:MOST_MOVED], *more], "advice": ADVICE}
    return Alert(News.DRIFT, f"drift:{week}", at, gist=said[0], body=body)


def letter_alert(subject: str, text: str, key: str, at: datetime) -> Alert:
    """A letter to a recipient without an account (003, Прил. 2, п. 3); `key` is never used again."""
    return Alert(News.LETTER, f"letter:{key}", at, body={"subject": subject, "text": text}, addressed=True)
