"""How long something may take, and in which time it is counted."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.deadlines.calendar import LAST_MOMENT, Calendar
from core.deadlines.stretches import DAY
from core.errors import BadProfile

HOUR = timedelta(hours=1)


class Unit(StrEnum):
    """What a term is counted in: hours of work, working days after the first, or calendar days after the first."""

    HOURS = "hours"
    WORKDAYS = "workdays"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of time; `warn` (in the same unit) is how much must be left when the warning is given.

    `source` is the clause that sets it, or empty for a default. Raises BadProfile for less than nothing.
    """

    unit: Unit
    amount: float
    warn: float = 0.0
    source: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.amount <= 5000 or not 0 <= self.warn < self.amount:
            raise BadProfile(f"срок {self.amount:g}, предупреждение за {self.warn:g}: так не бывает")
        if self.unit is not Unit.HOURS and (self.amount % 1 or self.warn % 1):
            raise BadProfile("срок в днях — целое число")

    def longer(self, more: float) -> "Term":
        """The term with an extension."""
        return replace(self, amount=self.amount + more)


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock stands; `until` is None while it still does."""

    since: datetime
    until: datetime | None = None
    reason: str = ""


Pauses = tuple[Pause, ...]


def due(term: Term, start: datetime, calendar: Calendar, pauses: Pauses = (), at: datetime | None = None) -> datetime:
    """When a term that began at `start` ends, its pauses left out.

    A pause that still lasts is counted up to `at` (None: as if it ended where it began). Terms in hours and working
    days end at working moments, terms in calendar days at the end of the last day by the local clock (the law on
    appeals knows no transfer from a day off).
    """
    closed = tuple(replace(each, until=each.until or max(at or each.since, each.since)) for each in pauses)
    if term.unit is Unit.HOURS:
        return _by_hours(term, start, calendar, closed)
    if term.unit is Unit.WORKDAYS:
        return _by_workdays(term, start, calendar, closed)
    return calendar.add_days(start, int(term.amount))


def warn_at(term: Term, ends: datetime, calendar: Calendar) -> datetime:
    """When to warn of an end: always a working moment before it, so that somebody reads the warning."""
    if term.unit is Unit.HOURS:
        return calendar.before(ends, term.warn * HOUR)
    if term.unit is Unit.WORKDAYS:
        return calendar.closing(_workday_before(calendar, calendar.local(ends), int(term.warn)))
    return calendar.until(calendar.moment(calendar.local(ends).date() - int(term.warn) * DAY, LAST_MOMENT))


def overrun(ends: datetime, now: datetime, calendar: Calendar) -> tuple[int, timedelta]:
    """How much working time has passed since an end: whole working days, each up to the same hour of the next one, and
    the rest of it."""
    # An end at night or on a day off: the days after it begin with the work.
    days, since = 0, calendar.due(ends, timedelta())
    hour = calendar.local(since).time()
    for day in calendar.working_days(since):
        following = calendar.moment(day, hour)
        if following > now:
            return days, calendar.elapsed(since, now)
        days, since = days + 1, following
    raise AssertionError("unreachable: a calendar has no end")


def _by_hours(term: Term, start: datetime, calendar: Calendar, pauses: Pauses) -> datetime:
    left, begun = term.amount * HOUR, start
    for pause in pauses:
        worked = calendar.elapsed(begun, pause.since)
        if worked >= left:
            break
        left -= worked
        begun = max(begun, pause.until or pause.since)
    return calendar.due(begun, left)


def _by_workdays(term: Term, start: datetime, calendar: Calendar, pauses: Pauses) -> datetime:
    """A working day counts when it closes and no pause lasts at that moment."""
    left = int(term.amount)
    for day in calendar.working_days(start):
        closes = calendar.closing(day)
        if not any(pause.since < closes <= (pause.until or pause.since) for pause in pauses):
            left -= 1
        if not left:
            return closes
    raise AssertionError("unreachable: a calendar has no end")


def _workday_before(calendar: Calendar, ends: datetime, days: int) -> date:
    """The working day that lies `days` working days before the one that ends at a moment (given in local time)."""
    day = (ends - timedelta(seconds=1)).date()
    while days:
        day -= DAY
        days -= bool(calendar.hours(day))
    return day
