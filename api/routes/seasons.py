"""The calendar of threats, and notices that a campaign is needed (decree 000, Порядок, п. 3)."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import ServicesDep
from api.campaigns import NoticeVerdictOut
from api.notices import NoticeOut, NoticesOut, NoticeVerdictIn
from api.routes.campaigns import MayRead, MayWork, Number, whole
from api.seasons import CalendarOut
from api.tags import conflicts
from core import usecases
from core.campaigns import Verdict
from core.scope import Right

router = APIRouter(tags=["Кампании"])


@router.get("/calendar", summary="Календарь угроз")
def calendar(caller: MayRead, given: ServicesDep) -> CalendarOut:
    """Сезонные угрозы: недели по профилю и то, чему учит история; где её мало, так и сказано."""
    with given.ledger.read() as work:
        return CalendarOut.shown(usecases.seasons(work, caller.scope, given.profile, given.clock.now()))


@router.get("/campaigns/notices", summary="Нужна кампания")
def notices(
    caller: MayRead,
    given: ServicesDep,
    verdict: Verdict | None = None,
    after: Annotated[int, Query(ge=0, le=2**62, description="Только с номером больше этого.")] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> NoticesOut:
    """Уведомления «нужна информационная кампания» с причинами и текстом для алерт-чата, по порядку номеров."""
    with given.ledger.read() as work:
        found = work.campaigns.notices(caller.scope, verdict, after, limit)
    return NoticesOut(notices=[NoticeOut.shown(each) for each in found])


@router.post("/campaigns/notices/{notice_id}/verdict", summary="Начать или отклонить", responses=conflicts())
def decide(notice_id: Number, body: NoticeVerdictIn, caller: MayWork, given: ServicesDep) -> NoticeVerdictOut:
    """Да — готовится кампания с обычными задачами; нет — с причиной."""
    caller.scope.demand(Right.READ_CAMPAIGNS)
    now = given.clock.now()
    with given.ledger.begin() as work:
        notice, made = usecases.decide_notice(
            work, caller.scope, given.profile, notice_id, body.accept, now, body.reason
        )
        campaign = whole(work, caller, given, made) if made else None
        return NoticeVerdictOut(notice=NoticeOut.shown(notice), campaign=campaign)
