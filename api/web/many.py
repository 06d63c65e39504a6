"""Decisions on many cards at once, taking decisions back, who looks at what, and the journal of decisions."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import problems
from api.web import notes
from api.web.deciding import Given, MayReview, typed
from api.web.queue import Asked, AskedDep, queue_page
from api.web.visiting import own_form
from core import usecases
from core.errors import BadInput, Conflict, NotFound
from core.flags import Decision, Review

router = APIRouter()
Cards = Annotated[list[str], Form(max_length=notes.MOST)]


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
