"""How often one account may call a platform: budgets, what was used of them, and the pauses it was asked for. Pure.

A call is let in when every budget that covers its method allows it. Spacing is that of the generic cell rate algorithm
without a burst: each call moves the moment of the next one. The day is counted in hours, so that a record stays small.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase

from core.backoff import grown

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOURS_A_DAY = 24
SHORTEST, LONGEST = timedelta(seconds=1), timedelta(hours=1)
"""The least pause, and the end of its doubling."""
SPACING, SPENT = "очередь запросов", "исчерпан суточный предел: {count} вызовов"


class Day(StrEnum):
    """What a day's calls are counted in: the last 24 hours at any moment, or the day of the calendar in UTC."""

    ROLLING = "rolling"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Budget:
    """Calls that are allowed of the methods that a pattern covers, together: `*` all, `wall.*`, `wall.get`."""

    method: str
    per_second: float | None = None
    per_day: int | None = None
    day: Day = Day.ROLLING

    def covers(self, method: str) -> bool:
        """Whether a call of the method counts here; letters of either case are one."""
        return fnmatchcase(method.lower(), self.method.lower())

    @property
    def gap(self) -> timedelta:
        """From one call to the next."""
        return timedelta(seconds=1 / self.per_second) if self.per_second else timedelta(0)


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """Whose calls are counted: a platform and a keyed digest of the token or session, which itself is never kept."""

    platform: str
    digest: str


@dataclass(frozen=True, slots=True)
class Use:
    """What was used of one budget, or what was said of one method.

    `free_at` is when the next call may be made; `hours` counts calls by hours since 1970; `pauses` counts pauses that
    followed each other closely.
    """

    free_at: datetime | None = None
    hours: Mapping[int, int] = field(default_factory=dict)
    paused_until: datetime | None = None
    reason: str = ""
    pauses: int = 0


FARTHEST = timedelta(days=2)
"""No platform asks for a longer pause: what is farther was written by a clock that was ahead."""
UNUSED = Use()
Uses = Mapping[str, Use]
"""By the pattern of a budget, or by the name of a method."""


@dataclass(frozen=True, slots=True)
class Entry:
    """When a call may be made and what it waits for; `uses` is what to keep if it is made."""

    at: datetime
    why: str = ""
    uses: Uses = field(default_factory=dict)


def names(method: str, budgets: Sequence[Budget]) -> tuple[str, ...]:
    """All that a call of the method depends on, in the order in which it is to be locked."""
    return tuple(sorted({method, *(budget.method for budget in budgets if budget.covers(method))}))


def enter(method: str, budgets: Sequence[Budget], uses: Uses, now: datetime, patience: timedelta) -> Entry:
    """When the next call of a method may be made; whoever will not wait so long must not keep `uses`.

    `patience` is the longest wait that anybody of this account takes upon himself.
    """
    covering = [budget for budget in budgets if budget.covers(method)]
    waits = [(now, "")]
    waits += [
        (use.paused_until, use.reason)
        for name in names(method, budgets)
        if (use := _of(uses, name)).paused_until and use.paused_until < now + FARTHEST
    ]
    for budget in covering:
        use = _of(uses, budget.method)
        waits += [(_spaced(use, budget, now, patience), SPACING), (frees(use, budget, now), _spent(budget))]
    at, why = max(waits, key=lambda wait: wait[0])
    return Entry(at, why, {each.method: _used(_of(uses, each.method), each, at) for each in covering})


def _of(uses: Uses, name: str) -> Use:
    return uses.get(name, UNUSED)


def _spent(budget: Budget) -> str:
    return SPENT.format(count=budget.per_day)


def _spaced(use: Use, budget: Budget, now: datetime, patience: timedelta) -> datetime:
    """The moment that spacing allows. One that nobody can have waited for is a clock that was set back."""
    if use.free_at is None or not budget.per_second or use.free_at > now + patience + budget.gap:
        return now
    return max(now, use.free_at)


def _used(use: Use, budget: Budget, at: datetime) -> Use:
    hour, oldest = _hour(at), _hour(at - DAY)
    hours = {each: count for each, count in use.hours.items() if oldest <= each <= hour + 1}
    counted = {**hours, hour: hours.get(hour, 0) + 1}
    return replace(use, free_at=at + budget.gap if budget.per_second else None, hours=counted)


