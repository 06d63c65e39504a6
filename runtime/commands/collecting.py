"""`mcu collect`: read the sources once."""

from typing import Annotated

import typer

from core.errors import BadSettings
from core.posts import READ_BY_ITSELF
from runtime.commands.house import opened
from runtime.console import bars, lines, table
from runtime.flow import Taken, settle
from runtime.flow import collect as collect_source


def collect(
    once: Annotated[bool, typer.Option("--once", help="Один проход по всем источникам.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Итог строками JSON.")] = False,
) -> None:
    """Собрать новое и изменённое из всех источников, оценить и отобрать."""
    if not once:
        raise BadSettings("сбор по расписанию ведёт mcu serve; для одного прохода скажите --once")
    with opened() as house, bars() as progress:
        with house.store.read() as work:
            sources = [source for source in work.sources.list(house.scope) if source.state in READ_BY_ITSELF]
        taken = [collect_source(house, source, progress) for source in sources]
        settle(house, progress)
    lines(map(_row, taken)) if json else _table(taken)
    if any(each.state not in READ_BY_ITSELF or each.reason or each.refused for each in taken):
        raise typer.Exit(3)


def _row(taken: Taken) -> dict[str, object]:
    change = taken.change
    return {
        "source": str(taken.source),
        "state": taken.state,
        "reason": taken.reason,
        "read": taken.posts,
        "new": change.new,
        "edited": change.edited,
        "deleted": change.deleted,
        "counted": change.counted,
        "refused": [
            {"line": refusal.line, "field": refusal.field, "reason": refusal.reason} for refusal in taken.refused
        ],
    }


def _table(taken: list[Taken]) -> None:
    heads = ("Источник", "Состояние", "Новых", "Изменено", "Удалено", "Не прочитано", "Причина")
    table(
        "Сбор",
        heads,
        ((t.source, t.state, t.change.new, t.change.edited, t.change.deleted, len(t.refused), t.reason) for t in taken),
    )
