"""`mcu audit`: the journal is checked and given out."""

from collections.abc import Iterable
from typing import Annotated

import typer

from core.errors import BadInput, BadSettings
from core.journal import START, Entry, Link, broken, title
from core.reasons import plural
from runtime import witness
from runtime.commands.house import opened
from runtime.console import complain, console, lines
from runtime.wiring import House

app = typer.Typer(no_args_is_help=True, help="Журнал действий.")
BROKEN = 3
LEAST_SEAL = 8
Since = Annotated[
    str, typer.Option("--since", help="Место, списанное раньше: НОМЕР:ПЕЧАТЬ (достаточно её начала из 8 знаков).")
]


@app.command("verify")
def verify(since: Since = "") -> None:
    """Проверить цепочку журнала. Код 3 — она нарушена; каждое нарушенное место названо."""
    with opened() as house:
        wanted = _place(since) if since else witness.last(house.settings, house.profile.code)
        with house.store.read() as work:
            found = _written(work.journal.link(house.scope, wanted.number), wanted) if wanted.number else []
            found += map(str, broken(work.journal.chain(house.scope), START))
            last = work.journal.last(house.scope)
        for each in found:
            complain(f"журнал нарушен, {each}")
        if found:
            if wanted.number and not since:
                complain(f"место {wanted} отмечено в {witness.path_of(house.settings)} при прошлой проверке")
            raise typer.Exit(BROKEN)
        _keep(house, last)
    said = plural(last.number, "запись", "записи", "записей")
    console().print(f"Журнал цел: {said}. Место для записи: {last}", markup=False, soft_wrap=True)


def _keep(house: House, last: Link) -> None:
    """Note the place where the next check will look; a folder that takes nothing is told, and the check still holds."""
    try:
        witness.note(house.settings, house.profile.code, last, house.clock.now())
    except BadSettings as error:
        complain(f"место не отмечено, стёртый хвост журнала следующая проверка не заметит: {error}")


def _place(told: str) -> Link:
    """Raises BadInput for what is no place."""
    if told == str(START):
        return START
    number, colon, seal = told.rstrip("…").partition(":")
    if not (colon and number.isdecimal() and len(number) < 16 and len(seal) >= LEAST_SEAL):
        raise BadInput(f"--since: нужно НОМЕР:ПЕЧАТЬ, печати не меньше {LEAST_SEAL} знаков")
    return Link(int(number), seal)


def _written(found: Link | None, wanted: Link) -> list[str]:
    """What is wrong with the place that was written down."""
    if found is None:
        return [f"запись {wanted.number}: её больше нет, а списана она была"]
    return [] if found.seal.startswith(wanted.seal) else [f"запись {wanted.number}: печать не та, что списана"]


@app.command("export")
def export(after: Annotated[int, typer.Option(min=0, help="Только записи после этого номера.")] = 0) -> None:
    """Выгрузить журнал строками JSON, от старых записей к новым; сама выгрузка тоже записывается."""
    with opened() as house:
        with house.store.read() as work:
            lines(_rows(work.journal.chain(house.scope, after)))
        _note(house, after)


def _note(house: House, after: int) -> None:
    with house.store.begin() as work:
        work.journal.write(house.scope, "journal.export", "", {"after": after}, house.clock.now())


def _rows(entries: Iterable[Entry]) -> Iterable[dict[str, object]]:
    for each in entries:
        yield {
            "number": each.number,
            "at": each.at.isoformat(),
            "who": each.who,
            "action": each.action,
            "title": title(each.action),
            "subject": each.subject,
            "detail": dict(each.detail),
            "previous": each.previous,
            "seal": each.seal,
        }
