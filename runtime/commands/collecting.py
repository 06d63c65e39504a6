"""`mcu collect`: read the sources once."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from core import addresses
from core.errors import BadInput, BadSettings
from core.posts import EARLIEST, READ_BY_ITSELF, Source
from runtime.commands.house import opened
from runtime.console import bars, lines, table
from runtime.flow import Progress, Taken, look_back, settle
from runtime.flow import collect as collect_source
from runtime.jobs import handing
from runtime.wiring import House

if TYPE_CHECKING:
    from runtime.jobs.orders import Orders


def collect(
    once: Annotated[bool, typer.Option("--once", help="Один проход по всем источникам.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Итог строками JSON.")] = False,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Дочитать историю с этого дня; нужен --source.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Только этот источник.")] = None,
) -> None:
    """Собрать новое и изменённое из всех источников, оценить и отобрать.

    С --since дочитывается история одного источника; прерванное продолжится с того же места той же командой.
    """
    if not once and not since:
        raise BadSettings("сбор по расписанию ведёт mcu serve; для одного прохода скажите --once")
    if since and not source:
        raise BadInput("--since: назовите источник (--source vk:ИМЯ), история читается по одному")
    with opened() as house, bars() as progress:
        sources, moment = _sources(house, source), _moment(house, since)
        taken = handing.work(
            house,
            "collect",
            inline=lambda: _here(house, sources, moment, progress),
            handed=lambda orders: _there(house, orders, sources, moment, progress),
            progress=progress,
        )
    lines(map(_row, taken)) if json else _table(taken)
    if any(each.state not in READ_BY_ITSELF or each.reason or each.unread for each in taken):
        raise typer.Exit(3)


def _sources(house: House, only: str | None) -> list[Source]:
    with house.store.read() as work:
        if only:
            return [work.sources.get(house.scope, addresses.parse(only))]
        return [source for source in work.sources.list(house.scope) if source.state in READ_BY_ITSELF]


def _moment(house: House, since: datetime | None) -> datetime | None:
    """The beginning of a day where the municipality is. Raises BadInput for one that is to come or too long ago."""
    if since is None:
        return None
    moment = since.replace(tzinfo=ZoneInfo(house.profile.timezone)).astimezone(UTC)
    if not EARLIEST <= moment <= house.clock.now():
        raise BadInput(f"--since: день {since:%d.%m.%Y} не подходит, нужен от {EARLIEST:%d.%m.%Y} до сегодняшнего")
    return moment


def _here(house: House, sources: list[Source], since: datetime | None, progress: Progress) -> list[Taken]:
    if since:
        taken = [look_back(house, source, since, progress) for source in sources]
    else:
        taken = [collect_source(house, source, progress) for source in sources]
    settle(house, progress)
    return taken


def _there(
    house: House, orders: "Orders", sources: list[Source], since: datetime | None, progress: Progress
) -> list[Taken]:
    """All at once: there each platform has its queue."""
    profile, now = house.profile.code, house.clock.now()
    jobs = [orders.submit_collect(profile, source.key, now, since) for source in sources]
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
