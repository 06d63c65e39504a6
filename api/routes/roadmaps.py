"""Causes, factors of growth, road maps (decrees 000, п. 2.4; 001, п. 3.2в; 002, п. 4.3в)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi import Path as PathField

from api.auth import Caller, ServicesDep, needs
from api.campaigns import Day
from api.roadmaps import (
    BeforeAfterOut,
    CauseOut,
    CausesOut,
    EndIn,
    FactorOut,
    FactorsOut,
    RoadMapIn,
    RoadMapOut,
    RoadMapsOut,
)
from api.routes.measures import shown
from api.routes.registers import PAPER, drawn
from api.services import Services
from api.tags import ETAG, conflicts, seen, tag
from core import periods
from core.cause_papers import causes_paper
from core.labels import Theme
from core.measures import MeasureQuery
from core.periods import Period
from core.ports import Work
from core.roadmap_papers import roadmap_paper
from core.roadmaps import RoadMap
from core.scope import Right, Scope
from core.usecases import roadmaps as usecases

router = APIRouter(tags=["Отчёты"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_REPORTS))]
MayWork = Annotated[Caller, Depends(needs(Right.WORK_REPORTS))]
Number = Annotated[int, PathField(ge=1, le=2**62)]
USUAL = timedelta(days=27)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What of the messages is asked for: a theme (None: all), a territory, the days."""

    theme: Theme | None
    territory: str
    period: Period


def stretch(
    given: ServicesDep,
    theme: Theme | None = None,
    territory: Annotated[str, Query(max_length=64)] = "",
    since: Annotated[Day | None, Query(alias="from")] = None,
    until: Annotated[Day | None, Query(alias="to")] = None,
) -> Stretch:
    """The stretch of the address; four weeks unless days are given."""
    last = until or periods.today(given.clock.now(), given.profile.timezone)
    return Stretch(theme, territory, periods.span(since or last - USUAL, last, given.profile.timezone))


Asked = Annotated[Stretch, Depends(stretch)]


def whole(work: Work, scope: Scope, given: Services, card: RoadMap) -> RoadMapOut:
    """A road map with its measures and what came of it."""
    measures = work.measures.find(scope, MeasureQuery(roadmap_id=card.id, limit=1000))
    effect = usecases.roadmap_effect(work, scope, given.profile, card, given.clock.now())
    told = {"measures": [shown(each, given) for each in measures], "effect": BeforeAfterOut.of(effect)}
    return RoadMapOut.of(card).model_copy(update=told)


@router.get("/causes", summary="Причины по теме")
def causes(caller: MayRead, given: ServicesDep, asked: Asked) -> CausesOut:
    """Сообщения темы (без неё — всех) за дни (без них — за четыре недели) по причинам, с цитатами под масками."""
    with given.ledger.read() as work:
        found, texts = usecases.causes(work, caller.scope, given.reading(), asked.theme, asked.territory, asked.period)
    return CausesOut(texts=texts, causes=[CauseOut.of(each) for each in found])


@router.get("/causes/paper", summary="Причины по теме (DOCX)", responses=PAPER, response_class=Response)
def causes_document(caller: MayRead, given: ServicesDep, asked: Asked) -> Response:
    """Справка: факторы роста за последнюю целую неделю, причины по теме за дни (без них — за четыре недели)."""
    with given.ledger.read() as work:
        _, grown = usecases.growth_factors(work, caller.scope, given.profile, given.clock.now())
        found, texts = usecases.causes(work, caller.scope, given.reading(), asked.theme, asked.territory, asked.period)
    first, last = asked.period.first, asked.period.last
    paper = causes_paper(asked.theme, found, texts, grown, f"{first:%d.%m.%Y} – {last:%d.%m.%Y}", given.profile)
    return drawn(given, paper, f"причины-{first}-{last}.docx")


@router.get("/causes/factors", summary="Факторы роста")
def factors(caller: MayRead, given: ServicesDep) -> FactorsOut:
    """Темы на территориях, которые за последнюю целую неделю выделяются против четырёх прежних."""
    with given.ledger.read() as work:
        week, found = usecases.growth_factors(work, caller.scope, given.profile, given.clock.now())
    return FactorsOut(week=week.code, factors=[FactorOut.of(each) for each in found])


@router.get("/roadmaps", summary="Дорожные карты")
def find(caller: MayRead, given: ServicesDep, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> RoadMapsOut:
    """Дорожные карты, поздние сверху."""
    with given.ledger.read() as work:
        found = work.roadmaps.find(caller.scope, limit)
    return RoadMapsOut(roadmaps=[RoadMapOut.of(each) for each in found])


@router.post("/roadmaps", status_code=201, summary="Новая дорожная карта", responses={201: {"headers": ETAG}})
def add(body: RoadMapIn, caller: MayWork, given: ServicesDep, response: Response) -> RoadMapOut:
    """Завести дорожную карту; мероприятия вносят к ней отдельно, с номером карты."""
    now = given.clock.now()
    with given.ledger.begin() as work:
        found = usecases.add_roadmap(work, caller.scope, given.profile, body.roadmap(now), now)
        told = whole(work, caller.scope, given, found)
    response.headers["ETag"] = tag(found.id, found.revision)
    return told


@router.get("/roadmaps/{roadmap_id}", summary="Одна дорожная карта", responses={200: {"headers": ETAG}})
def get(roadmap_id: Number, caller: MayRead, given: ServicesDep, response: Response) -> RoadMapOut:
    """Дорожная карта: мероприятия, число сообщений до начала и за столько же последних дней."""
    with given.ledger.read() as work:
        found = work.roadmaps.get(caller.scope, roadmap_id)
        told = whole(work, caller.scope, given, found)
    response.headers["ETag"] = tag(found.id, found.revision)
    return told


@router.get("/roadmaps/{roadmap_id}/paper", summary="Дорожная карта (DOCX)", responses=PAPER, response_class=Response)
def document(roadmap_id: Number, caller: MayRead, given: ServicesDep) -> Response:
    """Дорожная карта документом: причина, мероприятия, что изменилось."""
    now = given.clock.now()
    with given.ledger.read() as work:
        card = work.roadmaps.get(caller.scope, roadmap_id)
        measures = work.measures.find(caller.scope, MeasureQuery(roadmap_id=card.id, limit=1000))
        effect = usecases.roadmap_effect(work, caller.scope, given.profile, card, now)
    paper = roadmap_paper(card, measures, effect, periods.today(now, given.profile.timezone), given.profile)
    return drawn(given, paper, f"дорожная-карта-{card.id}.docx")


@router.post(
    "/roadmaps/{roadmap_id}/end", summary="Завершить дорожную карту", responses={200: {"headers": ETAG}, **conflicts()}
)
def end(
    roadmap_id: Number,
    body: EndIn,
    caller: MayWork,
    given: ServicesDep,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> RoadMapOut:
    """Завершить с итогом."""
    revision = seen(roadmap_id, if_match, "дорожной карты")
    with given.ledger.begin() as work:
        found = usecases.end_roadmap(work, caller.scope, roadmap_id, revision, body.result, given.clock.now())
        told = whole(work, caller.scope, given, found)
    response.headers["ETag"] = tag(found.id, found.revision)
    return told
