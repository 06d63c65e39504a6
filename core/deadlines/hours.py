"""Hours of a day as a municipality tells them: local time, in order, never backwards."""

from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from core.errors import BadProfile

MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of local time within one day. `end` at 00:00 means the end of the day."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}–{self.end:%H:%M}"

    @property
    def reversed(self) -> bool:
        """Whether it ends before it begins."""
        return self.end != MIDNIGHT and self.end <= self.start


Open = tuple[Hours, ...]
"""The hours of one day; a lunch is the gap between two of them. None: a day off."""


def check(day: Open) -> None:
    """Raises BadProfile for hours that run backwards or overlap."""
    for each in day:
        if each.reversed:
            raise BadProfile(f"рабочие часы {each} идут назад")
    for one, other in pairwise(day):
        if one.end == MIDNIGHT or one.end > other.start:
            raise BadProfile(f"рабочие часы {other} пересекаются с предыдущими")
