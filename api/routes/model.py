"""The model in force: its card, so that nobody has to guess what it was trained on and where it fails."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from api.answers import Out
from api.auth import Caller, ServicesDep, needs
from api.routes.texts import reader
from api.shelf import DriftOut, ShadowOut, ShadowsOut, ShelfOut
from core import usecases
from core.scope import Right

router = APIRouter(tags=["Модель"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_HEALTH))]
MayReadPosts = Annotated[Caller, Depends(needs(Right.READ_POSTS))]


class ModelOut(Out):
    """The model in force."""

    version: str = Field(examples=["base-2026.11.21-e34d1a"])
    card: str = Field(description="Карточка модели, Markdown.")


@router.get("/model", summary="Модель и её карточка")
def get(caller: MayRead, given: ServicesDep) -> ModelOut:
    """Версия модели и её карточка: данные, качество по классам, известные ошибки, чего ей нельзя поручать."""
    return ModelOut(version=given.assessor().version, card=given.model_card())


@router.get("/model/shelf", summary="Реестр моделей")
def shelf(caller: MayRead, given: ServicesDep) -> ShelfOut:
    """Какая модель в работе, какие предложены, прошли ли пороги, и всё, что с ними делали."""
    return ShelfOut.shown(given.shelf.state())


@router.get("/model/shadows", summary="Модели в тени")
def shadows(caller: MayReadPosts, given: ServicesDep) -> ShadowsOut:
    """Что новая модель показала бы ещё, чего не показала бы, что раньше; тексты с масками."""
    where = given.whereabouts() if given.whereabouts else None
    mask, found = reader(caller, given), given.shelf.state().shades
    with given.ledger.read() as work:
        told = [
            ShadowOut.told(each, usecases.comparison(work, caller.scope, given.profile, each, where), mask)
            for each in found
        ]
    return ShadowsOut(shadows=told)


@router.get("/model/drift", summary="Сдвиги")
def drift(caller: MayRead, given: ServicesDep) -> DriftOut:
    """Показатели последних недель по источникам и темам; тревога — где они изменились, с номерами публикаций."""
    with given.ledger.read() as work:
        return DriftOut.shown(usecases.drifted(work, caller.scope, given.clock.now()))
