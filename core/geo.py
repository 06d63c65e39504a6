"""Places that a municipality knows, and where a name in a text points to.

Coordinates are degrees of WGS 84. A place without coordinates is still a place: its name is what posts have in common.
"""

from dataclasses import dataclass
from enum import StrEnum


class Rank(StrEnum):
    """What sort of place a kind is."""

    DISTRICT = "district"
    SETTLEMENT = "settlement"
    STREET = "street"
    HOUSE = "house"
    OBJECT = "object"


RANKS: dict[str, Rank] = {
    **dict.fromkeys(("region", "district", "okrug", "territory"), Rank.DISTRICT),
    **dict.fromkeys(("city", "town", "settlement", "village", "hamlet", "suburb", "garden"), Rank.SETTLEMENT),
    **dict.fromkeys(("street", "quarter"), Rank.STREET),
    "house": Rank.HOUSE,
}
"""Kinds with a rank of their own; every other kind (school, shop, park …) is an object."""


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees of WGS 84."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a gazetteer.

    `parent` is the path of what it lies in, outermost first, parted by commas: "Лужский район, Луга". A house has the
    name of its street (of its settlement, where there are no streets) and its number in `house`: "5 к2 лит Б".
    """

    name: str
    kind: str
    parent: str = ""
    house: str = ""
    point: Point | None = None
    aliases: tuple[str, ...] = ()

    @property
    def rank(self) -> Rank:
        """The sort of its kind."""
        return RANKS.get(self.kind, Rank.OBJECT)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells one entry of a gazetteer from another."""
        return self.kind, self.parent, self.name, self.house

    @property
    def title(self) -> str:
        """The name for people: "улица Мира, 5 к2"."""
        return f"{self.name}, {self.house}" if self.house else self.name


class Grounds(StrEnum):
    """Why an entry was taken for what a text names."""

    EXACT = "exact"
    INFLECTED = "inflected"
    SHORTENED = "shortened"
    MISSPELT = "misspelt"


GROUNDS_TITLES = {
    Grounds.EXACT: "имя совпало",
    Grounds.INFLECTED: "имя в другой форме",
    Grounds.SHORTENED: "имя сокращено",
    Grounds.MISSPELT: "имя с опечаткой",
}


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a text may name; confidence 0–1.

    `house` tells whether the house that the text names was found; `point` is the house's own, else the street's (the
    mean of its houses). `others` counts the entries that fit as well as this one.
    """

    entry: Entry
    confidence: float
    house: bool
    point: Point | None
    grounds: Grounds
    others: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a named place lies, if the gazetteer tells; `name` is the gazetteer's own, confidence 0–1."""

    lat: float | None
    lon: float | None
    name: str
    confidence: float
