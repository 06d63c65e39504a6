"""`mcu import`: a file of posts, all the way to flags."""

from pathlib import Path
from typing import Annotated

import typer

from core.posts import Platform
from runtime.commands.house import opened
from runtime.console import bars, complain, console
from runtime.flow import FileOrder, Taken, import_file, settle

SHOWN_REFUSALS = 20


def import_(
    file: Annotated[Path, typer.Argument(help="JSONL, CSV или result.json из Telegram Desktop.")],
    source: Annotated[str | None, typer.Option(help="Источник для строк, которые его не называют.")] = None,
    platform: Annotated[Platform | None, typer.Option(help="Площадка для строк, которые её не называют.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Остановиться на первой негодной строке.")] = False,
    to_now: Annotated[bool, typer.Option("--to-now", help="Сдвинуть даты, чтобы последняя стала сегодняшней.")] = False,
    assess: Annotated[bool, typer.Option("--assess/--no-assess", help="Сразу оценить и отобрать.")] = True,
) -> None:
    """Загрузить публикации из файла, оценить их и отобрать то, что должен увидеть человек."""
    order = FileOrder(file, platform, source, strict, to_now)
    with opened() as house, bars() as progress:
        taken = import_file(house, order, progress)
        assessed = settle(house, progress)[0] if assess else 0
    report(taken, assessed)
    if taken.refused:
        raise typer.Exit(3)


def report(taken: Taken, assessed: int) -> None:
    """What came of the file, and the lines that could not be read."""
    change = taken.change
    console().print(
        f"Прочитано записей: {taken.posts}; новых публикаций: {change.new}, изменено текстов: {change.edited}, "
        f"удалений: {change.deleted}, счётчиков обновлено: {change.counted}; оценено: {assessed}; "
        f"не прочитано строк: {len(taken.refused)}",
        markup=False,
        soft_wrap=True,
    )
    for refusal in taken.refused[:SHOWN_REFUSALS]:
        field = f", поле «{refusal.field}»" if refusal.field else ""
        complain(f"строка {refusal.line}{field}: {refusal.reason}")
    if len(taken.refused) > SHOWN_REFUSALS:
        complain(f"… и ещё {len(taken.refused) - SHOWN_REFUSALS}; все лежат в карантине")
