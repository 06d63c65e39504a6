"""Campaigns and their tasks (decree 000, Порядок, п. 3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi import Path as PathField

from api.auth import Caller, ServicesDep, needs
from api.campaigns import (
    CampaignBrief,
    CampaignIn,
    CampaignMoveIn,
    CampaignOut,
    CampaignsOut,
    DoneIn,
    TaskIn,
)
from api.services import Services
from api.tags import ETAG, conflicts, seen, tag
from core import usecases
from core.campaigns import Campaign, CampaignQuery, State
from core.labels import Theme
from core.ports import Work
from core.scope import Right

router = APIRouter(tags=["Кампании"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_CAMPAIGNS))]
MayWork = Annotated[Caller, Depends(needs(Right.WORK_CAMPAIGNS))]
Number = Annotated[int, PathField(ge=1, le=2**62)]
MEETS: dict[int | str, dict[str, Any]] = {200: {"headers": ETAG}, **conflicts()}


def whole(work: Work, caller: Caller, given: Services, campaign: Campaign) -> CampaignOut:
    """A campaign with the incidents of its theme."""
    found = usecases.effect(work, caller.scope, given.profile, campaign, given.clock.now())
    return CampaignOut.whole(campaign, found)


@dataclass(frozen=True)
class Change:
    """A change that somebody wants: of which campaign, in which revision, by whom, when."""

    id: int
    revision: int
    caller: Caller
    given: Services
    response: Response
    at: datetime

    def made(self, do: Callable[[Work], Campaign]) -> CampaignOut:
        """Change and show, in one transaction."""
        with self.given.ledger.begin() as work:
            found = whole(work, self.caller, self.given, do(work))
        self.response.headers["ETag"] = tag(found.id, found.revision)
        return found


def wanted(
    campaign_id: Number,
    caller: MayWork,
    given: ServicesDep,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> Change:
    """The change of a request. Who may not read a campaign gets none."""
    caller.scope.demand(Right.READ_CAMPAIGNS)
    return Change(campaign_id, seen(campaign_id, if_match, "кампании"), caller, given, response, given.clock.now())


ChangeDep = Annotated[Change, Depends(wanted)]


@router.get("/campaigns", summary="Кампании")
def find(
    caller: MayRead,
    given: ServicesDep,
    state: Annotated[list[State], Query()] = [],  # noqa: B006 - FastAPI copies defaults
    theme: Annotated[list[Theme], Query()] = [],  # noqa: B006
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CampaignsOut:
    """Кампании с задачами, поздние сверху."""
    with given.ledger.read() as work:
        found = work.campaigns.find(caller.scope, CampaignQuery(tuple(state), tuple(theme), limit))
    return CampaignsOut(campaigns=[CampaignBrief.of(each) for each in found])


@router.post("/campaigns", status_code=201, summary="Новая кампания", responses={201: {"headers": ETAG}})
def plan(body: CampaignIn, caller: MayWork, given: ServicesDep, response: Response) -> CampaignOut:
    """Подготовить кампанию с задачами; отвечают должности, имён нет."""
    caller.scope.demand(Right.READ_CAMPAIGNS)
    now = given.clock.now()
    with given.ledger.begin() as work:
        made = usecases.plan_campaign(work, caller.scope, given.profile, body.campaign(now), now)
        found = whole(work, caller, given, made)
    response.headers["ETag"] = tag(found.id, found.revision)
    return found


@router.get("/campaigns/{campaign_id}", summary="Одна кампания", responses={200: {"headers": ETAG}})
def get(campaign_id: Number, caller: MayRead, given: ServicesDep, response: Response) -> CampaignOut:
    """Кампания: задачи, итог, инциденты её темы за время кампании и за столько же дней до неё."""
    with given.ledger.read() as work:
        found = whole(work, caller, given, work.campaigns.get(caller.scope, campaign_id))
    response.headers["ETag"] = tag(found.id, found.revision)
    return found


@router.post("/campaigns/{campaign_id}/moves", summary="Начать, завершить, возобновить", responses=MEETS)
def move(body: CampaignMoveIn, caller: MayWork, change: ChangeDep) -> CampaignOut:
    """Перевести кампанию в другое состояние; завершение называет итог."""
    return change.made(
        lambda work: usecases.move_campaign(
            work, caller.scope, change.id, change.revision, body.to, change.at, body.text
        )
    )


@router.post("/campaigns/{campaign_id}/tasks", summary="Новая задача", responses=MEETS)
def add_task(body: TaskIn, caller: MayWork, change: ChangeDep) -> CampaignOut:
    """Добавить задачу: что сделать, какая должность отвечает, к какому дню."""
    return change.made(
        lambda work: usecases.add_task(work, caller.scope, change.id, change.revision, body.task(), change.at)
    )


@router.put("/campaigns/{campaign_id}/tasks/{task_id}", summary="Задача сделана", responses=MEETS)
def set_task(task_id: Number, body: DoneIn, caller: MayWork, change: ChangeDep) -> CampaignOut:
    """Отметить задачу сделанной или снова открыть её."""
    return change.made(
        lambda work: usecases.set_task(work, caller.scope, change.id, change.revision, task_id, body.done, change.at)
    )
