"""The proper name of a place that a text names: by the gazetteer where it is sure of it, else in the nominative.

The cases are tests/unit/nlp/cases/titles.txt.
"""

import re

from core.geo import Rank
from nlp.gazetteer.nominative import nominative
from nlp.gazetteer.resolve import Gazetteer

SURE = 0.9
HOUSE = re.compile(r"^(?P<street>[^\d№]+?),?\s+(?:д(?:ом)?\.?\s*)?(?P<house>\d{1,3}\s?[А-Яа-я]?(?:[/-]\d{1,3})?)$")
"""A street and the number of a house. "школа № 1" has no house."""
STREETS = frozenset({Rank.STREET, Rank.SETTLEMENT})


def title(name: str, gazetteer: Gazetteer) -> str:
    """The name as the gazetteer writes it, the house as the text does: "Советской 17" -> "улица Советская, 17". A shop
    that stands at an address does not give the address its name."""
    said = nominative(name)
    if found := HOUSE.match(said):
        street = _sure(found["street"], gazetteer, STREETS)
        return f"{street}, {found['house']}" if street else said
    return _sure(said, gazetteer, frozenset(Rank)) or said


def _sure(name: str, gazetteer: Gazetteer, ranks: frozenset[Rank]) -> str:
    best = next(iter(gazetteer.resolve(name, sure=True)), None)
    return best.entry.name if best and best.confidence >= SURE and best.entry.rank in ranks else ""
