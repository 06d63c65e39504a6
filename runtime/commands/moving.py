"""`mcu move`: from the embedded database to PostgreSQL."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from core.errors import BadInput, BadSettings
from core.journal import broken
from core.reasons import plural
from runtime import lock
from runtime.clock import SystemClock
from runtime.console import bars, console
from runtime.settings import Settings, load
from runtime.wiring import open_house
from store import moving
from store.engine import Engine, open_engine
from store.moving import Moved

NEXT = """Дальше:
1. MCU_DATABASE_URL — адрес новой базы для программы (отдельная роль), MCU_MIGRATE_URL — для владельца схемы;
2. mcu migrate — выдать права и создать таблицы заданий;
3. запустить службу (mcu serve), остальные исполнители — mcu worker.
Прежняя база осталась как была; когда новая проверена, уберите её."""


def move(
    to: Annotated[
        str,
        typer.Option("--to", help="Адрес пустой базы PostgreSQL для её владельца; по умолчанию MCU_MIGRATE_URL."),
    ] = "",
) -> None:
    """Перенести установку с SQLite в пустую базу PostgreSQL; каждая таблица сверяется, прежняя база не меняется."""
    settings, began = load(), time.monotonic()
    address = to or settings.migrate_url.get_secret_value()
    with _engines(settings, address) as (source, target), _still(settings):
        moving.check(source, target)
        with bars() as progress:
            done = moving.move(source, target, progress)
    _note(settings, address, done)
    total = sum(each.print.count for each in done)
    console().print(
        f"Перенесено и сверено: {plural(len(done), 'таблица', 'таблицы', 'таблиц')}, "
        f"{plural(total, 'строка', 'строки', 'строк')}, за {time.monotonic() - began:.0f} с. Журнал сходится.\n{NEXT}",
        markup=False,
    )


@contextmanager
def _engines(settings: Settings, address: str) -> Iterator[tuple[Engine, Engine]]:
    """Both databases for the length of the block. Raises BadSettings where there is nothing to move or nowhere to."""
    if not settings.is_sqlite:
        raise BadSettings("настройка MCU_DATABASE_URL: установка уже на PostgreSQL, переносить нечего")
    file = Path(settings.database.removeprefix("sqlite:///"))
    if not file.is_file():
        raise BadSettings(f"базы {file} нет, переносить нечего")
    if not address:
        raise BadSettings("куда переносить: укажите --to postgresql://… или MCU_MIGRATE_URL")
    source, target = open_engine(settings.database), open_engine(address)
    try:
        yield source, target
    finally:
        source.dispose()
        target.dispose()


@contextmanager
def _still(settings: Settings) -> Iterator[None]:
    """Nobody writes to the embedded database meanwhile. Raises Busy, which names who does."""
    with lock.hold(settings.home / lock.NAME, "move", SystemClock().now()):
        yield


def _note(settings: Settings, address: str, done: Sequence[Moved]) -> None:
    """The first words of the new database: its chain goes on where that of the former one ended.

    Raises BadInput where the chain that came is broken: as it was in the former database.
    """
    house = open_house(settings.model_copy(update={"database_url": address}))
    try:
        with house.store.begin() as work:
            wrong = any(broken(work.journal.chain(house.scope)))
            detail = {"tables": len(done), "rows": sum(each.print.count for each in done)}
            work.journal.write(house.scope, "store.move", "", detail, house.clock.now())
    finally:
        house.store.close()
    if wrong:
        raise BadInput("всё перенесено, но цепочка журнала нарушена, как и в прежней базе: mcu audit verify")
