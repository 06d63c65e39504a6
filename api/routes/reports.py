"""Reports: made, read, edited, downloaded (decrees 001, п. 3.2а; 002, п. 4.3а)."""

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi import Path as PathField

from api.auth import Caller, ServicesDep, needs
from api.reports import ReportBrief, ReportIn, ReportOut, ReportsOut, SectionIn
from api.services import Services
from api.tags import ETAG, conflicts, seen, tag
from core import usecases
from core.errors import Denied
from core.papers import Report
from core.ports import Papers, Work
from core.scope import Right, Scope
from core.weekly import Ordered

router = APIRouter(tags=["Отчёты"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_REPORTS))]
MayWork = Annotated[Caller, Depends(needs(Right.WORK_REPORTS))]
Number = Annotated[int, PathField(ge=1, le=2**62)]
Code = Annotated[str, PathField(max_length=64)]
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def room(given: Services) -> Papers:
    """Who writes papers. Raises Denied where nobody does."""
    if given.papers is None:
        raise Denied("составление отчётов здесь не настроено")
    return given.papers


def everything(scope: Scope) -> None:
    """A report tells of all blocks: who sees some of them only reads none."""
    if scope.blocks is not None or scope.territories is not None:
        raise Denied("отчёт охватывает все блоки и территории, а вам видна часть из них")


def made(given: Services, scope: Scope, asked: Ordered) -> Report:
    """Make and keep a report."""
    papers = room(given)
    reading, now = given.reading(), given.clock.now()
    return usecases.make_report(given.ledger, scope, given.profile, reading, papers, asked, now)


def read(work: Work, scope: Scope, report_id: int) -> Report:
    """A report that the caller may see."""
    everything(scope)
    return work.reports.get(scope, report_id)


def file(body: bytes, name: str, kind: str) -> Response:
    """A file to keep, under a Russian name."""
    where = f"attachment; filename=\"report.{kind}\"; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    return Response(body, media_type=MEDIA[kind], headers={"Content-Disposition": where, "Cache-Control": "no-store"})


@router.get("/reports", summary="Отчёты")
def find(caller: MayRead, given: ServicesDep, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> ReportsOut:
    """Составленные отчёты, последние сверху."""
    everything(caller.scope)
    with given.ledger.read() as work:
        found = work.reports.list(caller.scope, limit)
    return ReportsOut(reports=[ReportBrief.seen(each) for each in found])


@router.post("/reports", status_code=201, summary="Составить отчёт", responses={201: {"headers": ETAG}})
def make(body: ReportIn, caller: MayWork, given: ServicesDep, response: Response) -> ReportOut:
    """Составить записку за неделю или за любые дни; составленная снова получает новые числа и хранит правки людей.
    Нужны права на всё, о чём записка говорит: `reports:read`, `incidents:read`, `campaigns:read`, `registers:read`;
    без любого из них — 403, хранимая записка не меняется."""
    found = made(given, caller.scope, body.asked(given.profile))
    response.headers["ETag"] = tag(found.id, found.revision)
    return ReportOut.whole(found)


@router.get("/reports/{report_id}", summary="Один отчёт", responses={200: {"headers": ETAG}})
def get(report_id: Number, caller: MayRead, given: ServicesDep, response: Response) -> ReportOut:
    """Отчёт по разделам: текст, таблицы, данные рисунков, правки."""
    with given.ledger.read() as work:
        found = read(work, caller.scope, report_id)
    response.headers["ETag"] = tag(found.id, found.revision)
    return ReportOut.whole(found)


@router.put(
    "/reports/{report_id}/sections/{code}",
    summary="Правка раздела",
    responses={200: {"headers": ETAG}, **conflicts()},
)
def edit(
    report_id: Number,
    code: Code,
    body: SectionIn,
    caller: MayWork,
    given: ServicesDep,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> ReportOut:
    """Заменить текст раздела своим; пустой текст возвращает составленный программой."""
    revision, text = seen(report_id, if_match, "отчёта"), body.text.strip() or None
    everything(caller.scope)
    with given.ledger.begin() as work:
        found = usecases.edit_report(work, caller.scope, report_id, revision, code, text, given.clock.now())
    response.headers["ETag"] = tag(found.id, found.revision)
    return ReportOut.whole(found)


@router.get(
    "/reports/{report_id}/file.{kind}",
    summary="Файл отчёта",
    response_class=Response,
    responses={200: {"content": {MEDIA["docx"]: {}, MEDIA["pdf"]: {}}}},
)
def download(report_id: Number, kind: Literal["docx", "pdf"], caller: MayRead, given: ServicesDep) -> Response:
    """DOCX для правки или PDF."""
    with given.ledger.read() as work:
        found = read(work, caller.scope, report_id)
    name = f"{found.paper.title} {found.order['from']} {found.order['to']}"
    return file(room(given).file(found.shown, kind), name, kind)
