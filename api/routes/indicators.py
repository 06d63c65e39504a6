"""Indicators and requests of the ЦУР (decrees 002, п. 2.1, 4.3г–д, 4.4; 000, п. 2.4; 003, п. 1.2г)."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi import Path as PathField

from api.auth import Caller, ServicesDep, needs
from api.indicators import FigureIn, IndicatorOut, IndicatorsOut, InquiriesOut, InquiryIn, InquiryOut, SentIn
from api.routes.reports import MEDIA, file, room
from api.services import Services
from api.tags import ETAG, conflicts, seen, tag
from core import periods
from core.indicators import Inquiry, Line
from core.scope import Right, Scope
from core.usecases import indicators as usecases

router = APIRouter(tags=["Отчёты"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_REPORTS))]
MayWork = Annotated[Caller, Depends(needs(Right.WORK_REPORTS))]
Number = Annotated[int, PathField(ge=1, le=2**62)]
Year = Annotated[int, Query(ge=0, le=2100, description="Без него — нынешний.")]


def year_of(given: Services, scope: Scope, year: int) -> tuple[int, list[Line]]:
    """The indicators of a year; 0 is this one."""
    now = given.clock.now()
    wanted = year or periods.today(now, given.profile.timezone).year
    with given.ledger.read() as work:
        return wanted, usecases.year_of(work, scope, given.profile, given.calendar(), wanted, now)


def shown(inquiry: Inquiry, given: Services) -> InquiryOut:
    """A request as it stands today."""
    return InquiryOut.seen(inquiry, periods.today(given.clock.now(), given.profile.timezone))


@router.get("/indicators", summary="Целевые показатели")
def find(caller: MayRead, given: ServicesDep, year: Year = 0) -> IndicatorsOut:
    """План и факт по месяцам и за год; у каждого показателя — формула и источник."""
    wanted, found = year_of(given, caller.scope, year)
    return IndicatorsOut(year=wanted, indicators=[IndicatorOut.seen(each) for each in found])


@router.put("/indicators/{code}", summary="План показателя")
def put(
    code: Annotated[str, PathField(max_length=64)], body: FigureIn, caller: MayWork, given: ServicesDep
) -> IndicatorOut:
    """Внести план на месяц или год; факт — только того показателя, который не считает программа."""
    with given.ledger.begin() as work:
        usecases.put_figure(work, caller.scope, body.figure(code), given.clock.now())
    found = year_of(given, caller.scope, body.year)[1]
    return next(IndicatorOut.seen(each) for each in found if each.indicator.code == code)


@router.get(
    "/indicators/file.{kind}",
    summary="Показатели файлом",
    response_class=Response,
    responses={200: {"content": {MEDIA["xlsx"]: {}, MEDIA["csv"]: {}}}},
)
def download(kind: Literal["xlsx", "csv"], caller: MayRead, given: ServicesDep, year: Year = 0) -> Response:
    """Показатели для ЦУР: книга XLSX или CSV по месяцам."""
    wanted, found = year_of(given, caller.scope, year)
    paper = room(given).indicators(wanted, found)
    return file(room(given).file(paper, kind), f"{paper.title} {wanted}", kind)


@router.get("/inquiries", summary="Запросы ЦУР")
def inquiries(caller: MayRead, given: ServicesDep, limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> InquiriesOut:
    """Журнал запросов: ближайший срок сверху, исполненные внизу."""
    with given.ledger.read() as work:
        found = work.indicators.inquiries(caller.scope, limit)
    return InquiriesOut(inquiries=[shown(each, given) for each in found])


@router.post("/inquiries", status_code=201, summary="Новый запрос ЦУР", responses={201: {"headers": ETAG}})
def add(body: InquiryIn, caller: MayWork, given: ServicesDep, response: Response) -> InquiryOut:
    """Внести запрос ЦУР со сроком."""
    with given.ledger.begin() as work:
        found = usecases.add_inquiry(work, caller.scope, body.inquiry(), given.clock.now())
    response.headers["ETag"] = tag(found.id, found.revision)
    return shown(found, given)


@router.post(
    "/inquiries/{inquiry_id}/answer", summary="Ответ на запрос ЦУР", responses={200: {"headers": ETAG}, **conflicts()}
)
def answer(
    inquiry_id: Number,
    body: SentIn,
    caller: MayWork,
    given: ServicesDep,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> InquiryOut:
    """Отметить, что на запрос ответили сегодня."""
    revision = seen(inquiry_id, if_match, "запроса")
    with given.ledger.begin() as work:
        found = usecases.answer_inquiry(
            work, caller.scope, given.profile, inquiry_id, revision, body.result, given.clock.now()
        )
    response.headers["ETag"] = tag(found.id, found.revision)
    return shown(found, given)
