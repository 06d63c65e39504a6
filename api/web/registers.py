"""Реестры: votes, meetings, direct lines, the content plan, recommendations, practices, training. One page shape."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.auth import Caller, ServicesDep
from api.positions import positions_only
from api.routes.registers import Number, drawn, month_paper
from api.services import Services
from api.strangers import exact
from api.web.rendering import page
from api.web.visiting import may, own_form
from core import usecases
from core.errors import BadInput, IllegalMove
from core.registers import KINDS, Entry, EntryQuery, Kind, Task, TaskState, Type, late, paper_of
from core.registers.entries import TASK_TITLES, Value
from core.registers.papers import day
from core.scope import Right

router = APIRouter()
PATH = "/registers"
MayRead = Annotated[Caller, Depends(may(Right.READ_REGISTERS))]
MayKeep = Annotated[Caller, Depends(may(Right.WORK_REGISTERS))]


def _today(given: Services) -> date:
    return given.clock.now().astimezone(ZoneInfo(given.profile.timezone)).date()


def _list(given: Services, caller: Caller, kind: Kind, typed: Mapping[str, str], wrong: str = "") -> Response:
    with given.ledger.read() as work:
        found = work.registers.find(caller.scope, EntryQuery(kind))
        counts = work.registers.counts(caller.scope)
        tasks = work.registers.tasks(caller.scope, [each.id for each in found]) if found else []
    today = _today(given)
    return page(
        "registers.html",
        given,
        caller,
        status=422 if wrong else 200,
        kind=kind,
        register=KINDS[kind],
        registers=KINDS,
        counts=counts,
        found=found,
        left={each.id: [x for x in tasks if x.entry_id == each.id] for each in found},
        late=lambda task: late(task, today),
        typed=typed,
        wrong=wrong,
        today=today,
        types=Type,
        day=day,
    )


@router.get(PATH)
def first(caller: MayRead, given: ServicesDep) -> Response:
    """The first register."""
    return RedirectResponse(f"{PATH}/{Kind.MEETING}", 303)


@router.get(f"{PATH}/{{kind}}")
def show(kind: Kind, caller: MayRead, given: ServicesDep, draft: str = "") -> Response:
    """A register with the form of a new entry; `draft` fills in the agenda by the week's data."""
    typed: dict[str, str] = {}
    if draft and kind is Kind.MEETING:
        with given.ledger.read() as work:
            points = usecases.draft_agenda(work, caller.scope, given.profile, given.clock.now())
        typed = {"title": "Еженедельное заседание", "agenda": "\n".join(points)}
    return _list(given, caller, kind, typed)


@router.get(f"{PATH}/{{kind}}/paper", dependencies=[Depends(exact)])
def month_document(
    kind: Kind, caller: MayRead, given: ServicesDep, month: Annotated[str, Query(max_length=7)] = ""
) -> Response:
    """A register's month as a document."""
    return month_paper(kind, caller, given, month)


def _body(kind: Kind, form: Mapping[str, str]) -> dict[str, Value]:
    return {each.code: form[each.code] for each in KINDS[kind].fields if each.code in form}


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise BadInput("поле «День»: нужен день") from None


