"""When a source is read next: often where posts appear, rarely where nothing does, within the day's calls. Pure.

With `rate` posts an hour and `cost` calls a visit the mean delay of a post is least, for the same number of calls, when
intervals are as the square roots of cost over rate (Lagrange). So one figure a platform, the stretch, says how dense
the visits of all its sources may be, and each source's own habit says the rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from math import sqrt

from core.backoff import grown
from core.budgets import HOURS_A_DAY, Budget, Day
from core.posts import Platform, Visits

HOUR = timedelta(hours=1)
LONGEST, LONGEST_CROWDED = timedelta(hours=6), timedelta(hours=24)
"""No source is left alone for longer, so that the first post after a long silence is not late by a day; where there are
more sources than calls, by no more than one."""
FARTHEST = timedelta(days=2)
PAUSE_MOST = timedelta(hours=1)
EASY = timedelta(minutes=10)
"""The interval of a source with one post an hour where calls are not scarce: 3 min at twelve, 50 min at one a day."""
PRIOR_POSTS = 0.25
"""Posts that a source is thought to have had in the window besides those seen: a dead one may wake."""
WATCHED_RATE = 4.0
"""A source with a post under a card that is open or confirmed is read as a live one."""
RESERVE = 0.1
"""The part of a day's calls that is left for people: checks, history, a search by hand."""
LEAST_PACE = 1.0
"""Calls an hour that are planned even when none is left: the gate says when, and plans are made anew at each visit."""
PULSE = (*(0.4,) * 6, 0.8, 1.1, *(1.4,) * 10, *(1.2,) * 3, 0.9, 0.6, 0.4)
"""Calls by the hour of the local day, 1 on average: about the square root of how many posts and comments were published
then on three public walls (7,653 of them), evenings raised, since chats live longer than offices, and nights to 0.4."""
FREE = frozenset({Platform.FILE})
"""Platforms that nobody is asked for: what costs no call is looked at as often as may be."""
SMOOTH = 0.3
"""The weight of the last visit's cost in the running mean."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What a source did lately: posts and comments published within the last day and the last week."""

    day: int = 0
    week: int = 0
    last_at: datetime | None = None

    @property
    def rate(self) -> float:
        """Posts an hour to be expected: the mean of the day's and the week's, so that a burst is met the same day."""
        by_week = (self.week + PRIOR_POSTS) / (7 * HOURS_A_DAY)
        return max(by_week, (self.day / HOURS_A_DAY + by_week) / 2)


@dataclass(frozen=True, slots=True)
class Quota:
    """A daily budget: calls allowed a day, calls left of them, when a new day begins, and the pulse of this hour."""

    per_day: int
    left: int
    day: Day = Day.ROLLING
    resets_in: timedelta = timedelta(hours=24)
    pulse: float = 1.0

    @property
    def pace(self) -> float:
        """Calls an hour that may be planned.

        Of a day of the calendar what is left is spread over what remains of it. In the last 24 hours at any moment
        calls come back as they were spent: then each hour has its own pace, slowed when little is left.
        """
        if self.day is Day.CALENDAR:
            hours = max(self.resets_in / HOUR, 0.25)
            return max(self.left - RESERVE * self.per_day, 0) / hours
        own = self.per_day * (1 - RESERVE) / HOURS_A_DAY * self.pulse
        return own * min(1.0, self.left / (RESERVE / 2 * self.per_day))


def scarcest(quotas: Iterable[Quota]) -> Quota | None:
    """The one that sets the pace; None where no budget has a day."""
    return min(quotas, key=lambda quota: quota.pace, default=None)


def quota_of(budget: Budget, left: int, now: datetime, zone: tzinfo = UTC) -> Quota:
    """A budget of a day at a moment, in the zone where people live. Raises ValueError for one without a day."""
    if budget.per_day is None:
        raise ValueError(f"{budget.method} has no limit a day")
    passed = timedelta(seconds=now.timestamp() % (HOURS_A_DAY * HOUR.total_seconds()))
    resets_in, pulse = HOURS_A_DAY * HOUR - passed, PULSE[now.astimezone(zone).hour]
    return Quota(budget.per_day, left, budget.day, resets_in, pulse)


def wish(rate: float, cost: float) -> float:
    """The square root that an interval is in proportion to, in hours."""
    return sqrt(cost / rate)


def stretch(known: Sequence[Visits], quota: Quota | None, least: timedelta) -> float:
    """By how much the wishes of a platform's sources are multiplied, so that their calls fit the quota.

    Sources that would be read oftener than every `least` take their calls first, the liveliest before the others; the
    rest share what is left. Never less than what is easy: a dead wall is not read oftener only because nobody else
    needs the calls.
    """
    easy, at_most = EASY / HOUR, HOUR / least
    if quota is None:
        return easy
    wishes = sorted((_wish(each), each.cost) for each in known)
    rest, room = sum(cost / each for each, cost in wishes), max(quota.pace, LEAST_PACE)
    for each, cost in wishes:
        if rest / room * each * at_most >= 1:
            return max(easy, rest / room)
        rest, room = rest - cost / each, room - cost * at_most
    return easy


def _wish(visits: Visits) -> float:
    return wish(visits.rate or Habit().rate, visits.cost)


def interval(visits: Visits, stretched: float, least: timedelta) -> timedelta:
    """How long to leave a source alone after a reading that went well."""
    longest = LONGEST_CROWDED if stretched > EASY / HOUR else LONGEST
    return min(longest, max(least, HOUR * stretched * _wish(visits)))


@dataclass(frozen=True, slots=True)
class Visited:
    """How a visit went: its calls of limited methods, the habit by now, and whether messages are watched."""

    calls: int = 0
    habit: Habit = Habit()
    watched: bool = False


def after(
    visits: Visits, seen: Visited, others: Sequence[Visits], quota: Quota | None, least: timedelta, now: datetime
) -> Visits:
    """The plan after a reading that went well; `others` are the platform's other sources that are read."""
    rate = max(seen.habit.rate, WATCHED_RATE) if seen.watched else seen.habit.rate
    cost = max(1.0, (1 - SMOOTH) * visits.cost + SMOOTH * seen.calls) if seen.calls else visits.cost
    known = Visits(rate=rate, cost=cost)
    own = interval(known, stretch([*others, known], quota, least), least)
    return Visits(now + own, own, rate, cost)


def due(visits: Visits, now: datetime) -> bool:
    """Whether a source is to be read now. A plan too far ahead was made by a clock that was set back since."""
    return visits.next_at is None or visits.next_at <= now or visits.next_at > now + FARTHEST


def soon(visits: Visits, least: timedelta, now: datetime) -> Visits:
    """The plan of a source that is looked at as often as may be."""
    return replace(visits, next_at=now + least, interval=least)


def refused(visits: Visits, wait: timedelta | None, least: timedelta, now: datetime, chance: float) -> Visits:
    """The plan after a refusal that passes: doubled each time, up to an hour, or as long as the platform asked for."""
    failures = visits.failures + 1
    pause = max(wait or timedelta(0), grown(least, failures, PAUSE_MOST, chance))
    return Visits(now + pause, visits.interval, visits.rate, visits.cost, failures)
