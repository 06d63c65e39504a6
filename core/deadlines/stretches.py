"""Working time as stretches of instants.

A day on which clocks are moved is cut there, so that every part has one shift from UTC; the working instants are those
whose local time lies within the hours.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core.deadlines.hours import MIDNIGHT, Open

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

Shift = Callable[[datetime], timedelta]
"""How far local time is ahead of UTC at a moment."""
HoursOf = Callable[[date], Open]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Working time between two moments, UTC."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How much work it holds."""
        return self.end - self.start


def of_day(day: date, shift: Shift, hours: HoursOf) -> list[Stretch]:
    """Working stretches within one day of UTC, in order; neighbours are joined."""
    joined: list[Stretch] = []
    for start, end, ahead in _parts(datetime.combine(day, MIDNIGHT, UTC), shift):
        for stretch in _even(start, end, ahead, hours):
            if joined and joined[-1].end == stretch.start:
                joined[-1] = Stretch(joined[-1].start, stretch.end)
            else:
                joined.append(stretch)
    return joined


def _parts(start: datetime, shift: Shift) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The parts of a UTC day within which local time runs evenly, with their shift from UTC."""
    end = start + DAY
    before, after = shift(start), shift(end - SECOND)
    if before == after:
        yield start, end, before
        return
    turn = _turn(start, shift)
    yield start, turn, before
    yield turn, end, after


def _turn(start: datetime, shift: Shift) -> datetime:
    """The second of a UTC day at which clocks are moved, by halving."""
    before, low, high = shift(start), 0, int(DAY / SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if shift(start + middle * SECOND) == before else (low, middle)
    return start + high * SECOND


def _even(start: datetime, end: datetime, ahead: timedelta, hours: HoursOf) -> Iterator[Stretch]:
    day = (start + ahead).date()
    while (dawn := datetime.combine(day, MIDNIGHT, UTC) - ahead) < end:
        for each in hours(day):
            opens, closes = dawn + _since_midnight(each.start), dawn + (_since_midnight(each.end) or DAY)
            if max(opens, start) < min(closes, end):
                yield Stretch(max(opens, start), min(closes, end))
        day += DAY


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
