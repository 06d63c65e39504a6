"""Госпаблики: the register of official pages, their figures for a month, what to advise, the report."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.auth import Caller, ServicesDep
from api.routes.registers import Number, drawn
from api.services import Services
from api.strangers import exact, reads
from api.web.registers import Typed
from api.web.rendering import page
from api.web.visiting import may, own_form
from core import addresses, periods, usecases
from core.errors import BadInput, Conflict, NotFound
from core.pages import LEVEL_TITLES, OUTCOME_TITLES, Level, Page, Sample, advice, audit_paper
from core.pages.auditing import month
from core.pages.papers import number, percent, plan_told
from core.registers import KINDS
from core.scope import Right
from core.usecases.pages import strays

router = APIRouter()
PATH = "/pages"
MayRead = Annotated[Caller, Depends(may(Right.READ_REGISTERS))]
MayKeep = Annotated[Caller, Depends(may(Right.WORK_REGISTERS))]


def _today(given: Services) -> date:
    return periods.today(given.clock.now(), given.profile.timezone)


def _month(given: Services, told: str) -> tuple[date, date]:
    """The days of a month (`2026-11`), this one where none is told or it has not begun; days to come
    are left out."""
    today = _today(given)
    try:
        first, last = month(date.fromisoformat(f"{told}-01"))
    except ValueError:
        first, last = month(today)
    if first > today:
        first, last = month(today)
    return first, min(last, today)


def _misread(told: str, since: date) -> list[str]:
    known = not told or told[:7] == f"{since:%Y-%m}"
    return [] if known else [f"фильтр «месяц»: «{told[:40]}» — не месяц или ещё не начался"]


def _page(given: Services, caller: Caller, told: str = "", wrong: str = "") -> Response:
    since, until = _month(given, told)
    with given.ledger.read() as work:
        found = usecases.audits(work, caller.scope, given.profile, given.near, since, until, today=_today(given))
        left = strays(work, caller.scope, since, until)
        samples = work.pages.samples(caller.scope)
        known = {each.source for each in work.pages.known(caller.scope)}
        free = [each for each in work.sources.list(caller.scope) if each.key not in known]
    return page(
        "pages.html",
        given,
        caller,
        status=422 if wrong else 200,
        found=found,
        strays=left,
        samples=samples,
        free=free,
        since=since,
        until=until,
        shown=f"{since:%Y-%m}",
        earlier=f"{since - timedelta(days=1):%Y-%m}",
        advice=advice,
        number=number,
        percent=percent,
        levels=LEVEL_TITLES,
        outcomes=OUTCOME_TITLES,
        plan_told=plan_told,
        blocks={each.code: each.title for each in given.profile.blocks},
        wrong=wrong,
        misread=_misread(told, since),
        registers=KINDS,
    )


@router.get(PATH, dependencies=[reads("month")])
def show(request: Request, caller: MayRead, given: ServicesDep) -> Response:
    """The page."""
    return _page(given, caller, request.query_params.get("month", ""))


@router.get(f"{PATH}/paper", dependencies=[reads("month"), Depends(exact)])
def paper(request: Request, caller: MayRead, given: ServicesDep) -> Response:
    """The monthly report."""
    since, until = _month(given, request.query_params.get("month", ""))
    with given.ledger.read() as work:
        found = usecases.audits(work, caller.scope, given.profile, given.near, since, until, today=_today(given))
        left = strays(work, caller.scope, since, until)
    return drawn(given, audit_paper(found, since, until, given.profile, left), f"госпаблики-{since:%Y-%m}.docx")


@router.post(PATH)
def add(form: Typed, caller: MayKeep, given: ServicesDep) -> Response:
    """Make a source an official page."""
    own_form(caller, form.get("csrf", ""))
    try:
        made = Page(addresses.parse_any(form.get("source", "")), form.get("organisation", ""), form.get("block", ""))
        with given.ledger.begin() as work:
            usecases.keep_page(work, caller.scope, given.profile, made, given.clock.now())
    except (BadInput, Conflict, NotFound) as error:
        return _page(given, caller, wrong=str(error))
    return RedirectResponse(PATH, 303)


@router.post(f"{PATH}/samples")
def sample(form: Typed, caller: MayKeep, given: ServicesDep) -> Response:
    """Enter obligatory content."""
    own_form(caller, form.get("csrf", ""))
    try:
        days = [date.fromisoformat(form.get(name, "")) for name in ("starts", "ends")]
        text, tag, origin = (form.get(name, "") for name in ("text", "tag", "origin"))
        level = next((each for each in Level if each == form.get("level")), Level.REGIONAL)
        with given.ledger.begin() as work:
            made = Sample(level, form.get("title", ""), days[0], days[1], text, tag, origin)
            usecases.keep_sample(work, caller.scope, made, given.clock.now())
    except BadInput as error:
        return _page(given, caller, wrong=str(error))
    except ValueError:
        return _page(given, caller, wrong="поля «С» и «По»: нужны дни")
    return RedirectResponse(PATH, 303)


@router.post(f"{PATH}/{{page_id}}")
def look(page_id: Number, form: Typed, caller: MayKeep, given: ServicesDep) -> Response:
    """What a person has seen of a page."""
    own_form(caller, form.get("csrf", ""))
    marks = {"yes": True, "no": False}
    figures = {name: int(form[name]) for name in ("widgets", "design", "revision") if form.get(name, "").isdecimal()}
    try:
        with given.ledger.begin() as work:
            known = work.pages.get(caller.scope, page_id)
            made = Page(
                known.source,
                form.get("organisation") or known.organisation,
                form.get("block", known.block),
                marks.get(form.get("mark", "")),
                figures.get("widgets"),
                figures.get("design"),
                form.get("note", known.note),
                id=page_id,
                revision=figures.get("revision", 0),
            )
            usecases.keep_page(work, caller.scope, given.profile, made, given.clock.now())
    except (BadInput, Conflict) as error:
        return _page(given, caller, wrong=str(error))
    return RedirectResponse(PATH, 303)
