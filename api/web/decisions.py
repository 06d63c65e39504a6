"""The journal of decisions on cards: who decided what and when, and which of it can still be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.routes.texts import reader
from api.web.faces import person
from api.web.queue import AskedDep, MayRead
from api.web.rendering import page
from core.flags import DECISION_TITLES, Decision, Flag, Review
from core.labels import THEME_TITLES
from core.undoing import in_force
from core.usecases.weekly import quoted

router = APIRouter()
LINES, EXCERPT = 50, 120


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal of decisions; `last` says that it is the one in force, which can be taken back."""

    review: Review
    card: Flag
    said: str
    who: str
    text: str
    reason: str
    last: bool
    undone: bool


def entries_of(
    found: Sequence[tuple[Review, Flag]], all_reviews: Sequence[Review], mask: Callable[[str], str]
) -> list[Entry]:
    """Decisions as lines. `all_reviews` are all those of the same cards, the oldest first."""
    by_card: dict[int, list[Review]] = {}
    for each in all_reviews:
        by_card.setdefault(each.flag_id, []).append(each)
    standing = {number: in_force(reviews) for number, reviews in by_card.items()}
    made = []
    for review, card in found:
        kept = [each.id for each in standing.get(card.id, [])]
        theme = str(review.labels.get("theme", ""))
        said = DECISION_TITLES[review.decision] + (f": {THEME_TITLES[card.theme]}" if theme == card.theme else "")
        undone = review.decision is not Decision.UNDO and review.id not in kept
        last = bool(kept) and kept[-1] == review.id
        shown = quoted(mask(card.post.text)[: 8 * EXCERPT], EXCERPT), mask(review.reason)
        made.append(Entry(review, card, said, person(review.by), *shown, last, undone))
    return made


@router.get("/decisions")
def journal(caller: MayRead, ask: AskedDep, before: Annotated[int | None, Query(ge=1, lt=2**53)] = None) -> Response:
    """The journal of decisions: who decided what, and taking it back."""
    with ask.given.ledger.read() as work:
        found = work.flags.reviewed(caller.scope, before, LINES + 1)
        known = work.flags.reviews(caller.scope, list({card.id for _, card in found}))
    entries = entries_of(found[:LINES], known, reader(caller, ask.given, cards=[card.id for _, card in found[:LINES]]))
    following = entries[-1].review.id if len(found) > LINES else 0
    return page("decisions.html", ask.given, caller, entries=entries, following=following, first=before is None)
