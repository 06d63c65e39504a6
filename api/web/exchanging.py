"""Обмен: tables of «Инцидент менеджмент» and ПОС in, tables and lists out, the last loads with their protocols."""

import csv
import io
from dataclasses import replace
from datetime import datetime
from typing import Annotated
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from api.auth import Caller, ServicesDep
from api.routes.exchange import Number, loaded, written
from api.routes.systems import document_of
from api.services import Services
from api.strangers import exact, reads
from api.web import times
from api.web.filters import TITLES
from api.web.rendering import page
from api.web.visiting import may, own_form
from core import exchange as rules
from core import periods, usecases
from core.cells import disarmed
from core.errors import BadInput
from core.exchange import SYSTEM_TITLES, WHAT, Import, ItemQuery, Link, Order, System
from core.scope import Right

router = APIRouter()
PATH = "/exchange"
MayTake = Annotated[Caller, Depends(may(Right.EXCHANGE))]
MayGive = Annotated[Caller, Depends(may(Right.EXPORT))]
MaySum = Annotated[Caller, Depends(may(Right.READ_REPORTS))]
SHOWN = 20
FORM_TITLES = {
    rules.Form.XLSX: "Excel (xlsx)",
    rules.Form.CSV: "CSV",
    rules.Form.JSONL: "JSON по строкам",
    rules.Form.GEOJSON: "GeoJSON (только карта)",
}


def exchange_page(given: Services, caller: Caller, wrong: str = "", done: Import | None = None) -> Response:
    """The page; `wrong` after a refusal, `done` after a load."""
    with given.ledger.read() as work:
        last = work.exchange.imports(caller.scope, SHOWN)
        counts = work.exchange.counts(caller.scope)
        asked = work.exchange.find(caller.scope, ItemQuery(link=Link.PROPOSED, limit=SHOWN))
    return page(
        "exchange.html",
        given,
        caller,
        status=422 if wrong else 200,
        wrong=wrong,
        done=done,
        last=last,
        asked=asked,
        counts={SYSTEM_TITLES[system]: {link: counts.get((system, link), 0) for link in Link} for system in System},
        systems=SYSTEM_TITLES,
        what=WHAT,
        forms=FORM_TITLES,
        may_give=Right.EXPORT in caller.scope.rights,
        may_take=Right.EXCHANGE in caller.scope.rights,
        may_sum=Right.READ_REPORTS in caller.scope.rights,
        month=f"{periods.today(given.clock.now(), given.profile.timezone):%Y-%m}",
    )


@router.get(PATH, dependencies=[reads("done")])
def show(request: Request, caller: MayTake, given: ServicesDep) -> Response:
    """The page; after a load with what came of it."""
    number = request.query_params.get("done", "")
    done = None
    if number.isdecimal() and len(number) < 18:
        with given.ledger.read() as work:
            done = work.exchange.imported(caller.scope, int(number))
        done = replace(done, spoilt=done.spoilt[:SHOWN])
    return exchange_page(given, caller, done=done)


@router.post(PATH)
def load(
    caller: MayTake,
    given: ServicesDep,
    file: Annotated[UploadFile, File()],
    system: Annotated[System, Form()],
    csrf: Annotated[str, Form()] = "",
    opening: Annotated[str, Form()] = "",
) -> Response:
    """Load a table; a refusal says what is wrong with it."""
    own_form(caller, csrf)
    try:
        done = loaded(given, caller, system, file, bool(opening))
    except BadInput as error:
        return exchange_page(given, caller, wrong=str(error))
    return RedirectResponse(f"{PATH}?done={done.id}", 303)


@router.get(f"{PATH}/protocols/{{import_id}}")
def protocol(import_id: Number, caller: MayTake, given: ServicesDep) -> Response:
    """The rows that were not taken, as a CSV that an office program opens."""
    with given.ledger.read() as work:
        done = work.exchange.imported(caller.scope, import_id)
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";")
    rows.writerow(("файл", "лист", "строка", "столбец", "причина"))
    for each in done.spoilt:
        rows.writerow(map(disarmed, (done.file, each.sheet, str(each.row), each.column, each.reason)))
    if done.beyond:
        rows.writerow((disarmed(done.file), "", "", "", f"и ещё {done.beyond}"))
    name = quote(f"протокол-{import_id}.csv")
    told = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=told)


@router.get(f"{PATH}/file", dependencies=[reads("what", "form", "since", "until"), Depends(exact)])
def give(request: Request, caller: MayGive, given: ServicesDep) -> Response:
    """A table, a map or a list as a file."""
    asked, zone = request.query_params, given.profile.timezone
    form = asked.get("form", "xlsx")
    if form not in tuple(rules.Form):
        raise BadInput("вид файла: xlsx, csv, jsonl или geojson")
    since, until = (
        _moment("since", asked.get("since", ""), zone),
        _moment("until", asked.get("until", ""), zone, days=1),
    )
    return written(given, caller, Order(asked.get("what", ""), rules.Form(form), since, until))


def _moment(name: str, told: str, zone: str, days: int = 0) -> datetime | None:
    """The bound of a file. A file of everything must not look like one of a day that was mistyped."""
    found = times.day_start(told, zone, days)
    if told and found is None:
        raise BadInput(f"«{TITLES[name]}»: «{told[:40]}» — не дата")
    return found


@router.get(f"{PATH}/summary")
def summary(
    system: System, caller: MaySum, given: ServicesDep, month: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """A system's month as a document."""
    return document_of(given, caller.scope, system, month)


@router.post(f"{PATH}/items/{{item_id}}")
def decide(
    item_id: Number,
    caller: MayTake,
    given: ServicesDep,
    csrf: Annotated[str, Form()] = "",
    incident: Annotated[str, Form()] = "",
) -> Response:
    """A person's word on a proposed link."""
    own_form(caller, csrf)
    number = int(incident) if incident.isdecimal() and len(incident) < 18 else None
    with given.ledger.begin() as work:
        usecases.choose_link(work, caller.scope, item_id, number, given.clock.now(), ZoneInfo(given.profile.timezone))
    return RedirectResponse(PATH, 303)
