"""What a municipality tells of itself: figures only, no texts and no people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.labels import Theme
from core.overview import Contented, Measure
from core.risk import Level


@dataclass(frozen=True, slots=True)
class Storm:
    """A theme that many speak of at once; `fading` once its rate has fallen."""

    theme: Theme
    level: Level
    since: datetime
    fading: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """An indicator of this year: plan, fact, whether it is reached (None: there is nothing to compare)."""

    code: str
    plan: float | None
    fact: float | None
    reached: bool | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests of the ЦУР that wait for an answer: how many, how many of them are late, the nearest day."""

    open: int = 0
    late: int = 0
    next: date | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A municipality as its own program counts it, by its own thresholds, terms and time.

    `profile` is its code, `population` its number of residents. `matters` and `risks` are open incidents by level,
    `overdue` and `near` those with a clock that is over or nearly so; `stormy` counts the open storms, of which the
    gravest are named. What the asker may not see is None or empty.
    """

    profile: str
    title: str
    at: datetime
    population: int
    posts: Measure | None
    opened: Measure
    matters: Mapping[Level, int]
    risks: Mapping[Level, int]
    overdue: int
    near: int
    stormy: int
    storms: tuple[Storm, ...]
    content: Contented
    indicators: tuple[Stated, ...] = ()
    asked: Asked | None = None

    def of(self, level: Level) -> int:
        """Open incidents of a level."""
        return self.matters.get(level, 0) + self.risks.get(level, 0)

    @property
    def open(self) -> int:
        """All open incidents."""
        return sum(self.matters.values()) + sum(self.risks.values())

    @property
    def raging(self) -> int:
        """Storms that still grow."""
        return sum(not each.fading for each in self.storms)

    @property
    def dense(self) -> float | None:
        """Open incidents for ten thousand residents: by this a village and a town compare."""
        return 10_000 * self.open / self.population if self.population else None

    @property
    def judged(self) -> tuple[int, int]:
        """How many indicators reach their plan, and how many have plan and fact."""
        told = [each.reached for each in self.indicators if each.reached is not None]
        return sum(told), len(told)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A municipality that gave the ЦУР a key: its profile's code, the address that is asked, the address of its pages
    as people reach them, and the key."""

    profile: str
    address: str
    pages: str = ""
    key: str = field(default="", repr=False)

    @property
    def door(self) -> str:
        """Where people go."""
        return self.pages or self.address


class State(StrEnum):
    """Whether a municipality is seen."""

    SEEN = "seen"
    REFUSED = "refused"
    AWAY = "away"
    STRANGE = "strange"


@dataclass(frozen=True, slots=True)
class Told:
    """What came of asking one; `said` is why nothing did, in Russian."""

    profile: str
    door: str
    state: State
    said: str = ""
    summary: Summary | None = None

    @property
    def title(self) -> str:
        """How people call it."""
        return self.summary.title if self.summary else self.profile
