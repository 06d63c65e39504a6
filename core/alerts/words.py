"""What an alert says: one format a kind, in Russian. Pure; nothing here knows a resident's name.

A find and its отработка are written as decree 000, Порядок, п. 1–2, has them. Abroad (Telegram) go a masked gist,
level, number and link, nothing else; the official answer, which is published anyway, only where the centre allowed it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.alerts.records import FOREIGN, KIND_TITLES, Alert, Channel, Delivery, Kind, Letter
from core.labels import THEME_TITLES
from core.risk import LEVEL_TITLES

MOST: Mapping[Channel, int] = {
    Channel.TELEGRAM: 4000,
    Channel.MAX: 3900,
    Channel.EMAIL: 20_000,
    Channel.WEBHOOK: 20_000,
}
"""Characters of a message: Telegram takes 4,096, MAX 4,000."""
ITEMS, GIST = 15, 200
"""Lines of a digest, what is more is counted; characters of a gist."""
UNTAKEN = "Никто не подтвердил, что занимается этим."
RECEIPT = "Подтвердить получение"


def _none(delivery: Delivery) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Voice:
    """How messages speak: the mask, the zone of dates, the address of the program as people reach it, whether official
    answers go abroad, and the link that confirms the receipt of a delivery (empty: none)."""

    mask: Callable[[str], str]
    zone: str = "UTC"
    address: str = ""
    answers_abroad: bool = False
    receipt: Callable[[Delivery], str] = _none

    def link(self, alert: Alert) -> str:
        """The whole address of an alert's card; empty where nobody told the program's own."""
        return self.address.rstrip("/") + alert.link if self.address and alert.link else ""

    def gist(self, text: str) -> str:
        """A gist in one masked line."""
        return cut(" ".join(self.mask(text).split()), GIST)


def cut(text: str, most: int) -> str:
    """A text of at most so many characters, cut at a word."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip() + "…"


def _subject(alert: Alert) -> str:
    return f"{'информационный риск' if alert.risk else 'вопрос'} № {alert.number}"


def _found(alert: Alert) -> str:
    if alert.body.get("why") == "risen":
        return f"Уровень поднялся: {_subject(alert)}"
    return f"Обнаружен {_subject(alert)}" if alert.risk else f"Поступил {_subject(alert)}"


def _worked_off(alert: Alert) -> str:
    done = alert.body.get("stage") == "done"
    return f"Информационный риск № {alert.number} отработан" if done else f"Отработка: {_subject(alert)}"


def _clock(alert: Alert) -> str:
    state = "Просрочено" if alert.body.get("overdue") else "Срок близко"
    return f"{state}: {alert.body.get('title', 'срок')}, {_subject(alert)}"


HEADINGS: Mapping[Kind, Callable[[Alert], str]] = {
    Kind.FOUND: _found,
    Kind.WORKED_OFF: _worked_off,
    Kind.REOPENED: lambda alert: f"Распространение продолжилось, открыт снова: {_subject(alert)}",
    Kind.STORM: lambda alert: f"Всплеск темы: {_subject(alert)}",
    Kind.CLOCK: _clock,
    Kind.CAMPAIGN: lambda alert: "Нужна превентивная кампания",
    Kind.DIGEST: lambda alert: f"Сводка извещений: {len(_list(alert, 'items'))}",
    Kind.TEST: lambda alert: "Проверка связи МЦУ-Монитора",
}


def heading(alert: Alert) -> str:
    """The first line: what happened to which incident."""
    return HEADINGS[alert.kind](alert)


def _list(alert: Alert, name: str) -> Sequence[object]:
    found = alert.body.get(name, ())
    return found if isinstance(found, list | tuple) else ()


def _common(alert: Alert, voice: Voice) -> list[str]:
    """All that may go abroad."""
    level = f"Уровень: {LEVEL_TITLES[alert.level]}" if alert.incident_id else ""
    link = voice.link(alert)
    return [level, f"Суть: {voice.gist(alert.gist)}" if alert.gist else "", f"Карточка: {link}" if link else ""]


def _matter(alert: Alert, voice: Voice) -> list[str]:
    place, theme = str(alert.body.get("place", "")), str(alert.body.get("theme", ""))
    title = next((title for code, title in THEME_TITLES.items() if code == theme), "")
    return [f"Тема: {title}" if title else "", f"Место: {voice.gist(place)}" if place else ""]


def _answer(alert: Alert, voice: Voice) -> list[str]:
    """П. 2: a comment with the text of the отработка and its platforms; links to the publications."""
    links = [str(each) for each in _list(alert, "links")]
    calm = "Дальнейшего распространения и негативной реакции нет." if alert.body.get("stage") == "done" else ""
    return [
        calm,
        f"Комментарий: {alert.body.get('answer', '')}",
        f"Площадки: {', '.join(map(str, _list(alert, 'platforms'))) or 'не указаны'}",
        *(("Ссылки на публикации:", *links) if links else ("Ссылки на публикации: нет",)),
    ]


def _due(alert: Alert, voice: Voice) -> list[str]:
    due = alert.body.get("due")
    return [f"Срок: {local(datetime.fromisoformat(str(due)), voice.zone)}"] if due else []


def _campaign(alert: Alert, voice: Voice) -> list[str]:
    why, weeks, tasks = alert.body.get("why"), _list(alert, "weeks"), _list(alert, "tasks")
    return [
        f"Почему: {voice.mask(str(why))}" if why else "",
        f"Недели года: {weeks[0]}–{weeks[1]}" if len(weeks) == 2 else "",
        *(("Что сделать:", *(f"— {voice.mask(str(task))}" for task in tasks)) if tasks else ()),
    ]


Part = Callable[[Alert, Voice], list[str]]
BESIDES: Mapping[Kind, tuple[Part, ...]] = {
    Kind.FOUND: (_matter,),
    Kind.REOPENED: (_matter,),
    Kind.STORM: (_matter,),
    Kind.WORKED_OFF: (_answer,),
    Kind.CLOCK: (_due,),
    Kind.CAMPAIGN: (_campaign,),
}
"""What is said besides the common lines where the channel may carry it."""


def _besides(alert: Alert, channel: Channel, voice: Voice) -> list[str]:
    allowed = channel not in FOREIGN or (alert.kind is Kind.WORKED_OFF and voice.answers_abroad)
    return [line for part in BESIDES.get(alert.kind, ()) if allowed for line in part(alert, voice)]


def _items(alert: Alert, voice: Voice) -> list[str]:
    items = [each for each in _list(alert, "items") if isinstance(each, Mapping)]
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
        *_common(alert, voice),
        *_besides(alert, channel, voice),
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


def local(at: datetime, zone: str) -> str:
    """A moment as people of the municipality write it."""
    return f"{at.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}"


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
        payload(alert, delivery, voice) if delivery.channel is Channel.WEBHOOK else {},
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
        "body": body | ({"place": voice.gist(str(alert.body["place"]))} if alert.body.get("place") else {}),
    }
