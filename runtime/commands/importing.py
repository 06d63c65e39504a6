"""`mcu import`: a file of posts, all the way to flags."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import available_timezones

import typer

from core.errors import BadInput, McuError
from core.exchange import System
from core.posts import Platform
from runtime.commands.house import opened
from runtime.console import bars, complain, console
from runtime.flow import FileOrder, Progress, Taken, import_file, settle
from runtime.jobs import handing
from runtime.wiring import House

if TYPE_CHECKING:
    from runtime.jobs.orders import Orders

SHOWN_REFUSALS = 20
Outcome = tuple[Taken, int, str]
"""What came, how many texts were assessed, and why the assessment failed if it did."""


def import_(
    file: Annotated[Path, typer.Argument(help="JSONL, CSV, result.json из Telegram Desktop; либо слово im или pos.")],
    table: Annotated[Path | None, typer.Argument(help="После im или pos: таблица xlsx этой системы.")] = None,
    source: Annotated[str | None, typer.Option(help="Источник для строк, которые его не называют.")] = None,
    platform: Annotated[Platform | None, typer.Option(help="Площадка для строк, которые её не называют.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Остановиться на первой негодной строке.")] = False,
    zone: Annotated[str | None, typer.Option(help="Часовой пояс дат, которые его не называют.")] = None,
    to_now: Annotated[bool, typer.Option("--to-now", help="Сдвинуть даты, чтобы последняя стала сегодняшней.")] = False,
    assess: Annotated[bool, typer.Option("--assess/--no-assess", help="Сразу оценить и отобрать.")] = True,
    open_: Annotated[bool, typer.Option("--open", help="im, pos: завести инциденты по новым незакрытым.")] = False,
) -> None:
    """Загрузить публикации из файла или таблицу ИМ или ПОС (mcu import im ФАЙЛ, mcu import pos ФАЙЛ)."""
    if table is not None:
        if str(file) not in tuple(System):
            raise BadInput(f"перед файлом ожидалось im или pos, здесь «{file}»")
        from runtime.commands import exchanging

        exchanging.take(System(str(file)), table, opening=open_)
        return
    if zone is not None and zone not in available_timezones():
        raise BadInput(f"--zone: неизвестный часовой пояс «{zone}», нужен вида Europe/Moscow")
    order = FileOrder(file.absolute(), platform, source, strict, to_now, zone=zone)
    with opened() as house, bars() as progress:
        taken, assessed, failed = handing.work(
            house,
            "import",
            inline=lambda: _here(house, order, assess, progress),
            handed=lambda orders: _there(house, orders, order, assess, progress),
            progress=progress,
        )
    report(taken, assessed)
    if failed:
        complain(f"публикации сохранены, но оценка не удалась: {failed}")
    if taken.unread or failed:
        raise typer.Exit(3)


def _here(house: House, order: FileOrder, assess: bool, progress: Progress) -> Outcome:
    if assess:
        house.assessor.version  # noqa: B018 - a model that cannot be read is refused before anything is stored
    taken = import_file(house, order, progress)
    return _settled(taken, lambda: settle(house, progress)[0]) if assess else (taken, 0, "")


def _there(house: House, orders: "Orders", order: FileOrder, assess: bool, progress: Progress) -> Outcome:
    """There the tick assesses too, so when nothing waits any more all that came in is assessed, by whomever."""
    taken = orders.taken(orders.submit_import(house.profile.code, order, house.clock.now()), progress)
    if not assess:
        return taken, 0, ""

    def settled() -> int:
        orders.wait(orders.submit_settle(house.profile.code), progress)
        return taken.change.new + taken.change.edited

    return _settled(taken, settled)


def _settled(taken: Taken, assess: Callable[[], int]) -> Outcome:
    """What was stored stays and is reported, whatever becomes of its assessment."""
    try:
        return taken, assess(), ""
    except McuError as error:
        return taken, 0, str(error)


def report(taken: Taken, assessed: int) -> None:
    """What came of the file, and the lines that could not be read."""
    change = taken.change
    console().print(
        f"Прочитано записей: {taken.posts}; новых публикаций: {change.new}, изменено текстов: {change.edited}, "
        f"удалений: {change.deleted}, счётчиков обновлено: {change.counted}; оценено: {assessed}; "
        f"не прочитано строк: {taken.unread}",
        markup=False,
        soft_wrap=True,
    )
    for refusal in taken.refused[:SHOWN_REFUSALS]:
        field = f", поле «{refusal.field}»" if refusal.field else ""
        complain(f"строка {refusal.line}{field}: {refusal.reason}")
    if taken.unread > SHOWN_REFUSALS:
        complain(f"… и ещё {taken.unread - SHOWN_REFUSALS}; все лежат в карантине")
