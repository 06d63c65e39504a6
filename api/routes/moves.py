"""What a person does with an incident. Each change needs the ETag that the caller saw, and answers with the new one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response
from fastapi import Path as PathField

from api.auth import Caller, ServicesDep, needs
from api.incidents import IncidentOut, SplitOut
from api.orders import AnswerIn, CircumstancesIn, LinksIn, MergeIn, MoveIn, NatureIn, OfferIn, OutcomeIn, SplitIn
from api.routes.incidents import IncidentId, whole
from api.services import Services
from api.tags import ETAG, conflicts, seen, tag
from core import usecases
from core.incidents import Incident
from core.ports import Work
from core.scope import Right, Scope

router = APIRouter(tags=["Инциденты"])
MayWork = Annotated[Caller, Depends(needs(Right.WORK_INCIDENTS))]
MEETS: dict[int | str, dict[str, Any]] = {200: {"headers": ETAG}, **conflicts()}


@dataclass(frozen=True)
class Change:
    """A change that somebody wants: of which incident, in which revision, by whom, when."""

    id: int
    revision: int
    caller: Caller
    given: Services
    response: Response
    at: datetime

    @property
    def scope(self) -> Scope:
        """The caller's."""
        return self.caller.scope

    def made(self, do: Callable[[Work], Incident]) -> IncidentOut:
        """Change and show, in one transaction."""
        with self.given.ledger.begin() as work:
            found = whole(work, self.caller, self.given, do(work).id)
        self.response.headers["ETag"] = tag(found.id, found.revision)
        return found


def wanting(right: Right) -> Callable[..., Change]:
    """A dependency: the change of a request, in the reach of the right by which it is made. Who may not read an
    incident gets none."""

    def wanted(
        incident_id: IncidentId,
        caller: Annotated[Caller, Depends(needs(right))],
        given: ServicesDep,
        response: Response,
        if_match: Annotated[str | None, Header()] = None,
    ) -> Change:
        caller.scope.demand(Right.READ_INCIDENTS)
        return Change(incident_id, seen(incident_id, if_match, "инцидента"), caller, given, response, given.clock.now())

    wanted.right = right  # type: ignore[attr-defined]  # for the tests of routes, as `needs` does
    return wanted


ChangeDep = Annotated[Change, Depends(wanting(Right.WORK_INCIDENTS))]


@router.post("/incidents/{incident_id}/moves", summary="Шаг порядка", responses=MEETS)
def move(body: MoveIn, change: ChangeDep) -> IncidentOut:
    """Перевести инцидент в следующее состояние; недопустимый шаг называет допустимые."""
    step, profile = body.move(change.scope.who, change.at), change.given.profile
    return change.made(lambda work: usecases.move(work, change.scope, profile, change.id, change.revision, step))


@router.post("/incidents/{incident_id}/answers", summary="Ответ", responses=MEETS)
def answer(body: AnswerIn, change: ChangeDep) -> IncidentOut:
    """Внести официальный ответ: текст, площадки, ссылки. Проверка хранится с ним, обещанный срок берётся из текста,
    если не указан. Состояние меняет отдельный шаг."""
    given = change.given

    def do(work: Work) -> Incident:
        known = given.profile, given.calendar(), change.id, change.revision
        return usecases.give(work, change.scope, *known, body.answer(), change.at, given.present, given.inside)

    return change.made(do)


@router.post("/incidents/{incident_id}/circumstances", summary="Обстоятельства и меры", responses=MEETS)
def circumstances(body: CircumstancesIn, change: ChangeDep) -> IncidentOut:
    """Чего о риске ещё не знают, что сделано и что планируется (Порядок, п. 1): строка истории и извещение тем, кому
    сообщали о риске."""
    told = change.id, change.revision, body.circumstances(), change.at
    return change.made(lambda work: usecases.circumstances(work, change.scope, *told))


@router.post("/incidents/{incident_id}/answers/{answer_id}/links", summary="Ссылки на ответ", responses=MEETS)
def link(answer_id: Annotated[int, PathField(ge=1, le=2**62)], body: LinksIn, change: ChangeDep) -> IncidentOut:
    """Добавить ссылки на публикации ответа."""
    return change.made(
        lambda work: usecases.link(
            work, change.scope, change.id, change.revision, answer_id, body.links, change.at, change.given.inside
        )
    )


@router.post("/incidents/{incident_id}/offers/{offer_id}/verdict", summary="Ответ по ссылке", responses=MEETS)
def judge(offer_id: Annotated[int, PathField(ge=1, le=2**62)], body: OfferIn, change: ChangeDep) -> IncidentOut:
    """Принять ответ получателя без учётной записи ответом инцидента или отклонить с причиной."""
    known = change.given.profile, change.id, change.revision, offer_id
    return change.made(lambda work: usecases.judge(work, change.scope, *known, body.answer(), change.at, body.reason))


@router.put("/incidents/{incident_id}/outcome", summary="Итог", responses=MEETS)
def outcome(body: OutcomeIn, change: ChangeDep) -> IncidentOut:
    """Итог: решено, разъяснено, отложено (с причиной и датой), не решено, передано."""

    def do(work: Work) -> Incident:
        return usecases.set_outcome(
            work, change.scope, change.id, change.revision, body.outcome, change.at, body.reason, body.until
        )

    return change.made(do)


@router.put("/incidents/{incident_id}/nature", summary="Риск или вопрос", responses=MEETS)
def nature(body: NatureIn, change: ChangeDep) -> IncidentOut:
    """Признать инцидент риском или обычным вопросом: решение человека правила больше не меняют."""

    profile = change.given.profile

    def do(work: Work) -> Incident:
        return usecases.set_nature(
            work, change.scope, profile, change.id, change.revision, body.nature, change.at, body.reason
        )

    return change.made(do)


@router.post("/incidents/{incident_id}/merge", summary="Объединить", responses=MEETS)
def merge(body: MergeIn, change: ChangeDep) -> IncidentOut:
    """Передать публикации другому инциденту; ответ показывает его. Объединение можно отменить."""
    profile = change.given.profile

    def do(work: Work) -> Incident:
        return usecases.merge(
            work, change.scope, profile, change.id, change.revision, body.into, change.at, body.reason
        )

    return change.made(do)


@router.post("/incidents/{incident_id}/unmerge", summary="Отменить объединение", responses=MEETS)
def unmerge(change: ChangeDep) -> IncidentOut:
    """Вернуть инциденту его публикации; сами эти двое больше не сойдутся."""
    profile = change.given.profile
    return change.made(
        lambda work: usecases.unmerge(work, change.scope, profile, change.id, change.revision, change.at)
    )


@router.post("/incidents/{incident_id}/split", status_code=201, summary="Выделить публикации", responses=conflicts())
def split(body: SplitIn, change: ChangeDep) -> SplitOut:
    """Выделить публикации в новый инцидент; отменяется объединением нового с прежним."""
    given = change.given
    with given.ledger.begin() as work:
        left, made = usecases.split(
            work, change.scope, given.profile, change.id, change.revision, body.posts, change.at, given.mask
        )
        return SplitOut(
            left=whole(work, change.caller, given, left.id), opened=whole(work, change.caller, given, made.id)
        )
