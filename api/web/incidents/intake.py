"""The form of manual intake: what came orally, on paper, by telephone. Nobody's name has a field here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response

from api.auth import Caller, ServicesDep
from api.services import Services
from api.web import notes
from api.web.incidents.entering import Typed, Wrong, choices, record, refusal
from api.web.incidents.listing import PATH as LIST
from api.web.rendering import page
from api.web.visiting import may, own_form
from core.errors import BadInput
from core.scope import Right

router = APIRouter()
PATH = "/intake"
MayEnter = Annotated[Caller, Depends(may(Right.INTAKE))]


def intake_page(given: Services, caller: Caller, form: Typed | None = None, wrong: Wrong | None = None) -> Response:
    """The page; `form` and `wrong` after a refusal."""
    return page(
        "intake.html",
        given,
        caller,
        status=422 if wrong else 200,
        form=form or Typed(),
        wrong=wrong or Wrong({}),
        choices=choices(given.profile),
    )


@router.get(PATH)
def show(caller: MayEnter, given: ServicesDep) -> Response:
    """The form."""
    caller.scope.demand(Right.READ_INCIDENTS)
    return intake_page(given, caller)


@router.post(PATH)
def enter(form: Annotated[Typed, Form()], caller: MayEnter, given: ServicesDep) -> Response:
    """Register it; a refusal changes nothing and keeps what was typed."""
    own_form(caller, form.csrf)
    caller.scope.demand(Right.READ_INCIDENTS)
    now = given.clock.now()
    wanted = record(form, given.profile, now)
    if isinstance(wanted, Wrong):
        return intake_page(given, caller, form, wrong=wanted)
    try:
        made = given.register(caller.scope, wanted, now)
    except BadInput as error:
        return intake_page(given, caller, form, wrong=refusal(error))
    answer = RedirectResponse(f"{LIST}/{made.id}", 303)
    notes.leave(answer, "incident-entered", given.secure_cookies, LIST, [(made.id, 0)])
    return answer
