"""Registers of the centre, tasks of minutes, documents."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi import Path as PathField

from api.auth import Caller, ServicesDep, needs
from api.positions import positions_only
from api.registers import (
    AgendaOut,
    EntriesOut,
    EntryChangeIn,
    EntryIn,
    EntryOut,
    MinuteTaskIn,
    MinuteTaskOut,
    TaskMoveIn,
)
from api.services import Services
from api.tags import ETAG, conflicts, seen, tag
from core import periods, usecases
from core.acts import Act
from core.errors import NotFound
from core.pages import plan_paper
from core.ports import Work
from core.registers import KINDS, Entry, EntryQuery, Kind, paper_of
from core.registers.month_papers import register_paper
from core.scope import Right

router = APIRouter(tags=["Реестры"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_REGISTERS))]
MayKeep = Annotated[Caller, Depends(needs(Right.WORK_REGISTERS))]
Number = Annotated[int, PathField(ge=1, le=2**62)]
Match = Annotated[str | None, Header()]
Month = Annotated[str, Query(max_length=7, description="Месяц 2026-11; без него — нынешний.")]
MONTH_MOST = 2000
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEETS: dict[int | str, dict[str, Any]] = {200: {"headers": ETAG}, **conflicts()}
PAPER: dict[int | str, dict[str, Any]] = {200: {"content": {DOCX: {}}}}


def whole(work: Work, caller: Caller, entry: Entry, response: Response) -> EntryOut:
    """An entry with its tasks and its ETag."""
    response.headers["ETag"] = tag(entry.id, entry.revision)
    return EntryOut.whole(entry, work.registers.tasks(caller.scope, [entry.id]))


def named(kind: Kind) -> str:
    """A register's title as the beginning of a file's name."""
    return KINDS[kind].title.lower().replace(" ", "-")


def drawn(given: Services, paper: Act, name: str) -> Response:
    """A document to keep."""
    if given.acts is None:
        raise NotFound("документы не настроены")
    told = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(given.acts(paper), media_type=DOCX, headers=told)


@router.get("/registers/agenda", summary="Черновик повестки заседания")
def agenda(caller: MayRead, given: ServicesDep) -> AgendaOut:
    """Вопросы повестки по данным последних семи дней."""
    with given.ledger.read() as work:
        points = usecases.draft_agenda(work, caller.scope, given.profile, given.clock.now())
    return AgendaOut(points=list(points))


@router.get("/registers/entries/{entry_id}", summary="Одна запись", responses={200: {"headers": ETAG}})
def get(entry_id: Number, caller: MayRead, given: ServicesDep, response: Response) -> EntryOut:
    """Запись с поручениями."""
    with given.ledger.read() as work:
        return whole(work, caller, work.registers.get(caller.scope, entry_id), response)


@router.get("/registers/entries/{entry_id}/paper", summary="Документ (DOCX)", responses=PAPER, response_class=Response)
def paper(entry_id: Number, caller: MayRead, given: ServicesDep) -> Response:
    """Повестка готовящегося заседания, протокол проведённого, лист любой другой записи."""
    with given.ledger.read() as work:
        entry = usecases.under_title(work, caller.scope, work.registers.get(caller.scope, entry_id))
        tasks = work.registers.tasks(caller.scope, [entry_id])
    today = periods.today(given.clock.now(), given.profile.timezone)
    return drawn(given, paper_of(entry, tasks, given.profile, today), f"{named(entry.kind)}-{entry.id}.docx")


@router.put("/registers/entries/{entry_id}", summary="Изменить запись", responses=MEETS)
def change(
    entry_id: Number,
    body: EntryChangeIn,
    caller: MayKeep,
    given: ServicesDep,
    response: Response,
    if_match: Match = None,
) -> EntryOut:
    """Изменить поля, перевести в другое состояние; поля, которых нет в запросе, остаются."""
    revision, now = seen(entry_id, if_match, "записи"), given.clock.now()
    with given.ledger.begin() as work:
        positions_only(given, work.registers.get(caller.scope, entry_id).kind, body.body)
        kept = usecases.change_entry(
            work, caller.scope, entry_id, revision, now, body.title, body.day, body.body, body.state
        )
        return whole(work, caller, kept, response)


@router.post("/registers/entries/{entry_id}/send", summary="Протокол направлен", responses=MEETS)
def send(entry_id: Number, caller: MayKeep, given: ServicesDep, response: Response, if_match: Match = None) -> EntryOut:
    """Отметить, что протокол направлен должностным лицам: все поставленные поручения становятся направленными."""
    revision = seen(entry_id, if_match, "записи")
    with given.ledger.begin() as work:
        kept = usecases.send_minutes(work, caller.scope, entry_id, revision, given.clock.now())
        return whole(work, caller, kept, response)


@router.post("/registers/entries/{entry_id}/tasks", status_code=201, summary="Новое поручение")
def give(entry_id: Number, body: MinuteTaskIn, caller: MayKeep, given: ServicesDep) -> MinuteTaskOut:
    """Поручение: что, блок, должность, срок."""
    with given.ledger.begin() as work:
        made = usecases.give_task(work, caller.scope, given.profile, entry_id, body.task(), given.clock.now())
    return MinuteTaskOut.of(made)


@router.post("/registers/entries/{entry_id}/tasks/{task_id}/moves", summary="Направить, исполнить, снять поручение")
def move(entry_id: Number, task_id: Number, body: TaskMoveIn, caller: MayKeep, given: ServicesDep) -> MinuteTaskOut:
    """Исполнение подтверждается, снятие объясняется."""
    with given.ledger.begin() as work:
        moved = usecases.set_entry_task(work, caller.scope, entry_id, task_id, body.to, given.clock.now(), body.proof)
    return MinuteTaskOut.of(moved)


@router.get("/registers/{kind}", summary="Реестр")
def find(
    kind: Kind,
    caller: MayRead,
    given: ServicesDep,
    state: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies defaults
    since: date | None = None,
    until: date | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> EntriesOut:
    """Записи реестра: голосования, заседания, прямые линии, контент-план, рекомендации, практики, обучение."""
    with given.ledger.read() as work:
        found = work.registers.find(caller.scope, EntryQuery(kind, tuple(state), since, until, limit))
        tasks = work.registers.tasks(caller.scope, [each.id for each in found]) if found else []
    return EntriesOut(entries=[EntryOut.whole(each, [x for x in tasks if x.entry_id == each.id]) for each in found])


@router.get("/registers/{kind}/paper", summary="Реестр за месяц (DOCX)", responses=PAPER, response_class=Response)
def month_paper(kind: Kind, caller: MayRead, given: ServicesDep, month: Month = "") -> Response:
    """Записи реестра за месяц одним документом: контент-план, голосования, обучение."""
    zone = given.profile.timezone
    today = periods.today(given.clock.now(), zone)
    asked = periods.month(month or f"{today:%Y-%m}", zone)
    first, last = asked.first, asked.last
    with given.ledger.read() as work:
        if kind is Kind.PLAN:
            found = usecases.month_plan(work, caller.scope, given.profile, given.near, first, last, today)
            paper = plan_paper(*found, first, last, given.profile)
        else:
            query = EntryQuery(kind, since=first, until=last, limit=MONTH_MOST)
            paper = register_paper(kind, work.registers.find(caller.scope, query), first, last, given.profile)
    return drawn(given, paper, f"{named(kind)}-{first:%Y-%m}.docx")


@router.post("/registers/{kind}", status_code=201, summary="Новая запись", responses={201: {"headers": ETAG}})
def enter(kind: Kind, body: EntryIn, caller: MayKeep, given: ServicesDep, response: Response) -> EntryOut:
    """Внести запись; поля — по реестру, имён нет."""
    now = given.clock.now()
    positions_only(given, kind, body.body)
    made = Entry(kind, body.title, body.day, now, now, body.state, body.body)
    with given.ledger.begin() as work:
        return whole(work, caller, usecases.enter(work, caller.scope, made, now), response)
