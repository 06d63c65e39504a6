"""`mcu alerts`: what went out and what did not, a test of the ways, and sending again."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from core.alerts import CHANNEL_TITLES, AlertQuery, DeliveryState, Way
from core.errors import Conflict, McuError
from runtime import outbox
from runtime.commands.alert_replay import again, numbers_of
from runtime.commands.alert_rows import rows, to_row
from runtime.commands.house import opened
from runtime.console import console, lines, table
from runtime.wiring import House

app = typer.Typer(no_args_is_help=True, help="Извещения алерт-чата: список, проверка связи, повтор.")
PARTLY = 3
PAGE = 200


@app.callback()
def alerts() -> None:
    """Извещения алерт-чата: список, проверка связи, повтор."""


@app.command("list")
def list_(
    state: Annotated[list[DeliveryState] | None, typer.Option(help="Только с доставками в этом состоянии.")] = None,
    channel: Annotated[list[Way] | None, typer.Option(help="Только этими путями.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=PAGE, help="Сколько последних показать.")] = 30,
    json: Annotated[bool, typer.Option("--json", help="Строками JSON.")] = False,
) -> None:
    """Показать последние извещения и что стало с каждой доставкой."""
    query = AlertQuery(states=tuple(state or ()), channels=tuple(channel or ()), limit=limit)
    with opened() as house, house.store.read() as work:
        page, zone = work.alerts.find(house.scope, query), ZoneInfo(house.profile.timezone)
    told = [(alert, page.deliveries.get(alert.id, ())) for alert in page.alerts]
    if json:
        lines(to_row(alert, each) for alert, found in told for each in found or (None,))
        return
    shown = [row for alert, found in told for row in rows(alert, found, zone, house.profile)]
    table("Извещения", ("№", "когда", "что", "кому", "путь", "состояние"), shown)


@app.command("test")
def try_(
    role: Annotated[str, typer.Argument(help="Только этому получателю (chat, head, crc…).")] = "",
) -> None:
    """Отправить проверочное извещение по всем адресам из MCU_ALERT_ROUTES. Код 3 — дошло не везде."""
    with opened() as house:
        ways = [
            (name, channel, address)
            for name, found in house.settings.alert_routes.items()
            for channel, addresses in found.items()
            for address in addresses
            if role in ("", name)
        ]
        if not ways:
            raise Conflict("адресов нет: задайте MCU_ALERT_ROUTES (docs/ru/алерт-чат.md)")
        bad = sum(not _tried(house, *way) for way in ways)
    if bad:
        raise typer.Exit(PARTLY)


def _tried(house: House, role: str, channel: Way, address: str) -> bool:
    where = f"{role}, {CHANNEL_TITLES[channel]}, {address}"
    try:
        outbox.try_channel(house, channel, address)
    except McuError as error:
        console().print(f"✗ {where}: {error}", markup=False, soft_wrap=True)
        return False
    console().print(f"✓ {where}: отправлено", markup=False, soft_wrap=True)
    return True


@app.command("replay")
def replay_(
    numbers: Annotated[list[int] | None, typer.Argument(help="Номера извещений; без них — все недоставленные.")] = None,
    channel: Annotated[Way | None, typer.Option(help="Только этим путём.")] = None,
    since: Annotated[datetime | None, typer.Option(help="Только с этого дня (по времени центра).")] = None,
    sent: Annotated[bool, typer.Option("--sent", help="И отправленные вебхуки: их ключ приёмнику знаком.")] = False,
) -> None:
    """Отправить ещё раз то, что не дошло; номера извещений прежние. Отправит работающая служба."""
    states = (DeliveryState.DEAD, DeliveryState.SENT) if sent else (DeliveryState.DEAD,)
    ways = (channel,) if channel else ()
    with opened() as house:
        begin = since.replace(tzinfo=ZoneInfo(house.profile.timezone)) if since else None
        query = AlertQuery(states=states, channels=ways, since=begin, limit=PAGE)
        count = 0
        for number in numbers or numbers_of(house, query):
            count += again(house, number, states, channel)
    console().print(f"К отправке: {count}", markup=False)
