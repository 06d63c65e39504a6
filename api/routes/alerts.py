"""The alert chat: what was told to whom, and whether it arrived."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi import Path as PathField

from api.alerts import AcknowledgeIn, AlertOut, AlertsOut, ReplayIn
from api.auth import Caller, ServicesDep, needs
from api.questions import Moment
from api.services import Services
from api.tags import conflicts
from core import usecases
from core.alerts import AlertQuery, DeliveryState, News, Way
from core.ports import Work
from core.scope import Right

router = APIRouter(tags=["Извещения"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_INCIDENTS))]
MayWork = Annotated[Caller, Depends(needs(Right.WORK_INCIDENTS))]
AlertId = Annotated[int, PathField(ge=1, le=2**62)]
NOTHING: dict[int | str, dict[str, Any]] = {409: conflicts()[409]}


def asked(
    kind: Annotated[list[News], Query()] = [],  # noqa: B006 - FastAPI copies defaults
    state: Annotated[list[DeliveryState], Query()] = [],  # noqa: B006
    channel: Annotated[list[Way], Query()] = [],  # noqa: B006
    incident: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    taken: bool | None = None,
    since: Moment | None = None,
    after: Annotated[int | None, Query(ge=1, le=2**62, description="Поле next страницы перед этой.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AlertQuery:
    """The filters of a request as a query."""
    return AlertQuery(tuple(kind), tuple(state), tuple(channel), incident, taken, since, after, limit)


@router.get("/alerts", summary="Извещения")
def find(query: Annotated[AlertQuery, Depends(asked)], caller: MayRead, given: ServicesDep) -> AlertsOut:
    """Извещения алерт-чата, новые сверху: кому, каким путём, дошло ли, подтверждено ли получение."""
    with given.ledger.read() as work:
        page, counts = work.alerts.find(caller.scope, query), work.alerts.counts(caller.scope)
    return AlertsOut.shown(page, counts, given.profile, given.mask)


@router.get("/alerts/{alert_id}", summary="Одно извещение")
def get(alert_id: AlertId, caller: MayRead, given: ServicesDep) -> AlertOut:
    """Извещение со всеми доставками."""
    with given.ledger.read() as work:
        return _shown(work, caller, given, alert_id)


def _shown(work: Work, caller: Caller, given: Services, alert_id: int) -> AlertOut:
    alert = work.alerts.get(caller.scope, alert_id)
    found = work.alerts.deliveries(caller.scope, [alert_id]).get(alert_id, ())
    return AlertOut.shown(alert, found, given.profile, given.mask)


@router.post("/alerts/{alert_id}/acknowledge", summary="Принять извещение")
def acknowledge(alert_id: AlertId, body: AcknowledgeIn, caller: MayWork, given: ServicesDep) -> AlertOut:
    """Принять извещение на себя (лестница останавливается) или отметить, что получатель подтвердил доставку."""
    caller.scope.demand(Right.READ_INCIDENTS)
    with given.ledger.begin() as work:
        usecases.acknowledge(work, caller.scope, alert_id, given.clock.now(), body.delivery)
        return _shown(work, caller, given, alert_id)


@router.post("/alerts/{alert_id}/replay", summary="Отправить ещё раз", responses=NOTHING)
def replay(alert_id: AlertId, body: ReplayIn, caller: MayWork, given: ServicesDep) -> AlertOut:
    """Отправить недошедшее ещё раз под тем же номером; отправленный вебхук — если он назван."""
    caller.scope.demand(Right.READ_INCIDENTS)
    with given.ledger.begin() as work:
        usecases.replay(work, caller.scope, given.profile, alert_id, given.clock.now(), body.deliveries)
        return _shown(work, caller, given, alert_id)
