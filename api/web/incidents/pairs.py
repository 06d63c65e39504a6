"""Two incidents of which a person is asked whether they are one matter, side by side."""

from dataclasses import dataclass
from functools import cache

from api.auth import Caller
from api.routes.texts import reader
from api.services import Services
from api.web.incidents.reading import row_of
from api.web.incidents.rows import Row
from core.flags import Flag
from core.incidents import Proposal
from core.ports import Work

EXCERPT = 360


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two incidents, with the text of its first post."""

    row: Row
    text: str
    first: Flag | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with both its incidents; `one` would go over to `other`."""

    asked: Proposal
    one: Side
    other: Side

    @property
    def percent(self) -> int:
        """How alike they are, 0–100."""
        return round(100 * self.asked.score)


def pairs_of(work: Work, caller: Caller, given: Services, asked: list[Proposal]) -> list[Pair]:
    """Questions with what a person needs to answer them."""
    mask = reader(caller, given, incidents=[number for each in asked for number in (each.incident_id, each.other_id)])

    @cache
    def side(number: int) -> Side:
        cards = work.incidents.cards(caller.scope, number)
        first = cards[0] if cards else None
        row = row_of(work, caller.scope, number, given.profile)
        text = mask(first.post.text if first else row.incident.text)
        return Side(row, text[:EXCERPT].rstrip() + "…" if len(text) > EXCERPT else text, first)

    return [Pair(each, side(each.incident_id), side(each.other_id)) for each in asked]
