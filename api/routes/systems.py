"""«Инцидент менеджмент» or ПОС over a month (decrees 000, п. 3.4–3.5; 001, п. 2.5–2.6; 003, п. 2.5–2.6)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.auth import Caller, ServicesDep, needs
from api.routes.rating import Month
from api.routes.registers import DOCX, drawn
from api.services import Services
from api.systems import SummaryOut
from core import periods, usecases
from core.exchange import System
from core.exchange.summary_papers import summary_paper
from core.exchange.summing import Summary
from core.periods import Period
from core.scope import Right, Scope

router = APIRouter(tags=["Обмен"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_REPORTS))]


def month_of(given: Services, month: str) -> Period:
    """The month of a request, this one where none is told. Raises BadInput."""
    zone = given.profile.timezone
    return periods.month(month or f"{periods.today(given.clock.now(), zone):%Y-%m}", zone)


def found_of(given: Services, scope: Scope, system: System, period: Period) -> Summary:
    """The summary that a caller may see."""
    words, now = given.reading().words, given.clock.now()
    with given.ledger.read() as work:
        return usecases.system_summary(work, scope, given.profile, words, system, period, now)


def document_of(given: Services, scope: Scope, system: System, month: str) -> Response:
    """The summary as a document."""
    period = month_of(given, month)
    paper = summary_paper(found_of(given, scope, system, period), period, given.profile)
    return drawn(given, paper, f"свод-{system}-{period.first:%Y-%m}.docx")


@router.get("/exchange/{system}/summary", summary="Свод по системе за месяц")
def get(system: System, caller: MayRead, given: ServicesDep, month: Month = "") -> SummaryOut:
    """Записи системы, поступившие за месяц: сроки, органы и организации, темы, оценки, рост и вероятные причины."""
    return SummaryOut.told(found_of(given, caller.scope, system, month_of(given, month)))


@router.get(
    "/exchange/{system}/summary/paper",
    summary="Свод по системе за месяц (DOCX)",
    response_class=Response,
    responses={200: {"content": {DOCX: {}}}},
)
def paper(system: System, caller: MayRead, given: ServicesDep, month: Month = "") -> Response:
    """То же документом, для подписи ответственного за работу в системе."""
    return document_of(given, caller.scope, system, month)
