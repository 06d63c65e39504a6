"""The day in figures."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.deadlines import Calendar, Clock, Hours, Kind, State, Term, Unit
from core.labels import Theme
from core.overview import Measure, Pace, Tally, at_risk, cells, daily, days_of, measure, nearest
from core.risk import Level

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CALENDAR = Calendar("UTC", ((Hours(time(6), time(18)),),) * 7)
COUNTS = st.lists(st.integers(0, 500), min_size=8, max_size=14)


def test_a_local_day_begins_at_local_midnight_and_the_last_one_is_today() -> None:
    days = days_of(datetime(2026, 11, 20, 22, 30, tzinfo=UTC), "Europe/Moscow", 3)
    assert days.days == (date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 21))
    assert days.edges[0] == datetime(2026, 11, 18, 21, tzinfo=UTC)
    assert days.upto == timedelta(hours=1, minutes=30)
    assert days.sofar[0] == (days.edges[0], days.edges[0] + days.upto)


def test_a_day_of_23_hours_is_a_day() -> None:
    days = days_of(datetime(2026, 3, 29, 21, tzinfo=UTC), "Europe/Berlin", 2)
    assert days.edges[2] - days.edges[1] == timedelta(hours=23)
    assert days.sofar[1][1] <= days.edges[2]


def test_today_is_set_against_yesterday_and_the_mean_of_seven_days() -> None:
    whole = (100, 7, 7, 7, 7, 7, 7, 14, 3)
    assert measure(whole, (0, 2, 2, 2, 2, 2, 2, 2, 3)) == Measure(3, 14, 56, Pace.USUAL, 14)
    assert measure(whole, (0, 2, 2, 2, 2, 2, 2, 2, 3)).mean == 8


def test_many_times_the_usual_of_this_hour_is_more_and_silence_is_less() -> None:
    whole = (40,) * 7
    assert measure((*whole, 60), (*[10] * 7, 60)).pace is Pace.MORE
    assert measure((*whole, 0), (*[10] * 7, 0)).pace is Pace.LESS
    assert measure((*whole, 11), (*[10] * 7, 11)).pace is Pace.USUAL


def test_the_mean_to_this_hour_can_be_told() -> None:
    assert measure((*[40] * 7, 0), (6, 8, 12, 10, 9, 11, 10, 0)).usual == 66 / 7


def test_nothing_at_an_hour_by_which_each_day_had_some_is_less_however_the_days_differ() -> None:
    """Days that differ much made the rule so loose that silence was usual beside a mean of nine."""
    before = (2, 5, 24, 3, 17, 4, 11)
    assert measure((*[40] * 7, 0), (*before, 0)).pace is Pace.LESS
    assert measure((*[40] * 7, 2), (*before, 2)).pace is Pace.USUAL
    assert measure((*[2] * 7, 0), (*[1] * 7, 0)).pace is Pace.USUAL, "of one, chance gives none a third of the time"


def test_a_few_posts_at_a_silent_hour_are_no_alarm_and_without_a_week_there_is_no_comparison() -> None:
    assert measure((*[20] * 7, 1), (*[0] * 7, 1)).pace is Pace.USUAL
    assert measure((*[20] * 7, 9), (*[0] * 7, 9)).pace is Pace.MORE
    assert measure((*[0] * 7, 9), (*[0] * 7, 9)).pace is Pace.UNKNOWN


@given(COUNTS)
def test_a_day_like_the_others_is_usual(counts: list[int]) -> None:
    same = [*counts[:-1], round(sum(counts[-8:-1]) / 7)]
    assert measure(same, same).pace in {Pace.USUAL, Pace.UNKNOWN}


def test_cells_and_days_add_up_to_the_same_number() -> None:
    found = [
        Tally(Theme.ROADS, "roads", Level.LOW, (1, 0, 2), (0, 0, 1)),
        Tally(Theme.ROADS, "roads", Level.HIGH, (0, 4, 0), (0, 0, 0)),
        Tally(Theme.HOUSING, "communal", Level.HIGH, (9, 0, 0), (0, 0, 0)),
    ]
    assert cells(found, 2) == {(Theme.ROADS, "roads"): 6}
    assert sum(cells(found, 3).values()) == sum(sum(day.values()) for day in daily(found, 3)) == 16
    assert daily([], 2) == [dict.fromkeys(Level, 0)] * 2


def test_clocks_that_are_over_or_near_their_end_are_told_the_most_urgent_first() -> None:
    def clock(hours: float) -> Clock:
        return Clock(Kind.REACTION, Term(Unit.HOURS, 4, 1, "проверка"), NOW - timedelta(hours=hours))

    standing = {1: {Kind.REACTION: clock(1)}, 2: {Kind.REACTION: clock(3.5)}, 3: {Kind.REACTION: clock(30)}}
    found = at_risk(standing, CALENDAR, NOW)
    assert found[0].incident_id == 3
    assert found[0].state is State.OVERDUE
    assert 1 not in {each.incident_id for each in found}


def test_an_incident_with_several_clocks_is_told_once_by_the_nearest_of_them() -> None:
    def clock(kind: Kind, hours: float) -> Clock:
        return Clock(kind, Term(Unit.HOURS, 4, 1, "проверка"), NOW - timedelta(hours=hours))

    kinds = list(Kind)[:3]
    standing = {
        1: {kind: clock(kind, hours) for kind, hours in zip(kinds, (3.5, 30, 20), strict=True)},
        2: {kinds[0]: clock(kinds[0], 25)},
    }
    found = nearest(at_risk(standing, CALENDAR, NOW))
    assert [(each.first.incident_id, each.first.kind, each.others) for each in found] == [
        (1, kinds[1], 2),
        (2, kinds[0], 0),
    ]
