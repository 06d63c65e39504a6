"""The register of sources."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.answers import SourceOut, SourcesOut
from api.auth import Caller, ServicesDep, needs
from api.questions import SourceIn
from core import addresses, usecases
from core.errors import BadInput
from core.posts import Platform, Source
from core.scope import Right

router = APIRouter(tags=["Источники"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_SOURCES))]
MayEdit = Annotated[Caller, Depends(needs(Right.EDIT_SOURCES))]


@router.get("/sources", summary="Источники")
def find(caller: MayRead, given: ServicesDep) -> SourcesOut:
    """Источники и их состояние."""
    with given.ledger.read() as work:
        return SourcesOut(sources=[SourceOut.shown(source) for source in work.sources.list(caller.scope)])


@router.post("/sources", status_code=201, summary="Новый источник")
def add(body: SourceIn, caller: MayEdit, given: ServicesDep) -> SourceOut:
    """Добавить источник."""
    if body.platform is Platform.FILE:
        raise BadInput("поле «platform»: файлы сервера добавляет только mcu source add")
    key = addresses.key_of(body.platform, body.address)
    with given.ledger.begin() as work:
        return SourceOut.shown(usecases.add_source(work, caller.scope, Source(key, body.title), given.clock.now()))
