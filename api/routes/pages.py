"""The register of official pages and their audit (decree 003, п. 2.7)."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi import Path as PathField

from api.auth import Caller, ServicesDep, needs
from api.registers import AuditOut, AuditsOut, PageIn, PageOut, PagesOut, SampleIn, SampleOut, SamplesOut, StrayOut
from api.routes.registers import PAPER, drawn
from api.services import Services
from core import addresses, periods, usecases
from core.pages import Page, audit_paper
from core.scope import Right
from core.usecases.pages import strays

router = APIRouter(tags=["Госпаблики"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_REGISTERS))]
MayKeep = Annotated[Caller, Depends(needs(Right.WORK_REGISTERS))]
Number = Annotated[int, PathField(ge=1, le=2**62)]


def _today(given: Services) -> date:
    return periods.today(given.clock.now(), given.profile.timezone)


@router.get("/pages", summary="Реестр госпабликов")
def pages(caller: MayRead, given: ServicesDep) -> PagesOut:
    """Официальные страницы с отметками сотрудника."""
    with given.ledger.read() as work:
        return PagesOut(pages=[PageOut.told(each) for each in work.pages.known(caller.scope)])


@router.post("/pages", status_code=201, summary="Внести страницу")
def add(body: PageIn, caller: MayKeep, given: ServicesDep) -> PageOut:
    """Официальной становится страница, которая уже собирается как источник."""
    made = Page(addresses.parse_any(body.source), **body.model_dump(exclude={"source"}))
    with given.ledger.begin() as work:
        return PageOut.told(usecases.keep_page(work, caller.scope, given.profile, made, given.clock.now()))


@router.put("/pages/{page_id}", summary="Осмотр страницы")
def look(
    page_id: Number, body: PageIn, caller: MayKeep, given: ServicesDep, revision: Annotated[int, Query(ge=1)]
) -> PageOut:
    """Отметка «Госорганизация», виджеты и оформление, как их увидел сотрудник."""
    made = Page(addresses.parse_any(body.source), id=page_id, revision=revision, **body.model_dump(exclude={"source"}))
    with given.ledger.begin() as work:
        return PageOut.told(usecases.keep_page(work, caller.scope, given.profile, made, given.clock.now()))


@router.get("/pages/samples", summary="Обязательный контент")
def samples(caller: MayRead, given: ServicesDep) -> SamplesOut:
    """Образцы федерального и регионального контента."""
    with given.ledger.read() as work:
        return SamplesOut(samples=[SampleOut.of(each) for each in work.pages.samples(caller.scope)])


@router.post("/pages/samples", status_code=201, summary="Новый образец")
def add_sample(body: SampleIn, caller: MayKeep, given: ServicesDep) -> SampleOut:
    """Узнаётся по тексту, хештегу или странице, с которой его перепечатывают."""
    with given.ledger.begin() as work:
        return SampleOut.of(usecases.keep_sample(work, caller.scope, body.sample(), given.clock.now()))


@router.get("/pages/audit", summary="Аудит госпабликов")
def audit(caller: MayRead, given: ServicesDep, since: date, until: date, page: int | None = None) -> AuditsOut:
    """Публикаций в неделю, дни молчания, обязательный контент, ответы в комментариях, рекомендации."""
    with given.ledger.read() as work:
        found = usecases.audits(work, caller.scope, given.profile, given.near, since, until, page, today=_today(given))
        left = strays(work, caller.scope, since, until) if page is None else ()
    return AuditsOut(audits=[AuditOut.told(each) for each in found], strays=[StrayOut.told(each) for each in left])


@router.get("/pages/audit/paper", summary="Отчёт по госпабликам (DOCX)", responses=PAPER, response_class=Response)
def paper(caller: MayRead, given: ServicesDep, since: date, until: date) -> Response:
    """Сводная таблица и лист на страницу."""
    with given.ledger.read() as work:
        found = usecases.audits(work, caller.scope, given.profile, given.near, since, until, today=_today(given))
        left = strays(work, caller.scope, since, until)
    return drawn(given, audit_paper(found, since, until, given.profile, left), f"госпаблики-{since}-{until}.docx")
