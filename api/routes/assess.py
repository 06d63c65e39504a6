"""Assess texts without storing them."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.answers import AssessedOut, AssessmentOut, AssessOut
from api.auth import Caller, ServicesDep, needs
from api.questions import AssessIn
from core.scope import Right

router = APIRouter(tags=["Оценка"])
MayAssess = Annotated[Caller, Depends(needs(Right.ASSESS))]


@router.post("/assess", summary="Оценка текстов")
def assess(body: AssessIn, caller: MayAssess, given: ServicesDep) -> AssessOut:
    """Оценить до 1000 текстов; ничего не сохраняется."""
    said = given.assessor().assess([each.subject() for each in body.texts], why=body.why)
    return AssessOut(
        assessments=[
            AssessedOut(id=each.id, **AssessmentOut.of(assessment).model_dump())
            for each, assessment in zip(body.texts, said, strict=True)
        ]
    )
