"""An incident as a line of a list: everything worked out, so that the templates only place it."""

from dataclasses import dataclass
from typing import Self

from core.incidents import REGIME_TITLES, STATUS_TITLES, Incident, Nature, Regime
from core.labels import THEME_TITLES
from core.profile import Profile
from core.risk import LEVEL_TITLES

NAMELESS = "без названия"
NATURES = {Nature.RISK: "риск", Nature.MATTER: "вопрос"}


@dataclass(frozen=True, slots=True)
class Row:
    """One incident in a list; `posts` is how many publications it has. Titles are masked when they are stored."""

    incident: Incident
    posts: int
    block: str
    territory: str

    @property
    def title(self) -> str:
        """What it is about, in its own words."""
        return self.incident.title or NAMELESS

    @property
    def theme(self) -> str:
        """The theme in a word."""
        return THEME_TITLES[self.incident.theme]

    @property
    def level(self) -> str:
        """The level in a word."""
        return LEVEL_TITLES[self.incident.level]

    @property
    def nature(self) -> str:
        """Risk or matter, in one word."""
        return NATURES[self.incident.nature]

    @property
    def status(self) -> str:
        """Where it stands."""
        return STATUS_TITLES[self.incident.status]

    @property
    def regime(self) -> str:
        """Said only where it is an appeal: the other is the rule."""
        return REGIME_TITLES[self.incident.regime] if self.incident.regime is Regime.APPEAL else ""

    @classmethod
    def of(cls, incident: Incident, posts: int, profile: Profile) -> Self:
        """From the record."""
        blocks = {block.code: block.title for block in profile.blocks}
        places = {each.code: each.title for each in profile.territories}
        return cls(
            incident, posts, blocks.get(incident.block, incident.block), places.get(incident.territory, "")
        )  # fmt: skip
