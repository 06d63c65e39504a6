"""`mcu collect`: read the sources once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from core import addresses
from core.errors import BadInput, BadSettings, Conflict
from core.health import STOPPED
from core.posts import EARLIEST, READ_BY_ITSELF, STATE_TITLES, Source
from runtime.commands.house import opened
from runtime.console import bars, complain, lines, table
from runtime.flow import Progress, Taken, look_back, settle
from runtime.flow import collect as collect_source
from runtime.jobs import handing
from runtime.wiring import House

if TYPE_CHECKING:
    from runtime.jobs.orders import Orders


INTERRUPTED = 130


def day(text: str) -> datetime:
    """A day as it is typed. Raises BadInput in words."""
    try:
        return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007  # the zone is the municipality's: see _moment
    except ValueError:
        raise BadInput(f"--since: «{text}» не день; нужен вида 2026-01-31") from None


def collect(
    once: Annotated[bool, typer.Option("--once", help="Один проход по всем источникам.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Итог строками JSON.")] = False,
    since: Annotated[
        datetime | None,
        typer.Option(parser=day, metavar="ГГГГ-ММ-ДД", help="Дочитать историю с этого дня; нужен --source."),
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
        asked = [each for each in sources if each.state in READ_BY_ITSELF]
        with _told_when_stopped(moment):
            taken = handing.work(
                house,
                "collect",
                inline=lambda: _here(house, asked, moment, progress),
                handed=lambda orders: _there(house, orders, asked, moment, progress),
                progress=progress,
            )
        taken += [_stands(each) for each in sources if each not in asked]
    lines(map(_row, taken)) if json else _table(taken)
    if any(each.state not in READ_BY_ITSELF or each.reason or each.unread for each in taken):
        raise typer.Exit(3)


def _sources(house: House, only: str | None) -> list[Source]:
    """What is asked for: one source that is read, or all that are, with those that were stopped."""
    with house.store.read() as work:
        if only:
            return [_readable(work.sources.get(house.scope, addresses.parse(only)))]
        return [each for each in work.sources.list(house.scope) if each.state in READ_BY_ITSELF | STOPPED]


def _readable(source: Source) -> Source:
    """Raises Conflict for a source that is not read until a person says so: reading it once would wake it."""
    if source.state in READ_BY_ITSELF:
        return source
    why = f": {source.reason}" if source.reason else ""
    raise Conflict(
        f"источник {source.key} {STATE_TITLES[source.state]}{why}. Чтобы читать его снова, выполните "
        f"mcu source resume {source.key}"
    )


def _stands(source: Source) -> Taken:
    """The row of a source that was not asked because it is stopped."""
    return Taken(source.key, state=source.state, reason=source.reason)


@contextmanager
def _told_when_stopped(since: datetime | None) -> Iterator[None]:
    """History is long: who stops it must know that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        if since is None:
            raise
        complain("прервано; прочитанное сохранено, та же команда продолжит с того же места")
        raise typer.Exit(INTERRUPTED) from None


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
        (
            (t.source, STATE_TITLES[t.state], t.change.new, t.change.edited, t.change.deleted, t.unread, t.reason)
            for t in taken
        ),
    )