def _hour(at: datetime) -> int:
    return int(at.timestamp() // HOUR.total_seconds())


def _moment(hour: int) -> datetime:
    return datetime.fromtimestamp(hour * HOUR.total_seconds(), UTC)


def _first(day: Day, at: datetime) -> int:
    """The first hour whose calls may still belong to the day that ends at a moment."""
    return _hour(at) // HOURS_A_DAY * HOURS_A_DAY if day is Day.CALENDAR else _hour(at - DAY)


def spent(use: Use, budget: Budget, at: datetime) -> int:
    """Calls of the day. An hour that is only partly within the last 24 counts whole, so the figure is never too low.

    Hours still to come were counted by a clock that was ahead, and count no more once it is set back.
    """
    first = _first(budget.day, at)
    return sum(count for hour, count in use.hours.items() if first <= hour <= _hour(at) + 1)


def left(use: Use, budget: Budget, at: datetime) -> int | None:
    """Calls that the day still allows; None without a limit."""
    return None if budget.per_day is None else max(0, budget.per_day - spent(use, budget, at))


def frees(use: Use, budget: Budget, at: datetime) -> datetime:
    """When the day's limit allows a call again: `at` itself while it does."""
    count = spent(use, budget, at)
    if budget.per_day is None or count < budget.per_day:
        return at
    if budget.day is Day.CALENDAR:
        return _moment(_first(budget.day, at) + HOURS_A_DAY)
    for hour in sorted(hour for hour in use.hours if hour >= _first(budget.day, at)):
        count -= use.hours[hour]
        if count < budget.per_day:
            return _moment(hour + 1) + DAY
    return at + DAY


def paused(use: Use, wait: timedelta, reason: str, now: datetime, chance: float) -> Use:
    """What to keep when a platform asked for a pause. A pause is never shortened.

    One that comes soon after another ended is doubled. One that comes while another lasts was called before it, and is
    no sign of impatience.
    """
    wait, until = max(wait, SHORTEST), use.paused_until
    if until and now < until:
        return replace(use, paused_until=max(until, now + wait), reason=reason)
    soon = until is not None and now < until + max(wait, LONGEST / 6)
    pauses = use.pauses + 1 if soon else 1
    return replace(use, paused_until=now + grown(wait, pauses, LONGEST, chance), reason=reason, pauses=pauses)


DEFAULTS: Mapping[str, tuple[Budget, ...]] = {
    "vk": (
        Budget("*", per_second=3),
        Budget("wall.get", per_day=5_000),
        Budget("newsfeed.search", per_day=1_000),
    ),
    "telegram": (
        Budget("*", per_second=2),
        Budget("contacts.resolveUsername", per_second=0.1, per_day=20),
        Budget("history.page", per_day=500),
    ),
    "preview": (Budget("*", per_second=0.5, per_day=10_000),),
    "max": (Budget("*", per_second=30),),
    "site": (Budget("*", per_second=1),),
}
"""What platforms are known to allow: VK by its documentation (3 requests/s, limits of a day), MAX by its own (30/s).
Telegram tells no figures: these are far below those at which floods were met; names cost hours when asked too often."""


PACED: Mapping[str, str] = {"vk": "wall.get", "preview": "*"}
"""The budget of a day that each visit of a platform's source draws on, by its pattern: visits are planned within it."""


def paced(platform: str, allowed: Sequence[Budget]) -> Budget | None:
    """The budget within which a platform's visits are planned; None where no day limits them."""
    return next((each for each in allowed if each.method == PACED.get(platform) and each.per_day), None)


def budgets_of(platform: str, changed: Mapping[str, Sequence[Budget]]) -> tuple[Budget, ...]:
    """The budgets of a platform: the defaults, in which those of the same pattern are replaced, and others added."""
    found = {budget.method: budget for budget in DEFAULTS.get(platform, ())}
    return tuple((found | {budget.method: budget for budget in changed.get(platform, ())}).values())


@dataclass(frozen=True, slots=True)
class Standing:
    """How a method or a budget of an account stands: what it allows, what the day used of it, what holds it up."""

    account: Account
    method: str
    per_second: float | None = None
    per_day: int | None = None
    spent: int = 0
    frees_at: datetime | None = None
    paused_until: datetime | None = None
    reason: str = ""

    @property
    def left(self) -> int | None:
        """Calls that the day still allows; None without a limit."""
        return None if self.per_day is None else max(0, self.per_day - self.spent)

    @property
    def used_up(self) -> bool:
        """Whether the day allows no more."""
        return self.left == 0


def standings(account: Account, allowed: Sequence[Budget], uses: Uses, now: datetime) -> list[Standing]:
    """All budgets of an account, and the methods that are paused besides."""
    own = {budget.method: budget for budget in allowed}
    paused_now = {name for name, use in uses.items() if use.paused_until and use.paused_until > now}
    return [
        _standing(account, own.get(name, Budget(name)), _of(uses, name), now) for name in sorted({*own, *paused_now})
    ]


def _standing(account: Account, budget: Budget, use: Use, now: datetime) -> Standing:
    until = use.paused_until if use.paused_until and use.paused_until > now else None
    free = frees(use, budget, now)
    return Standing(
        account,
        budget.method,
        budget.per_second,
        budget.per_day,
        spent(use, budget, now),
        free if free > now else None,
        until,
        use.reason if until else "",
    )
