"""`mcu source`: the register of sources."""

from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from collectors.news import selectors
from core import addresses, retention, usecases
from core.errors import BadInput
from core.health import Health
from core.ports import Aside, Bar, Finding
from core.posts import READ_BY_ITSELF, STATE_TITLES, Source
from core.reasons import plural, said
from runtime import trying
from runtime.commands.house import opened
from runtime.commands.proposing import propose
from runtime.console import console, lines, table

app = typer.Typer(no_args_is_help=True, help="Источники: что читает центр.")


@app.command("add")
def add(
    key: Annotated[str, typer.Argument(help="vk:ИМЯ, telegram:ИМЯ, preview:ИМЯ, max:НОМЕР, site:ССЫЛКА или file:ПУТЬ")],
    title: Annotated[str, typer.Option(help="Название для людей.")] = "",
    basis: Annotated[str, typer.Option(help="Правовое основание сбора; без него — обычное для площадки.")] = "",
    keep: Annotated[int | None, typer.Option(help="Сколько дней хранить публикации (обычно 365).")] = None,
    select: Annotated[
        list[str] | None, typer.Option(help="Где на сайте что стоит: list, title, text или date=СЕЛЕКТОР CSS.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Добавить и то, чего площадка под этим именем не знает.")
    ] = False,
    try_it: Annotated[bool, typer.Option("--check/--no-check", help="Сразу проверить ключ и доступ.")] = True,
) -> None:
    """Добавить источник с правовым основанием и сроком хранения и сказать, что с ним получается."""
    source = Source(addresses.parse(key), title, cursor=selectors.cursor(select or ()), basis=basis, keep_days=keep)
    with opened() as house:
        trying.refuse_unlawful(source.key)
        found = trying.tried(house, source) if try_it else []
        _admit(found, force=force)
        with house.store.begin() as work:
            added = usecases.add_source(work, house.scope, source, house.clock.now())
        console().print(
            f"Добавлен источник {added.key}. Основание: {added.basis}. Срок хранения: "
            f"{plural(retention.days(added), 'день', 'дня', 'дней')}",
            markup=False,
            soft_wrap=True,
        )
        if not _said(found):
            console().print(
                f"Источник в списке; читаться целиком он будет, когда отмеченное ✗ исправят. "
                f"Проверить: mcu source check {added.key}",
                markup=False,
                soft_wrap=True,
            )


def _admit(found: list[Finding], *, force: bool) -> None:
    try:
        usecases.admit(found, force=force)
    except BadInput as error:
        absent = all(each.bar is not Bar.PERSON for each in found)
        hint = ". Если имя верно и страница появится, повторите с --force" if absent else ""
        raise BadInput(f"источник не добавлен: {error}{hint}") from None


def _said(found: list[Finding]) -> bool:
    """Say what was tried; whether all of it works."""
    for each in found:
        console().print(f"{each.sign} {each.what}{f': {each.text}' if each.text else ''}", markup=False, soft_wrap=True)
    return all(each.works for each in found)


app.command("propose")(propose)


@app.command("check")
def check(key: Annotated[str, typer.Argument(help="Источник; добавлять его для проверки не нужно.")]) -> None:
    """Проверить, что нужно источнику: ключ, доступ, права. Ничего не меняет."""
    wanted = addresses.parse(key)
    with opened() as house:
        with house.store.read() as work:
            known = {each.key: each for each in work.sources.list(house.scope)}
        works = _said(trying.tried(house, known.get(wanted, Source(wanted))))
    if not works:
        raise typer.Exit(3)


@app.command("refused")
def refused(
    key: Annotated[str | None, typer.Argument(help="Только этот источник или файл.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Строками JSON, вместе с самими данными.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Сколько последних показать.")] = 50,
) -> None:
    """Показать, что прочитать не удалось и отложено на разбор."""
    with opened() as house, house.store.read() as work:
        found = usecases.set_aside(work, house.scope, addresses.parse_any(key) if key else None, limit)
    if json:
        lines(map(_aside, found))
        return
    heads = ("Источник", "Когда", "Место", "Причина")
    table("Отложено на разбор", heads, ((e.source, _moment(e.at), e.place, e.refusal.reason) for e in found))


