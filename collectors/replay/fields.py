"""Values of an input's fields, checked: each function takes what stands there and returns ours, or raises Poison."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from collectors.door import storable
from core.errors import Poison
from core.posts import EARLIEST, Platform, PostKind

LONGEST_TEXT = 1_000_000
LONGEST_ID = 200
MOST = 10**12
"""No counter of any platform is larger."""

_PLATFORMS: Mapping[str, Platform] = {str(platform): platform for platform in Platform}
_KINDS: Mapping[str, PostKind] = {str(kind): kind for kind in PostKind}
_RUSSIAN = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y")

_USUAL = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?: ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?")
"""The same three, read seven times as fast: a table has hundreds of thousands of dates."""

Row = Mapping[str, object]


class Unread(Poison):
    """A text that is no date: who knows how to mask it may show it."""


@dataclass(frozen=True, slots=True)
class Times:
    """How the moments of an input are read: moved by `shift`, refused after `latest` (before the shift).

    `zone` is given to moments without one (None: refused).
    """

    latest: datetime
    shift: timedelta = timedelta(0)
    zone: tzinfo | None = None

    def moment(self, value: object, field: str) -> datetime:
        """Aware UTC of an ISO 8601 text or of unix seconds, shifted."""
        return self.original(value, field) + self.shift

    def original(self, value: object, field: str) -> datetime:
        """Aware UTC as the input has it."""
        if isinstance(value, str):
            moment = self._zoned(_parsed(value.strip(), field), field)
        elif isinstance(value, int) and not isinstance(value, bool):
            moment = _unix(value, field)
        else:
            raise Poison(f"ожидалась дата (ISO 8601 или секунды unix), здесь {called(value)}", field=field)
        if moment < EARLIEST:
            raise Poison(f"дата раньше {EARLIEST.year} года: {self._day(moment)}", field=field)
        if moment > self.latest:
            raise Poison(f"дата из будущего: {self._day(moment)}", field=field)
        return moment

    def _day(self, moment: datetime) -> str:
        """The day as the input's clock has it: another one would send the reader to another row."""
        try:
            return f"{moment.astimezone(self.zone or UTC):%d.%m.%Y}"
        except OverflowError:
            return f"{moment:%d.%m.%Y}"

    def _zoned(self, moment: datetime, field: str) -> datetime:
        if moment.tzinfo is None:
            if self.zone is None:
                raise Poison("дата без часового пояса: добавьте его к дате или укажите --zone", field=field)
            moment = moment.replace(tzinfo=self.zone)
        try:
            return moment.astimezone(UTC)
        except OverflowError as error:
            raise Poison("такой даты не бывает", field=field) from error


def _parsed(text: str, field: str) -> datetime:
    if len(text) > 8 and text.isdecimal() and text.isascii():
        return _unix(int(text[:20]), field)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _russian(text, field)


def _russian(text: str, field: str) -> datetime:
    if usual := _USUAL.fullmatch(text):
        day, month, year, hour, minute, second = (int(part or 0) for part in usual.groups())
        try:
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 (the caller adds the zone)
        except ValueError:
            pass
    for form in _RUSSIAN:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 (the caller adds the zone)
        except ValueError:
            continue
    raise Unread(f"дата не читается ({len(text)} знаков)", field=field)


def _unix(seconds: int, field: str) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise Poison("такой даты не бывает: столько секунд", field=field) from error


_CALLED: Mapping[type, str] = {
    str: "строка",
    bool: "да/нет",
    int: "число",
    float: "дробное число",
    list: "список",
    dict: "объект",
    type(None): "пусто",
}


def called(value: object) -> str:
    """A value's type in Russian, for reasons."""
    return _CALLED.get(type(value), "неизвестное")


def required(row: Row, field: str) -> object:
    """The value of a field that must be there."""
    if field not in row:
        raise Poison("нет обязательного поля", field=field)
    return row[field]


def identifier(value: object, field: str) -> str:
    """A platform's message id as text."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise Poison(f"ожидались число или строка, здесь {called(value)}", field=field)
    text = storable(str(value)).strip()
    if not text:
        raise Poison("пусто", field=field)
    if len(text) > LONGEST_ID or not text.isprintable():
        raise Poison(f"не похоже на номер сообщения ({len(text)} знаков)", field=field)
    return text


def maybe_identifier(value: object, field: str) -> str | None:
    """The same, None where there is none."""
    return None if value is None or value == "" else identifier(value, field)


def account(value: object, field: str) -> str:
    """Any constant sign of an author as text, spaces of all kinds made one; empty where there is none."""
    if isinstance(value, (list, dict)):
        raise Poison(f"ожидались число или строка, здесь {called(value)}", field=field)
    return "" if value is None else " ".join(storable(str(value)).split())


def count(value: object, field: str) -> int | None:
    """A counter; None where the platform does not tell."""
    if value is None:
        return None
    if type(value) is not int:
        raise Poison(f"ожидалось целое число, здесь {called(value)}", field=field)
    if not 0 <= value <= MOST:
        raise Poison("такого количества не бывает", field=field)
    return value


def string(value: object, field: str) -> str:
    """A text; null is an empty one."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Poison(f"ожидалась строка, здесь {called(value)}", field=field)
    if len(value) > LONGEST_TEXT:
        raise Poison(f"текст длиннее {LONGEST_TEXT} знаков ({len(value)})", field=field)
    return value


def boolean(value: object, field: str) -> bool:
    """True or false; null is false."""
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Poison(f"ожидалось true или false, здесь {called(value)}", field=field)
    return value


def mapping(value: object, field: str) -> Row:
    """An object; null is an empty one."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Poison(f"ожидался объект, здесь {called(value)}", field=field)
    return value


def items(value: object, field: str) -> list[object]:
    """A list; null is an empty one."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Poison(f"ожидался список, здесь {called(value)}", field=field)
    return value


def number(value: object, field: str, limit: float) -> float:
    """A real number within ±limit."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -limit <= value <= limit:
        raise Poison(f"ожидалось число от −{limit:g} до {limit:g}", field=field)
    return float(value)


def platform(value: object, field: str = "platform") -> Platform:
    """One of our platforms."""
    known = _PLATFORMS.get(value) if isinstance(value, str) else None
    if known is None:
        raise Poison(f"неизвестная площадка ({called(value)}), известны: {', '.join(_PLATFORMS)}", field=field)
    return known


def kind(value: object, field: str = "type") -> PostKind:
    """A post's place in its thread."""
    known = _KINDS.get(value) if isinstance(value, str) else None
    if known is None:
        raise Poison(f"неизвестный вид ({called(value)}), известны: {', '.join(_KINDS)}", field=field)
    return known
