"""The calendar of threats, what asks for a campaign, and all campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.services import Services
from api.web import notes
from api.web.campaigns.typed import Typed
from api.web.campaigns.year import MONTHS, line_of, place
from api.web.incidents.history import who_of
from api.web.rendering import page
from api.web.visiting import may
from core import usecases
from core.campaigns import STATE_TITLES, Campaign, CampaignQuery, Notice, Verdict
from core.labels import THEME_TITLES, Theme
from core.reasons import say
from core.scope import Right

router = APIRouter()
PATH = "/campaigns"
SHOWN = 100
MayRead = Annotated[Caller, Depends(may(Right.READ_CAMPAIGNS))]


@dataclass(frozen=True, slots=True)
class Asked:
    """A notice that a campaign is needed, with its reasons in words."""

    notice: Notice
    theme: str
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A campaign in the list; `late` counts tasks whose day has passed."""

    campaign: Campaign
    theme: str
    state: str
    done: int
    late: int


def row_of(campaign: Campaign, day: date) -> Row:
    """A campaign as a line."""
    left = campaign.left
    late = sum(task.due is not None and task.due < day for task in left)
    theme = THEME_TITLES[campaign.theme]
    return Row(campaign, theme, STATE_TITLES[campaign.state], len(campaign.tasks) - len(left), late)


def calendar_page(
    request: Request,
    given: Services,
    caller: Caller,
    status: int = 200,
    wrong: str = "",
    form: Typed | None = None,
    at: str = "",
) -> Response:
    """The page; `wrong`, `form` and `at` after a refused change: what was said, typed, and in which form."""
    with given.ledger.read() as work:
        found = usecases.seasons(work, caller.scope, given.profile, given.clock.now())
        asked = work.campaigns.notices(caller.scope, Verdict.OPEN)
        campaigns = work.campaigns.find(caller.scope, CampaignQuery(limit=SHOWN))
    shown = page(
        "campaigns.html",
        given,
        caller,
        status=status,
        wrong=wrong,
        form=form or Typed(),
        at=at,
        lines=[line_of(entry, found.day) for entry in found.entries],
        months=MONTHS,
        today=place(found.day),
        asked=[Asked(each, THEME_TITLES[each.theme], [say(reason) for reason in each.reasons]) for each in asked],
        rows=[row_of(each, found.day) for each in campaigns],
        kinds=sorted(
            ((each.value, THEME_TITLES[each]) for each in Theme if each is not Theme.NONE), key=lambda p: p[1]
        ),
        who_of=who_of,
        note=notes.note_of(request),
    )
    notes.forget(shown, request, PATH)
    return shown


@router.get(PATH)
def show(request: Request, caller: MayRead, given: ServicesDep) -> Response:
    """The page."""
    return calendar_page(request, given, caller)
