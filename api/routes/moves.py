"""What a person does with an incident. Each change needs the ETag that the caller saw, and answers with the new one."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response
from fastapi import Path as PathField

from api.auth import Caller, ServicesDep, needs
from api.incidents import IncidentOut, SplitOut
from api.orders import AnswerIn, LinksIn, MergeIn, MoveIn, NatureIn, OutcomeIn, SplitIn
from api.routes.incidents import IncidentId, whole
from api.services import Services
from api.tags import ETAG, conflicts, seen, tag
from core import usecases
from core.incidents import Incident
from core.ports import Work
from core.scope import Right

router = APIRouter(tags=["Инциденты"])
MayWork = Annotated[Caller, Depends(needs(Right.WORK_INCIDENTS))]
IfMatch = Annotated[str | None, Header()]
MEETS: dict[int | str, dict[str, Any]] = {200: {"headers": ETAG}, **conflicts()}


def changed(
    incident_id: int,
    if_match: str | None,
    caller: Caller,
    given: Services,
    response: Response,
    do: Callable[[Work, int], Incident],
) -> IncidentOut:
    """Change and show: one transaction. `do` takes the revision that the caller saw."""
    caller.scope.demand(Right.READ_INCIDENTS)
    revision = seen(incident_id, if_match, "инцидента")
    with given.ledger.begin() as work:
        found = whole(work, caller, given, do(work, revision).id)
    response.headers["ETag"] = tag(found.id, found.revision)
    return found


@router.post("/incidents/{incident_id}/moves", summary="Шаг порядка", responses=MEETS)
def move(
    incident_id: IncidentId, body: MoveIn, caller: MayWork, given: ServicesDep, response: Response, if_match: IfMatch = None
) -> IncidentOut:  # fmt: skip
    """Перевести инцидент в следующее состояние; недопустимый шаг называет допустимые."""
    wanted = body.move(caller.scope.who, given.clock.now())

    def do(work: Work, revision: int) -> Incident:
        return usecases.move(work, caller.scope, given.profile, incident_id, revision, wanted)

    return changed(incident_id, if_match, caller, given, response, do)


@router.post("/incidents/{incident_id}/answers", summary="Ответ", responses=MEETS)
def answer(
    incident_id: IncidentId, body: AnswerIn, caller: MayWork, given: ServicesDep, response: Response, if_match: IfMatch = None
) -> IncidentOut:  # fmt: skip
    """Внести официальный ответ: текст, площадки, ссылки. Состояние меняет отдельный шаг."""

    def do(work: Work, revision: int) -> Incident:
        return usecases.answer(work, caller.scope, incident_id, revision, body.answer(), given.clock.now())

    return changed(incident_id, if_match, caller, given, response, do)


@router.post("/incidents/{incident_id}/answers/{answer_id}/links", summary="Ссылки на ответ", responses=MEETS)
def link(
    incident_id: IncidentId,
    answer_id: Annotated[int, PathField(ge=1, le=2**62)],
    body: LinksIn,
    caller: MayWork,
    given: ServicesDep,
    response: Response,
    if_match: IfMatch = None,
) -> IncidentOut:
    """Добавить ссылки на публикации ответа."""

    def do(work: Work, revision: int) -> Incident:
        now = given.clock.now()
        return usecases.link(work, caller.scope, incident_id, revision, answer_id, body.links, now)

    return changed(incident_id, if_match, caller, given, response, do)


@router.put("/incidents/{incident_id}/outcome", summary="Итог", responses=MEETS)
def outcome(
    incident_id: IncidentId, body: OutcomeIn, caller: MayWork, given: ServicesDep, response: Response, if_match: IfMatch = None
) -> IncidentOut:  # fmt: skip
    """Итог: решено, разъяснено, отложено (с причиной и датой), не решено, передано."""

    def do(work: Work, revision: int) -> Incident:
        now = given.clock.now()
        return usecases.set_outcome(
            work, caller.scope, incident_id, revision, body.outcome, now, body.reason, body.until
        )

    return changed(incident_id, if_match, caller, given, response, do)


@router.put("/incidents/{incident_id}/nature", summary="Риск или вопрос", responses=MEETS)
def nature(
    incident_id: IncidentId, body: NatureIn, caller: MayWork, given: ServicesDep, response: Response, if_match: IfMatch = None
) -> IncidentOut:  # fmt: skip
    """Признать инцидент риском или обычным вопросом: решение человека правила больше не меняют."""

    def do(work: Work, revision: int) -> Incident:
        return usecases.set_nature(
            work, caller.scope, incident_id, revision, body.nature, given.clock.now(), body.reason
        )

    return changed(incident_id, if_match, caller, given, response, do)


@router.post("/incidents/{incident_id}/merge", summary="Объединить", responses=MEETS)
def merge(
    incident_id: IncidentId, body: MergeIn, caller: MayWork, given: ServicesDep, response: Response, if_match: IfMatch = None
) -> IncidentOut:  # fmt: skip
    """Передать публикации другому инциденту; ответ показывает его. Объединение можно отменить."""

    def do(work: Work, revision: int) -> Incident:
        return usecases.merge(work, caller.scope, incident_id, revision, body.into, given.clock.now(), body.reason)

    return changed(incident_id, if_match, caller, given, response, do)


@router.post("/incidents/{incident_id}/unmerge", summary="Отменить объединение", responses=MEETS)
def unmerge(
    incident_id: IncidentId, caller: MayWork, given: ServicesDep, response: Response, if_match: IfMatch = None
) -> IncidentOut:
    """Вернуть инциденту его публикации; сами эти двое больше не сойдутся."""

    def do(work: Work, revision: int) -> Incident:
        return usecases.unmerge(work, caller.scope, incident_id, revision, given.clock.now())

    return changed(incident_id, if_match, caller, given, response, do)


@router.post("/incidents/{incident_id}/split", status_code=201, summary="Выделить публикации", responses=conflicts())
def split(
    incident_id: IncidentId, body: SplitIn, caller: MayWork, given: ServicesDep, if_match: IfMatch = None
) -> SplitOut:
    """Выделить публикации в новый инцидент; сами они обратно не вернутся."""
    caller.scope.demand(Right.READ_INCIDENTS)
    revision, now = seen(incident_id, if_match, "инцидента"), given.clock.now()
    with given.ledger.begin() as work:
        left, made = usecases.split(work, caller.scope, incident_id, revision, body.posts, now, given.mask)
        return SplitOut(left=whole(work, caller, given, left.id), opened=whole(work, caller, given, made.id))
