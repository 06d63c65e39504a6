"""Incidents: the list, one of them, and what comes by another channel."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi import Path as PathField

from api import cursors
from api.auth import Caller, ServicesDep, needs
from api.clocks import Dial
from api.incidents import IncidentBrief, IncidentOut, IncidentsOut
from api.known import known
from api.orders import IntakeIn
from api.questions import Moment
from api.routed import OfferOut
from api.routes.texts import reader
from api.services import Services
from api.tags import ETAG, tag
from core.deadlines import Clock, Kind
from core.errors import BadInput
from core.incidents import Answered, Deadline, IncidentQuery, Nature, Order, Regime, Status, hot_place
from core.labels import Theme
from core.ports import Work
from core.risk import Level
from core.scope import Right

router = APIRouter(tags=["Инциденты"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_INCIDENTS))]
MayEnter = Annotated[Caller, Depends(needs(Right.INTAKE))]
IncidentId = Annotated[int, PathField(ge=1, le=2**62)]
Words = Annotated[str, Query(max_length=200)]


Deadlines = Annotated[list[Deadline], Query(description="Срок близко или просрочено.")]
AsOf = Annotated[Moment | None, Query(description="На какой момент показать сроки; по умолчанию — сейчас.")]


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
    deadline: Deadlines = [],  # noqa: B006
    order: Order = Order.DANGER,
    at: AsOf = None,
    proposed: bool | None = None,
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
        deadlines=tuple(deadline),
        order=order,
        at=at,
        proposed=proposed,
        since=since,
        until=until,
        after=cursors.read(cursor),
        limit=limit,
    )


@router.get("/incidents", summary="Инциденты")
def find(query: Annotated[IncidentQuery, Depends(asked)], caller: MayRead, given: ServicesDep) -> IncidentsOut:
    """Инциденты: самые опасные сверху или по ближайшему сроку. Отбор по срокам бывает на сейчас или на будущее."""
    known(given.profile, query.blocks, query.territories)
    now = given.clock.now()
    wanted = replace(query, at=query.at or now)
    if query.at and query.at < now and (query.deadlines or query.order is Order.DUE):
        raise BadInput("поле «at»: в прошлом сроки показываются, но по ним не отбирают и не упорядочивают")
    with given.ledger.read() as work:
        page = work.incidents.find(caller.scope, wanted)
        clocks = work.clocks.of_many(caller.scope, [each.id for each in page.incidents], query.at)
    shown = [
        IncidentBrief.brief(
            each, page.posts.get(each.id, 0), dial(given, clocks[each.id], wanted.at), hot_place(each, given.profile)
        )
        for each in page.incidents
    ]
    return IncidentsOut(incidents=shown, total=page.total, next=cursors.write(page.next))


def dial(given: Services, clocks: Mapping[Kind, Clock], at: datetime | None) -> Dial:
    """The clocks by the centre's calendar as of a moment, now where none is given."""
    return Dial(given.profile.calendar, at or given.clock.now(), clocks, given.mask)


def whole(work: Work, caller: Caller, given: Services, incident_id: int, at: datetime | None = None) -> IncidentOut:
    """One incident with all that belongs to it; its clocks as of a moment (None: now)."""
    scope = caller.scope
    found = work.incidents.get(scope, incident_id)
    return IncidentOut.whole(
        found,
        work.incidents.cards(scope, incident_id),
        work.incidents.history(scope, incident_id),
        work.proposals.find(scope, Answered.OPEN, incident_id),
        work.incidents.absorbed(scope, incident_id),
        reader(caller, given, incidents=[incident_id]),
        dial(given, work.clocks.of(scope, incident_id, at), at),
        hot_place(found, given.profile),
        offers(work, caller, given, incident_id),
        work.answers.placed(scope, incident_id),
    )


def offers(work: Work, caller: Caller, given: Services, incident_id: int) -> list[OfferOut]:
    """Answers by one-time links of which nobody decided."""
    found = work.contacts.offers(caller.scope, incident_id)
    contacts = work.contacts.list(caller.scope) if found else []
    return [OfferOut.shown(each, contacts, reader(caller, given, incidents=[incident_id])) for each in found]


@router.get("/incidents/{incident_id}", summary="Один инцидент", responses={200: {"headers": ETAG}})
def get(
    incident_id: IncidentId, caller: MayRead, given: ServicesDep, response: Response, at: AsOf = None
) -> IncidentOut:
    """Инцидент: публикации с причинами, ответы, сроки (на любой момент), история, разрешённые шаги; ETag нужен для
    изменения."""
    with given.ledger.read() as work:
        found = whole(work, caller, given, incident_id, at)
    response.headers["ETag"] = tag(found.id, found.revision)
    return found


@router.post("/incidents", status_code=201, summary="Ввод вручную", responses={201: {"headers": ETAG}})
def enter(body: IntakeIn, caller: MayEnter, given: ServicesDep, response: Response) -> IncidentOut:
    """Устное, бумажное, телефонное и другое сообщение или обращение. Имя заявителя не хранится. Обращение с номером
    зарегистрировано; без номера идёт срок регистрации."""
    caller.scope.demand(Right.READ_INCIDENTS)
    now = given.clock.now()
    made = given.register(caller.scope, body.intake(now), now)
    with given.ledger.read() as work:
        found = whole(work, caller, given, made.id)
    response.headers["ETag"] = tag(found.id, found.revision)
    return found
