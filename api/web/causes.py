"""Причины и дорожные карты: what a theme is about, what stands out, what is done against it and what came of it."""

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api.auth import Caller, ServicesDep
from api.roadmaps import RoadMapIn
from api.routes.roadmaps import Number, causes_document, document, stretch, whole
from api.services import Services
from api.strangers import exact
from api.web import addresses, notes, times
from api.web.filters import known
from api.web.rendering import page
from api.web.visiting import may, own_form
from core import periods
from core.errors import BadInput
from core.labels import THEME_TITLES, Theme
from core.scope import Right
from core.usecases import roadmaps as usecases

router = APIRouter()
PATH = "/reports/causes"
MayRead = Annotated[Caller, Depends(may(Right.READ_REPORTS))]
MayWork = Annotated[Caller, Depends(may(Right.WORK_REPORTS))]
ADDED, USUAL, SHOWN = "roadmap-added", timedelta(days=27), 50


def _page(
    request: Request, given: Services, caller: Caller, theme: str = "", wrong: str = "", status: int = 200
) -> Response:
    now, zone = given.clock.now(), given.profile.timezone
    misread: list[str] = []
    theme = known("theme", theme, THEME_TITLES, misread)
    chosen = Theme(theme) if theme else None
    today = periods.today(now, zone)
    with given.ledger.read() as work:
        week, factors = usecases.growth_factors(work, caller.scope, given.profile, now)
        period = periods.span(today - USUAL, today, zone)
        found, texts = usecases.causes(work, caller.scope, given.reading(), chosen, "", period) if chosen else ([], 0)
        cards = [whole(work, caller.scope, given, each) for each in work.roadmaps.find(caller.scope, SHOWN)]
    shown = page(
        "causes.html",
        given,
        caller,
        status=status,
        wrong=wrong,
        misread=misread,
        theme=chosen,
        causes=found,
        texts=texts,
        week=f"{times.short(week.first)} – {times.short(week.last)}",
        factors=factors,
        cards=cards,
        today=today,
        themes_of=THEME_TITLES,
        titles={each.code: each.title for each in given.profile.territories},
        territories=given.profile.territories,
        to_incident=addresses.incident,
        may_work=Right.WORK_REPORTS in caller.scope.rights,
        note=notes.note_of(request),
    )
    notes.forget(shown, request, PATH)
    return shown


@router.get(PATH)
def show(request: Request, caller: MayRead, given: ServicesDep, theme: Annotated[str, Query()] = "") -> Response:
    """The page."""
    return _page(request, given, caller, theme)


@router.get(f"{PATH}/paper", dependencies=[Depends(exact)])
def causes_paper(caller: MayRead, given: ServicesDep, theme: Annotated[Theme | Literal[""], Query()] = "") -> Response:
    """What the page says of a theme, as a document."""
    return causes_document(caller, given, stretch(given, theme or None))


@router.get(f"{PATH}/{{roadmap_id}}/paper")
def roadmap_paper(roadmap_id: Number, caller: MayRead, given: ServicesDep) -> Response:
    """A road map as a document."""
    return document(roadmap_id, caller, given)


@router.post(PATH)
def add(
    request: Request,
    caller: MayWork,
    given: ServicesDep,
    csrf: Annotated[str, Form(max_length=400)] = "",
    title: Annotated[str, Form(max_length=300)] = "",
    theme: Annotated[str, Form(max_length=40)] = "",
    cause: Annotated[str, Form(max_length=1000)] = "",
    territory: Annotated[str, Form(max_length=64)] = "",
    starts: Annotated[str, Form(max_length=10)] = "",
    ends: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """A new road map."""
    own_form(caller, csrf)
    now = given.clock.now()
    fields = {"title": title, "theme": theme, "cause": cause, "territory": territory, "starts": starts, "ends": ends}
    try:
        wanted = RoadMapIn.model_validate(fields)
        with given.ledger.begin() as work:
            usecases.add_roadmap(work, caller.scope, given.profile, wanted.roadmap(now), now)
    except ValidationError:
        return _page(request, given, caller, theme, "Напишите название, выберите тему и оба дня", 422)
    except BadInput as error:
        return _page(request, given, caller, theme, str(error), 422)
    answer = RedirectResponse(PATH, 303)
    notes.leave(answer, ADDED, given.secure_cookies, PATH)
    return answer
