"""The rating of recipients: its formula, its denominators, its intervals."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cases import Case, Pace
from core.incidents import Status
from core.profile.reporting import Reporting
from core.rating import Rating, rated, wilson
from tests.unit.reports.made import SINCE, UNTIL, answered, case

RULE = Reporting()


def rate(cases: list[Case], least: int = 1, rule: Reporting = RULE) -> Rating:
    return rated(cases, SINCE, UNTIL, rule, least)


def silent(number: int, **fields: Any) -> Case:
    return case(number, pace=Pace.OVERDUE, **fields)


def of(found: Case, recipient: str, block: str = "roads") -> Case:
    return replace(found, incident=replace(found.incident, recipient=recipient, block=block))


def test_each_part_is_a_share_of_its_own_cases() -> None:
    cases = [answered(1, marks=(5,)), answered(2, formal=True, pace=Pace.LATE, sad=1), silent(3)]
    parts = rate(cases).blocks[0].parts
    assert {name: (part.good_n, part.n) for name, part in parts.items()} == {
        "number": (2, 3),
        "terms": (1, 3),
        "substance": (1, 2),
        "satisfaction": (1, 2),
    }
    assert (parts["terms"].good, parts["terms"].bad) == ((1,), (2, 3))


def test_the_score_is_the_weighted_mean_of_the_parts_that_have_cases() -> None:
    even = rate([answered(1), silent(2)]).blocks[0]
    assert even.score == pytest.approx((0.5 + 0.5 + 1.0) / 3)
    heavy = Reporting(weights={"number": 0.0, "terms": 0.8, "substance": 0.2, "satisfaction": 0.0})
    assert rate([answered(1), silent(2)], rule=heavy).blocks[0].score == pytest.approx(0.8 * 0.5 + 0.2)


def test_whoever_does_not_answer_cannot_rise_by_it() -> None:
    honest = [answered(number, pace=Pace.LATE) for number in range(1, 6)]
    mute = [silent(number) for number in range(6, 11)]
    found = rate([*(of(each, "Отвечает") for each in honest), *(of(each, "Молчит") for each in mute)])
    assert [each.recipient for each in found.recipients] == ["Отвечает", "Молчит"]
    assert found.recipients[1].score == 0.0


def test_a_block_with_too_few_cases_has_no_place_and_its_cases_are_shown() -> None:
    found = rate([answered(1), of(answered(2), "Отдел", "communal")], least=2)
    assert all((each.score, each.best) == (None, None) for each in found.blocks)
    assert {each.received for each in found.blocks} == {(1,), (2,)}


def test_places_that_chance_may_have_made_are_one_span() -> None:
    alike = (
        [of(answered(n), "А") for n in range(5)] + [of(answered(5 + n), "Б") for n in range(4)] + [of(silent(20), "Б")]
    )
    found = rate(alike)
    assert {(each.best, each.worst) for each in found.recipients} == {(1, 2)}
    far = [of(answered(n), "А") for n in range(40)] + [of(silent(100 + n), "Б") for n in range(40)]
    assert [(each.best, each.worst) for each in rate(far).recipients] == [(1, 1), (2, 2)]


def test_what_came_and_was_ended_long_before_is_not_counted() -> None:
    january = SINCE.replace(month=1)
    ended = answered(1, answered_at=january)
    old = replace(ended, incident=replace(ended.incident, opened_at=january))
    assert rate([old]).blocks == ()
    waiting = case(2, Status.IN_WORK, of={"opened_at": SINCE.replace(month=1)})
    assert rate([waiting]).blocks == ()
    assert rate([replace(waiting, pace=Pace.OVERDUE)]).blocks[0].overdue == (2,)


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_interval_holds_the_share_and_narrows_with_more_cases(good: int, bad: int) -> None:
    whole = good + bad
    low, high = wilson(good, whole)
    assert 0 <= low <= high <= 1
    if whole:
        assert low <= good / whole <= high
        wider = wilson(good, whole)
        narrower = wilson(10 * good, 10 * whole)
        assert narrower[1] - narrower[0] < wider[1] - wider[0]


def test_the_interval_is_that_of_the_tables() -> None:
    assert wilson(8, 10) == pytest.approx((0.4901, 0.9433), abs=1e-3)
