"""Measures and their execution (decrees 001, п. 3.2а; 002, п. 4.3а)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi import Path as PathField

from api.auth import Caller, ServicesDep, needs
from api.measures import MeasureIn, MeasureMoveIn, MeasureOut, MeasuresOut
from api.services import Services
from api.tags import ETAG, conflicts, seen, tag
from core import usecases
from core.measures import Measure, MeasureQuery, Origin, State
from core.overview import days_of
from core.scope import Right

router = APIRouter(tags=["Отчёты"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_REPORTS))]
MayWork = Annotated[Caller, Depends(needs(Right.WORK_REPORTS))]
Number = Annotated[int, PathField(ge=1, le=2**62)]


def shown(measure: Measure, given: Services) -> MeasureOut:
    """A measure as the caller may read it."""
    return MeasureOut.seen(measure, given.clock.now(), given.profile.timezone, given.mask)


@router.get("/measures", summary="Мероприятия")
def find(
    caller: MayRead,
    given: ServicesDep,
    state: Annotated[list[State], Query()] = [],  # noqa: B006 - FastAPI copies defaults
    origin: Annotated[list[Origin], Query()] = [],  # noqa: B006
    block: Annotated[list[str], Query()] = [],  # noqa: B006
    overdue: bool = False,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> MeasuresOut:
    """Мероприятия дорожных карт, протоколов, кампаний, обещания в ответах; ближайший срок сверху."""
    today = days_of(given.clock.now(), given.profile.timezone, 1).days[0]
    asked = MeasureQuery(tuple(state), tuple(origin), tuple(block), late_on=today if overdue else None, limit=limit)
    with given.ledger.read() as work:
        found = work.measures.find(caller.scope, asked)
    return MeasuresOut(measures=[shown(each, given) for each in found])


@router.post("/measures", status_code=201, summary="Новое мероприятие", responses={201: {"headers": ETAG}})
def add(body: MeasureIn, caller: MayWork, given: ServicesDep, response: Response) -> MeasureOut:
    """Внести мероприятие: что сделать, какой блок и какая должность отвечают, к какому дню."""
    now = given.clock.now()
    with given.ledger.begin() as work:
        found = usecases.add_measure(work, caller.scope, given.profile, body.measure(now), now)
    response.headers["ETag"] = tag(found.id, found.revision)
    return shown(found, given)


@router.get("/measures/{measure_id}", summary="Одно мероприятие", responses={200: {"headers": ETAG}})
def get(measure_id: Number, caller: MayRead, given: ServicesDep, response: Response) -> MeasureOut:
    """Мероприятие с подтверждением."""
    with given.ledger.read() as work:
        found = work.measures.get(caller.scope, measure_id)
    response.headers["ETag"] = tag(found.id, found.revision)
    return shown(found, given)


@router.post(
    "/measures/{measure_id}/moves",
    summary="Исполнено, снято, снова открыто",
    responses={200: {"headers": ETAG}, **conflicts()},
)
def move(
    measure_id: Number,
    body: MeasureMoveIn,
    caller: MayWork,
    given: ServicesDep,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> MeasureOut:
    """Отметить исполнение с подтверждением, снять с причиной или открыть снова."""
    revision = seen(measure_id, if_match, "мероприятия")
    with given.ledger.begin() as work:
        found = usecases.move_measure(work, caller.scope, measure_id, revision, body.to, body.proof, given.clock.now())
    response.headers["ETag"] = tag(found.id, found.revision)
    return shown(found, given)
