"""A sign of the map in an address: where it stands and what the map was asked for. The lists that it opens hold those
incidents that it counts, by the counting of the map itself, so that their figures are equal."""

from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Self

from api.services import Services
from api.web import addresses, times
from core import usecases
from core.geo import Point
from core.labels import THEME_TITLES, Theme
from core.maps import ZOOMS, MapQuery, Sign
from core.ports import Work
from core.reasons import plural
from core.risk import LEVEL_TITLES, Level
from core.scope import Scope
from core.usecases import Behind

OPEN, ALL = "open", "all"
STATES = {OPEN: "в работе", ALL: "в любом состоянии"}
FIELDS = 9


@dataclass(frozen=True, slots=True)
class Question:
    """What the map was asked for: incidents opened from a local day to another, both inclusive."""

    since: date
    until: date
    state: str = OPEN
    theme: str = ""
    level: str = ""

    @property
    def line(self) -> str:
        """As the beginning of a sign's line."""
        return f"{self.since.isoformat()},{self.until.isoformat()},{self.state},{self.theme},{self.level}"

    def query(self, zone: str) -> MapQuery:
        """As the store takes it."""
        return MapQuery(
            since=times.day_start(self.since.isoformat(), zone),
            until=times.day_start(self.until.isoformat(), zone, days=1),
            themes=(Theme(self.theme),) if self.theme else (),
            levels=(Level(self.level),) if self.level else (),
            ended=None if self.state == ALL else False,
        )

    @property
    def said(self) -> str:
        """`открыты с 20 окт по 19 ноя 2026, в работе, тема «Дороги»`."""
        days = f"открыты с {times.short(self.since)} по {times.short(self.until)} {self.until.year}"
        theme = f", тема «{THEME_TITLES[Theme(self.theme)]}»" if self.theme else ""
        return f"{days}, {STATES[self.state]}{theme}{f', риск {LEVEL_TITLES[Level(self.level)]}' if self.level else ''}"


@dataclass(frozen=True, slots=True)
class Told:
    """A sign and its question."""

    question: Question
    sign: Sign

    @property
    def line(self) -> str:
        """The whole as one value of an address."""
        at = self.sign.point
        return f"{self.question.line},{self.sign.zoom},{at.lat!r},{at.lon!r},{self.sign.name}"

    def address(self, what: str) -> str:
        """The list of its incidents, or of their cards."""
        return addresses.found(what, state=ALL if self.question.state == ALL else "", sign=self.line)

    def behind(self, work: Work, scope: Scope, given: Services) -> Behind:
        """What it counts now. Raises Denied."""
        query = self.question.query(given.profile.timezone)
        return usecases.behind(work, scope, given.places, query, self.sign)

    def said(self, found: Behind, given: Services, cards: bool) -> str:
        """What a list of cards or of incidents shows, in a sentence."""
        if not found.ids:
            return f"На карте здесь больше ничего нет: инциденты, {self.question.said}."
        near = " и рядом" if len(found.names) > 1 else ""
        forms = ("инцидента", "инцидентов", "инцидентов") if cards else ("инцидент", "инцидента", "инцидентов")
        count = f"{'карточки ' if cards else ''}{plural(len(found.ids), *forms)}"
        place = f"«{given.places.title(found.names[0])}»{near}"
        return f"Показано: {count} с карты ({place}; {self.question.said})."

    @classmethod
    def read(cls, line: str) -> Self | None:
        """From an address; None for what is no sign."""
        try:
            since, until, state, theme, level, zoom, lat, lon, name = line.split(",", FIELDS - 1)
            question = Question(date.fromisoformat(since), date.fromisoformat(until), state, theme, level)
            sign = Sign(Point(float(lat), float(lon)), int(zoom), name)
        except ValueError:
            return None
        known = state in STATES and theme in {"", *THEME_TITLES} and level in {"", *LEVEL_TITLES}
        return cls(question, sign) if known and _there(sign) else None


def _there(sign: Sign) -> bool:
    at = sign.point
    return isfinite(at.lat) and isfinite(at.lon) and abs(at.lat) <= 90 and abs(at.lon) <= 180 and sign.zoom in ZOOMS
