"""`mcu import im|pos` and `mcu export`: tables of the neighbours' systems in and out."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from core.errors import BadInput
from core.exchange import SYSTEM_TITLES, WHAT, Form, Import, Order, System
from core.reasons import plural
from core.scope import Right
from runtime import exchange
from runtime.commands.house import opened
from runtime.console import bars, complain, console

SHOWN = 20
PARTLY = 3


def take(system: System, file: Path, *, opening: bool) -> None:
    """Load a table; what could not be read is told, and the exit code says so."""
    if not file.is_file():
        raise BadInput(f"{file}: такого файла нет")
    with opened() as house, bars() as progress, file.open("rb") as table:
        done = exchange.take(house, house.scope, system, file.name, table, opening=opening, told=progress)
    report(done)
    if done.bad:
        raise typer.Exit(PARTLY)


def report(done: Import) -> None:
    """What came of a table, and the rows that could not be taken."""
    console().print(
        f"{SYSTEM_TITLES[done.system]}: {plural(done.rows, 'строка', 'строки', 'строк')}; новых: {done.added}, "
        f"изменилось: {done.changed}, без изменений: {done.same}, не принято: {done.bad}; связано с инцидентами: "
        f"{done.linked}, предложено связать: {done.proposed}, заведено инцидентов: {done.opened}",
        markup=False,
        soft_wrap=True,
    )
    for each in done.spoilt[:SHOWN]:
        column = f", столбец {each.column}" if each.column else ""
        complain(f"{done.file}: лист «{each.sheet}», строка {each.row}{column}: {each.reason}")
    if (left := len(done.spoilt) + done.beyond - SHOWN) > 0:
        complain(f"… и ещё {left}; протокол загрузки № {done.id} — на странице «Обмен»")


def export(
    what: Annotated[str, typer.Argument(help="; ".join(f"{code} — {title}" for code, title in WHAT.items()))],
    out: Annotated[Path | None, typer.Option("--out", help="Куда записать; иначе рядом, под обычным именем.")] = None,
    form: Annotated[Form, typer.Option("--format", help="Вид файла.")] = Form.XLSX,
    since: Annotated[datetime | None, typer.Option("--from", help="С этого дня (по времени центра).")] = None,
    until: Annotated[datetime | None, typer.Option("--to", help="По этот день включительно.")] = None,
    unmasked: Annotated[bool, typer.Option("--unmasked", help="Тексты без масок; это записывается в журнал.")] = False,
) -> None:
    """Выгрузить таблицу для ИМ или ПОС, тепловую карту или список целиком; число строк сверяется с базой.

    В таблице для ИМ или ПОС — только инциденты центра.
    """
    with opened() as house:
        zone = ZoneInfo(house.profile.timezone)
        begin = since.replace(tzinfo=zone) if since else None
        end = until.replace(tzinfo=zone) + timedelta(days=1) if until else None
        order = Order(what, form, begin, end)
        path = out or Path(order.file)
        if not path.absolute().parent.is_dir():
            raise BadInput(f"{path}: такой папки нет")
        seen = house.scope.rights if unmasked else house.scope.rights - {Right.READ_UNMASKED}
        count = exchange.give(house, replace(house.scope, rights=seen), order, path)
    console().print(f"{path}: {plural(count, 'строка', 'строки', 'строк')}", markup=False, soft_wrap=True)