async def typed(request: Request) -> dict[str, str]:
    """The fields of a form as text; files are none."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


Typed = Annotated[dict[str, str], Depends(typed)]


@router.post(f"{PATH}/{{kind}}")
def enter(kind: Kind, form: Typed, caller: MayKeep, given: ServicesDep) -> Response:
    """Enter one; a refusal keeps what was typed."""
    own_form(caller, form.get("csrf", ""))
    now = given.clock.now()
    try:
        made = Entry(
            kind, form.get("title", ""), _day(form.get("day", "")), now, now, form.get("state", ""), _body(kind, form)
        )
        positions_only(given, kind, made.body)
        with given.ledger.begin() as work:
            kept = usecases.enter(work, caller.scope, made, now)
    except BadInput as error:
        return _list(given, caller, kind, form, str(error))
    return RedirectResponse(f"{PATH}/entry/{kept.id}", 303)


def _entry(
    given: Services, caller: Caller, entry_id: int, wrong: str = "", form: Mapping[str, str] | None = None
) -> Response:
    with given.ledger.read() as work:
        entry = work.registers.get(caller.scope, entry_id)
        tasks = work.registers.tasks(caller.scope, [entry_id])
    today = _today(given)
    shown = {**{code: str(value) for code, value in entry.body.items()}, "title": entry.title} | dict(form or {})
    return page(
        "register.html",
        given,
        caller,
        status=422 if wrong else 200,
        entry=entry,
        register=entry.register,
        tasks=tasks,
        task_titles=TASK_TITLES,
        states=TaskState,
        late=lambda task: late(task, today),
        typed=shown,
        wrong=wrong,
        types=Type,
        day=day,
        date=date,
        blocks={each.code: each.title for each in given.profile.blocks},
    )


@router.get(f"{PATH}/entry/{{entry_id}}")
def one(entry_id: Number, caller: MayRead, given: ServicesDep) -> Response:
    """An entry with what a person does about it."""
    return _entry(given, caller, entry_id)


@router.post(f"{PATH}/entry/{{entry_id}}")
def change(entry_id: Number, form: Typed, caller: MayKeep, given: ServicesDep) -> Response:
    """Change it, or move it on."""
    own_form(caller, form.get("csrf", ""))
    revision = int(form["revision"]) if form.get("revision", "").isdecimal() and len(form["revision"]) < 9 else 0
    now, state = given.clock.now(), form.get("state", "")
    try:
        with given.ledger.begin() as work:
            known = work.registers.get(caller.scope, entry_id)
            sends = state == "sent" and known.kind is Kind.MEETING
            told, when = _body(known.kind, form), _day(form["day"]) if form.get("day") else None
            positions_only(given, known.kind, told)
            kept = usecases.change_entry(
                work, caller.scope, entry_id, revision, now, form.get("title"), when, told, "" if sends else state
            )
            if sends:
                usecases.send_minutes(work, caller.scope, entry_id, kept.revision, now)
    except (BadInput, IllegalMove) as error:
        return _entry(given, caller, entry_id, str(error), form)
    return RedirectResponse(f"{PATH}/entry/{entry_id}", 303)


@router.post(f"{PATH}/entry/{{entry_id}}/tasks")
def give(entry_id: Number, form: Typed, caller: MayKeep, given: ServicesDep) -> Response:
    """One more task."""
    own_form(caller, form.get("csrf", ""))
    try:
        due = _day(form["due"]) if form.get("due") else None
        task = Task(form.get("what", ""), form.get("block", ""), form.get("position", "")[:400])
        with given.ledger.begin() as work:
            usecases.give_task(work, caller.scope, given.profile, entry_id, replace(task, due=due), given.clock.now())
    except BadInput as error:
        return _entry(given, caller, entry_id, str(error))
    return RedirectResponse(f"{PATH}/entry/{entry_id}", 303)


@router.post(f"{PATH}/entry/{{entry_id}}/tasks/{{task_id}}")
def move(entry_id: Number, task_id: Number, form: Typed, caller: MayKeep, given: ServicesDep) -> Response:
    """Send a task, do it, drop it."""
    own_form(caller, form.get("csrf", ""))
    to = next((each for each in TaskState if each == form.get("to")), TaskState.DONE)
    try:
        with given.ledger.begin() as work:
            usecases.set_entry_task(work, caller.scope, entry_id, task_id, to, given.clock.now(), form.get("proof", ""))
    except IllegalMove as error:
        return _entry(given, caller, entry_id, str(error))
    return RedirectResponse(f"{PATH}/entry/{entry_id}", 303)


@router.get(f"{PATH}/entry/{{entry_id}}/paper")
def paper(entry_id: Number, caller: MayRead, given: ServicesDep) -> Response:
    """The entry as a document."""
    with given.ledger.read() as work:
        entry = usecases.under_title(work, caller.scope, work.registers.get(caller.scope, entry_id))
        tasks = work.registers.tasks(caller.scope, [entry_id])
    return drawn(given, paper_of(entry, tasks, given.profile, _today(given)), f"{entry.register.one}-{entry.id}.docx")
