"""When sources are read next: rules, and simulated days of two hundred of them."""

import random
from bisect import bisect_left
from datetime import timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import budgets, planning
from core.budgets import DEFAULTS, Budget, Day, Use
from core.planning import HOUR, LONGEST, Habit, Quota, Visited
from core.posts import Visits
from tests.conftest import NOW

LEAST = timedelta(minutes=5)
WALL_GET = Budget("wall.get", per_day=5_000)
rates = st.floats(0.001, 60)
sources = st.lists(st.builds(Visits, rate=rates, cost=st.floats(1, 5)), min_size=1, max_size=40)


def every(rate: float, quota: Quota | None = None, others: tuple[Visits, ...] = ()) -> timedelta:
    own = Visits(rate=rate)
    return planning.interval(own, planning.stretch([*others, own], quota, LEAST), LEAST)


def test_a_live_wall_is_read_every_minutes_and_a_dead_one_rarely() -> None:
    assert every(12) == LEAST
    assert every(1) == timedelta(minutes=10)
    assert timedelta(minutes=45) < every(1 / 24) < timedelta(minutes=55)
    assert every(Habit().rate) > timedelta(hours=4)
    assert every(0.00001) == LONGEST


@given(rates, rates)
def test_a_livelier_source_is_never_read_more_rarely(one: float, two: float) -> None:
    few = Quota(500, 500)
    crowd = tuple(Visits(rate=1.0) for _ in range(50))
    slow, quick = sorted((one, two))
    assert every(quick, few, crowd) <= every(slow, few, crowd)


@given(sources, st.integers(24, 20_000))
def test_the_visits_that_are_planned_fit_the_quota_or_are_the_longest(known: list[Visits], per_day: int) -> None:
    quota = Quota(per_day, per_day)
    stretched = planning.stretch(known, quota, LEAST)
    intervals = [planning.interval(each, stretched, LEAST) for each in known]
    calls = sum(each.cost * (HOUR / own) for each, own in zip(known, intervals, strict=True) if own < LONGEST)
    assert calls <= max(quota.pace, planning.LEAST_PACE) * 1.000_001


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_fewer_calls_left_never_quicken_the_pace(one: int, two: int) -> None:
    few, many = sorted((one, two))
    for day in Day:
        assert Quota(5_000, few, day).pace <= Quota(5_000, many, day).pace


def test_what_is_left_of_a_calendar_day_is_spent_before_it_ends() -> None:
    early, late = (
        planning.quota_of(Budget("a", per_day=1_000, day=Day.CALENDAR), 900, NOW + h * HOUR) for h in (0, 11)
    )
    assert late.pace > 10 * early.pace


def test_a_burst_is_met_the_same_day_and_forgotten_within_the_week() -> None:
    quiet, burst = Habit(day=1, week=7), Habit(day=48, week=54)
    assert burst.rate > 20 * quiet.rate
    assert Habit(day=0, week=54).rate < burst.rate / 3


def test_a_source_with_watched_posts_is_read_as_a_live_one() -> None:
    plan = [
        planning.after(Visits(), Visited(1, Habit(0, 1), watched), [], None, LEAST, NOW) for watched in (True, False)
    ]
    assert plan[0].next_at == NOW + LEAST
    assert plan[1].interval
    assert plan[1].interval > HOUR


@given(st.integers(1, 30), st.floats(0, 1))
def test_a_refusal_doubles_the_pause_up_to_an_hour_and_keeps_what_was_asked_for(failures: int, chance: float) -> None:
    before = Visits(failures=failures - 1)
    plan = planning.refused(before, None, LEAST, NOW, chance)
    assert plan.next_at
    assert plan.failures == failures
    least = min(LEAST * 2 ** (failures - 1), planning.PAUSE_MOST)
    assert least <= plan.next_at - NOW <= least * 1.1 + timedelta(seconds=1)
    asked = planning.refused(before, timedelta(hours=20), LEAST, NOW, chance)
    assert asked.next_at == NOW + timedelta(hours=20)
    assert planning.after(plan, Visited(), [], None, LEAST, NOW).failures == 0


# Days of two hundred sources


