"""Storms: a theme of which so much more is written than at this hour of the week as a rule, that one card serves better
than a hundred. Decided from moments alone; the same rule begins and ends a storm."""

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import exp
from zoneinfo import ZoneInfo

from core.labels import Theme

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class StormRule:
    """`times` the theme's habit within `span`, at least `least` posts, and no accident: a Poisson tail below `chance`.
    At least `same` of them must speak of one thing: six complaints of six things are no storm.

    It ends when a whole `rest` brings neither `least` posts nor `calm` times the habit: people sleep at night, and the
    storm goes on in the morning. The habit is the mean over up to `weeks` earlier weeks at the same hour, drawn towards
    the theme's mean rate as if that had been seen in `prior` more weeks: four weeks of a small district say little of
    one hour. A record younger than `young` knows no habit: there is no storm then.
    """

    times: float = 4.0
    span: timedelta = timedelta(hours=3)
    least: int = 6
    same: int = 4
    chance: float = 1e-4
    calm: float = 2.0
    rest: timedelta = timedelta(hours=24)
    weeks: int = 8
    prior: float = 2.0
    young: timedelta = timedelta(days=7)

    @property
    def record(self) -> timedelta:
        """How far back the habit looks."""
        return self.weeks * WEEK + self.span


@dataclass(frozen=True, slots=True)
class Surge:
    """What was counted: posts within the span, the habit for such a span, how many times more."""

    theme: Theme
    since: datetime
    at: datetime
    count: int
    habit: float

    @property
    def times(self) -> float:
        """How many times the habit; the habit of a silent theme counts as a twentieth of a post."""
        return self.count / max(self.habit, 0.05)

    @property
    def told(self) -> Mapping[str, float]:
        """What the history says of it."""
        return {"count": self.count, "habit": self.habit, "times": round(self.times, 1)}


def tail(count: int, mean: float) -> float:
    """Probability that a Poisson variable of this mean is `count` or more."""
    term = exp(-mean)
    below = 0.0
    for seen in range(count):
        below += term
        term *= mean / (seen + 1)
    return max(0.0, 1.0 - below)


@dataclass(slots=True)
class Pulse:
    """When flagged posts of each theme were published; aware moments in order."""

    zone: ZoneInfo
    moments: dict[Theme, list[datetime]] = field(default_factory=dict)

    def add(self, theme: Theme, at: datetime) -> None:
        """One more post."""
        insort(self.moments.setdefault(theme, []), at)

    def began(self) -> datetime | None:
        """The first moment of the record, of any theme."""
        return min((found[0] for found in self.moments.values() if found), default=None)

    def count(self, theme: Theme, since: datetime, until: datetime) -> int:
        """Posts after `since`, up to and with `until`."""
        found = self.moments.get(theme, [])
        return bisect_right(found, until) - bisect_right(found, since)

    def habit(self, theme: Theme, at: datetime, rule: StormRule) -> float:
        """Posts to be expected within a span that ends at this hour of the week."""
        found = self.moments.get(theme, [])
        if not found or found[0] >= at - rule.span:
            return 0.0
        ends = [self._back(at, week) for week in range(1, rule.weeks + 1)]
        ends = [end for end in ends if end - rule.span >= found[0]]
        here = sum(self.count(theme, end - rule.span, end) for end in ends)
        return (here + rule.prior * self.mean(theme, at, rule)) / (len(ends) + rule.prior)

    def mean(self, theme: Theme, at: datetime, rule: StormRule) -> float:
        """Posts of a span on the average of the weeks before it, a silent beginning of the record left out."""
        found, start = self.moments.get(theme, []), at - rule.span
        if not found or found[0] >= start:
            return 0.0
        since = max(found[0], start - rule.weeks * WEEK)
        return self.count(theme, since - timedelta(seconds=1), start) / max((start - since) / rule.span, 1.0)

    def _back(self, at: datetime, weeks: int) -> datetime:
        """The same hour by the wall clock, so many weeks earlier."""
        local = at.astimezone(self.zone)
        return (local.replace(tzinfo=None) - weeks * WEEK).replace(tzinfo=self.zone).astimezone(at.tzinfo)


def surge(pulse: Pulse, theme: Theme, at: datetime, rule: StormRule) -> Surge | None:
    """The storm that stands at this moment; None where the theme is as usual."""
    count = pulse.count(theme, at - rule.span, at)
    began = pulse.began()
    if theme is Theme.NONE or count < rule.least or began is None or at - began < rule.young:
        return None
    habit = pulse.habit(theme, at, rule)
    found = Surge(theme, at - rule.span, at, count, round(habit, 2))
    if found.count < rule.times * habit or tail(count, habit) >= rule.chance:
        return None
    return found


def over(pulse: Pulse, theme: Theme, at: datetime, began: datetime, rule: StormRule) -> bool:
    """Whether a storm that began then is over: a whole `rest` was as before it."""
    if at - began < rule.rest:
        return False
    habit = pulse.mean(theme, began, rule) * (rule.rest / rule.span)
    return pulse.count(theme, at - rule.rest, at) < max(rule.calm * habit, rule.least)


def curve(moments: Sequence[datetime], step: timedelta = timedelta(hours=1)) -> list[tuple[datetime, int]]:
    """Posts an hour, from the first to the last, silent hours with a zero; at most 500 steps, then coarser ones."""
    if not moments:
        return []
    first, last = min(moments), max(moments)
    first = first.replace(minute=0, second=0, microsecond=0)
    while (last - first) / step >= 500:
        step *= 2
    counts: dict[int, int] = {}
    for moment in moments:
        place = int((moment - first) / step)
        counts[place] = counts.get(place, 0) + 1
    return [(first + place * step, counts.get(place, 0)) for place in range(int((last - first) / step) + 1)]


def most(names: Sequence[str], limit: int = 10) -> Mapping[str, int]:
    """The most frequent names with their counts, empty ones left out."""
    counts: dict[str, int] = {}
    for name in names:
        if name:
            counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit])
