"""Показатели: plan and fact of a year, formulas with sources; the log of requests of the ЦУР."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api import problems
from api.auth import Caller, ServicesDep
from api.indicators import FigureIn, InquiryIn
from api.routes.indicators import shown as inquiry_shown
from api.routes.indicators import year_of
from api.services import Services
from api.web import notes
from api.web.filters import known, plain
from api.web.rendering import page
from api.web.visiting import may, own_form
from core import periods
from core.errors import BadInput, IllegalMove, NotFound, Outdated
from core.indicators import KIND_TITLES
from core.ports import Work
from core.scope import Right
from core.usecases import indicators as usecases

router = APIRouter()
PATH = "/reports/indicators"
MayRead = Annotated[Caller, Depends(may(Right.READ_REPORTS))]
MayWork = Annotated[Caller, Depends(may(Right.WORK_REPORTS))]
KEPT, ADDED, ANSWERED = "figure-kept", "inquiry-added", "inquiry-answered"
MONTHS = ("весь год", "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
SHOWN = 200
YEARS = [str(year) for year in range(2000, 2101)]
BadForm = (BadInput, NotFound, IllegalMove, Outdated)


def said(value: float | None) -> str:
    """A figure for people."""
    if value is None:
        return "—"
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def _page(
    request: Request, given: Services, caller: Caller, year: str = "", wrong: str = "", status: int = 200
) -> Response:
    misread: list[str] = []
    wanted, found = year_of(given, caller.scope, int(known("year", plain(year), YEARS, misread) or 0))
    with given.ledger.read() as work:
        asked = work.indicators.inquiries(caller.scope, SHOWN)
    shown = page(
        "indicators.html",
        given,
        caller,
        status=status,
        wrong=wrong,
        misread=misread,
        year=wanted,
        found=found,
        months=MONTHS,
        said=said,
        inquiries=[inquiry_shown(each, given) for each in asked],
        kinds=KIND_TITLES,
        today=periods.today(given.clock.now(), given.profile.timezone),
        may_work=Right.WORK_REPORTS in caller.scope.rights,
        may_file=given.papers is not None,
        note=notes.note_of(request),
    )
    notes.forget(shown, request, PATH)
    return shown


@router.get(PATH)
def show(request: Request, caller: MayRead, given: ServicesDep, year: Annotated[str, Query()] = "") -> Response:
    """The page."""
    return _page(request, given, caller, year)


def _done(request: Request, given: Services, caller: Caller, note: str, do: Callable[[Work], object]) -> Response:
    """Do it in one transaction, and back to the page; a refusal is told above it."""
    try:
        with given.ledger.begin() as work:
            do(work)
    except ValidationError:
        return _page(request, given, caller, wrong="Проверьте числа и дни: не всё заполнено верно", status=422)
    except BadForm as error:
        return _page(request, given, caller, wrong=str(error), status=problems.status_of(error))
    answer = RedirectResponse(PATH, 303)
    notes.leave(answer, note, given.secure_cookies, PATH)
    return answer


@router.post(PATH)
def put(
    request: Request,
    caller: MayWork,
    given: ServicesDep,
    csrf: Annotated[str, Form(max_length=400)] = "",
    code: Annotated[str, Form(max_length=64)] = "",
    year: Annotated[str, Form(max_length=4)] = "",
    month: Annotated[str, Form(max_length=2)] = "",
    plan: Annotated[str, Form(max_length=20)] = "",
    fact: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """A plan, or a fact that is entered by hand."""
    own_form(caller, csrf)
    figures = {name: value.replace(",", ".") or None for name, value in (("plan", plan), ("fact", fact))}

    def do(work: Work) -> None:
        wanted = FigureIn.model_validate({"year": year, "month": month or 0, **figures})
        usecases.put_figure(work, caller.scope, wanted.figure(code), given.clock.now())

    return _done(request, given, caller, KEPT, do)


@router.post(f"{PATH}/inquiries")
def add(
    request: Request,
    caller: MayWork,
    given: ServicesDep,
    csrf: Annotated[str, Form(max_length=400)] = "",
    what: Annotated[str, Form(max_length=2000)] = "",
    number: Annotated[str, Form(max_length=100)] = "",
    kind: Annotated[str, Form(max_length=16)] = "materials",
    received: Annotated[str, Form(max_length=10)] = "",
    due: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """A request of the ЦУР."""
    own_form(caller, csrf)

    def do(work: Work) -> None:
        fields = {"what": what, "number": number, "kind": kind, "received": received, "due": due}
        usecases.add_inquiry(work, caller.scope, InquiryIn.model_validate(fields).inquiry(), given.clock.now())

    return _done(request, given, caller, ADDED, do)


@router.post(f"{PATH}/inquiries/{{inquiry_id}}")
def answer(
    request: Request,
    inquiry_id: Annotated[int, Path(ge=1, le=2**62)],
    caller: MayWork,
    given: ServicesDep,
    csrf: Annotated[str, Form(max_length=400)] = "",
    revision: Annotated[int, Form(ge=1, le=10**9)] = 1,
    result: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """The request was answered today."""
    own_form(caller, csrf)
    words = " ".join(result.replace("\x00", "").split())

    def do(work: Work) -> None:
        usecases.answer_inquiry(work, caller.scope, given.profile, inquiry_id, revision, words, given.clock.now())

    return _done(request, given, caller, ANSWERED, do)