SOURCES, POSTS_A_DAY, DAYS, WARM = 200, 3_000, 2, 1
MINUTE = timedelta(minutes=1)
MIDNIGHT = NOW.replace(hour=0)


class Town:
    """Two hundred walls whose activity falls as 1/rank (Zipf), more by day than by night, seeded."""

    def __init__(self, seed: int = 2026) -> None:
        chance = random.Random(seed)
        weights = [1 / rank for rank in range(1, SOURCES + 1)]
        chance.shuffle(weights)
        total = sum(weights)
        self.posts = [self._wall(chance, POSTS_A_DAY * weight / total) for weight in weights]

    def _wall(self, chance: random.Random, a_day: float) -> list[float]:
        """Minutes from the start at which posts appear."""
        at, found = 0.0, []
        while at < DAYS * 1440:
            at += chance.expovariate(1.6 * a_day / 1440)
            awake = 7 <= at / 60 % 24 < 23
            if awake or chance.random() < 0.1:
                found.append(at)
        return found


def habit(posts: list[float], minute: int) -> Habit:
    seen = bisect_left(posts, minute)
    since = [seen - bisect_left(posts, minute - days * 1440) for days in (1, 7)]
    # A younger installation has seen less than a week: what it has is taken for the whole.
    return Habit(since[0], round(since[1] * 7 / min(7, max(minute / 1440, 1))), None)


def delays(town: Town, visits: list[list[int]]) -> list[float]:
    """Minutes from each post to the visit that found it, after the warm days."""
    found = []
    for posts, visited in zip(town.posts, visits, strict=True):
        for post in posts:
            place = bisect_left(visited, post)
            if post >= WARM * 1440 and place < len(visited):
                found.append(visited[place] - post)
    return found


def planned(town: Town) -> tuple[list[list[int]], list[int], int]:
    """Visits by source, minutes of all calls, and how many were refused by the gate. One call a visit."""
    visits: list[list[int]] = [[] for _ in range(SOURCES)]
    plans, use, calls, refusals = [Visits() for _ in range(SOURCES)], Use(), [], 0
    for minute in range(DAYS * 1440):
        now = MIDNIGHT + minute * MINUTE
        for number in (n for n, plan in enumerate(plans) if plan.next_at is None or plan.next_at <= now):
            entry = budgets.enter("wall.get", [WALL_GET], {"wall.get": use}, now, timedelta(0))
            if entry.at > now:
                refusals += 1
                plans[number] = planning.refused(plans[number], entry.at - now, LEAST, now, 0.5)
                continue
            use = entry.uses["wall.get"]
            calls.append(minute)
            visits[number].append(minute)
            quota = planning.quota_of(WALL_GET, budgets.left(use, WALL_GET, now) or 0, now)
            seen = Visited(1, habit(town.posts[number], minute))
            others = plans[:number] + plans[number + 1 :]
            plans[number] = planning.after(plans[number], seen, others, quota, LEAST, now)
    return visits, calls, refusals


def test_two_hundred_sources_keep_the_quota_and_find_posts_much_sooner_than_in_turns(
    capsys: pytest.CaptureFixture[str],
) -> None:
    town = Town()
    visits, calls, refusals = planned(town)
    most = max(bisect_left(calls, start + 1440) - bisect_left(calls, start) for start in range(0, DAYS * 1440, 10))
    assert most <= 5_000
    turn = 1440 * SOURCES / 5_000
    robin = [[int(turn * k + turn * n / SOURCES) for k in range(int(DAYS * 1440 / turn))] for n in range(SOURCES)]
    ours, fixed = delays(town, visits), delays(town, robin)
    with capsys.disabled():
        print(f"\n{SOURCES} sources, {len(ours)} posts, at most {most} calls in 24 h, refused: {refusals}")
        for name, found in (("planned", ours), ("in turns", fixed)):
            late = sorted(found)[int(0.95 * len(found))]
            print(f"{name}: median {median(found):.1f} min, mean {sum(found) / len(found):.1f}, p95 {late:.0f}")
    assert refusals == 0
    assert median(ours) < median(fixed) / 2.5
    assert sum(ours) / len(ours) < 0.7 * sum(fixed) / len(fixed)
    assert DEFAULTS["vk"][1] == WALL_GET
