"""Incidents: the list, one of them, and what comes by another channel."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi import Path as PathField

from api import cursors
from api.auth import Caller, ServicesDep, needs
from api.incidents import IncidentBrief, IncidentOut, IncidentsOut
from api.orders import IntakeIn
from api.questions import Moment
from api.routes.texts import reader
from api.services import Services
from api.tags import ETAG, tag
from core import usecases
from core.incidents import Answered, IncidentQuery, Nature, Regime, Status
from core.labels import Theme
from core.ports import Work
from core.risk import Level
from core.scope import Right

router = APIRouter(tags=["Инциденты"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_INCIDENTS))]
MayEnter = Annotated[Caller, Depends(needs(Right.INTAKE))]
IncidentId = Annotated[int, PathField(ge=1, le=2**62)]
Words = Annotated[str, Query(max_length=200)]


def asked(
    status: Annotated[list[Status], Query()] = [],  # noqa: B006 - FastAPI copies defaults
    nature: Annotated[list[Nature], Query()] = [],  # noqa: B006
    regime: Annotated[list[Regime], Query()] = [],  # noqa: B006
    level: Annotated[list[Level], Query()] = [],  # noqa: B006
    theme: Annotated[list[Theme], Query()] = [],  # noqa: B006
    block: Annotated[list[str], Query()] = [],  # noqa: B006
    territory: Annotated[list[str], Query()] = [],  # noqa: B006
    place: Words = "",
    text: Words = "",
    storm: bool | None = None,
    ended: bool | None = None,
    merged: bool = False,
    since: Moment | None = None,
    until: Moment | None = None,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> IncidentQuery:
    """The filters of a request as a query. There is none by author."""
    return IncidentQuery(
        statuses=tuple(status),
        natures=tuple(nature),
        regimes=tuple(regime),
        levels=tuple(level),
        themes=tuple(theme),
        blocks=tuple(block),
        territories=tuple(territory),
        place=place,
        text=text,
        storm=storm,
        ended=ended,
        merged=merged,
        since=since,
        until=until,
        after=cursors.read(cursor),
        limit=limit,
    )


@router.get("/incidents", summary="Инциденты")
def find(query: Annotated[IncidentQuery, Depends(asked)], caller: MayRead, given: ServicesDep) -> IncidentsOut:
    """Инциденты, самые опасные сверху."""
    with given.ledger.read() as work:
        page = work.incidents.find(caller.scope, query)
    shown = [IncidentBrief.brief(each, page.posts.get(each.id, 0)) for each in page.incidents]
    return IncidentsOut(incidents=shown, total=page.total, next=cursors.write(page.next))


def whole(work: Work, caller: Caller, given: Services, incident_id: int) -> IncidentOut:
    """One incident with all that belongs to it."""
    scope = caller.scope
    return IncidentOut.whole(
        work.incidents.get(scope, incident_id),
        work.incidents.cards(scope, incident_id),
        work.incidents.history(scope, incident_id),
        work.proposals.find(scope, Answered.OPEN, incident_id),
        work.incidents.absorbed(scope, incident_id),
        reader(caller, given),
    )


@router.get("/incidents/{incident_id}", summary="Один инцидент", responses={200: {"headers": ETAG}})
def get(incident_id: IncidentId, caller: MayRead, given: ServicesDep, response: Response) -> IncidentOut:
    """Инцидент: публикации с причинами, ответы, история, разрешённые шаги; ETag нужен для изменения."""
    with given.ledger.read() as work:
        found = whole(work, caller, given, incident_id)
    response.headers["ETag"] = tag(found.id, found.revision)
    return found


@router.post("/incidents", status_code=201, summary="Ввод вручную", responses={201: {"headers": ETAG}})
def enter(body: IntakeIn, caller: MayEnter, given: ServicesDep, response: Response) -> IncidentOut:
    """Устное, бумажное, телефонное и другое сообщение или обращение. Имя заявителя не хранится."""
    caller.scope.demand(Right.READ_INCIDENTS)
    now = given.clock.now()
    made = usecases.intake(
        given.ledger, caller.scope, given.profile, given.assessor(), given.mask, body.intake(now), now
    )  # fmt: skip
    with given.ledger.read() as work:
        found = whole(work, caller, given, made.id)
    response.headers["ETag"] = tag(found.id, found.revision)
    return found
