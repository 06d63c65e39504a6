"""How the posts of an incident came, and from where: tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from api.web.faces import place_of
from core.flags import Flag
from core.incidents import curve, most

LINES = 12


@dataclass(frozen=True, slots=True)
class Spread:
    """How the posts came and from where: (moment, count), (place or source, count)."""

    points: Sequence[tuple[datetime, int]]
    places: Sequence[tuple[str, int]]
    sources: Sequence[tuple[str, int]]

    @property
    def most(self) -> int:
        """The greatest count of the curve."""
        return max((count for _, count in self.points), default=0)

    @classmethod
    def of(cls, cards: Sequence[Flag]) -> Self:
        """From the cards."""
        points = [point for point in curve([card.post.published for card in cards]) if point[1]]
        names = {str(card.post.key.source): card.source_title or card.post.key.source for card in cards}
        written = {card.place: place_of(card) for card in cards}
        places = [(written[key] or key, count) for key, count in most([card.place for card in cards]).items()][:LINES]
        sources = list(most([str(card.post.key.source) for card in cards]).items())[:LINES]
        return cls(points, places, [(names[source], count) for source, count in sources])
