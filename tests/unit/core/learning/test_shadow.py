"""What another model would have shown more, less and sooner."""

from dataclasses import replace
from datetime import timedelta

import profiles
from core.flags import Case
from core.labels import Assessment, Kind, Sign, Theme
from core.learning.shadow import Pair, Turn, compare
from core.posts import Platform, PostKey
from core.risk import Signals
from tests.made import DAY, said

PROFILE = profiles.read(profiles.path_of("standard"))
QUIET = said(kind=Kind.CHATTER, solvable=0.0, risk=0, risk_score=0.1, neg=0, neg_score=0.1, places=())
LOUD = said(Theme.SAFETY, risk=3, risk_score=2.9, neg_score=2.5, signs=dict.fromkeys(Sign, 0.0) | {Sign.LIFE: 0.95})
SPREAD = Signals(
    views=500_000, reposts=3_000, likes=9_000, replies=800, gained=400_000, over=timedelta(hours=1), repeats=9
)


def pair(one: Assessment, other: Assessment, signals: Signals | None = None, hours: float | None = None) -> Pair:
    case = Case(1, 1, 1, False, one, signals or Signals())
    raised = None if hours is None else DAY + timedelta(hours=hours)
    return Pair(PostKey(Platform.VK, "wall", "1"), case, other, DAY, raised)


def turns(*pairs: Pair) -> dict[Turn, int]:
    return {turn: count for turn, count in compare(pairs, PROFILE).turns if count}


def test_the_same_opinion_differs_in_nothing() -> None:
    found = compare([pair(LOUD, LOUD), pair(QUIET, QUIET)], PROFILE)
    assert (found.posts, found.one, found.other, found.shown) == (2, 1, 1, ())
    assert (found.themes, found.kinds, found.levels) == (1.0, 1.0, 1.0)


def test_more_and_less_are_what_only_one_of_them_shows() -> None:
    assert turns(pair(QUIET, LOUD)) == {Turn.MORE: 1}
    assert turns(pair(LOUD, QUIET), pair(LOUD, QUIET)) == {Turn.LESS: 2}


def test_sooner_is_what_the_champion_shows_only_once_it_has_spread() -> None:
    # At first sight a chat; with half a million views it is shown by both.
    spread = pair(replace(QUIET, risk=2, risk_score=1.2), LOUD, SPREAD, hours=5)
    found = compare([spread], PROFILE)
    assert dict(found.turns) == dict.fromkeys(Turn, 0) | {Turn.SOONER: 1}
    assert found.shown[0].won == timedelta(hours=5)
    assert turns(pair(LOUD, replace(QUIET, risk=2, risk_score=1.2), SPREAD)) == {Turn.LATER: 1}


def test_changes_of_theme_are_counted_and_the_gravest_posts_stand_first() -> None:
    found = compare([pair(QUIET, said()), pair(QUIET, LOUD), pair(said(), said(Theme.ROADS))], PROFILE)
    assert set(found.moved) == {(Theme.HOUSING, Theme.SAFETY, 1), (Theme.HOUSING, Theme.ROADS, 1)}
    assert found.shown[0].other.risk.score >= found.shown[1].other.risk.score


def test_nothing_compared_is_no_error() -> None:
    assert compare([], PROFILE).themes is None
