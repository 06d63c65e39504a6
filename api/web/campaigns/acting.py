"""What a person does with campaigns: plain forms. A refused change shows the page again with what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import RedirectResponse, Response

from api import problems
from api.auth import Caller, ServicesDep
from api.services import Services
from api.web import notes
from api.web.campaigns.calendar import PATH, calendar_page
from api.web.campaigns.showing import Number, campaign_page
from api.web.campaigns.typed import Typed, TypedForm
from api.web.incidents.strict import worded
from api.web.visiting import may, own_form
from core import usecases
from core.campaigns import Campaign
from core.errors import BadInput, Conflict, IllegalMove, NotFound, Outdated
from core.ports import Work
from core.scope import Right

router = APIRouter()
MayWork = Annotated[Caller, Depends(may(Right.WORK_CAMPAIGNS))]
REFUSALS = (BadInput, Conflict, IllegalMove, Outdated)
OLD = "кампания изменилась, пока вы смотрели. Ниже она такая, как сейчас; введённое осталось в форме"


@dataclass(frozen=True, slots=True)
class Change:
    """A change that somebody wants: by whom, with what."""

    request: Request
    form: Typed
    caller: Caller
    given: Services
    at: datetime

    def made(self, name: str, note: str, do: Callable[[Work], Campaign | None], number: int = 0) -> Response:
        """Do it in one transaction and go to the page of the campaign; without one, to the calendar."""
        try:
            with self.given.ledger.begin() as work:
                found = do(work)
        except REFUSALS as error:
            return self._refused(name, error, number)
        answer = RedirectResponse(f"{PATH}/{found.id}" if found else PATH, 303)
        about = [(found.id, 0)] if found else []
        notes.leave(answer, note, self.given.secure_cookies, PATH, about)
        return answer

    def _refused(self, name: str, error: Exception, number: int) -> Response:
        assert isinstance(error, REFUSALS)
        wrong = f"Не записано: {OLD if isinstance(error, Outdated) else worded(error)}."
        status = problems.status_of(error)
        if number:
            return campaign_page(
                self.request, self.given, self.caller, number, status=status, wrong=wrong, form=self.form, at=name
            )
        return calendar_page(self.request, self.given, self.caller, status, wrong, self.form, name)


def wanted(request: Request, form: TypedForm, caller: MayWork, given: ServicesDep) -> Change:
    """The change of a request. Who may not read campaigns gets none."""
    caller.scope.demand(Right.READ_CAMPAIGNS)
    own_form(caller, form.csrf)
    return Change(request, form, caller, given, given.clock.now())


ChangeDep = Annotated[Change, Depends(wanted)]


@router.post(PATH)
def plan(change: ChangeDep) -> Response:
    """A campaign of one's own."""
    given, scope = change.given, change.caller.scope
    return change.made(
        "new",
        "campaign-planned",
        lambda work: usecases.plan_campaign(
            work, scope, given.profile, change.form.campaign().campaign(change.at), change.at
        ),
    )


@router.post(f"{PATH}/notices/{{notice_id}}")
def decide(change: ChangeDep, notice_id: Annotated[int, Path(ge=1, le=2**62)]) -> Response:
    """Plan what a notice asks for, or say why not."""
    form, yes = change.form, change.form.accept == "yes"
    known = change.caller.scope, change.given.profile, notice_id, yes

    def do(work: Work) -> Campaign | None:
        try:
            return usecases.decide_notice(work, *known, change.at, form.reason)[1]
        except NotFound as error:
            raise BadInput(str(error)) from None

    return change.made(f"notice-{notice_id}", "campaign-planned" if yes else "campaign-declined", do)


@router.post(f"{PATH}/{{number}}/moves")
def move(change: ChangeDep, number: Number) -> Response:
    """Begin, end, take up again."""
    form, scope = change.form, change.caller.scope
    return change.made(
        "moves",
        "campaign-moved",
        lambda work: usecases.move_campaign(work, scope, number, form.revision, form.state(), change.at, form.text),
        number,
    )


@router.post(f"{PATH}/{{number}}/tasks")
def add_task(change: ChangeDep, number: Number) -> Response:
    """One more task."""
    form, scope = change.form, change.caller.scope
    return change.made(
        "tasks",
        "campaign-task",
        lambda work: usecases.add_task(work, scope, number, form.revision, form.task().task(), change.at),
        number,
    )


@router.post(f"{PATH}/{{number}}/tasks/{{task_id}}")
def set_task(change: ChangeDep, number: Number, task_id: Annotated[int, Path(ge=1, le=2**62)]) -> Response:
    """A task is done, or open again."""
    form, scope, done = change.form, change.caller.scope, change.form.done == "yes"
    return change.made(
        "tasks",
        "campaign-done",
        lambda work: usecases.set_task(work, scope, number, form.revision, task_id, done, change.at),
        number,
    )
