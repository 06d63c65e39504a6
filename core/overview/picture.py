"""All figures of the overview, and how the counts of the store become them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.health import Health
from core.incidents import Incident
from core.labels import Theme
from core.overview.days import Days
from core.overview.measures import Measure
from core.overview.terms import Terms
from core.risk import Level


@dataclass(frozen=True, slots=True)
class Tally:
    """Cards of one theme, block and level by local days: of whole days, and of days up to this hour."""

    theme: Theme
    block: str
    level: Level
    whole: tuple[int, ...]
    sofar: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Open incidents: how many of each level, and how many of them are information risks."""

    matters: Mapping[Level, int] = field(default_factory=dict)
    risks: Mapping[Level, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contented:
    """Replies of residents under answers: how many are content, and how many not; `answered` counts the incidents whose
    reaction is awaited. The replies are of `read` incidents out of `whole` that were answered and opened lately."""

    glad: int = 0
    sad: int = 0
    answered: int = 0
    read: int = 0
    whole: int = 0

    @property
    def share(self) -> int | None:
        """Per cent of those who said what they think; None where nobody did."""
        return round(100 * self.glad / (self.glad + self.sad)) if self.glad + self.sad else None


@dataclass(frozen=True, slots=True)
class Picture:
    """What the overview shows. What the caller may not see is empty. `storms` are the gravest of `stormy`."""

    days: Days
    posts: Measure | None
    cards: Measure
    grave: Measure
    opened: Measure | None
    waiting: Mapping[Level, int]
    tallies: Sequence[Tally]
    board: Board
    terms: Terms = field(default_factory=Terms)
    storms: Sequence[Incident] = ()
    stormy: int = 0
    sources: Sequence[Health] = ()


def summed(rows: Iterable[Sequence[int]], length: int) -> tuple[int, ...]:
    """Column by column."""
    return tuple(map(sum, zip(*rows, strict=True))) or (0,) * length


def daily(tallies: Sequence[Tally], days: int) -> list[dict[Level, int]]:
    """Cards of each level on each of so many days."""
    by_level = {level: summed((each.whole for each in tallies if each.level is level), days) for level in Level}
    return [{level: by_level[level][day] for level in Level} for day in range(days)]


def cells(tallies: Sequence[Tally], days: int) -> dict[tuple[Theme, str], int]:
    """Cards of the last days by theme and block; pairs without any are left out."""
    found: dict[tuple[Theme, str], int] = {}
    for each in tallies:
        if count := sum(each.whole[-days:]):
            pair = each.theme, each.block
            found[pair] = found.get(pair, 0) + count
    return found
