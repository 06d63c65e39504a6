"""Questions whether two incidents are one matter."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi import Path as PathField

from api.auth import Caller, ServicesDep, needs
from api.incidents import IncidentOut, ProposalOut, ProposalsOut
from api.orders import VerdictIn
from api.routes.incidents import whole
from api.tags import conflicts
from core import usecases
from core.incidents import Answered
from core.scope import Right

router = APIRouter(tags=["Инциденты"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_INCIDENTS))]
MayWork = Annotated[Caller, Depends(needs(Right.WORK_INCIDENTS))]


@router.get("/proposals", summary="Предложения объединить")
def find(
    caller: MayRead,
    given: ServicesDep,
    status: Answered = Answered.OPEN,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ProposalsOut:
    """Пары инцидентов, похожих на один вопрос, самые вероятные сверху."""
    with given.ledger.read() as work:
        found = work.proposals.find(caller.scope, status, limit=limit)
    return ProposalsOut(proposals=[ProposalOut.shown(each) for each in found])


@router.post("/proposals/{proposal_id}/verdict", summary="Один это вопрос или два", responses=conflicts())
def decide(
    proposal_id: Annotated[int, PathField(ge=1, le=2**62)], body: VerdictIn, caller: MayWork, given: ServicesDep
) -> IncidentOut:
    """Да — публикации переходят к старшему инциденту; нет — пара больше не предлагается."""
    caller.scope.demand(Right.READ_INCIDENTS)
    with given.ledger.begin() as work:
        found = usecases.decide(
            work, caller.scope, given.profile, proposal_id, body.accept, given.clock.now(), body.reason
        )
        return whole(work, caller, given, found.id)


@router.post("/proposals/{proposal_id}/reopen", summary="Отменить ответ «разные»", responses=conflicts())
def reopen(proposal_id: Annotated[int, PathField(ge=1, le=2**62)], caller: MayWork, given: ServicesDep) -> IncidentOut:
    """Пара снова под вопросом; что развёл только этот ответ, программа снова может сводить."""
    caller.scope.demand(Right.READ_INCIDENTS)
    with given.ledger.begin() as work:
        found = usecases.ask_again(work, caller.scope, proposal_id, given.clock.now())
        return whole(work, caller, given, found.id)
