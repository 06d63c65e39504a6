"""Working time: when a municipality works, what is due when, how much working time lies between two moments.

Moments are aware; a calendar's own hours are local in its zone. Everything is counted over instants, so a night
on which clocks are moved neither adds nor loses work.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from core.deadlines.hours import MIDNIGHT, Open, check
from core.deadlines.stretches import DAY, Stretch, of_day
from core.errors import BadProfile

LAST_MOMENT = time(23, 59, 59)
ZERO = timedelta()
DAYS_KEPT = 4000
"""Days whose working stretches a calendar keeps: ten years and more."""


@dataclass(frozen=True)
class Calendar:
    """When a municipality works. `week` holds seven days, Monday first; `days` replaces single dates: holidays and days
    off are empty, shortened days and working Saturdays have hours of their own. Raises BadProfile if nobody ever works.
    """

    zone: str
    week: tuple[Open, ...]
    days: tuple[tuple[date, Open], ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise BadProfile("рабочий календарь: нужны семь дней недели, хотя бы один из них рабочий")
        for hours in (*self.week, *(each for _, each in self.days)):
            check(hours)

    @cached_property
    def _single(self) -> dict[date, Open]:
        return dict(self.days)

    @cached_property
    def _place(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def hours(self, day: date) -> Open:
        """The hours of a local date; none on a day off."""
        return self._single[day] if day in self._single else self.week[day.weekday()]

    def local(self, moment: datetime) -> datetime:
        """A moment by the municipality's clock."""
        return moment.astimezone(self._place)

    def moment(self, day: date, at: time) -> datetime:
        """A local time as a moment, UTC."""
        return datetime.combine(day, at, self._place).astimezone(UTC)

    def _shift(self, moment: datetime) -> timedelta:
        return self.local(moment).utcoffset() or ZERO

    def _of_day(self, day: date) -> list[Stretch]:
        """Kept: the terms of many incidents cross the same days."""
        known = self._days
        if day not in known:
            if len(known) >= DAYS_KEPT:
                known.clear()
            known[day] = of_day(day, self._shift, self.hours)
        return known[day]

    @cached_property
    def _days(self) -> dict[date, list[Stretch]]:
        return {}

    def works(self, moment: datetime) -> bool:
        """Whether it is working time; the very moment of closing still is."""
        wanted = moment.astimezone(UTC)
        near = (stretch for day in (-DAY, ZERO) for stretch in self._of_day((wanted + day).date()))
        return any(stretch.start <= wanted <= stretch.end for stretch in near)

    def due(self, start: datetime, work: timedelta) -> datetime:
        """The moment when `work` of working time has passed since `start`; with none, the first working moment."""
        left = work
        for stretch in self.since(start):
            if left <= stretch.length:
                return stretch.start + left
            left -= stretch.length
        raise AssertionError("unreachable: a calendar has no end")

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two moments; none if they are in the wrong order."""
        total = ZERO
        for stretch in self.since(start):
            if stretch.start >= end:
                return total
            total += min(stretch.end, end) - stretch.start
        raise AssertionError("unreachable: a calendar has no end")

    def since(self, start: datetime) -> Iterator[Stretch]:
        """Working stretches from a moment on, without end; the first may be of no length, at the moment of closing."""
        begin = start.astimezone(UTC)
        day = begin.date() - DAY
        while True:
            for stretch in self._of_day(day):
                if stretch.end >= begin:
                    yield Stretch(max(stretch.start, begin), stretch.end)
            day += DAY

    def until(self, end: datetime) -> datetime:
        """The last working moment not after `end`."""
        limit = end.astimezone(UTC)
        day = limit.date()
        while True:
            for stretch in reversed(self._of_day(day)):
                if stretch.start <= limit:
                    return min(stretch.end, limit)
            day -= DAY

    def before(self, end: datetime, work: timedelta) -> datetime:
        """The moment from which `work` of working time is left until `end`."""
        left, limit = work, end.astimezone(UTC)
        day = limit.date()
        while True:
            for stretch in reversed(self._of_day(day)):
                held = max(min(stretch.end, limit) - stretch.start, ZERO)
                if held and left <= held:
                    return min(stretch.end, limit) - left
                left -= held
            day -= DAY

    def add_days(self, start: datetime, days: int) -> datetime:
        """The end of the local date that lies `days` calendar days after that of `start` (it is not counted)."""
        return self.moment(self.local(start).date() + days * DAY, LAST_MOMENT)

    def closing(self, day: date) -> datetime:
        """The moment when a working date closes. Raises ValueError on a day off."""
        hours = self.hours(day)
        if not hours:
            raise ValueError(f"{day} is a day off")
        last = hours[-1].end
        return self.moment(day + DAY, MIDNIGHT) if last == MIDNIGHT else self.moment(day, last)

    def working_days(self, start: datetime) -> Iterator[date]:
        """Working dates after the local date of `start`, without end."""
        day = self.local(start).date() + DAY
        while True:
            if self.hours(day):
                yield day
            day += DAY
