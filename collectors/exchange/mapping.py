"""A row of a system's table -> an item. Pure. Persons are dropped here, before anything is stored."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from collectors.door import storable
from collectors.exchange import ended, topics
from collectors.exchange.closed import usual
from collectors.replay.fields import LONGEST_TEXT, Times, Unread, identifier
from collectors.sheets import cells
from core.errors import Poison
from core.exchange import ADDRESSES, CHOSEN, IM_LINKS, LAYOUTS, Item, Layout, System, chosen, normal
from core.exchange.worked import END
from core.houses import cleared

LONGEST_CELL, BLOG = 2000, "Урл блога"
LONGEST_REMEMBERED, MOST_REMEMBERED, MOST_SHOWN = 200, 10_000, 30
Mask = Callable[[str], str]
Row = Mapping[str, object]
"""A row by the normal names of its columns; empty cells are not there."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_YES = frozenset({"да", "true", "1", "yes", "+", "просрочено"})
_WORD = re.compile("[а-яёА-ЯЁ]{2}|@")
_COMMUNITY = re.compile(
    r"^https?://(?:www\.|m\.)?(?:vk\.(?:com|ru)/(?:[\w.]+\?w=)?wall-|ok\.ru/group|t\.me/|telegram\.me/|max\.ru/)", re.I
)
"""Links that lead to a public page. All others may be of a person (`Урл блога`), and are not kept."""


@dataclass(frozen=True, slots=True)
class Door:
    """How rows are read: what masks persons in texts, until when dates are believed, the municipality's zone."""

    mask: Mask
    latest: datetime
    zone: ZoneInfo
    _said: dict[str, str] = field(default_factory=dict, repr=False)

    def masked(self, text: str) -> str:
        """Without persons. Facts of a classifier and answers by a template come again and again: short ones are
        remembered."""
        if len(text) > LONGEST_REMEMBERED:
            return self.mask(text)
        if (known := self._said.get(text)) is None:
            known = self.mask(text)
            if len(self._said) < MOST_REMEMBERED:
                self._said[text] = known
        return known

    @property
    def times(self) -> Times:
        """The reading of moments without a zone."""
        return Times(self.latest, zone=self.zone)


def item(system: System, row: Row, door: Door) -> Item:
    """Raises Poison that names the column."""
    layout = LAYOUTS[system]
    for name in layout.needed:
        if not row.get(normal(name)):
            raise Poison("пусто", field=name)
    number = identifier(cells.plain(row[normal(layout.number)]), layout.number)
    moments = {name: found for name in layout.moments if (found := _moment(row.get(normal(name)), name, door))}
    _in_order(layout, moments, door)
    return Item(system, number, moments[layout.received], **_made(system, _columns(layout, row, moments, door)))


def remade(found: Item, columns: Mapping[str, str]) -> Item:
    """The item with other columns, and what follows from them."""
    return replace(found, **_made(found.system, columns))


def _made(system: System, columns: Mapping[str, str]) -> dict[str, Any]:
    digest = hashlib.sha256(_ENCODER.encode(columns).encode()).hexdigest()[:24]
    return {"columns": columns, "digest": digest, **_MAPS[system](columns)}


def _in_order(layout: Layout, moments: Mapping[str, datetime], door: Door) -> None:
    """Nothing is finished before it came. An end without an hour is that day: it is no midnight before the receipt."""
    came, end = moments[layout.received].astimezone(door.zone), moments.get(END)
    if end is None or end >= came:
        return
    told = end.astimezone(door.zone)
    if told.time() != time() or told.date() < came.date():
        said = f"«{layout.received}» ({_shown(came)})"
        raise Poison(f"завершено раньше, чем поступило: {_shown(told)}, а {said}", field=END)


def _moment(value: object, name: str, door: Door) -> datetime | None:
    if value in (None, ""):
        return None
    planned = name.startswith("Дата планируемого")
    times = Times(datetime.max.replace(tzinfo=door.latest.tzinfo), zone=door.zone) if planned else door.times
    try:
        if told := cells.moment(value):
            return times.original(told, name)
    except Unread:
        pass
    raise Poison(f"дата не читается: «{_glimpse(value, door)}»", field=name)


