"""Two incidents of which a person is asked whether they are one matter, side by side."""

from collections.abc import Callable
from dataclasses import dataclass

from api.auth import Caller
from api.routes.texts import reader
from api.services import Services
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
    numbers = list(dict.fromkeys(number for each in asked for number in (each.incident_id, each.other_id)))
    mask = reader(caller, given, incidents=numbers)
    known, cards = work.incidents.briefs(caller.scope, numbers), work.incidents.opening(caller.scope, numbers)
    sizes = work.incidents.sizes(caller.scope, numbers)
    sides = {
        number: _side(Row.of(one, sizes[number], given.profile), cards.get(number), mask)
        for number, one in known.items()
    }
    return [Pair(each, sides[each.incident_id], sides[each.other_id]) for each in asked]


def _side(row: Row, first: Flag | None, mask: Callable[[str], str]) -> Side:
    text = mask(first.post.text if first else row.incident.text)
    return Side(row, text[:EXCERPT].rstrip() + "…" if len(text) > EXCERPT else text, first)
