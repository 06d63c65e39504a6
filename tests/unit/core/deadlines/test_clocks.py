"""Clocks warn once, stand still when told, keep the two regimes apart, and are told as of any past moment."""

from datetime import datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deadlines import (
    LAW,
    Calendar,
    Clock,
    Event,
    Fast,
    Happening,
    Hours,
    Kind,
    Pause,
    State,
    Term,
    Unit,
    due,
    due_at,
    extended,
    fast_of,
    late,
    notices,
    received,
    registered,
    replay,
    started,
    state,
    warn_at,
)
from core.errors import BadProfile, IllegalMove
from tests.unit.core.deadlines.made import MINUTE, OFFICE, calendars, moments, works

MOSCOW = ZoneInfo("Europe/Moscow")
DESK = Calendar("Europe/Moscow", (OFFICE,) * 5 + ((), ()))
REACTION = Term(Unit.HOURS, 4, 1)
HOUR = timedelta(hours=1)


def at(number: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, number, hour, minute, tzinfo=MOSCOW)


def begun(term: Term = REACTION) -> Event:
    return Event(Kind.REACTION, Happening.STARTED, at(16, 8), term=term)


def happened(happening: Happening, moment: datetime, kind: Kind = Kind.REACTION) -> Event:
    return Event(kind, happening, moment)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(16, 8), State.RUNNING),
        (at(16, 10, 59), State.RUNNING),
        (at(16, 11), State.WARN),
        (at(16, 12), State.WARN),
        (at(16, 12, 1), State.OVERDUE),
    ],
)
def test_a_clock_runs_then_warns_then_is_overdue(now: datetime, expected: State) -> None:
    assert state(replay([begun()])[Kind.REACTION], DESK, now) is expected


def test_it_warns_once_before_and_tells_once_after() -> None:
    events, said = [begun()], []
    for step in range(0, 600, 7):
        now = at(16, 8) + step * MINUTE
        new = notices(list(replay(events).values()), DESK, now)
        events += new
        said += [(event.happening, event.at) for event in new]
    assert [each for each, _ in said] == [Happening.WARNED, Happening.TOLD]
    assert said[0][1] < at(16, 12) < said[1][1]


def test_one_that_is_overdue_at_first_sight_only_tells() -> None:
    found = notices(list(replay([begun()]).values()), DESK, at(17, 9))
    assert [event.happening for event in found] == [Happening.TOLD]


def test_a_pause_moves_the_end_by_the_work_that_it_left_out() -> None:
    events = [begun(), happened(Happening.PAUSED, at(16, 9)), happened(Happening.RESUMED, at(16, 14))]
    assert state(replay(events[:2])[Kind.REACTION], DESK, at(18, 12)) is State.PAUSED
    assert due_at(replay(events)[Kind.REACTION], DESK, at(16, 15)) == at(16, 17)


def test_a_pause_after_the_end_excuses_nothing() -> None:
    clock = replay([begun(), happened(Happening.PAUSED, at(17, 9))])[Kind.REACTION]
    assert state(clock, DESK, at(20, 9)) is State.OVERDUE


@given(
    calendar=calendars(), start=moments(), cuts=st.lists(works(3000), min_size=2, max_size=6), hours=st.integers(1, 40)
)
def test_the_work_between_pauses_is_the_term(
    calendar: Calendar, start: datetime, cuts: list[timedelta], hours: int
) -> None:
    marks = list(accumulate(cuts, initial=start))[1:]
    pauses = tuple(Pause(since, until) for since, until in zip(marks[::2], marks[1::2], strict=False))
    ends = due(Term(Unit.HOURS, hours), start, calendar, pauses)
    stood = sum(
        (calendar.elapsed(min(each.since, ends), min(each.until or ends, ends)) for each in pauses), timedelta()
    )
    assert calendar.elapsed(start, ends) - stood == hours * HOUR
    assert ends >= due(Term(Unit.HOURS, hours), start, calendar)
    assert calendar.works(ends)


@given(calendar=calendars(), start=moments(), days=st.integers(1, 40))
def test_more_days_are_never_due_earlier(calendar: Calendar, start: datetime, days: int) -> None:
    for unit in (Unit.DAYS, Unit.WORKDAYS):
        assert due(Term(unit, days), start, calendar) < due(Term(unit, days + 1), start, calendar)
    assert calendar.works(due(Term(Unit.WORKDAYS, days), start, calendar))


@given(calendar=calendars(), start=moments(), unit=st.sampled_from(list(Unit)), amount=st.integers(2, 40))
def test_a_warning_comes_at_a_working_moment_before_the_end(
    calendar: Calendar, start: datetime, unit: Unit, amount: int
) -> None:
    term = Term(unit, amount, 1)
    ends = due(term, start, calendar)
    assert warn_at(term, ends, calendar) < ends
    assert calendar.works(warn_at(term, ends, calendar))


def test_a_clock_is_told_as_of_any_past_moment() -> None:
    events = [
        begun(),
        happened(Happening.PAUSED, at(16, 10)),
        happened(Happening.RESUMED, at(17, 10)),
        happened(Happening.MET, at(17, 11)),
    ]
    told = {moment: replay(events, moment)[Kind.REACTION] for moment in (at(16, 9), at(16, 12), at(17, 10, 30))}
    assert [due_at(clock, DESK, moment) for moment, clock in told.items()] == [at(16, 12), at(16, 15), at(17, 12)]
    assert [state(clock, DESK, moment) for moment, clock in told.items()] == [
        State.RUNNING,
        State.PAUSED,
        State.RUNNING,
    ]
    assert state(replay(events)[Kind.REACTION], DESK, at(20, 9)) is State.MET
    assert replay(events, at(1, 1)) == {}


