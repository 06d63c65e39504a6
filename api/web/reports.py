"""Отчёты: make the note of a week, read it, put one's own words in it, take the files."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api import problems
from api.auth import Caller, ServicesDep
from api.reports import ReportIn
from api.routes.reports import everything, made, read, room
from api.services import Services
from api.web import notes, times
from api.web.rendering import page
from api.web.visiting import may, own_form
from core import periods, usecases
from core.cases import SYSTEM_TITLES
from core.errors import BadInput, NotFound, Outdated
from core.labels import THEME_TITLES
from core.papers import Picture, Report
from core.scope import Right
from core.usecases.reporting import stale

router = APIRouter()
PATH = "/reports"
MayRead = Annotated[Caller, Depends(may(Right.READ_REPORTS))]
MayWork = Annotated[Caller, Depends(may(Right.WORK_REPORTS))]
Number = Annotated[int, Path(ge=1, le=2**62)]
MADE, EDITED = "report-made", "report-edited"
SHOWN, WEEKS = 50, 52
KEPT = {"Cache-Control": "private, max-age=600", "Vary": "Cookie"}
OLD = "отчёт изменился, пока вы правили. Ваш текст остался в поле: проверьте и сохраните ещё раз"


def _list(request: Request, given: Services, caller: Caller, wrong: str = "", status: int = 200) -> Response:
    everything(caller.scope)
    with given.ledger.read() as work:
        found = work.reports.list(caller.scope, SHOWN)
    shown = page(
        "reports.html",
        given,
        caller,
        status=status,
        found=found,
        wrong=wrong,
        weeks=_weeks(given),
        blocks=given.profile.blocks,
        themes_of=THEME_TITLES,
        systems=SYSTEM_TITLES,
        may_make=Right.WORK_REPORTS in caller.scope.rights and given.papers is not None,
        note=notes.note_of(request),
    )
    notes.forget(shown, request, PATH)
    return shown


def _weeks(given: Services) -> list[tuple[str, str]]:
    """Weeks to choose of by their days: the one that lasts, and those of the last year."""
    found = periods.weeks(given.clock.now(), given.profile.timezone, WEEKS)
    return [(each.code, times.span(each.first, each.last)) for each in found]


@router.get(PATH)
def show(request: Request, caller: MayRead, given: ServicesDep) -> Response:
    """The list, and the form of a new one."""
    return _list(request, given, caller)


@router.post(PATH)
def make(
    request: Request,
    caller: MayWork,
    given: ServicesDep,
    csrf: Annotated[str, Form(max_length=400)] = "",
    week: Annotated[str, Form(max_length=8)] = "",
    since: Annotated[str, Form(max_length=10)] = "",
    until: Annotated[str, Form(max_length=10)] = "",
    block: Annotated[str, Form(max_length=64)] = "",
    theme: Annotated[str, Form(max_length=64)] = "",
    system: Annotated[str, Form(max_length=16)] = "",
) -> Response:
    """Make a report; what was typed wrong is told above the form."""
    own_form(caller, csrf)
    days = {"from": since or None, "to": until or None} if since or until else {"week": week}
    lists = {"blocks": block, "themes": theme, "systems": system}
    try:
        asked = ReportIn.model_validate(days | {name: [value] for name, value in lists.items() if value})
        found = made(given, caller.scope, asked.asked(given.profile))
    except ValidationError:
        return _list(request, given, caller, "Укажите неделю или оба дня", 422)
    except BadInput as error:
        return _list(request, given, caller, str(error), 422)
    answer = RedirectResponse(f"{PATH}/{found.id}", 303)
    notes.leave(answer, MADE, given.secure_cookies, PATH)
    return answer


def _one(
    request: Request,
    given: Services,
    caller: Caller,
    report_id: int,
    wrong: str = "",
    typed: tuple[str, str] = ("", ""),
    status: int = 200,
) -> Response:
    with given.ledger.read() as work:
        found = read(work, caller.scope, report_id)
    shown = page(
        "report.html",
        given,
        caller,
        status=status,
        report=found,
        paper=found.shown,
        stale=[each.code for each in found.paper.sections if stale(found, each)],
        wrong=wrong,
        typed=typed,
        may_edit=Right.WORK_REPORTS in caller.scope.rights,
        note=notes.note_of(request),
    )
    notes.forget(shown, request, PATH)
    return shown


@router.get(f"{PATH}/{{report_id}}")
def one(request: Request, report_id: Number, caller: MayRead, given: ServicesDep) -> Response:
    """A report with its sections."""
    return _one(request, given, caller, report_id)


@router.post(f"{PATH}/{{report_id}}/sections/{{code}}")
def edit(
    request: Request,
    report_id: Number,
    code: Annotated[str, Path(max_length=64)],
    caller: MayWork,
    given: ServicesDep,
    csrf: Annotated[str, Form(max_length=400)] = "",
    revision: Annotated[int, Form(ge=1, le=10**9)] = 1,
    text: Annotated[str, Form(max_length=20_000)] = "",
    own: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Put one's own text in a section's place; `own` empty brings ours back."""
    own_form(caller, csrf)
    everything(caller.scope)
    words = text.replace("\x00", "").strip() if own else None
    try:
        with given.ledger.begin() as work:
            usecases.edit_report(work, caller.scope, report_id, revision, code, words or None, given.clock.now())
    except (Outdated, BadInput) as error:
        told = OLD if isinstance(error, Outdated) else str(error)
        return _one(request, given, caller, report_id, told, (code, text), problems.status_of(error))
    answer = RedirectResponse(f"{PATH}/{report_id}#{code}", 303)
    notes.leave(answer, EDITED, given.secure_cookies, PATH)
    return answer


@router.get(f"{PATH}/{{report_id}}/{{code}}/{{number}}.png")
def picture(
    report_id: Number,
    code: Annotated[str, Path(max_length=64)],
    number: Annotated[int, Path(ge=0, le=20)],
    caller: MayRead,
    given: ServicesDep,
) -> Response:
    """A picture of a section as the documents have it."""
    with given.ledger.read() as work:
        found = read(work, caller.scope, report_id)
    return Response(room(given).picture(_picture(found, code, number)), media_type="image/png", headers=KEPT)


def _picture(report: Report, code: str, number: int) -> Picture:
    section = report.paper.section(code)
    if section is None or number >= len(section.pictures):
        raise NotFound("такого рисунка в отчёте нет")
    return section.pictures[number]
