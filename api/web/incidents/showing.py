"""The page of one incident, and the same page after a refused change."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.services import Services
from api.strangers import reads
from api.web import notes
from api.web.incidents.history import SAYINGS, who_of
from api.web.incidents.listing import PATH, MayRead
from api.web.incidents.reading import Whole
from api.web.incidents.typed import Typed
from api.web.rendering import page
from core.incidents import ENDED, NATURE_TITLES, OUTCOME_TITLES, Channel, Incident, Nature, Regime
from core.profile import Profile
from core.scope import Right
from core.usecases.answers import Verdict

router = APIRouter()
Number = Annotated[int, Path(ge=1, le=2**62)]
SITES = {
    "vk": "ВКонтакте",
    "max": "МАКС",
    "ok": "Одноклассники",
    "site": "сайт администрации",
    "press": "газета, телевидение",
    "letter": "письмо заявителю",
}
"""Platforms of an answer. A messenger under a ban for authorities is none of them."""
MOVED, ANSWERS, LINKS, OUTCOME, NATURE = "moves", "answers", "links", "outcome", "nature"
CIRCUMSTANCES = "circumstances"
CHECK = "check"
SPLIT, ABSORB, UNMERGE, VERDICT = "split", "absorb", "unmerge", "verdict"


def whom_of(profile: Profile) -> list[tuple[str, list[tuple[str, str]]]]:
    """Blocks with the positions in each: (title, [(value, position)])."""
    return [
        (
            block.title,
            [(block.code, f"блок: {block.head}" if block.head else "блок")]
            + [(f"{block.code}|{each}", each) for each in block.recipients if each != block.head],
        )
        for block in profile.blocks
    ]


def natures_of(incident: Incident) -> list[tuple[str, str]]:
    """What else its nature may be; nothing for one that ended or is an appeal."""
    if incident.ended or incident.regime is Regime.APPEAL or incident.status in ENDED:
        return []
    return [(code.value, NATURE_TITLES[code]) for code in Nature if code is not incident.nature]


def chosen(whole: Whole, code: str) -> str:
    """The text of a template that the address names, for who has no scripts; empty without one."""
    return next((each.text for each in whole.templates if each.template.code == code), "")


def incident_page(
    request: Request,
    given: Services,
    caller: Caller,
    number: int,
    *,
    status: int = 200,
    wrong: str = "",
    form: Typed | None = None,
    at: str = "",
    verdict: Verdict | None = None,
) -> Response:
    """The page; `wrong`, `form` and `at` after a refused change: what was said, typed, and in which form."""
    with given.ledger.read() as work:
        whole = Whole.of(work, caller, given, number, request.query_params.get("posts") == "all")
    shown = page(
        "incident.html",
        given,
        caller,
        status=status,
        whole=whole,
        may_work=caller.scope.may(Right.WORK_INCIDENTS, whole.incident.block, whole.incident.territory),
        one=whole.incident,
        wrong=wrong,
        form=form or Typed(),
        at=at,
        whom=whom_of(given.profile),
        sites=SITES,
        outcomes={code.value: title for code, title in OUTCOME_TITLES.items()},
        natures=natures_of(whole.incident),
        own_number=whole.incident.channel in (Channel.POS, Channel.IM),
        who_of=who_of,
        steps=sorted(SAYINGS),
        verdict=verdict,
        chosen=chosen(whole, request.query_params.get("template", "")),
        note=notes.read(request),
    )
    notes.forget(shown, request, PATH)
    return shown


@router.get(f"{PATH}/{{number}}", dependencies=[reads("posts", "template")])
def show(
    request: Request,
    number: Number,
    caller: MayRead,
    given: ServicesDep,
    posts: Annotated[str, Query()] = "",
    template: Annotated[str, Query()] = "",
) -> Response:
    """The page."""
    return incident_page(request, given, caller, number)
