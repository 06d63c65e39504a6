"""Indicators of a month: each has its formula, its source and its figure."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import BadInput, IllegalMove, NotFound
from core.indicators import INDICATORS, Figure, Inquiry, Seen, checked, indicator, lines, sent
from tests.unit.reports.made import CASES, MEASURES, SINCE, UNTIL

SEEN = Seen(CASES, MEASURES, SINCE, UNTIL, "Europe/Moscow")
EMPTY = Seen((), (), SINCE, UNTIL, "Europe/Moscow")
WANTED = {
    "received": 9,
    "in_time": 100 * 3 / 6,
    "answer_days": 0.75,
    "solved": 100 * 2 / 3,
    "substance": 100 * 2 / 3,
    "satisfied": 50,
    "worked_off": 50,
    "measures": 100 * 1 / 3,
}


@pytest.mark.parametrize("code", sorted(WANTED))
def test_the_figure_is_that_of_its_formula(code: str) -> None:
    count = indicator(code).count
    assert count
    assert count(SEEN) == pytest.approx(WANTED[code])


def test_a_share_of_nothing_is_no_figure() -> None:
    assert {
        each.code: each.count(EMPTY) for each in INDICATORS if each.count and each.code != "received"
    } == dict.fromkeys(set(WANTED) - {"received"})


def test_each_indicator_names_its_formula_and_its_source() -> None:
    assert all(each.formula and each.source and each.title for each in INDICATORS)
    assert len({each.code for each in INDICATORS}) == len(INDICATORS)
    with pytest.raises(NotFound):
        indicator("moon")


def test_plan_and_fact_meet_in_the_right_direction() -> None:
    kept = [Figure("in_time", 2026, 11, 90.0), Figure("answer_days", 2026, 11, 8.0), Figure("training", 2026, 0, 5, 6)]
    found = {each.indicator.code: each for each in lines(kept, {("in_time", 11): 80.0, ("answer_days", 11): 3.0})}
    assert (found["in_time"].reached(11), found["answer_days"].reached(11)) == (False, True)
    assert (found["training"].reached(0), found["in_time"].reached(10)) == (True, None)


def test_a_request_is_late_by_its_day_and_answered_once() -> None:
    asked = Inquiry(1, "Отчёт", date(2026, 11, 1), date(2026, 11, 10))
    assert (asked.late(date(2026, 11, 10)), asked.late(date(2026, 11, 11))) == (False, True)
    answered = sent(asked, date(2026, 11, 10), "отправлен")
    assert not answered.late(date(2026, 12, 1))
    with pytest.raises(IllegalMove):
        sent(answered, date(2026, 11, 11), "")
    with pytest.raises(BadInput):
        checked(replace(asked, due=date(2026, 10, 1)))
