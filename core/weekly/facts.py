"""All that the note says, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from core.campaigns import Campaign, Entry
from core.cases import Case, Pace, System
from core.exchange.recorded import Records
from core.labels import Theme
from core.maps import Mapped
from core.measures import Execution
from core.pages import Audit
from core.periods import Period
from core.profile import Profile
from core.registers import Entry as Kept
from core.weekly.comparing import Change
from core.weekly.conflicts import Conflicts

KEY_MOST = 200


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a report is asked for besides its period; empty tuples mean all of it."""

    period: Period
    blocks: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    systems: tuple[System, ...] = ()
    territories: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return not (self.blocks or self.themes or self.systems or self.territories)

    def answering(self, profile: Profile) -> tuple[str, ...]:
        """The blocks that are asked for, else those that answer for the themes; none: all of them."""
        themes = frozenset(self.themes)
        return self.blocks or tuple(each.code for each in profile.blocks if themes & frozenset(each.themes))

    @property
    def key(self) -> str:
        """The same question, the same key."""
        parts = (self.blocks, tuple(map(str, self.themes)), tuple(map(str, self.systems)), self.territories)
        whole = ":".join([self.period.code, *("+".join(sorted(part)) for part in parts)])
        return whole if len(whole) <= KEY_MOST else f"{self.period.code}:{sha256(whole.encode()).hexdigest()[:32]}"


@dataclass(frozen=True, slots=True)
class Cause:
    """A cluster of like texts: the words that tell it, how many texts, quotes (masked), the incidents."""

    words: tuple[str, ...]
    size: int
    quotes: tuple[str, ...]
    incidents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Growth:
    """A theme, within a territory or in all of them, that the rule tells, with its probable causes."""

    theme: Theme
    territory: str
    change: Change
    causes: tuple[Cause, ...] = ()
    of: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """`at` is the moment as of which things are told: the end of the period, or now while it lasts. `days` are messages
    by day (or week, of long periods); `cases` all incidents that the period touches; `forecast` the threats that
    last or begin within four weeks; `registers` entries of votes, lines, recommendations and practices that the period
    touches, `pages` the official pages in it: both empty where only a part is asked for;
    `records` what the loaded tables of «Инцидент менеджмент» and ПОС tell of the period."""

    asked: Ordered
    at: datetime
    made_at: datetime
    total: Change
    systems: tuple[tuple[System, Change], ...]
    themes: tuple[tuple[Theme, Change], ...]
    territories: tuple[tuple[str, Change], ...]
    blocks: tuple[tuple[str, Change], ...]
    days: tuple[tuple[date, int], ...]
    growths: tuple[Growth, ...]
    execution: Execution
    cases: tuple[Case, ...]
    earlier: tuple[Case, ...]
    conflicts: Conflicts
    forecast: tuple[Entry, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    mapped: Mapped | None = None
    storms: Mapping[int, int] = field(default_factory=dict)
    registers: tuple[Kept, ...] = ()
    pages: tuple[Audit, ...] = ()
    records: tuple[Records, ...] = ()

    @property
    def overdue(self) -> tuple[Case, ...]:
        """Open cases whose term of the answer has passed."""
        return tuple(case for case in self.cases if case.open and case.pace is Pace.OVERDUE)

    @property
    def whole(self) -> bool:
        """Whether the period is over."""
        return self.at >= self.asked.period.until
