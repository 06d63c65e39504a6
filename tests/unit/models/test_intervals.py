"""Intervals hold what was measured; pairs are counted."""

from models.agreement import by_class
from models.intervals import confused, f1_intervals

TRUE, SAID = [0, 0, 1, 1, 2, 2] * 20, [0, 1, 1, 1, 2, 0] * 20


def test_an_interval_holds_the_measure_and_is_the_same_again():
    found = f1_intervals(TRUE, SAID, 3)
    measured = by_class(TRUE, SAID, 3)[:, 2]
    assert ((found[:, 0] <= measured) & (measured <= found[:, 1])).all()
    assert (found == f1_intervals(TRUE, SAID, 3)).all()


def test_pairs_are_counted():
    assert confused(list("aab"), list("aba"), 5) == [("a", "b", 1), ("b", "a", 1)]
