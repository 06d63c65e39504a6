"""Exchange with «Инцидент менеджмент» and ПОС; lists taken out whole."""

from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, File, Query, Response, UploadFile
from fastapi import Path as PathField
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from api.auth import Caller, ServicesDep, needs
from api.exchange import ImportOut, ImportsOut, ItemOut, ItemsOut, LinkIn
from api.services import Services
from core import usecases
from core.errors import NotFound
from core.exchange import Form, Import, ItemQuery, Link, Order, System
from core.scope import Right

router = APIRouter(tags=["Обмен"])
MayTake = Annotated[Caller, Depends(needs(Right.EXCHANGE))]
MayGive = Annotated[Caller, Depends(needs(Right.EXPORT))]
Number = Annotated[int, PathField(ge=1, le=2**62)]
MEDIA = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.JSONL: "application/jsonl",
    Form.GEOJSON: "application/geo+json",
}


def written(given: Services, caller: Caller, order: Order) -> Response:
    """The file of an order, removed once it is sent. It is written whole before: its rows are counted."""
    if given.giving is None:
        raise NotFound("выгрузка не настроена")
    with NamedTemporaryFile(suffix=f".{order.form}", delete=False) as file:
        path = Path(file.name)
    try:
        given.giving(caller.scope, order, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return FileResponse(path, media_type=MEDIA[order.form], filename=order.file, background=BackgroundTask(path.unlink))


def loaded(given: Services, caller: Caller, system: System, file: UploadFile, opening: bool) -> Import:
    """Load a table. Raises BadInput that says what is wrong with it."""
    if given.taking is None:
        raise NotFound("загрузка не настроена")
    return given.taking(caller.scope, system, file.filename or "таблица.xlsx", file.file, opening)


@router.post("/exchange/{system}/imports", status_code=201, summary="Загрузить таблицу ИМ или ПОС")
def take(
    system: System,
    caller: MayTake,
    given: ServicesDep,
    file: Annotated[UploadFile, File(description="Таблица xlsx")],
    opening: Annotated[bool, Query(description="Завести инциденты по новым незакрытым записям")] = False,
) -> ImportOut:
    """Принять годные строки, связать с инцидентами и назвать негодные. Повторная загрузка ничего не меняет."""
    return ImportOut.told(loaded(given, caller, system, file, opening))


@router.get("/exchange/imports", summary="Последние загрузки")
def imports(caller: MayTake, given: ServicesDep, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> ImportsOut:
    """Загрузки, новые сверху."""
    with given.ledger.read() as work:
        return ImportsOut(imports=[ImportOut.told(each) for each in work.exchange.imports(caller.scope, limit)])


@router.get("/exchange/imports/{import_id}", summary="Протокол загрузки")
def imported(import_id: Number, caller: MayTake, given: ServicesDep) -> ImportOut:
    """Что вышло из таблицы: каждая непринятая строка с листом, номером, столбцом и причиной."""
    with given.ledger.read() as work:
        return ImportOut.told(work.exchange.imported(caller.scope, import_id), 10_000)


@router.get("/exchange/items", summary="Записи ИМ и ПОС")
def items(
    caller: MayTake,
    given: ServicesDep,
    system: System | None = None,
    link: Link | None = None,
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> ItemsOut:
    """Записи по порядку загрузки: система, номер, связь с инцидентом."""
    with given.ledger.read() as work:
        found = work.exchange.find(caller.scope, ItemQuery(system, link, after=after, limit=limit))
    return ItemsOut(items=[ItemOut.told(each) for each in found], next=found[-1].id if len(found) == limit else None)


@router.put("/exchange/items/{item_id}/link", summary="Связать запись с инцидентом или отвязать")
def link(item_id: Number, body: LinkIn, caller: MayTake, given: ServicesDep) -> ItemOut:
    """Решение сотрудника: номер инцидента либо null — ни один из предложенных; программа его не меняет."""
    with given.ledger.begin() as work:
        return ItemOut.told(
            usecases.choose_link(
                work, caller.scope, item_id, body.incident, given.clock.now(), ZoneInfo(given.profile.timezone)
            )
        )


@router.get("/exchange/exports/{what}", summary="Выгрузить таблицу, карту или список", response_class=FileResponse)
def give(
    what: str,
    caller: MayGive,
    given: ServicesDep,
    form: Form = Form.XLSX,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Response:
    """im и pos — инциденты в виде таблиц систем, heat — тепловая карта, flags, incidents, posts, answers, items,
    registers, tasks — списки целиком. Число строк сверено с базой."""
    return written(given, caller, Order(what, form, since, until))
