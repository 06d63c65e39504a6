"""People's judgements of texts: giving one, files of them out and in, what to label next, agreement."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import PlainTextResponse, StreamingResponse

from api.auth import Caller, ServicesDep, needs
from api.labels import (
    AgreementOut,
    AgreementsOut,
    BroughtOut,
    DisputeOut,
    LabelFileIn,
    MarkIn,
    WantedOut,
    WishOut,
)
from api.routes.texts import reader
from core import usecases
from core.learning import Cause, agreement, disagreements, exchange, incoming
from core.learning.exchange import Format
from core.scope import Right

router = APIRouter(tags=["Метки"])
MayLabel = Annotated[Caller, Depends(needs(Right.LABEL))]
MayExport = Annotated[Caller, Depends(needs(Right.EXPORT))]
DISPUTED = 200
MEDIA = {Format.JSONL: "application/jsonl", Format.CSV: "text/csv", Format.STUDIO: "application/json"}


@router.get("/labels/export", summary="Выгрузка меток", response_class=StreamingResponse)
def export(caller: MayExport, given: ServicesDep, form: Annotated[Format, Query()] = Format.JSONL) -> StreamingResponse:
    """Все метки файлом: тексты с масками, кто и когда разметил, какая модель что показывала."""
    with given.ledger.read() as work:
        found = work.labels.examples(caller.scope)
    return StreamingResponse(exchange.written(found, form, given.mask), media_type=f"{MEDIA[form]}; charset=utf-8")


@router.post("/labels/import", summary="Загрузка меток")
def bring(
    body: LabelFileIn, caller: MayLabel, given: ServicesDep, form: Annotated[Format, Query()] = Format.JSONL
) -> BroughtOut:
    """Метки из файла к текстам, которые есть в базе; повторная загрузка ничего не меняет."""
    found = incoming.read(body.content, form, caller.scope.who)
    with given.ledger.begin() as work:
        return BroughtOut.shown(usecases.bring(work, caller.scope, found, given.mask, given.clock.now()))


@router.get("/labels/wanted", summary="Что разметить")
def wanted(caller: MayLabel, given: ServicesDep, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> WantedOut:
    """Случайная доля прошлой недели и список самых полезных текстов; мнение модели не показано."""
    now, mask = given.clock.now(), reader(caller, given)
    with given.ledger.read() as work:
        weekly = usecases.week_slice(work, caller.scope, given.profile.timezone, now)
        chosen = usecases.wanted(work, caller.scope, now, limit)
    drawn = {each.post_id for each in weekly}
    chosen = [each for each in chosen if each.candidate.example.post_id not in drawn]
    return WantedOut(
        weekly=[WishOut.text_of(each, mask) for each in weekly], chosen=[WishOut.shown(each, mask) for each in chosen]
    )


@router.get("/labels/agreement", summary="Согласие")
def agreed(caller: MayLabel, given: ServicesDep) -> AgreementsOut:
    """Насколько люди согласны по каждому полю, и тексты, о которых они спорят."""
    with given.ledger.read() as work:
        found = work.labels.examples(caller.scope)
    mask = reader(caller, given)
    return AgreementsOut(
        agreement=[AgreementOut.of(each) for each in agreement(found)],
        blind=[AgreementOut.of(each) for each in agreement(found, blind=True)],
        disputed=[DisputeOut.shown(each, mask) for each in disagreements(found)[:DISPUTED]],
    )


@router.post("/labels", status_code=201, summary="Метка")
def mark(body: MarkIn, caller: MayLabel, given: ServicesDep) -> WishOut:
    """Метка одного текста; последняя метка человека заменяет его прежние."""
    now = given.clock.now()
    with given.ledger.begin() as work:
        known = work.labels.example(caller.scope, body.post_id)
        drawn = {each.post_id for each in usecases.week_slice(work, caller.scope, given.profile.timezone, now)}
        cause = Cause.RANDOM if known.post_id in drawn and not body.shown else Cause.CHOSEN
        label = body.label(caller.scope.who, now, known.said.model if known.said else "", cause)
        kept = usecases.mark(work, caller.scope, body.post_id, label, body.version)
    return WishOut.text_of(kept, reader(caller, given))


@router.get("/labels/studio", summary="Настройка Label Studio", response_class=PlainTextResponse)
def studio(caller: MayLabel) -> str:
    """Настройка разметки для проекта Label Studio."""
    return exchange.STUDIO
