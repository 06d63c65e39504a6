"""The model in force: its card, so that nobody has to guess what it was trained on and where it fails."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from api.answers import Out
from api.auth import Caller, ServicesDep, needs
from core.scope import Right

router = APIRouter(tags=["Модель"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_HEALTH))]


class ModelOut(Out):
    """The model in force."""

    version: str = Field(examples=["base-2026.11.21-e34d1a"])
    card: str = Field(description="Карточка модели, Markdown.")


@router.get("/model", summary="Модель и её карточка")
def get(caller: MayRead, given: ServicesDep) -> ModelOut:
    """Версия модели и её карточка: данные, качество по классам, известные ошибки, чего ей нельзя поручать."""
    return ModelOut(version=given.assessor().version, card=given.model_card())
