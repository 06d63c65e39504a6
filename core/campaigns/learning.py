"""In which weeks of the year a theme rises, learnt from the weeks that were seen. Little history says nothing.

A week rises where the posts of three weeks around it are half as many again as in the mean week of their year, in at
least two years and in two of three of those that saw it, and the excess of all years together is no accident. One
storm of one year is no season.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.campaigns.weeks import Counts, above, weekly, whole_weeks
from core.labels import Theme

LAST = 52
"""The rare week 53 counts as another week 52."""
YEARS, WEEKS = 2, 26
"""Least years, and least weeks of a year that were seen, so that the year counts."""
RISE, AGREE = 1.5, 2 / 3
"""Times the mean week; share of the years."""
AROUND = (1, 2, 1)
"""Weights of the week before, the week itself and the week after."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """`weeks` rise; `times` (52 figures) says how many times the mean week each is, over `years` and `posts`. Where
    `years` are fewer than two nothing is said: both are empty."""

    theme: Theme
    years: int
    posts: int
    weeks: tuple[int, ...] = ()
    times: tuple[float, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether there is history enough to say anything."""
        return self.years >= YEARS


@dataclass(frozen=True, slots=True)
class _Seen:
    """One week of one year: posts around it, and how many were to be expected by the mean week of the year."""

    week: int
    posts: float
    expected: float


def learn(theme: Theme, counts: Counts, since: date, until: date) -> Learnt:
    """What the whole weeks after the day `since` (the first of the record) and before `until` tell of a theme."""
    weeks = whole_weeks(since, until)
    by_week = weekly(counts)
    years = [year for year in _years(weeks) if len(year) >= WEEKS]
    posts = sum(by_week.get(week, 0) for week in weeks)
    seen = [each for year in years for each in _around(year, by_week)]
    if len(years) < YEARS or not seen:
        return Learnt(theme, len(years), posts)
    slots = [[each for each in seen if each.week == week] for week in range(1, LAST + 1)]
    rising = tuple(week for week, slot in enumerate(slots, 1) if _rises(slot))
    return Learnt(theme, len(years), posts, rising, tuple(map(_times, slots)))


def _years(weeks: Sequence[date]) -> list[list[date]]:
    found: dict[int, list[date]] = {}
    for week in weeks:
        found.setdefault(week.isocalendar().year, []).append(week)
    return list(found.values())


def _around(year: Sequence[date], by_week: Mapping[date, int]) -> list[_Seen]:
    """The weeks of a year, each smoothed with its neighbours in it. A year without posts tells nothing."""
    counts = [by_week.get(week, 0) for week in year]
    mean = sum(counts) / len(year)
    if not mean:
        return []
    made = []
    for at, week in enumerate(year):
        near = [(counts[at + step], AROUND[step + 1]) for step in (-1, 0, 1) if 0 <= at + step < len(year)]
        weight = sum(each for _, each in near)
        # As many posts as the smoothed week would hold, so that chance is judged by about what was counted.
        posts = sum(count * each for count, each in near) * len(near) / weight
        made.append(_Seen(min(week.isocalendar().week, LAST), posts, mean * len(near)))
    return made


def _times(slot: Sequence[_Seen]) -> float:
    expected = sum(each.expected for each in slot)
    return round(sum(each.posts for each in slot) / expected, 2) if expected else 0.0


def _rises(slot: Sequence[_Seen]) -> bool:
    agreeing = sum(each.posts >= RISE * each.expected for each in slot)
    if agreeing < max(YEARS, AGREE * len(slot)):
        return False
    return above(sum(each.posts for each in slot), sum(each.expected for each in slot))
