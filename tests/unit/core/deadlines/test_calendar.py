"""Working time is counted right, whatever happens to clocks, weeks and years in between."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from core.deadlines import Calendar, Hours
from core.errors import BadProfile
from tests.unit.core.deadlines.made import (
    ALWAYS,
    MINUTE,
    OFFICE,
    calendars,
    day,
    moments,
    slow_due,
    slow_elapsed,
    slow_works,
    works,
)

delta = timedelta
HOUR = timedelta(hours=1)
MOSCOW = ZoneInfo("Europe/Moscow")
DESK = Calendar("Europe/Moscow", (OFFICE,) * 5 + ((), ()), ((day(11, 3), OFFICE[:1]), (day(11, 4), ())))


def at(month: int, number: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, number, hour, minute, tzinfo=MOSCOW)


@given(calendar=calendars(), start=moments(), work=works())
def test_more_work_is_never_due_earlier(calendar: Calendar, start: datetime, work: delta) -> None:
    assert calendar.due(start, work) <= calendar.due(start, work + MINUTE)


@given(calendar=calendars(), start=moments(), work=works(), later=works(5000))
def test_a_later_start_is_never_due_earlier(calendar: Calendar, start: datetime, work: delta, later: delta) -> None:
    assert calendar.due(start, work) <= calendar.due(start + later, work)


@given(calendar=calendars(), start=moments(), one=works(), other=works())
def test_the_sum_of_the_pieces_is_the_whole(calendar: Calendar, start: datetime, one: delta, other: delta) -> None:
    assert calendar.due(calendar.due(start, one), other) == calendar.due(start, one + other)


@given(calendar=calendars(), start=moments(), one=works(9000), other=works(9000))
def test_time_in_pieces_is_the_whole_time(calendar: Calendar, start: datetime, one: delta, other: delta) -> None:
    middle, end = start + one, start + one + other
    parts = calendar.elapsed(start, middle) + calendar.elapsed(middle, end)
    assert parts == calendar.elapsed(start, end)


@given(calendar=calendars(), start=moments(), work=works())
def test_exactly_the_work_lies_between_start_and_due(calendar: Calendar, start: datetime, work: delta) -> None:
    due = calendar.due(start, work)
    assert calendar.elapsed(start, due) == work
    assert due >= start


@given(calendar=calendars(), start=moments(), work=works())
def test_due_is_always_a_working_moment(calendar: Calendar, start: datetime, work: delta) -> None:
    due = calendar.due(start, work)
    assert calendar.works(due)
    assert slow_works(calendar, due) or slow_works(calendar, due - MINUTE)


@given(calendar=calendars(), start=moments(), work=works())
def test_the_way_back_from_due_holds_the_same_work(calendar: Calendar, start: datetime, work: delta) -> None:
    due = calendar.due(start, work)
    assert calendar.elapsed(calendar.before(due, work), due) == work


@settings(max_examples=60, deadline=None)
@given(calendar=calendars(), start=moments(), work=works(1500))
def test_a_walk_minute_by_minute_comes_to_the_same(calendar: Calendar, start: datetime, work: delta) -> None:
    assert calendar.elapsed(start, start + 2 * work) == slow_elapsed(calendar, start, start + 2 * work)
    if work:
        assert calendar.due(start, work) == slow_due(calendar, start, work)


@given(calendar=calendars(), moment=moments())
def test_a_moment_works_when_the_clock_on_the_wall_says_so(calendar: Calendar, moment: datetime) -> None:
    worked = slow_works(calendar, moment) or slow_works(calendar, moment - timedelta(microseconds=1))
    assert calendar.works(moment) == worked
    assert calendar.works(calendar.until(moment))
    assert calendar.until(moment) <= moment


@pytest.mark.parametrize(
    ("start", "work", "due"),
    [
        (at(11, 16, 8), 9 * HOUR, at(11, 17, 9)),  # over a night
        (at(11, 16, 11, 30), 1 * HOUR, at(11, 16, 13, 30)),  # over the lunch
        (at(11, 20, 16), 2 * HOUR, at(11, 23, 9)),  # over a weekend
        (at(11, 2, 16), 6 * HOUR, at(11, 5, 9)),  # over a shortened day and a holiday
        (at(11, 21, 3), 0 * HOUR, at(11, 23, 8)),  # a Saturday's night begins on Monday
        (at(11, 16, 17), 0 * HOUR, at(11, 16, 17)),  # the moment of closing is still a working one
        (at(11, 16, 17), MINUTE, at(11, 17, 8, 1)),
    ],
)
def test_an_office_with_a_lunch(start: datetime, work: delta, due: datetime) -> None:
    assert DESK.due(start, work) == due


@pytest.mark.parametrize(("month", "number", "hours"), [(3, 29, 23), (10, 25, 25), (6, 1, 24)])
def test_the_day_on_which_clocks_are_moved_is_shorter_or_longer(month: int, number: int, hours: int) -> None:
    calendar = Calendar("Europe/Berlin", (ALWAYS,) * 7)
    start = calendar.moment(day(month, number), time())
    end = calendar.moment(day(month, number) + timedelta(days=1), time())
    assert calendar.elapsed(start, end) == hours * HOUR


def test_a_term_in_calendar_days_ends_with_its_last_day_by_the_local_clock() -> None:
    calendar = Calendar("Asia/Krasnoyarsk", (OFFICE,) * 7)
    late_evening = datetime(2026, 12, 30, 18, 30, tzinfo=UTC)  # already the 31st in Krasnoyarsk
    assert calendar.local(calendar.add_days(late_evening, 3)).isoformat() == "2027-01-03T23:59:59+07:00"


@pytest.mark.parametrize(
    ("week", "named"),
    [
        (((),) * 7, "рабочий"),
        ((OFFICE,) * 6, "семь"),
        (((Hours(time(18), time(9)),),) * 7, "назад"),
        (((Hours(time(9), time(14)), Hours(time(13), time(18))),) * 7, "пересекаются"),
    ],
)
def test_impossible_hours_are_refused(week: tuple[tuple[Hours, ...], ...], named: str) -> None:
    with pytest.raises(BadProfile, match=named):
        Calendar("Europe/Moscow", week)
