"""What stands beside an incident: how its clocks run, what residents wrote after the answer, who was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.auth import Caller
from api.clocks import ClockOut, Dial, clocks_of
from api.services import Services
from core import usecases
from core.alerts import STATE_TITLES, AlertQuery, heading, position
from core.deadlines import Calendar, State, overrun
from core.incidents import Incident, Status
from core.incidents.watching import obstacles
from core.ports import Work
from core.reaction import CLOSING_TITLES, Reaction
from core.reasons import Reason, plural, say

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TOLD = 20
"""Alerts on the page."""
RUNNING = frozenset({State.RUNNING, State.WARN})


@dataclass(frozen=True, slots=True)
class Hand:
    """A clock, and the working time that is left to it or by which it is overdue; empty where it does not run."""

    clock: ClockOut
    left: str


@dataclass(frozen=True, slots=True)
class Told:
    """An alert in words, with its deliveries: (to whom, how far it came, whether that is in doubt)."""

    id: int
    heading: str
    at: datetime
    ways: Sequence[tuple[str, str, bool]]
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class Voices:
    """The reaction, its closing words that were said, and what keeps «отработан» from being proposed."""

    found: Reaction
    closing: Sequence[tuple[str, int]]
    obstacles: Sequence[str]


def clocks(work: Work, caller: Caller, given: Services, incident: Incident) -> Sequence[Hand] | None:
    """How the clocks run now; None for an incident that has none."""
    calendar, now = given.calendar(), given.clock.now()
    found = clocks_of(Dial(calendar, now, work.clocks.of(caller.scope, incident.id), given.mask))
    return [Hand(each, _left(each, calendar, now)) for each in found] or None


def _left(clock: ClockOut, calendar: Calendar, now: datetime) -> str:
    if clock.state is State.OVERDUE:
        return _over(*overrun(clock.due, clock.paused_since or now, calendar))
    if clock.state not in RUNNING:
        return ""
    work = calendar.elapsed(now, clock.due)
    return f"осталось {hours(work)} рабочего времени"


def hours(work: timedelta) -> str:
    """`1 ч 20 мин`, `40 ч`, `0 мин`."""
    whole, minutes = work // HOUR, work % HOUR // MINUTE
    told = [f"{whole} ч"] * bool(whole) + [f"{minutes} мин"] * bool(minutes or not whole)
    return " ".join(told)


def _over(days: int, rest: timedelta) -> str:
    """`на 3 рабочих дня 2 ч`; minutes are told of less than a day."""
    counts = (days, "рабочий день", "рабочих дня", "рабочих дней"), (rest // HOUR, "ч", "ч", "ч")
    told = [plural(*each) for each in counts if each[0]]
    if minutes := 0 if days else rest % HOUR // MINUTE:
        told.append(f"{minutes} мин")
    return f"на {' '.join(told)}{'' if days else ' рабочего времени'}" if told else ""


def reaction(work: Work, caller: Caller, given: Services, incident: Incident) -> Voices | None:
    """What residents wrote before and after the answer; None while there is no final one."""
    if not any(answer.final for answer in incident.answers):
        return None
    found = usecases.reaction(work, caller.scope, given.profile, incident)
    left: Sequence[Reason] = ()
    if incident.status is Status.WATCHED and incident.ready is None:
        now = given.clock.now()
        seen = usecases.watch_of(work, caller.scope, given.profile, incident, now)
        left = obstacles(seen, given.profile.windows, now)
    closing = [(CLOSING_TITLES[word], count) for word, count in found.closing.items() if count]
    return Voices(found, closing, [say(reason) for reason in left])


def alerts(work: Work, caller: Caller, given: Services, incident: Incident) -> Sequence[Told] | None:
    """Who was told of it, the newest first; None where nobody was."""
    page = work.alerts.find(caller.scope, AlertQuery(incident_id=incident.id, limit=TOLD))
    told = [
        Told(
            alert.id,
            heading(alert),
            alert.at,
            [
                (position(way.recipient, alert.block, given.profile), STATE_TITLES[way.state], way.doubtful)
                for way in page.deliveries.get(alert.id, ())
            ],
            [position(role, alert.block, given.profile) for role in alert.missing],
        )
        for alert in page.alerts
    ]
    return told or None
