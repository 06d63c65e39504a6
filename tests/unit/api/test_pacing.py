"""A machine's key may call so often and no oftener; the answer says when to come again."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from hypothesis import given as drawn
from hypothesis import strategies as st

from api import create_app
from api.pacing import MINUTE, Pace
from api.services import Services
from core.errors import TooMany
from core.scope import Right
from tests.unit.api.test_api import V1, is_problem


class Seconds:
    """A clock of seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_key_that_calls_too_often_is_told_when_to_come_again(given: Services, key: Callable[..., str]) -> None:
    seconds = Seconds()
    with TestClient(create_app(replace(given, pace=Pace(6, seconds)))) as client:
        first, second = (key(Right.READ_FLAGS, name=name) for name in ("first", "second"))

        def call(token: str) -> object:
            return client.get(f"{V1}/flags", headers={"Authorization": f"Bearer {token}"})

        assert [call(first).status_code for _ in range(6)] == [200] * 6  # type: ignore[attr-defined]
        slowed = call(first)
        is_problem(slowed, 429, "не больше 6 запросов в минуту")
        assert slowed.headers["Retry-After"] == "10"  # type: ignore[attr-defined]
        assert call(second).status_code == 200, "another key has its own count"  # type: ignore[attr-defined]
        seconds.now += 10
        assert [call(first).status_code for _ in range(2)] == [200, 429]  # type: ignore[attr-defined]


def test_a_browser_and_a_wrong_key_are_not_counted(given: Services) -> None:
    with TestClient(create_app(replace(given, pace=Pace(1, Seconds())))) as client:
        wrong = [client.get(f"{V1}/flags", headers={"Authorization": "Bearer wrong"}) for _ in range(3)]
        assert [each.status_code for each in wrong] == [401] * 3


@drawn(st.integers(1, 200), st.lists(st.floats(0, 30), max_size=300))
def test_no_minute_lets_through_more_than_twice_its_calls_and_patience_always_helps(
    most: int, pauses: list[float]
) -> None:
    """At once a whole minute's calls, and within that minute as many again: no more."""
    seconds, let_in = Seconds(), list[float]()
    pace = Pace(most, seconds)
    for pause in pauses:
        seconds.now += pause / most
        try:
            pace.take("a")
        except TooMany as error:
            seconds.now += error.wait.total_seconds() + 1e-3
            pace.take("a")
        let_in.append(seconds.now)
    for begun in let_in:
        assert sum(begun <= each < begun + MINUTE for each in let_in) <= 2 * most


def test_a_call_that_is_let_in_by_a_hair_is_paid_all_the_same() -> None:
    seconds = Seconds()
    pace = Pace(7, seconds)
    for _ in range(7):
        pace.take("a")
    seconds.now += MINUTE / 7 * (1 - 1e-4)
    pace.take("a")
    with pytest.raises(TooMany):
        pace.take("a")


def test_without_a_bound_nothing_is_counted() -> None:
    pace, bound = Pace(), Pace(1, Seconds())
    for _ in range(10_000):
        pace.take("a")
    bound.take("a")
    with pytest.raises(TooMany):
        bound.take("a")
