"""The municipalities of a region side by side: each is asked by the key that it gave, none by its name."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.auth import Caller, ServicesDep, needs
from api.summaries import RegionOut, ToldOut
from core.scope import Right

router = APIRouter(tags=["Регион"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_REGION))]


@router.get("/region", summary="Сводка региона")
def region(caller: MayRead, given: ServicesDep) -> RegionOut:
    """Сводки муниципалитетов, которые выдали этому ЦУР ключ; сверху те, где горит. Выбрать муниципалитет параметром
    нельзя; чей доступ отозван, того чисел нет."""
    told = given.region.ask()
    return RegionOut(at=given.clock.now(), municipalities=[ToldOut.of(each) for each in told])
