"""The wait of the tests that kill: slow work is waited for, work that stands still is a hang."""

from collections.abc import Callable

import pytest

from tests.acceptance.patience import MOST, STILL, Slow, Stuck, wait_while_it_goes_on


class Watch:
    """A clock that goes on only while somebody rests."""

    def __init__(self) -> None:
        self.at = 0.0

    def now(self) -> float:
        return self.at

    def rest(self, seconds: float) -> None:
        self.at += max(seconds, 1.0)


def waited(ready: Callable[[float], bool], done: Callable[[float], int]) -> float:
    watch = Watch()
    wait_while_it_goes_on(lambda: ready(watch.at), lambda: done(watch.at), lambda: "said", watch.now, watch.rest)
    return watch.at


def test_slow_work_is_waited_for_far_beyond_the_time_that_a_hang_gets() -> None:
    assert waited(lambda at: at >= 10 * STILL, lambda at: int(at // (STILL / 2))) >= 10 * STILL


def test_work_that_stands_still_is_a_hang_however_much_was_done_before() -> None:
    with pytest.raises(Stuck, match="said"):
        waited(lambda at: False, lambda at: min(int(at), 900))


def test_work_that_never_ends_though_it_goes_on_is_no_verdict() -> None:
    with pytest.raises(Slow):
        waited(lambda at: at > 2 * MOST, int)