def _glimpse(value: object, door: Door) -> str:
    """The beginning of a cell as a protocol may show it. What is cut off is not masked: a text may be very long."""
    shown = door.masked(" ".join(cells.said(value)[:LONGEST_REMEMBERED].split()))
    return shown if len(shown) <= MOST_SHOWN else f"{shown[: MOST_SHOWN - 1]}…"


@lru_cache
def _kept(system: System) -> tuple[tuple[str, str, bool, bool], ...]:
    """Columns that may be stored: name, normal name, whether its words are masked, whether it is a link."""
    layout = LAYOUTS[system]
    return tuple((name, normal(name), name in layout.texts, normal(name) in IM_LINKS) for name in layout.kept)


def _columns(layout: Layout, row: Row, moments: Mapping[str, datetime], door: Door) -> dict[str, str]:
    """The row as text by the layout's names: persons left out, texts and what may hold a name masked."""
    found: dict[str, str] = {}
    for name, key, masked, link in _kept(layout.system):
        value = row.get(key)
        if value is None or value == "":
            continue
        if name in moments:
            found[name] = _shown(moments[name].astimezone(door.zone))
            continue
        text = storable(value.strip() if type(value) is str else cells.said(value))
        if text[:1] == "'":
            text = _unquoted(text)
        if link and not _COMMUNITY.search(text):
            continue
        most = LONGEST_TEXT if masked else LONGEST_CELL
        if len(text) > most:
            raise Poison(f"слишком длинно: {len(text)} знаков", field=name)
        if name in ADDRESSES:
            found[name] = cleared(text, door.masked)
        else:
            found[name] = (
                text if usual(layout.system, name, text) else _told(text, masked or name != layout.number, door)
            )
    return found


def _told(text: str, worded: bool, door: Door) -> str:
    """What is kept of a cell. A row that is shifted, or a clerk's habit, puts persons where none should stand, so every
    column of words is masked; few values come again and again there, and the door remembers them."""
    return door.masked(text) if worded and _WORD.search(text) else text


def _shown(moment: datetime) -> str:
    """As `%d.%m.%Y %H:%M:%S` says it, three times as fast."""
    day = f"{moment.day:02}.{moment.month:02}.{moment.year:04}"
    return f"{day} {moment.hour:02}:{moment.minute:02}:{moment.second:02}"


def _unquoted(text: str) -> str:
    """Our own exports put an apostrophe before what an office program would take for a formula."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@\t\r\n＝＋－＠" else text


def _im(row: Mapping[str, str]) -> dict[str, Any]:
    link = next((row[name] for name, _, _, link in _kept(System.IM) if link and name in row and name != BLOG), "")
    link = link or row.get(BLOG, "")
    # The municipality is that of all rows: beside a street it tells nothing, and brought every two rows near.
    place = row.get("Улица", "") or row.get("Муниципалитет", "")
    return {
        "theme": topics.theme(row.get("Группа тем", ""), row.get("Тема", "")),
        "text": row["Текст инцидента"],
        "place": place,
        "url": link,
        "finished": ended.im(row),
    }


def _pos(row: Mapping[str, str]) -> dict[str, Any]:
    said = [row.get(name, "") for name in CHOSEN]
    law = row.get("Заявитель выбрал подачу по 59-ФЗ", "")
    return {
        "theme": topics.theme(*said),
        "text": row.get("Текст сообщения", "") or chosen(row),
        "place": row.get("Адрес", ""),
        "finished": ended.pos(row),
        "appeal": law.lower() in _YES or "59" in row.get("ФЗ", ""),
        "score": _score(row.get("Оценка ответа заявителем", "")),
    }


_MAPS: Mapping[System, Callable[[Mapping[str, str]], dict[str, Any]]] = {System.IM: _im, System.POS: _pos}
_DIGIT = re.compile(r"[1-5](?:[.,]0+)?")


def _score(told: str) -> int | None:
    """A mark of 1–5; "нет", "-" and nothing are no mark. Raises Poison for what is no mark at all."""
    if told.lower() in ("", "-", "—", "нет", "нет оценки", "0", "не оценено"):
        return None
    if not _DIGIT.fullmatch(told):
        raise Poison("оценка — число от 1 до 5", field="Оценка ответа заявителем")
    return int(told[0])
