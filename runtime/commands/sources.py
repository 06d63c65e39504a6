"""`mcu source`: the register of sources."""

from datetime import datetime
from typing import Annotated

import typer

from collectors.news import selectors
from core import addresses, usecases
from core.posts import STATE_TITLES, Source
from runtime.commands.house import opened
from runtime.console import console, lines, table

app = typer.Typer(no_args_is_help=True, help="Источники: что читает центр.")


@app.command("add")
def add(
    key: Annotated[str, typer.Argument(help="vk:ИМЯ, telegram:ИМЯ, preview:ИМЯ, max:НОМЕР, site:ССЫЛКА или file:ПУТЬ")],
    title: Annotated[str, typer.Option(help="Название для людей.")] = "",
    select: Annotated[
        list[str] | None, typer.Option(help="Где на сайте что стоит: list, title, text или date=СЕЛЕКТОР CSS.")
    ] = None,
) -> None:
    """Добавить источник."""
    source = Source(addresses.parse(key), title, cursor=selectors.cursor(select or ()))
    with opened() as house, house.store.begin() as work:
        added = usecases.add_source(work, house.scope, source, house.clock.now())
    console().print(f"Добавлен источник {added.key}", markup=False)


@app.command("resume")
def resume(key: Annotated[str, typer.Argument(help="Источник, который закрыт или исчез.")]) -> None:
    """Снова читать источник, который был остановлен: доступ вернули, ключ заменили."""
    with opened() as house, house.store.begin() as work:
        usecases.resume(work, house.scope, addresses.parse(key), house.clock.now())
    console().print(f"Источник {key} снова читается", markup=False)


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


@app.command("list")
def list_(json: Annotated[bool, typer.Option("--json", help="Строками JSON.")] = False) -> None:
    """Показать источники."""
    with opened() as house, house.store.read() as work:
        found = work.sources.list(house.scope)
    if json:
        lines(
            {
                "source": str(each.key),
                "platform": each.key.platform,
                "address": each.key.address,
                "title": each.title,
                "state": each.state,
                "reason": each.reason,
                "added_at": _moment(each.added_at),
                "succeeded_at": _moment(each.succeeded_at),
            }
            for each in found
        )
        return
    heads = ("Источник", "Название", "Состояние", "Причина", "Последний успех")
    rows = ((e.key, e.title, STATE_TITLES[e.state], e.reason, _moment(e.succeeded_at) or "—") for e in found)
    table("Источники", heads, rows)
