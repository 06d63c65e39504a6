"""What an alert says: one format a kind, in Russian. Pure; nothing here knows a resident's name.

A find and its отработка are written as decree 000, Порядок, п. 1–2, has them. Abroad (Telegram) go a masked gist,
level, number and link, nothing else; the official answer, which is published anyway, only where the centre allowed it.
"""

from collections.abc import Mapping

from core.alerts.headings import heading, listed
from core.alerts.kinds import FOREIGN, KIND_TITLES, Way
from core.alerts.parts import besides, common
from core.alerts.records import Alert, Delivery, Letter
from core.alerts.voice import Voice
from core.risk import LEVEL_TITLES

MOST: Mapping[Way, int] = {
    Way.TELEGRAM: 4000,
    Way.MAX: 3900,
    Way.EMAIL: 20_000,
    Way.WEBHOOK: 20_000,
}
"""Characters of a message: Telegram takes 4,096, MAX 4,000."""
ITEMS, GIST = 15, 200
"""Lines of a digest, what is more is counted; characters of a gist."""
UNTAKEN = "Никто не подтвердил, что занимается этим."
RECEIPT = "Подтвердить получение"


def _items(alert: Alert, voice: Voice) -> list[str]:
    items = [each for each in listed(alert, "items") if isinstance(each, Mapping)]
    lines = [_item(each, voice) for each in items[:ITEMS]]
    return lines + ([f"и ещё {len(items) - ITEMS}: смотрите в программе"] if len(items) > ITEMS else [])


def _item(item: Mapping[str, object], voice: Voice) -> str:
    link = f" — {voice.address.rstrip('/')}{item['link']}" if voice.address and item.get("link") else ""
    return f"• {item['heading']}. Уровень: {item['level']}. {voice.gist(str(item['gist']))}{link}"


def item_of(alert: Alert) -> dict[str, object]:
    """An alert as a line of a digest: what may go abroad only."""
    level = LEVEL_TITLES[alert.level] if alert.incident_id else "—"
    return {"heading": heading(alert), "level": level, "gist": alert.gist, "link": alert.link, "alert": alert.id}


def text_of(alert: Alert, delivery: Delivery, voice: Voice) -> str:
    """The whole message for a delivery's channel, within the channel's length."""
    channel = delivery.channel
    receipt = voice.receipt(delivery) if channel not in FOREIGN else ""
    tail = [f"{RECEIPT}: {receipt}" if receipt else "", f"Извещение {stamp(delivery)}"]
    body = [
        UNTAKEN if delivery.rung else "",
        heading(alert),
        *common(alert, voice),
        *besides(alert, channel, voice),
        *_items(alert, voice),
    ]
    end = "\n".join(line for line in tail if line)
    return cut_lines("\n".join(line for line in body if line), MOST[channel] - len(end) - 1) + "\n" + end


def cut_lines(text: str, most: int) -> str:
    """A text of at most so many UTF-16 units, which is how messengers count; its lines stay lines."""
    units = text.encode("utf-16-le", "replace")
    return text if len(units) <= 2 * most else units[: 2 * most - 2].decode("utf-16-le", "ignore").rstrip() + "…"


def stamp(delivery: Delivery) -> str:
    """The stable number that people see: by it they know a message that came twice."""
    return f"{delivery.alert_id}-{delivery.id}"


def clean(text: str) -> str:
    """A text that every channel can carry: no half characters, no zero bytes."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def letter(alert: Alert, delivery: Delivery, voice: Voice) -> Letter:
    """The message of a delivery; the same at every try."""
    return Letter(
        delivery.key,
        stamp(delivery),
        delivery.address,
        clean(f"МЦУ: {heading(alert)}"),
        clean(text_of(alert, delivery, voice)),
        alert.urgent,
        payload(alert, delivery, voice) if delivery.channel is Way.WEBHOOK else {},
    )


def payload(alert: Alert, delivery: Delivery, voice: Voice) -> dict[str, object]:
    """What a machine gets: codes and the masked gist."""
    body = {name: value for name, value in alert.body.items() if name != "place"}
    return {
        "key": delivery.key,
        "alert": alert.id,
        "kind": alert.kind,
        "title": KIND_TITLES[alert.kind],
        "at": alert.at.isoformat(),
        "level": alert.level,
        "urgent": alert.urgent,
        "number": alert.number,
        "incident": alert.incident_id,
        "gist": voice.gist(alert.gist),
        "block": alert.block,
        "link": voice.link(alert),
        "recipient": delivery.recipient,
        "body": body | ({"place": voice.place(str(alert.body["place"]))} if alert.body.get("place") else {}),
    }
