"""Decisions on many cards at once, taking decisions back, who looks at what, and the journal of decisions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from api import problems
from api.routes.texts import reader
from api.web import notes
from api.web.deciding import Given, MayReview, typed
from api.web.faces import person
from api.web.queue import Asked, AskedDep, MayRead, queue_page
from api.web.rendering import page
from api.web.visiting import own_form
from core import usecases
from core.errors import BadInput, Conflict, NotFound
from core.flags import Decision, Flag, Review
from core.labels import THEME_TITLES
from core.undoing import in_force

router = APIRouter()
Cards = Annotated[list[str], Form(max_length=notes.MOST)]
LINES, EXCERPT = 50, 120
DECISION_TITLES = {
    Decision.CONFIRM: "подтверждена",
    Decision.REJECT: "отклонена",
    Decision.CORRECT: "тема исправлена",
    Decision.UNDO: "решение отменено",
}


def cards_in(told: Sequence[str]) -> list[tuple[int, int]]:
    """`12-3` as (id, revision). Raises BadInput where none is marked, or a mark is not ours."""
    parts = [each.partition("-") for each in told]
    if not parts:
        raise BadInput("отметьте карточки")
    if not all(number.isdecimal() and revision.isdecimal() for number, _, revision in parts):
        raise BadInput("отметка не с этой страницы")
    return [(int(number[:18]), int(revision[:9])) for number, _, revision in parts]


def reviewed(ask: Asked, made: Sequence[tuple[Review, int]]) -> tuple[list[tuple[int, int]], int]:
    """Decide on each card that still stands as it was seen: (id, new revision) of the decided, count of the others."""
    done: list[tuple[int, int]] = []
    with ask.given.ledger.begin() as work:
        for review, revision in made:
            try:
                flag = usecases.review(work, ask.caller.scope, ask.given.profile, review, revision)
            except (Conflict, NotFound):
                # Nothing was written for it: both are found out before the first change.
                continue
            done.append((flag.id, flag.revision))
    return done, len(made) - len(done)


def _back(ask: Asked, decision: Decision, done: list[tuple[int, int]], missed: int) -> Response:
    stay = f"#card-{done[0][0]}" if decision is Decision.UNDO and done else ""
    answer = RedirectResponse(ask.filters.address("/queue") + stay, 303)
    notes.leave(answer, decision, ask.given.secure_cookies, about=[*done, (0, missed)] if missed or not done else done)
    return answer


@router.post("/queue/decisions")
def decide(
    request: Request,
    form: Annotated[Given, Depends(typed)],
    caller: MayReview,
    ask: AskedDep,
    card: Cards = [],  # noqa: B006
) -> Response:
    """One decision on all marked cards; a refusal changes nothing and keeps marks and words."""
    own_form(caller, form.csrf)
    marked: list[tuple[int, int]] = []
    try:
        marked = cards_in(card)
        made = [(form.on(number, ask), revision) for number, revision in marked]
    except BadInput as error:
        said, status = f"Решение не записано: {error}.", problems.status_of(error)
        return queue_page(request, ask, status=status, wrong=said, form=form, ticked={number for number, _ in marked})
    done, missed = reviewed(ask, made)
    return _back(ask, Decision(form.decision), done, missed)


@router.post("/queue/undo")
def undo(caller: MayReview, ask: AskedDep, csrf: Annotated[str, Form()] = "", card: Cards = []) -> Response:  # noqa: B006
    """Take back the last decision on each of these cards."""
    own_form(caller, csrf)
    now = ask.given.clock.now()
    made = [(Review(number, ask.caller.scope.who, Decision.UNDO, now), revision) for number, revision in cards_in(card)]
    done, missed = reviewed(ask, made)
    return _back(ask, Decision.UNDO, done, missed)


@router.get("/queue/presence")
def presence(request: Request, ask: AskedDep, looking: Annotated[int, Query(ge=0, lt=2**53)] = 0) -> Response:
    """Note at which card the caller is; gives the cards that others look at, for the script."""
    now = ask.given.clock.now()
    request.app.state.presence.look(ask.caller.scope, looking, now)
    return JSONResponse(request.app.state.presence.others(ask.caller.scope, now), headers={"Cache-Control": "no-store"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal of decisions; `last` says that it is the one in force, which can be taken back."""

    review: Review
    card: Flag
    said: str
    who: str
    text: str
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
        made.append(Entry(review, card, said, person(review.by), mask(card.post.text)[:EXCERPT], last, undone))
    return made


@router.get("/decisions")
def journal(
    request: Request, caller: MayRead, ask: AskedDep, before: Annotated[int | None, Query(ge=1, lt=2**53)] = None
) -> Response:
    """The journal of decisions: who decided what, and taking it back."""
    with ask.given.ledger.read() as work:
        found = work.flags.reviewed(caller.scope, before, LINES + 1)
        known = work.flags.reviews(caller.scope, list({card.id for _, card in found}))
    entries = entries_of(found[:LINES], known, reader(caller, ask.given))
    following = entries[-1].review.id if len(found) > LINES else 0
    return page("decisions.html", ask.given, caller, entries=entries, following=following, first=before is None)
