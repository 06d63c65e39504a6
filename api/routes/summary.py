"""A municipality's own figures, for the region's ЦУР."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from api.auth import Caller, ServicesDep, needs
from api.summaries import SummaryOut
from core import usecases
from core.scope import Right
from core.usecases.summary import whole

router = APIRouter(tags=["Регион"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_INCIDENTS))]


@router.get("/summary", summary="Сводка муниципалитета")
def summary(request: Request, caller: MayRead, given: ServicesDep) -> SummaryOut:
    """Числа обзора, показателей и запросов ЦУР этого муниципалитета: без текстов и без людей. Показатели и
    довольство ответами — не старше десяти минут."""
    state, scope = request.app.state, caller.scope
    with given.ledger.read() as work:
        lines = state.standing.of(work, scope, given) if whole(scope) else ()
        content = state.content.of(work, caller, given)
        return SummaryOut.of(usecases.summary(work, scope, given.profile, given.clock.now(), content, lines))
