"""The card of one campaign: its tasks, its state, the incidents of its theme before and while it lasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.services import Services
from api.web import addresses, notes
from api.web.campaigns.calendar import PATH, MayRead
from api.web.campaigns.typed import Typed
from api.web.campaigns.year import said
from api.web.incidents.history import who_of
from api.web.rendering import page
from core import usecases
from core.campaigns import STATE_TITLES, Campaign, State, Task
from core.campaigns.cards import NEXT
from core.labels import THEME_TITLES
from core.profile import Profile
from core.usecases.noticing import local_day

router = APIRouter()
Number = Annotated[int, Path(ge=1, le=2**62)]
VERBS = {
    (State.PLANNED, State.RUNNING): "Начать",
    (State.PLANNED, State.ENDED): "Завершить",
    (State.RUNNING, State.ENDED): "Завершить",
    (State.ENDED, State.RUNNING): "Возобновить",
}
LINE: Sequence[State] = (State.PLANNED, State.RUNNING, State.ENDED)


@dataclass(frozen=True, slots=True)
class Duty:
    """A task with its day in words; `late` says that the day has passed."""

    task: Task
    due: str
    late: bool


def duties_of(campaign: Campaign, day: date) -> list[Duty]:
    """The tasks: what is not done first, the earliest at the head."""
    ordered = sorted(campaign.tasks, key=lambda task: (task.done_at is not None, task.due or date.max, task.id))
    return [
        Duty(
            task,
            f"до {said(task.due)}" if task.due else "",
            task.done_at is None and task.due is not None and task.due < day,
        )
        for task in ordered
    ]


def block_of(profile: Profile, code: str) -> str:
    """The title of a block; empty where there is none."""
    return next((block.title for block in profile.blocks if block.code == code), "")


def campaign_page(
    request: Request,
    given: Services,
    caller: Caller,
    number: int,
    *,
    status: int = 200,
    wrong: str = "",
    form: Typed | None = None,
    at: str = "",
) -> Response:
    """The page; `wrong`, `form` and `at` after a refused change."""
    now = given.clock.now()
    day = local_day(given.profile, now)
    with given.ledger.read() as work:
        one = work.campaigns.get(caller.scope, number)
        effect = usecases.effect(work, caller.scope, given.profile, one, now)
    shown = page(
        "campaign.html",
        given,
        caller,
        status=status,
        wrong=wrong,
        form=form or Typed(),
        at=at,
        one=one,
        theme=THEME_TITLES[one.theme],
        block=block_of(given.profile, one.block),
        line=[(STATE_TITLES[each], each is one.state, LINE.index(each) < LINE.index(one.state)) for each in LINE],
        moves=[(to.value, VERBS[one.state, to]) for to in LINE if to in NEXT[one.state]],
        duties=duties_of(one, day),
        positions=list(dict.fromkeys(filter(None, given.profile.roles.values()))),
        effect=effect,
        days=(f"{said(one.starts)} {one.starts.year}", f"{said(one.ends)} {one.ends.year}"),
        during=addresses.found("incidents", theme=one.theme.value, state="all", since=one.starts.isoformat()),
        who_of=who_of,
        note=notes.note_of(request),
    )
    notes.forget(shown, request, PATH)
    return shown


@router.get(f"{PATH}/{{number}}")
def show(request: Request, number: Number, caller: MayRead, given: ServicesDep) -> Response:
    """The page."""
    return campaign_page(request, given, caller, number)
