"""By how much working time a term is overdue."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deadlines import Calendar, Hours, overrun

WORK = (Hours(time(8), time(12)), Hours(time(13), time(17)))
CALENDAR = Calendar("UTC", (WORK, WORK, WORK, WORK, WORK, (), ()))
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOMENTS = st.integers(0, 40 * 24 * 4).map(lambda quarters: MONDAY + quarters * HOUR / 4)


@pytest.mark.parametrize(
    ("ends", "now", "days", "hours"),
    [
        (17, 24 + 10, 0, 2),
        (10, 3 * 24 + 12, 3, 2),
        # Friday evening to Monday morning: no day off is counted
        (4 * 24 + 17, 7 * 24 + 9, 0, 1),
        (4 * 24 + 10, 7 * 24 + 11, 1, 1),
        # a term in calendar days ends at midnight
        (23.75, 2 * 24 + 10, 1, 2),
        (17, 20, 0, 0),
    ],
)
def test_working_days_and_hours_since_an_end(ends: float, now: float, days: int, hours: float) -> None:
    assert overrun(MONDAY + ends * HOUR, MONDAY + now * HOUR, CALENDAR) == (days, hours * HOUR)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_it_only_grows_and_the_rest_is_less_than_a_day(one: datetime, two: datetime, three: datetime) -> None:
    ends, now, later = sorted((one, two, three))
    found = overrun(ends, now, CALENDAR)
    assert found <= overrun(ends, later, CALENDAR)
    assert found[1] <= 8 * HOUR
    assert found[0] * 8 * HOUR + found[1] == CALENDAR.elapsed(ends, now)
