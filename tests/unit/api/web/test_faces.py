"""The parts of a score as a card shows them."""

from hypothesis import given
from hypothesis import strategies as st

from api.web.faces import apportioned
from core.risk import MOST

PARTS = st.tuples(*(st.integers(0, 10 * most).map(lambda tenths: tenths / 10) for most in MOST.values()))


@given(PARTS)
def test_the_parts_that_are_shown_sum_to_the_score_that_is_shown(points: tuple[float, ...]) -> None:
    score = min(100, round(sum(points)))
    shown = apportioned(points, score)
    assert sum(shown) == score
    assert all(abs(whole - part) < 1 for whole, part in zip(shown, points, strict=True))


def test_the_largest_remainders_are_rounded_up() -> None:
    # once shown as 46 + 7 + 0 + 1 + 8 + 3 of 64
    assert apportioned((45.7, 6.6, 0, 0.6, 7.9, 3.4), 64) == [46, 6, 0, 1, 8, 3]
    assert apportioned((10.0, 20.0), 90) == [10, 20], "a record of another making says what it says"
