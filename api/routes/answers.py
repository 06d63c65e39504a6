"""Answers beyond their entering: the check before they are sent, the reaction, marks of ПОС."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.auth import Caller, ServicesDep, needs
from api.incidents import IncidentBrief
from api.orders import AnswerIn, ScoreIn
from api.reactions import CheckOut, ReactionOut
from api.routes.incidents import IncidentId
from core import usecases
from core.incidents import Status
from core.incidents.watching import obstacles
from core.scope import Right

router = APIRouter(tags=["Инциденты"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_INCIDENTS))]
MayWork = Annotated[Caller, Depends(needs(Right.WORK_INCIDENTS))]


@router.post("/incidents/{incident_id}/answers/check", summary="Проверить ответ")
def check(incident_id: IncidentId, body: AnswerIn, caller: MayRead, given: ServicesDep) -> CheckOut:
    """Проверка до отправки: названы ли мера, срок и ответственный, жива ли исходная публикация, какой срок обещан.
    Ничего не сохраняется и не запрещается."""
    with given.ledger.read() as work:
        seen = usecases.review_answer(
            work,
            caller.scope,
            given.profile,
            given.calendar(),
            incident_id,
            body.answer(),
            given.clock.now(),
            given.present,
        )
    return CheckOut.shown(seen)


@router.get("/incidents/{incident_id}/reaction", summary="Реакция жителей")
def reaction(incident_id: IncidentId, caller: MayRead, given: ServicesDep) -> ReactionOut:
    """Доля негатива до и после ответа по часам или дням, чем закончили жители, оценки ПОС; без авторов."""
    scope, profile, now = caller.scope, given.profile, given.clock.now()
    with given.ledger.read() as work:
        found = work.incidents.get(scope, incident_id)
        seen = usecases.reaction(work, scope, profile, found)
        watched = found.status is Status.WATCHED
        left = obstacles(usecases.watch_of(work, scope, profile, found, now), profile.windows, now) if watched else ()
    return ReactionOut.shown(seen, found.ready, left)


@router.post("/scores", summary="Оценка ПОС")
def score(body: ScoreIn, caller: MayWork, given: ServicesDep) -> IncidentBrief:
    """Оценка ответа заявителем на ПОС (1–5) по номеру сообщения; новая оценка того же номера заменяет прежнюю."""
    caller.scope.demand(Right.READ_INCIDENTS)
    with given.ledger.begin() as work:
        found = usecases.score(work, caller.scope, body.number, body.score, given.clock.now())
    return IncidentBrief.brief(found, len(found.members))
