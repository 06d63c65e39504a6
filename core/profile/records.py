"""What a profile holds: blocks, territories, thresholds. Positions only, never personal names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from core.deadlines import Calendar, Fast
from core.errors import BadProfile
from core.labels import Theme
from core.profile.duties import Alerts, Answering, Campaign, ClockRule, Windows, WorkWeek, working
from core.profile.reporting import Reporting
from core.profile.routes import AutoRule, Template

LEVEL_NAMES = ("low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True)
class Block:
    """A thematic block with its responsible positions (decree 000, Состав).

    `words` and `topics` tell apart blocks that share a theme (001, Прил. 2): one whose word or topic a text has comes
    first. A word stands for all words that begin with it.
    """

    code: str
    title: str
    themes: frozenset[Theme]
    head: str = ""
    recipients: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Territory:
    """A territorial department or settlement; `aliases` are its names in residents' mouths, `recipient` the position
    that answers for it, if one does."""

    code: str
    title: str
    aliases: tuple[str, ...] = ()
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """One municipality. `thresholds` give the least score of each level; `weights` of themes are 0–1; `population` is
    in persons; `repeat_days` is the window in which the same matter counts as repeated; `min_n` is the least number of
    messages from which a rating is shown; `roles` are code -> position; `crc` is the ЦУР as the decree names it."""

    code: str
    title: str
    centre: str
    decree: str
    region: str
    timezone: str
    population: int
    blocks: tuple[Block, ...]
    fallback: str
    territories: tuple[Territory, ...]
    thresholds: Mapping[str, int]
    weights: Mapping[Theme, float]
    repeat_days: int = 30
    week: WorkWeek = field(default_factory=WorkWeek)
    clocks: tuple[ClockRule, ...] = ()
    windows: Windows = field(default_factory=Windows)
    roles: Mapping[str, str] = field(default_factory=dict)
    channels: tuple[str, ...] = ()
    crc: str = ""
    alerts: Alerts = field(default_factory=Alerts)
    campaigns: tuple[Campaign, ...] = ()
    fast: tuple[Fast, ...] = ()
    rules: tuple[AutoRule, ...] = ()
    templates: tuple[Template, ...] = ()
    min_n: int = 5
    answers: Answering = field(default_factory=Answering)
    reports: Reporting = field(default_factory=Reporting)

    @property
    def repeat_window(self) -> timedelta:
        """The time within which the same theme and place count as a repetition."""
        return timedelta(days=self.repeat_days)

    @property
    def calendar(self) -> Calendar:
        """When the municipality works, its holidays included."""
        return working(self.week, self.timezone)

    def block(self, code: str) -> Block:
        """The block of this code. Raises BadProfile if there is none."""
        for block in self.blocks:
            if block.code == code:
                return block
        raise BadProfile(f"{self.code}: нет блока «{code}»")
