"""What a person does with an alert: takes it, notes a receipt, has sent again what did not arrive."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import RedirectResponse, Response

from api import problems
from api.auth import Caller, ServicesDep
from api.services import Services
from api.web import notes
from api.web.alerts.asking import PATH, read
from api.web.alerts.listing import alerts_page
from api.web.visiting import may, own_form
from core import usecases
from core.errors import Conflict
from core.ports import Work
from core.scope import Right

router = APIRouter()
MayWork = Annotated[Caller, Depends(may(Right.WORK_INCIDENTS))]
AlertId = Annotated[int, Path(ge=1, le=2**62)]
Token = Annotated[str, Form(max_length=400)]
DeliveryId = Annotated[int | None, Form(ge=1, le=2**62)]


def _done(
    request: Request,
    given: Services,
    caller: Caller,
    token: str,
    alert_id: int,
    code: str,
    do: Callable[[Work], object],
) -> Response:
    """Do it in one transaction, and go back to the same list at the same alert."""
    own_form(caller, token)
    caller.scope.demand(Right.READ_INCIDENTS)
    try:
        with given.ledger.begin() as work:
            do(work)
    except Conflict as error:
        return alerts_page(request, given, caller, problems.status_of(error), f"Не записано: {error}.")
    answer = RedirectResponse(f"{read(request.query_params).address()}#alert-{alert_id}", 303)
    notes.leave(answer, code, given.secure_cookies, PATH)
    return answer


@router.post(f"{PATH}/{{alert_id}}/acknowledge")
def acknowledge(
    request: Request,
    alert_id: AlertId,
    caller: MayWork,
    given: ServicesDep,
    csrf: Token = "",
    delivery: DeliveryId = None,
) -> Response:
    """Take the alert, or note that a recipient confirmed a delivery."""
    now = given.clock.now()
    code = "alert-received" if delivery else "alert-taken"
    return _done(
        request,
        given,
        caller,
        csrf,
        alert_id,
        code,
        lambda work: usecases.acknowledge(work, caller.scope, alert_id, now, delivery),
    )


@router.post(f"{PATH}/{{alert_id}}/replay")
def replay(
    request: Request,
    alert_id: AlertId,
    caller: MayWork,
    given: ServicesDep,
    csrf: Token = "",
    delivery: DeliveryId = None,
) -> Response:
    """Send again what did not arrive: one delivery, or all."""
    now, chosen = given.clock.now(), [delivery] if delivery else None
    return _done(
        request,
        given,
        caller,
        csrf,
        alert_id,
        "alert-again",
        lambda work: usecases.replay(work, caller.scope, given.profile, alert_id, now, chosen),
    )
