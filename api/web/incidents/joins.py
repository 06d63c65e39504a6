"""Questions whether two incidents are one matter: the other half of the triage, by keyboard like the cards."""

from collections.abc import Sequence, Set
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from api import problems
from api.auth import Caller, ServicesDep
from api.services import Services
from api.web import notes
from api.web.incidents.acting import JOINS, REFUSALS, MayWork
from api.web.incidents.listing import MayRead
from api.web.incidents.pairs import pairs_of
from api.web.incidents.typed import TypedForm
from api.web.rendering import page
from api.web.visiting import own_form
from core import usecases
from core.errors import Conflict
from core.incidents import Answered, Proposal
from core.scope import Right

router = APIRouter()
Number = Annotated[int, Path(ge=1, le=2**62)]
PATH = JOINS
SHOWN = 12
"""Pairs on the page: as many as a person answers before looking up; each is two incidents to be read."""


def joins_page(request: Request, given: Services, caller: Caller, status: int = 200, wrong: str = "") -> Response:
    """The page; `wrong` after a refused answer."""
    with given.ledger.read() as work:
        asked = work.proposals.find(caller.scope, Answered.OPEN, limit=SHOWN)
        total = work.proposals.count(caller.scope, Answered.OPEN)
        pairs = pairs_of(work, caller, given, asked)
    shown = page(
        "joins.html",
        given,
        caller,
        status=status,
        pairs=pairs,
        total=total,
        waiting=total,
        wrong=wrong,
        note=notes.read(request),
    )
    notes.forget(shown, request)
    return shown


@router.get(PATH)
def show(request: Request, caller: MayRead, given: ServicesDep) -> Response:
    """The page."""
    return joins_page(request, given, caller)


@router.post("/proposals/{proposal_id}/verdict")
def verdict(request: Request, proposal_id: Number, caller: MayWork, given: ServicesDep, form: TypedForm) -> Response:
    """Yes: the younger one's posts go over to the older one. No: the pair is kept apart for good."""
    own_form(caller, form.csrf)
    caller.scope.demand(Right.READ_INCIDENTS)
    try:
        with given.ledger.begin() as work:
            asked = work.proposals.get(caller.scope, proposal_id)
            order = [each.id for each in work.proposals.find(caller.scope, Answered.OPEN)]
            if form.accept not in ("yes", "no"):
                raise Conflict("ответьте «да» или «нет»")
            yes, now = form.accept == "yes", given.clock.now()
            found = usecases.decide(work, caller.scope, given.profile, proposal_id, yes, now)
            revision = work.incidents.brief(caller.scope, asked.incident_id).revision
            left = {each.id for each in work.proposals.find(caller.scope, Answered.OPEN, limit=SHOWN)}
    except REFUSALS as error:
        return joins_page(request, given, caller, problems.status_of(error), f"Ответ не записан: {error}.")
    mine, following = _from(form.back, asked), _following(asked.id, order, left)
    if not yes:
        return _back(given, mine, following, "incident-two", [(asked.id, 0)])
    about = [(asked.incident_id, revision)]
    return _back(given, mine and found.id, following, "incident-one", about if mine else [*about, (asked.id, 0)])


def _following(answered: int, order: Sequence[int], left: Set[int]) -> int:
    """The question that the keyboard goes on to: the next that is left on the page, else the one before; 0 for none."""
    at = order.index(answered) if answered in order else len(order)
    return next((each for each in (*order[at + 1 :], *reversed(order[:at])) if each in left), 0)


def _from(back: str, asked: Proposal) -> int:
    """The incident on whose page the person is; 0 on the page of questions."""
    mine = back.isdecimal() and back.isascii() and int(back) in (asked.incident_id, asked.other_id)
    return int(back) if mine else 0


def _back(
    given: Services, incident: int, question: int, code: str, about: Sequence[tuple[int, int]] = ()
) -> Response:  # fmt: skip
    """To the page of the incident where the person is, else to a question; the keyboard stands there."""
    card = f"#card-{question}" if question else ""
    path, page_ = ("/incidents", f"/incidents/{incident}") if incident else ("/queue", f"{PATH}{card}")
    answer = RedirectResponse(page_, 303)
    notes.leave(answer, code, given.secure_cookies, path, about)
    return answer


@router.post("/proposals/{proposal_id}/again")
def again(request: Request, proposal_id: Number, caller: MayWork, given: ServicesDep, form: TypedForm) -> Response:
    """Take back a "no", at once or later: the pair is asked about again."""
    own_form(caller, form.csrf)
    caller.scope.demand(Right.READ_INCIDENTS)
    try:
        with given.ledger.begin() as work:
            asked = work.proposals.get(caller.scope, proposal_id)
            usecases.ask_again(work, caller.scope, proposal_id, given.clock.now())
    except REFUSALS as error:
        return joins_page(request, given, caller, problems.status_of(error), f"Ответ не отменён: {error}.")
    return _back(given, _from(form.back, asked), asked.id, "incident-again")
