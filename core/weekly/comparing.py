"""A number against the same of the period before, and against the mean of the seven days before the last."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from core.profile.reporting import Reporting

K = TypeVar("K", bound=Hashable)
WEEK = 7
NOW, BEFORE, LAST, SEVEN = range(4)
"""The spans of every count, in this order: the period, the one before, its last day, the seven days before that."""


@dataclass(frozen=True, slots=True)
class Change:
    """A number and what it is measured against. `share` of the whole, 0–1; `growth` is the change by the period before
    (0.25 is a quarter more), None where there was nothing; `mean` is per day of the seven before the last day."""

    now: int
    before: int
    share: float
    last: int
    mean: float

    @property
    def growth(self) -> float | None:
        """Against the period before."""
        return (self.now - self.before) / self.before if self.before else None

    @property
    def surge(self) -> float | None:
        """The last day against the mean of the seven before it."""
        return (self.last - self.mean) / self.mean if self.mean else None

    def grows(self, rule: Reporting) -> bool:
        """Whether the profile's rule tells it: by its share, and by so many messages, more."""
        more = self.now - self.before
        return more >= rule.least and (self.growth is None or self.growth >= rule.growth)


def change(numbers: tuple[int, ...], whole: int) -> Change:
    """Out of the four spans."""
    share = numbers[NOW] / whole if whole else 0.0
    return Change(numbers[NOW], numbers[BEFORE], share, numbers[LAST], numbers[SEVEN] / WEEK)


def shares(found: Mapping[K, tuple[int, ...]]) -> list[tuple[K, Change]]:
    """All of them, the largest first; those with nothing in both periods left out."""
    whole = sum(numbers[NOW] for numbers in found.values())
    known = [(key, change(numbers, whole)) for key, numbers in found.items() if numbers[NOW] or numbers[BEFORE]]
    return sorted(known, key=lambda pair: (-pair[1].now, -pair[1].before, str(pair[0])))


def growths(found: list[tuple[K, Change]], rule: Reporting) -> list[tuple[K, Change]]:
    """Those that the rule tells, the one with most messages more first; none where nothing at all came before: a centre
    that has just begun would see everything grow."""
    begun = any(told.before for _, told in found)
    told = [pair for pair in found if begun and pair[1].grows(rule)]
    return sorted(told, key=lambda pair: (pair[1].before - pair[1].now, str(pair[0])))
