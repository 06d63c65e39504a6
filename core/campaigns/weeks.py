"""Days counted in whole weeks, and whether a count is no accident."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import sqrt

Counts = Mapping[date, int]
"""Posts by local day."""
WEEK = timedelta(weeks=1)
SURE = 3.1
"""Standard deviations of an excess that is no accident (chance below 0.001)."""


def whole_weeks(since: date, until: date) -> list[date]:
    """Mondays of the weeks that lie wholly after one day and before another."""
    monday = since + timedelta(days=7 - since.weekday() if since.weekday() else 7)
    return [monday + n * WEEK for n in range(max((until - monday) // WEEK, 0))]


def weekly(counts: Counts) -> dict[date, int]:
    """Posts by the week's Monday."""
    found: dict[date, int] = {}
    for day, count in counts.items():
        monday = day - timedelta(days=day.weekday())
        found[monday] = found.get(monday, 0) + count
    return found


def above(posts: float, expected: float) -> bool:
    """Whether so many posts are no accident: by Anscombe's square root, which holds for any mean of a Poisson count."""
    return 2 * (sqrt(posts + 3 / 8) - sqrt(expected + 3 / 8)) >= SURE
