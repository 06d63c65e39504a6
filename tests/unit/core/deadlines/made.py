"""Calendars, moments and amounts for the properties, and a slow oracle that walks minute by minute."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from core.deadlines import Calendar, Hours, Open

MINUTE = timedelta(minutes=1)
ZONES = (
    "Europe/Moscow",
    "Asia/Krasnoyarsk",
    "Asia/Kamchatka",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
)
"""Moscow and Krasnoyarsk as in the profiles; the others move their clocks (Lord Howe by half an hour)."""
OFFICE: Open = (Hours(time(8), time(12)), Hours(time(13), time(17)))
PLAIN: Open = (Hours(time(9), time(18)),)
NIGHT: Open = (Hours(time(0), time(3, 30)), Hours(time(22), time(0)))
ALWAYS: Open = (Hours(time(0), time(0)),)
TURNS = (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
"""Clocks are moved, clocks are moved back, the year ends."""


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A week of some zone with holidays, shortened days and a working Saturday about the turns."""
    days = st.sampled_from([OFFICE, PLAIN, NIGHT, ALWAYS, ()])
    week = draw(st.tuples(*[days] * 7).filter(any))
    near = st.builds(lambda turn, more: turn.date() + timedelta(days=more), st.sampled_from(TURNS), st.integers(-4, 9))
    special = draw(st.dictionaries(near, st.sampled_from([(), OFFICE[:1], PLAIN, NIGHT]), max_size=8))
    return Calendar(draw(st.sampled_from(ZONES)), week, tuple(sorted(special.items())))


def moments() -> st.SearchStrategy[datetime]:
    """Whole minutes within a week of a turn."""
    return st.builds(lambda turn, more: turn + more * MINUTE, st.sampled_from(TURNS), st.integers(-7 * 1440, 7 * 1440))


def works(most: int = 60 * 60) -> st.SearchStrategy[timedelta]:
    """Whole minutes of work."""
    return st.integers(0, most).map(lambda minutes: minutes * MINUTE)


def within(hours: Open, at: time) -> bool:
    """Whether a local time lies within a day's hours."""
    return any(each.start <= at and (at < each.end or each.end == time()) for each in hours)


def slow_works(calendar: Calendar, moment: datetime) -> bool:
    """Whether the minute that begins now is worked, by the clock on the wall."""
    local = calendar.local(moment)
    return within(calendar.hours(local.date()), local.time())


def slow_due(calendar: Calendar, start: datetime, work: timedelta) -> datetime:
    """Walk minute by minute until the work is done."""
    now, left = start, work
    while left:
        left -= MINUTE * slow_works(calendar, now)
        now += MINUTE
    return now


def slow_elapsed(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Count the worked minutes."""
    minutes = int((end - start) / MINUTE)
    return sum((MINUTE for n in range(minutes) if slow_works(calendar, start + n * MINUTE)), timedelta())


def day(month: int, number: int, year: int = 2026) -> date:
    """A date of the year in which the examples play."""
    return date(year, month, number)
