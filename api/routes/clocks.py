"""Clocks of an incident: let them stand, let them go on, put an appeal's answer off, register."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.incidents import IncidentOut
from api.orders import ExtensionIn, NumberIn, PauseIn, ResumeIn
from api.routes.moves import MEETS, Change, ChangeDep, wanting
from core import usecases
from core.scope import Right

router = APIRouter(tags=["Сроки"])
HoldDep = Annotated[Change, Depends(wanting(Right.HOLD_CLOCKS))]


@router.post("/incidents/{incident_id}/clocks/pause", summary="Приостановить сроки", responses=MEETS)
def pause(body: PauseIn, change: HoldDep) -> IncidentOut:
    """Приостановить сроки в рабочем времени: названный или все. Календарные сроки 59-ФЗ не приостанавливаются."""
    return change.made(
        lambda work: usecases.pause_clocks(
            work, change.scope, change.given.profile, change.id, change.revision, body.kind, body.reason, change.at
        )
    )


@router.post("/incidents/{incident_id}/clocks/resume", summary="Продолжить сроки", responses=MEETS)
def resume(body: ResumeIn, change: HoldDep) -> IncidentOut:
    """Продолжить приостановленные сроки: названный или все."""
    return change.made(
        lambda work: usecases.resume_clocks(
            work, change.scope, change.given.profile, change.id, change.revision, body.kind, change.at
        )
    )


@router.post("/incidents/{incident_id}/clocks/extension", summary="Продлить ответ на обращение", responses=MEETS)
def extend(body: ExtensionIn, change: HoldDep) -> IncidentOut:
    """Продлить ответ на обращение: один раз, не более чем на 30 дней, заявитель извещён (59-ФЗ, ст. 12, ч. 2)."""
    return change.made(
        lambda work: usecases.extend_answer(
            work,
            change.scope,
            change.given.profile,
            change.id,
            change.revision,
            body.days,
            body.reason,
            body.notified,
            change.at,
        )
    )


@router.put("/incidents/{incident_id}/number", summary="Номер, регистрация обращения", responses=MEETS)
def register(body: NumberIn, change: ChangeDep) -> IncidentOut:
    """Дать номер. У обращения по 59-ФЗ с него идут сроки ответа (30 дней) и перенаправления (7 дней)."""
    return change.made(
        lambda work: usecases.register(
            work,
            change.scope,
            change.given.profile,
            change.id,
            change.revision,
            body.number,
            change.at,
            body.registered,
        )
    )