def _aside(each: Aside) -> dict[str, object]:
    told = each.refusal
    return {
        "source": str(each.source),
        "at": _moment(each.at),
        "line": told.line,
        "field": told.field,
        "reason": told.reason,
        "payload": told.payload,
    }


@app.command("due")
def due() -> None:
    """Показать, у каких источников есть публикации старше срока хранения."""
    with opened() as house, house.store.read() as work:
        now = house.clock.now()
        known = {each.key: each for each in work.sources.list(house.scope)}
        counts = work.health.older(house.scope, [(key, retention.cutoff(each, now)) for key, each in known.items()])
    rows = ((key, retention.days(known[key]), count, known[key].basis) for key, count in counts.items())
    table("Старше срока хранения", ("Источник", "Срок, дней", "Публикаций", "Основание"), rows)


@app.command("resume")
def resume(key: Annotated[str, typer.Argument(help="Источник, который закрыт или исчез.")]) -> None:
    """Снова читать источник, который был остановлен: доступ вернули, ключ заменили."""
    with opened() as house, house.store.begin() as work:
        usecases.resume(work, house.scope, addresses.parse(key), house.clock.now())
    console().print(f"Источник {key} снова читается", markup=False)


@app.command("remove")
def remove(key: Annotated[str, typer.Argument(help="Источник, как его показывает mcu source list.")]) -> None:
    """Больше не читать источник. Без публикаций он исчезает; с ними остаётся снятым, собранное не теряется."""
    with opened() as house, house.store.begin() as work:
        gone = usecases.remove(work, house.scope, addresses.parse_any(key), house.clock.now())
    what = "убран: публикаций у него нет" if gone else "снят: больше не читается, собранное осталось"
    console().print(f"Источник {key} {what}", markup=False, soft_wrap=True)


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


@app.command("list")
def list_(json: Annotated[bool, typer.Option("--json", help="Строками JSON.")] = False) -> None:
    """Показать источники и их здоровье."""
    with opened() as house, house.store.read() as work:
        found = usecases.examine(work, house.scope, house.clock.now())
        zone = ZoneInfo(house.profile.timezone)
    if json:
        lines(map(_row, found))
        return
    heads = (
        "Источник",
        "Состояние",
        "Причина",
        "Последний успех",
        "Следующее чтение",
        "Задержка 50/95 %",
        "Молчит",
        "Пропуски",
    )
    table("Источники", heads, (_cells(each, zone) for each in found))


def _row(health: Health) -> dict[str, object]:
    each, lag = health.source, health.lag
    return {
        "source": str(each.key),
        "platform": each.key.platform,
        "address": each.key.address,
        "title": each.title,
        "state": each.state,
        "reason": each.reason,
        "added_at": _moment(each.added_at),
        "succeeded_at": _moment(each.succeeded_at),
        "next_at": _moment(each.visits.next_at) if each.state in READ_BY_ITSELF else None,
        "interval_s": _seconds(each.visits.interval),
        "lag_p50_s": _seconds(lag.p50),
        "lag_p95_s": _seconds(lag.p95),
        "silent_for_s": _seconds(health.silent_for),
        "gaps": each.gaps,
        "backfilled": each.backfilled,
        "basis": each.basis,
        "keep_days": retention.days(each),
    }


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())


def _local(at: datetime | None, zone: ZoneInfo, none: str) -> str:
    return f"{at.astimezone(zone):%d.%m %H:%M}" if at else none


def _cells(health: Health, zone: ZoneInfo) -> tuple[object, ...]:
    each, lag = health.source, health.lag
    reads = each.state in READ_BY_ITSELF
    return (
        each.key,
        STATE_TITLES[each.state],
        each.reason,
        _local(each.succeeded_at, zone, "—"),
        _local(each.visits.next_at, zone, "при первой возможности") if reads else "—",
        f"{said(lag.p50)} / {said(lag.p95)}" if lag.p50 is not None and lag.p95 is not None else "—",
        said(health.silent_for) if health.silent_for else "—",
        f"{each.gaps} / {each.backfilled}" if each.gaps else "—",
    )
