"""The register of sources, their health, and the calls that platforms allow."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.auth import Caller, ServicesDep, needs
from api.questions import SourceIn
from api.registered import (
    AddedOut,
    FindingOut,
    QuotaOut,
    QuotasOut,
    RefusalsOut,
    RefusedOut,
    RemovedOut,
    SourceOut,
    SourcesOut,
)
from core import addresses, usecases
from core.errors import BadInput
from core.health import Health
from core.posts import Platform, Source
from core.scope import Right

router = APIRouter(tags=["Источники"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_SOURCES))]
MayEdit = Annotated[Caller, Depends(needs(Right.EDIT_SOURCES))]


@router.get("/sources", summary="Источники")
def find(caller: MayRead, given: ServicesDep) -> SourcesOut:
    """Источники, их состояние, здоровье и следующее чтение."""
    with given.ledger.read() as work:
        found = usecases.examine(work, caller.scope, given.clock.now())
    return SourcesOut(sources=[SourceOut.shown(each) for each in found])


@router.get("/quotas", summary="Квоты площадок")
def quotas(caller: MayRead, given: ServicesDep) -> QuotasOut:
    """Сколько вызовов площадки ещё допускают и какие методы стоят на паузе."""
    with given.ledger.read() as work:
        found = usecases.quotas(work, caller.scope, given.budgets, given.clock.now())
    return QuotasOut(quotas=[QuotaOut.shown(each) for each in found])


@router.post("/sources", status_code=201, summary="Новый источник")
def add(body: SourceIn, caller: MayEdit, given: ServicesDep) -> AddedOut:
    """Добавить источник с правовым основанием и сроком хранения и сказать, что с ним получается."""
    if body.platform is Platform.FILE:
        raise BadInput("поле «platform»: файлы сервера добавляет только mcu source add")
    key = addresses.key_of(body.platform, body.address)
    source = Source(key, body.title, basis=body.basis, keep_days=body.keep_days)
    given.refuse(key)
    tried = given.trial(source)
    usecases.admit(tried)
    with given.ledger.begin() as work:
        added = usecases.add_source(work, caller.scope, source, given.clock.now())
    found = [FindingOut.of(each) for each in tried]
    return AddedOut.shown(Health(added)).model_copy(update={"checks": found})


@router.delete("/sources", summary="Снять источник")
def remove(
    caller: MayEdit,
    given: ServicesDep,
    source: Annotated[str, Query(max_length=1100, description="platform:address")],
) -> RemovedOut:
    """Больше не читать источник. Без публикаций он исчезает, с ними остаётся снятым: собранное не теряется."""
    with given.ledger.begin() as work:
        gone = usecases.remove(work, caller.scope, addresses.parse_any(source), given.clock.now())
    return RemovedOut(source=source, kept=not gone)


@router.get("/sources/refused", summary="Отложено на разбор")
def refused(
    caller: MayRead,
    given: ServicesDep,
    source: Annotated[str | None, Query(max_length=1100, description="platform:address")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RefusalsOut:
    """Что прочитать не удалось: источник, место, причина. Самих данных здесь нет."""
    key = addresses.parse_any(source) if source else None
    with given.ledger.read() as work:
        found = usecases.set_aside(work, caller.scope, key, limit)
    return RefusalsOut(refused=[RefusedOut.shown(each) for each in found])
