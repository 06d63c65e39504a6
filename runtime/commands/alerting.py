"""`mcu alerts`: what went out and what did not, a test of the ways, and sending again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from core import usecases
from core.alerts import CHANNEL_TITLES, KIND_TITLES, STATE_TITLES, Alert, AlertQuery, Channel, Delivery, State, heading
from core.errors import Conflict, McuError
from core.usecases.receipts import AGAIN
from runtime import outbox
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
    state: Annotated[list[State] | None, typer.Option(help="Только с доставками в этом состоянии.")] = None,
    channel: Annotated[list[Channel] | None, typer.Option(help="Только этими путями.")] = None,
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
    rows = [row for alert, found in told for row in _rows(alert, found, zone)]
    table("Извещения", ("№", "когда", "что", "кому", "путь", "состояние"), rows)


def _rows(alert: Alert, found: tuple[Delivery, ...], zone: ZoneInfo) -> Iterator[tuple[object, ...]]:
    own = alert.id, f"{alert.at.astimezone(zone):%d.%m %H:%M}", heading(alert)
    for each in found:
        yield *own, each.recipient, CHANNEL_TITLES[each.channel], said(each)
    for role in alert.missing:
        yield *own, role, "—", "нет адреса (MCU_ALERT_ROUTES)"
    if not found and not alert.missing:
        yield *own, "—", "—", STATE_TITLES[State.WAITING]


def said(delivery: Delivery) -> str:
    """The state of a delivery in words, with what is wrong."""
    doubt = STATE_TITLES[State.UNCONFIRMED]
    parts = [STATE_TITLES[delivery.state], delivery.error]
    if delivery.doubtful and delivery.state is not State.UNCONFIRMED:
        parts.append(doubt)
    return "; ".join(part for part in parts if part)


def to_row(alert: Alert, delivery: Delivery | None) -> dict[str, object]:
    """A delivery with its alert as JSON."""
    row: dict[str, object] = {
        "alert": alert.id,
        "at": alert.at.isoformat(),
        "kind": alert.kind,
        "title": KIND_TITLES[alert.kind],
        "level": alert.level,
        "number": alert.number,
        "missing": list(alert.missing),
    }
    if delivery is None:
        return row
    sent = delivery.sent_at.isoformat() if delivery.sent_at else None
    return row | {
        "delivery": delivery.id,
        "recipient": delivery.recipient,
        "channel": delivery.channel,
        "address": delivery.address,
        "key": delivery.key,
        "state": delivery.state,
        "unconfirmed": delivery.doubtful,
        "tries": delivery.tries,
        "sent_at": sent,
        "error": delivery.error,
    }


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


def _tried(house: House, role: str, channel: Channel, address: str) -> bool:
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
    channel: Annotated[Channel | None, typer.Option(help="Только этим путём.")] = None,
    since: Annotated[datetime | None, typer.Option(help="Только с этого дня (по времени центра).")] = None,
    sent: Annotated[bool, typer.Option("--sent", help="И отправленные вебхуки: их ключ приёмнику знаком.")] = False,
) -> None:
    """Отправить ещё раз то, что не дошло; номера извещений прежние. Отправит работающая служба."""
    states = (State.DEAD, State.SENT) if sent else (State.DEAD,)
    ways = (channel,) if channel else ()
    with opened() as house:
        begin = since.replace(tzinfo=ZoneInfo(house.profile.timezone)) if since else None
        query = AlertQuery(states=states, channels=ways, since=begin, limit=PAGE)
        count = 0
        for number in numbers or _numbers(house, query):
            count += _again(house, number, states, channel)
    console().print(f"К отправке: {count}", markup=False)


def _numbers(house: House, query: AlertQuery) -> list[int]:
    found, after = list[int](), None
    while True:
        with house.store.read() as work:
            page = work.alerts.find(house.scope, replace(query, after=after))
        found += [alert.id for alert in page.alerts]
        if page.next is None:
            return found
        after = page.next


def _again(house: House, number: int, states: tuple[State, ...], channel: Channel | None) -> int:
    with house.store.begin() as work:
        alert = work.alerts.get(house.scope, number)
        wanted = [
            each.id
            for each in work.alerts.deliveries(house.scope, [number]).get(number, ())
            if each.state in AGAIN.union(states) and channel in (None, each.channel) and _allowed(each)
        ]
        if not wanted:
            return 0
        return len(usecases.replay(work, house.scope, house.profile, alert.id, house.clock.now(), wanted))


def _allowed(delivery: Delivery) -> bool:
    return delivery.state is not State.SENT or delivery.channel is Channel.WEBHOOK
