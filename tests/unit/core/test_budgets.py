"""Budgets are kept whatever calls come, pauses are never shortened, and whoever waits as told is let in."""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import backoff, budgets
from core.budgets import DAY, DEFAULTS, UNUSED, Budget, Day, Use, Uses
from tests.conftest import NOW

SECOND = timedelta(seconds=1)
PATIENCE = 15 * SECOND
SMALL = (Budget("*", per_second=3), Budget("wall.*", per_day=20), Budget("search", per_day=5, day=Day.CALENDAR))
METHODS = st.sampled_from(["wall.get", "wall.getById", "search", "groups.get"])
steps = st.lists(st.tuples(METHODS, st.one_of(st.floats(0, 5), st.floats(600, 40_000))), max_size=150)


def calls(made: Sequence[tuple[str, float]], allowed: Sequence[Budget] = SMALL) -> list[tuple[str, datetime]]:
    """The moments at which calls were let in, of a program that asks after each of the pauses, in seconds."""
    uses: Uses = {}
    now, found = NOW, []
    for method, pause in made:
        now += pause * SECOND
        entry = budgets.enter(method, allowed, uses, now, PATIENCE)
        if entry.at - now <= PATIENCE:
            uses = {**uses, **entry.uses}
            found.append((method, entry.at))
    return found


@given(steps)
def test_no_day_has_more_calls_than_its_budget(made: list[tuple[str, float]]) -> None:
    found = calls(made)
    walls = [at for method, at in found if method.startswith("wall.")]
    assert all(sum(at - DAY < each <= at for each in walls) <= 20 for at in walls)
    searches = [at.date() for method, at in found if method == "search"]
    assert all(searches.count(day) <= 5 for day in searches)


@given(steps)
def test_calls_of_all_methods_are_spaced(made: list[tuple[str, float]]) -> None:
    moments = [at for _, at in calls(made)]
    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert all(gap >= SMALL[0].gap for gap in gaps)


@given(steps, METHODS)
def test_whoever_comes_back_when_told_is_let_in_at_once(made: list[tuple[str, float]], method: str) -> None:
    uses: Uses = {}
    now = NOW
    for asked, pause in made:
        now += pause * SECOND
        entry = budgets.enter(asked, SMALL, uses, now, PATIENCE)
        uses = {**uses, **entry.uses} if entry.at - now <= PATIENCE else uses
    told = budgets.enter(method, SMALL, uses, now, PATIENCE)
    assert budgets.enter(method, SMALL, uses, told.at, PATIENCE).at == told.at


@given(steps)
def test_a_record_stays_small(made: list[tuple[str, float]]) -> None:
    uses: Uses = {}
    for method, at in calls(made):
        uses = {**uses, **budgets.enter(method, SMALL, uses, at, PATIENCE).uses}
    assert all(len(use.hours) <= 26 for use in uses.values())


def test_a_pause_holds_one_method_and_no_other() -> None:
    uses = {"wall.get": budgets.paused(UNUSED, 60 * SECOND, "просит подождать", NOW, 0)}
    held = budgets.enter("wall.get", SMALL, uses, NOW, PATIENCE)
    assert (held.at, held.why) == (NOW + 60 * SECOND, "просит подождать")
    assert budgets.enter("groups.get", SMALL, uses, NOW, PATIENCE).at == NOW
    everything = {"*": uses["wall.get"]}
    assert budgets.enter("groups.get", SMALL, everything, NOW, PATIENCE).at == NOW + 60 * SECOND


@given(
    st.lists(st.tuples(st.floats(0, 5_000), st.floats(0, 90_000), st.floats(0, 1)), min_size=1, max_size=30),
)
def test_a_pause_is_never_shorter_than_any_that_was_asked_for(asked: list[tuple[float, float, float]]) -> None:
    use, now, least = UNUSED, NOW, NOW
    for passed, wait, chance in asked:
        now += passed * SECOND
        use = budgets.paused(use, wait * SECOND, "", now, chance)
        least = max(least, now + wait * SECOND)
        assert use.paused_until
        assert use.paused_until >= least


def test_a_second_flood_soon_after_the_first_doubles_the_pause_and_a_simultaneous_one_does_not() -> None:
    first = budgets.paused(UNUSED, 60 * SECOND, "", NOW, 0)
    both = budgets.paused(first, 60 * SECOND, "", NOW + SECOND, 0)
    assert both.paused_until == NOW + 61 * SECOND
    again = budgets.paused(first, 60 * SECOND, "", NOW + 70 * SECOND, 0)
    assert again.paused_until == NOW + 190 * SECOND
    calm = budgets.paused(first, 60 * SECOND, "", NOW + timedelta(hours=2), 0)
    assert calm.paused_until == NOW + timedelta(hours=2, seconds=60)


@given(st.integers(1, 10_000), st.floats(0, 1), st.floats(0, 1), st.floats(1, 100_000))
def test_backoff_grows_to_its_end_with_little_chance(failures: int, one: float, two: float, first: float) -> None:
    most, low, high = timedelta(hours=1), min(one, two), max(one, two)
    pause = backoff.grown(first * SECOND, failures, most, low)
    assert first * SECOND <= pause <= max(first * SECOND, most) * 1.1
    assert pause <= backoff.grown(first * SECOND, failures + 1, most, high)


def test_a_clock_that_was_set_back_does_not_stop_the_calls() -> None:
    uses = budgets.enter("a", [Budget("*", per_second=1)], {}, NOW + timedelta(hours=3), PATIENCE).uses
    assert budgets.enter("a", [Budget("*", per_second=1)], uses, NOW, PATIENCE).at == NOW


def test_an_hour_counts_whole_until_all_of_it_is_a_day_ago() -> None:
    wall, hour = Budget("wall.get", per_day=2), int(NOW.timestamp() // 3600)
    use = Use(hours={hour: 2})
    assert budgets.left(use, wall, NOW + DAY) == 0
    assert budgets.frees(use, wall, NOW + DAY) == NOW + DAY + timedelta(hours=1)
    assert budgets.left(use, wall, NOW + DAY + timedelta(hours=1)) == 2


@pytest.mark.parametrize(("method", "count"), [("wall.get", 2), ("newsfeed.search", 2), ("groups.getById", 1)])
def test_the_defaults_of_vk_cover_what_it_limits(method: str, count: int) -> None:
    assert sum(budget.covers(method) for budget in DEFAULTS["vk"]) == count


def test_a_changed_budget_takes_the_place_of_the_default_and_a_new_one_is_added() -> None:
    made = budgets.budgets_of("vk", {"vk": [Budget("wall.get", per_day=900), Budget("board.*", per_day=10)]})
    assert {each.method: each.per_day for each in made} == {
        "*": None,
        "wall.get": 900,
        "newsfeed.search": 1_000,
        "board.*": 10,
    }
