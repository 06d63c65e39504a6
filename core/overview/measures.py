"""Today against yesterday and the week: the figure, and whether it is out of the ordinary for this hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.incidents.storms import tail

WEEK = 7
STRANGE = 0.02
"""A count that chance alone would give less often than this is called unusual."""


class Pace(StrEnum):
    """How today compares with the same hour of the last seven days."""

    MORE = "more"
    USUAL = "usual"
    LESS = "less"
    UNKNOWN = "unknown"


PACE_TITLES = {
    Pace.MORE: "больше обычного для этого часа",
    Pace.USUAL: "как обычно к этому часу",
    Pace.LESS: "меньше обычного для этого часа",
    Pace.UNKNOWN: "сравнить не с чем",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A count of today, of the whole of yesterday, the sum of the seven days before today, the pace, and `early`: the
    sum of the same seven days up to this hour, with which today is compared."""

    today: int
    yesterday: int
    week: int
    pace: Pace
    early: int = 0

    @property
    def mean(self) -> float:
        """Per day of the seven before today."""
        return self.week / WEEK

    @property
    def usual(self) -> float:
        """Per day of the seven before today, up to this hour."""
        return self.early / WEEK


def pace_of(today: int, before: Sequence[int]) -> Pace:
    """Against the counts of earlier days up to this hour. A Poisson tail decides, with the days' own spread: a count
    that follows another law than chance alone varies more, and is then called unusual later; but a count below half of
    the least of those days is less whatever their spread, where chance alone would not give it. Days that were all
    silent at this hour count as one in so many days and one more."""
    mean = max(sum(before), len(before) / (len(before) + 1)) / len(before)
    spread = sum((count - mean) ** 2 for count in before) / len(before)
    loose = max(1.0, spread / mean)
    if today > mean and tail(round(today / loose), mean / loose) < STRANGE:
        return Pace.MORE
    loose = 1.0 if 2 * today < min(before) else loose
    if today < mean and 1 - tail(round(today / loose) + 1, mean / loose) < STRANGE:
        return Pace.LESS
    return Pace.USUAL


def measure(whole: Sequence[int], sofar: Sequence[int]) -> Measure:
    """Of counts by eight days or more, the last one today: of whole days, and of the same days up to this hour."""
    before = whole[-1 - WEEK : -1]
    early = sofar[-1 - WEEK : -1]
    pace = pace_of(sofar[-1], early) if any(before) else Pace.UNKNOWN
    return Measure(whole[-1], before[-1], sum(before), pace, sum(early))
