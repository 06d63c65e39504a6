"""The score: named parts, a level, and the guard for lawful calls."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import profiles
from core.flags import Case, decide
from core.labels import Assessment, Kind, Sign, Theme
from core.reasons import SAYINGS, Reason, plural, say
from core.risk import MOST, Level, Signals, level_of, weigh
from tests.made import said

PROFILE = profiles.read(profiles.path_of("standard"))
LOUD = Signals(views=20_000, likes=500, reposts=300, replies=400, gained=20_000, over=timedelta(hours=2), repeats=9)

share = st.floats(0, 1)
grade = st.floats(0, 3)
assessments = st.builds(
    lambda risk, neg, signs, theme, call: said(
        theme, risk_score=risk, neg_score=neg, signs=dict(zip(Sign, signs, strict=True)), lawful_call=call
    ),
    grade,
    grade,
    st.lists(share, min_size=len(Sign), max_size=len(Sign)),
    st.sampled_from(Theme),
    st.booleans(),
)
counts = st.none() | st.integers(0, 10**9)
spreads = st.builds(
    Signals, counts, counts, counts, counts, counts, st.none() | st.timedeltas(timedelta(0)), st.integers(0, 999)
)


@given(assessments, spreads)
def test_the_parts_are_shown_and_sum_to_the_score(assessment: Assessment, signals: Signals) -> None:
    risk = weigh(assessment, signals, PROFILE)
    assert [part.name for part in risk.parts] == list(MOST)
    assert all(0 <= part.points <= part.most for part in risk.parts)
    assert risk.score == round(sum(part.points for part in risk.parts)) <= 100


@given(assessments, spreads)
def test_a_lawful_call_alone_never_rises_above_medium(assessment: Assessment, signals: Signals) -> None:
    safe = {**assessment.signs, Sign.LIFE: assessment.signs[Sign.LIFE] * 0.49}
    call = replace(assessment, lawful_call=True, risk=3, signs=safe)
    assert weigh(call, signals, PROFILE).level.rank <= Level.MEDIUM.rank


@given(assessments, spreads, st.integers(1, 10**6))
def test_more_views_never_lower_the_score(assessment: Assessment, signals: Signals, more: int) -> None:
    seen = replace(signals, views=signals.views or 0)
    wider = replace(seen, views=seen.views + more)
    assert weigh(assessment, wider, PROFILE).score >= weigh(assessment, seen, PROFILE).score


@given(assessments, spreads)
def test_every_reason_has_words(assessment: Assessment, signals: Signals) -> None:
    case = Case(1, 1, 1, False, assessment, signals)
    assert all(say(reason).strip() for reason in decide(case, PROFILE).reasons)


def test_the_whole_score_is_a_hundred() -> None:
    assert sum(MOST.values()) == 100


def test_a_call_to_the_prosecutor_with_a_great_reach_stays_medium_and_says_why() -> None:
    call = said(risk=3, risk_score=2.9, neg_score=2.0, signs={Sign.CROWD: 0.9}, lawful_call=True)
    risk = weigh(call, LOUD, PROFILE)
    assert risk.level is Level.MEDIUM
    assert any("59-ФЗ" in say(reason) for reason in risk.reasons)


def test_a_lawful_call_amid_danger_to_life_is_weighed_by_the_danger() -> None:
    call = said(risk=3, risk_score=2.9, neg_score=2.0, signs={Sign.LIFE: 0.9}, lawful_call=True)
    assert weigh(call, LOUD, PROFILE).level.rank >= Level.HIGH.rank


@pytest.mark.parametrize("signs", [{Sign.VULNERABLE: 0.9}, {Sign.VULNERABLE: 0.9, Sign.LIFE: 0.9}])
def test_children_or_a_mention_of_danger_do_not_lift_a_lawful_call(signs: dict[Sign, float]) -> None:
    call = said(risk=2, risk_score=2.4, neg_score=2.0, signs=signs, lawful_call=True)
    risk = weigh(call, LOUD, PROFILE)
    assert risk.level is Level.MEDIUM
    assert risk.parts == weigh(replace(call, risk_score=2.0), LOUD, PROFILE).parts


@pytest.mark.parametrize(
    ("sign", "p", "shown"),
    [
        (Sign.CROWD, 0.74, False),
        (Sign.CORRUPT, 0.74, False),
        (Sign.OBSCENE, 0.74, False),
        (Sign.CROWD, 0.75, True),
        (Sign.CORRUPT, 0.75, True),
        (Sign.OBSCENE, 0.75, True),
        (Sign.LIFE, 0.5, True),
        (Sign.REPEAT, 0.5, True),
        (Sign.VULNERABLE, 0.5, True),
        (Sign.LIFE, 0.49, False),
    ],
)
def test_a_weakly_found_sign_is_told_only_when_sure(sign: Sign, p: float, shown: bool) -> None:
    reasons = weigh(said(signs={sign: p}), Signals(), PROFILE).reasons
    assert [reason.detail["sign"] for reason in reasons] == [sign] * shown


def test_calm_news_stay_low_however_many_see_them() -> None:
    news = said(Theme.CULTURE, kind=Kind.OFFICIAL, risk=0, risk_score=0.1, neg_score=0.0, solvable=0.0)
    scored = decide(Case(1, 1, 1, True, news, LOUD), PROFILE)
    assert scored.risk.level is Level.LOW
    assert not scored.flagged


def test_an_ordinary_complaint_is_shown_though_its_risk_is_low() -> None:
    scored = decide(Case(1, 1, 1, False, said(), Signals()), PROFILE)
    assert [reason.code for reason in scored.reasons] == ["asks"]
    assert scored.block == "communal"


def test_levels_begin_at_the_thresholds_of_the_profile() -> None:
    at = PROFILE.thresholds
    assert [level_of(at[level], PROFILE) for level in Level] == list(Level)
    assert level_of(at["high"] - 1, PROFILE) is Level.MEDIUM


def test_russian_counts() -> None:
    said_ = [plural(count, "раз", "раза", "раз") for count in (1, 2, 5, 11, 14, 21, 22, 111)]
    assert said_ == ["1 раз", "2 раза", "5 раз", "11 раз", "14 раз", "21 раз", "22 раза", "111 раз"]


def test_every_saying_works_without_details() -> None:
    assert [code for code in SAYINGS if not isinstance(say(Reason(code)), str)] == []
