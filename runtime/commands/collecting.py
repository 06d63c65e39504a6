"""`mcu collect`: read the sources once."""

from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import BadSettings
from core.posts import READ_BY_ITSELF, Source
from runtime.commands.house import opened
from runtime.console import bars, lines, table
from runtime.flow import Progress, Taken, settle
from runtime.flow import collect as collect_source
from runtime.jobs import handing
from runtime.wiring import House

if TYPE_CHECKING:
    from runtime.jobs.orders import Orders


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
        taken = handing.work(
            house,
            "collect",
            inline=lambda: _here(house, sources, progress),
            handed=lambda orders: _there(house, orders, sources, progress),
            progress=progress,
        )
    lines(map(_row, taken)) if json else _table(taken)
    if any(each.state not in READ_BY_ITSELF or each.reason or each.unread for each in taken):
        raise typer.Exit(3)


def _here(house: House, sources: list[Source], progress: Progress) -> list[Taken]:
    taken = [collect_source(house, source, progress) for source in sources]
    settle(house, progress)
    return taken


def _there(house: House, orders: "Orders", sources: list[Source], progress: Progress) -> list[Taken]:
    """All at once: there each platform has its queue."""
    profile, now = house.profile.code, house.clock.now()
    jobs = [orders.submit_collect(profile, source.key, now) for source in sources]
    taken = []
    for done, job in enumerate(jobs, 1):
        taken.append(orders.taken(job))
        progress("Сбор источников", done, len(jobs))
    orders.wait(orders.submit_settle(profile), progress)
    return taken


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
        ((t.source, t.state, t.change.new, t.change.edited, t.change.deleted, t.unread, t.reason) for t in taken),
    )
