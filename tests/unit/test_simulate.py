"""The estimate of the country counts as a person would on paper."""

import pytest

from bench.simulate import PAGES, Load, Measured, Quota, need

HOUR = 3_600


def test_one_page_in_two_hours_takes_one_token_and_a_core_for_each_work() -> None:
    found = need(Load(1, 24, 2 * HOUR))
    assert (found.tokens, found.collecting, found.assessing, found.workers) == (1, 1, 1, 2)


def test_the_day_of_a_token_is_what_ends_first() -> None:
    """175,000 pages each half hour are 8.4 million calls a day: 1,680 tokens of 5,000; by the second 33 would do."""
    assert need(Load(PAGES, 0, HOUR)).tokens == PAGES * 48 // 5_000
    assert need(Load(PAGES, 0, HOUR), quota=Quota(per_day=10**9)).tokens == 33
    assert need(Load(PAGES, 0, HOUR), quota=Quota(walls=25)).tokens == 68


def test_a_shorter_lag_and_a_greater_surge_never_take_less() -> None:
    lags = [need(Load(1_000, 50_000, lag)) for lag in (7_200, 3_600, 600, 60)]
    assert [each.tokens for each in lags] == sorted(each.tokens for each in lags)
    surges = [need(Load(1_000, 10_000_000, 600, surge)).workers for surge in (1, 2, 6, 12)]
    assert surges == sorted(surges)
    assert surges[0] < surges[-1]


def test_cores_follow_the_measured_speed_and_bytes_the_posts() -> None:
    slow = need(Load(10, 8_640_000, 600), Measured(read=100, assess=10, size=1_000, peak=1))
    assert (slow.collecting, slow.assessing) == (7, 61)
    assert slow.year == 8_640_000 * 365 * 1_000


@pytest.mark.parametrize("wrong", [Load(1, 1, 0), Load(0, 1, 60), Load(1, -1, 60)])
def test_a_load_that_is_none_is_refused(wrong: Load) -> None:
    with pytest.raises(ValueError, match="Load"):
        need(wrong)