def test_what_was_met_late_stays_late() -> None:
    clock = replay([begun(), happened(Happening.MET, at(16, 14))])[Kind.REACTION]
    assert state(clock, DESK, at(25, 9)) is State.MET
    assert late(clock, DESK, at(25, 9))


@pytest.mark.parametrize(
    ("events", "named"),
    [
        ([happened(Happening.MET, at(16, 9))], "не запущен"),
        ([begun(), begun()], "уже идёт"),
        ([begun(), happened(Happening.RESUMED, at(16, 9))], "не приостановлен"),
        ([begun(), happened(Happening.PAUSED, at(16, 9)), happened(Happening.PAUSED, at(16, 10))], "уже приостановлен"),
        ([begun(), happened(Happening.MET, at(16, 9)), happened(Happening.PAUSED, at(16, 10))], "закончен"),
        ([begun(Term(Unit.DAYS, 30)), happened(Happening.PAUSED, at(16, 9))], "календарный"),
    ],
)
def test_what_cannot_happen_is_refused_by_name(events: list[Event], named: str) -> None:
    with pytest.raises(IllegalMove, match=f"первая реакция.*{named}"):
        replay(events)


def test_an_appeal_is_registered_in_three_days_answered_in_thirty_redirected_in_seven() -> None:
    events = [*received(at(2, 10)), *registered(at(4, 10))]
    clocks = replay(events)
    ends = {kind: DESK.local(due_at(clock, DESK, at(4, 10))).date().isoformat() for kind, clock in clocks.items()}
    assert ends == {Kind.REGISTRATION: "2026-11-05", Kind.REDIRECT: "2026-11-11", Kind.ANSWER: "2026-12-04"}
    assert [LAW[kind].source for kind in (Kind.REGISTRATION, Kind.REDIRECT, Kind.ANSWER)] == [
        "59-ФЗ, ст. 8, ч. 2",
        "59-ФЗ, ст. 8, ч. 3",
        "59-ФЗ, ст. 12, ч. 1",
    ]


def answer_clock() -> Clock:
    return replay([*received(at(2, 10)), *registered(at(4, 10))])[Kind.ANSWER]


def test_an_answer_is_put_off_once_by_thirty_days_with_notice() -> None:
    put_off = extended(answer_clock(), 30, "запрошены документы", at(20, 9), at(20, 10), DESK)
    clock = replay([*received(at(2, 10)), *registered(at(4, 10)), put_off])[Kind.ANSWER]
    assert DESK.local(due_at(clock, DESK, at(20, 11))).date().isoformat() == "2027-01-03"
    with pytest.raises(IllegalMove, match="второй раз"):
        extended(clock, 5, "ещё", at(21, 9), at(21, 10), DESK)


@pytest.mark.parametrize(
    ("days", "why", "notified", "moment", "named"),
    [
        (31, "x", at(20, 9), at(20, 10), "не более чем на 30"),
        (0, "x", at(20, 9), at(20, 10), "не более чем на 30"),
        (10, " ", at(20, 9), at(20, 10), "причину"),
        (10, "x", None, at(20, 10), "уведомите"),
        (10, "x", at(21, 9), at(20, 10), "уведомите"),
        (10, "x", at(20, 9), at(5, 10, month=12), "поздно"),
    ],
)
def test_any_other_extension_is_refused(
    days: int, why: str, notified: datetime | None, moment: datetime, named: str
) -> None:
    with pytest.raises(IllegalMove, match=named):
        extended(answer_clock(), days, why, notified, moment, DESK)


@pytest.mark.parametrize("appeal", [True, False])
@pytest.mark.parametrize("kind", list(Kind))
def test_the_regimes_are_never_mixed(appeal: bool, kind: Kind) -> None:
    law = kind in LAW
    if kind is Kind.FAST or law == appeal:
        assert started(appeal, kind, Term(Unit.DAYS, 3), at(2, 10)).kind is kind
    else:
        with pytest.raises(IllegalMove):
            started(appeal, kind, Term(Unit.DAYS, 3), at(2, 10))


def test_the_accelerated_solution_takes_at_most_thirty_days_and_the_shortest_wins() -> None:
    slow = Fast("pits", "Ямы", 30, themes=frozenset({"roads"}))
    quick = Fast("signs", "Знаки", 5, topics=frozenset({"1.7"}))
    assert fast_of((slow, quick), "roads") is slow
    assert fast_of((slow, quick), "roads", "1.7") is quick
    assert fast_of((slow, quick), "waste") is None
    with pytest.raises(BadProfile, match="31"):
        Fast("late", "Долго", 31)


def test_round_the_clock_work_ends_a_workday_at_midnight() -> None:
    calendar = Calendar("Europe/Moscow", ((Hours(time(0), time(0)),),) * 7)
    assert due(Term(Unit.WORKDAYS, 1), at(16, 8), calendar) == at(18, 0)
