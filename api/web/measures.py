"""Мероприятия: what must be done, by whom, until when; entered, executed with a proof, dropped with a reason."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api import problems
from api.auth import Caller, ServicesDep
from api.measures import MeasureIn, MeasureOut
from api.services import Services
from api.web import addresses, notes
from api.web.filters import known, plain
from api.web.rendering import page
from api.web.visiting import may, own_form
from core import periods, usecases
from core.errors import BadInput, IllegalMove, McuError, Outdated
from core.measures import ORIGIN_TITLES, STATE_TITLES, MeasureQuery, Origin, State
from core.scope import Right

router = APIRouter()
PATH = "/reports/measures"
MayRead = Annotated[Caller, Depends(may(Right.READ_REPORTS))]
MayWork = Annotated[Caller, Depends(may(Right.WORK_REPORTS))]
ADDED, MOVED = "measure-added", "measure-moved"
SHOWN = 300
LATE, ALL = "late", "all"
STATES = {State.OPEN.value: "исполняются", LATE: "просрочены", State.DONE.value: "исполнены", ALL: "все"}


def _page(
    request: Request, given: Services, caller: Caller, state: str = "open", wrong: str = "", status: int = 200
) -> Response:
    misread: list[str] = []
    chosen = known("state", plain(state), STATES, misread) or State.OPEN.value
    now, zone = given.clock.now(), given.profile.timezone
    states = (State(chosen),) if chosen in (State.OPEN, State.DONE) else ()
    late = periods.today(now, zone) if chosen == LATE else None
    with given.ledger.read() as work:
        found = work.measures.find(caller.scope, MeasureQuery(states, late_on=late, limit=SHOWN))
    shown = page(
        "measures.html",
        given,
        caller,
        status=status,
        found=[MeasureOut.seen(each, now, zone, given.mask) for each in found],
        state=chosen,
        states=STATES,
        wrong=wrong,
        misread=misread,
        blocks=given.profile.blocks,
        titles={each.code: each.title for each in given.profile.blocks},
        origins=ORIGIN_TITLES,
        standings=STATE_TITLES,
        by_hand=(Origin.HAND, Origin.MINUTES),
        to_incident=addresses.incident,
        may_work=Right.WORK_REPORTS in caller.scope.rights,
        note=notes.note_of(request),
    )
    notes.forget(shown, request, PATH)
    return shown


@router.get(PATH)
def show(
    request: Request, caller: MayRead, given: ServicesDep, state: Annotated[str, Query()] = State.OPEN.value
) -> Response:
    """The list."""
    return _page(request, given, caller, state)


@router.post(PATH)
def add(
    request: Request,
    caller: MayWork,
    given: ServicesDep,
    csrf: Annotated[str, Form(max_length=400)] = "",
    what: Annotated[str, Form(max_length=1000)] = "",
    block: Annotated[str, Form(max_length=64)] = "",
    position: Annotated[str, Form(max_length=400)] = "",
    due: Annotated[str, Form(max_length=10)] = "",
    origin: Annotated[str, Form(max_length=16)] = "hand",
    roadmap: Annotated[str, Form(max_length=19)] = "",
) -> Response:
    """Enter one by hand or out of minutes."""
    own_form(caller, csrf)
    now = given.clock.now()
    try:
        wanted = MeasureIn.model_validate(
            {"what": what, "block": block, "position": position, "due": due or None, "origin": origin}
            | ({"roadmap": roadmap} if roadmap else {})
        )
        with given.ledger.begin() as work:
            usecases.add_measure(work, caller.scope, given.profile, wanted.measure(now), now)
    except ValidationError:
        return _page(request, given, caller, wrong="Напишите, что сделать, выберите блок и день", status=422)
    except BadInput as error:
        return _page(request, given, caller, wrong=str(error), status=422)
    return _back(given, ADDED)


@router.post(f"{PATH}/{{measure_id}}")
def move(
    request: Request,
    measure_id: Annotated[int, Path(ge=1, le=2**62)],
    caller: MayWork,
    given: ServicesDep,
    csrf: Annotated[str, Form(max_length=400)] = "",
    revision: Annotated[int, Form(ge=1, le=10**9)] = 1,
    to: Annotated[str, Form(max_length=16)] = "",
    proof: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Executed, dropped, open again."""
    own_form(caller, csrf)
    try:
        state = _state(to)
        with given.ledger.begin() as work:
            usecases.move_measure(
                work, caller.scope, measure_id, revision, state, proof.replace("\x00", ""), given.clock.now()
            )
    except (BadInput, IllegalMove, Outdated) as error:
        return _refused(request, given, caller, error)
    return _back(given, MOVED)


def _state(to: str) -> State:
    if to not in STATE_TITLES:
        raise BadInput("выберите, что стало с мероприятием")
    return State(to)


def _refused(request: Request, given: Services, caller: Caller, error: McuError) -> Response:
    return _page(request, given, caller, wrong=f"Не записано: {error}", status=problems.status_of(error))


def _back(given: Services, note: str) -> Response:
    answer = RedirectResponse(PATH, 303)
    notes.leave(answer, note, given.secure_cookies, PATH)
    return answer
