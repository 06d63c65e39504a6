"""Decisions on many cards at once, taking decisions back, who looks at what, and the journal of decisions."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import problems
from api.web import notes
from api.web.deciding import Given, MayReview, typed
from api.web.queue import Asked, AskedDep, queue_page
from api.web.rendering import by_htmx, page
from api.web.visiting import own_form
from core import usecases
from core.errors import BadInput, Conflict, NotFound
from core.flags import DECIDED, Decision, Flag, FlagStatus, Review

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


def _inplace(ask: Asked, note: notes.Note) -> Response:
    """What the script changes on the page: cards that went, cards that stay or come back, counts and the word."""
    shown: tuple[Flag, ...] = ()
    with ask.given.ledger.read() as work:
        if DECIDED[Decision(note.code)] is FlagStatus.OPEN:
            shown = tuple(work.flags.get(ask.caller.scope, number) for number, _ in note.done)
        total, levels = ask.tallied(work)
    return page(
        "parts/many.html",
        ask.given,
        ask.caller,
        bare=True,
        later=True,
        filters=ask.filters,
        faces=ask.faces(shown),
        note=note,
        total=total,
        levels=levels,
    )


def _back(ask: Asked, note: notes.Note) -> Response:
    stay = f"#card-{note.done[0][0]}" if note.code == Decision.UNDO and note.done else ""
    answer = RedirectResponse(ask.filters.address("/queue") + stay, 303)
    notes.leave(answer, note.code, ask.given.secure_cookies, about=note.about)
    return answer


def _told(request: Request, ask: Asked, decision: Decision, made: Sequence[tuple[Review, int]]) -> Response:
    """Decide, then change the page in place for the script, or open the queue anew."""
    done, missed = reviewed(ask, made)
    note = notes.Note(decision, (*done, (0, missed)) if missed or not done else tuple(done))
    return _inplace(ask, note) if by_htmx(request) else _back(ask, note)


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
        if by_htmx(request):
            return page("parts/unsaid.html", ask.given, ask.caller, status=status, wrong=said)
        return queue_page(request, ask, status=status, wrong=said, form=form, ticked={number for number, _ in marked})
    return _told(request, ask, Decision(form.decision), made)


@router.post("/queue/undo")
def undo(
    request: Request,
    caller: MayReview,
    ask: AskedDep,
    csrf: Annotated[str, Form()] = "",
    card: Cards = [],  # noqa: B006
) -> Response:
    """Take back the last decision on each of these cards."""
    own_form(caller, csrf)
    now = ask.given.clock.now()
    made = [(Review(number, ask.caller.scope.who, Decision.UNDO, now), revision) for number, revision in cards_in(card)]
    return _told(request, ask, Decision.UNDO, made)
