"""VK's error codes and what they mean for us: one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from core.errors import Denied, Gone, McuError, Poison, Transient

SOON, LATER, LONG = timedelta(seconds=5), timedelta(minutes=1), timedelta(hours=1)
QUOTA = timedelta(hours=6)
"""Error 29: the day's calls are used up (5,000 of wall.get); VK does not say when the day ends."""


@dataclass(frozen=True, slots=True)
class Fate:
    """An error class, its Russian sentence and, for what passes, how long to wait."""

    error: type[Transient] | type[Denied] | type[Gone] | type[Poison]
    text: str
    wait: timedelta | None = None

    def made(self, code: int) -> McuError:
        """The error to raise; what VK says in English beside its code is left out."""
        text = f"ВКонтакте: {self.text} (код {code})"
        return Transient(text, self.wait) if self.error is Transient else self.error(text)


FATES: Mapping[int, Fate] = {
    1: Fate(Transient, "неизвестная ошибка на стороне площадки", LATER),
    2: Fate(Denied, "приложение отключено"),
    3: Fate(Poison, "нет такого метода"),
    5: Fate(Denied, "ключ доступа не принят: выпустите новый"),
    6: Fate(Transient, "слишком много запросов в секунду", SOON),
    7: Fate(Denied, "у ключа доступа нет прав на это действие"),
    8: Fate(Poison, "запрос не понят"),
    9: Fate(Transient, "слишком много одинаковых запросов", LONG),
    10: Fate(Transient, "внутренняя ошибка площадки", LATER),
    12: Fate(Poison, "программа execute не принята"),
    13: Fate(Poison, "программа execute не исполнена: ответ слишком велик"),
    14: Fate(Denied, "площадка требует ввести код с картинки: войдите под этой учётной записью и введите его"),
    15: Fate(Denied, "доступ к странице закрыт"),
    17: Fate(Denied, "площадка требует подтвердить вход: войдите под этой учётной записью"),
    18: Fate(Gone, "страница удалена или заблокирована"),
    19: Fate(Denied, "содержимое недоступно"),
    20: Fate(Denied, "действие запрещено для этого ключа доступа"),
    23: Fate(Denied, "метод отключён площадкой"),
    27: Fate(Denied, "ключ сообщества не годится: нужен сервисный ключ или ключ пользователя"),
    28: Fate(Denied, "сервисный ключ для этого не годится: нужен ключ пользователя"),
    29: Fate(Transient, "исчерпан суточный предел запросов", QUOTA),
    30: Fate(Denied, "страница закрыта настройками приватности"),
    37: Fate(Denied, "учётная запись заблокирована"),
    100: Fate(Poison, "неверный параметр запроса"),
    113: Fate(Poison, "нет такой страницы"),
    125: Fate(Gone, "нет такого сообщества"),
    203: Fate(Denied, "сообщество закрыто"),
    212: Fate(Denied, "комментарии закрыты"),
    1051: Fate(Denied, "метод недоступен для этого ключа доступа"),
    1116: Fate(Denied, "анонимный ключ истёк: выпустите новый"),
    3300: Fate(Denied, "площадка требует пройти проверку: войдите под этой учётной записью"),
}

FLOOD = 6
PAUSES: Mapping[int, timedelta] = {FLOOD: SOON, 9: LONG, 14: LONG, 17: LONG, 29: QUOTA}
"""Codes that speak of the account, not of the page: the method is left alone for so long, in all processes."""
COMMENTS_CLOSED = frozenset((212, 213))
"""Answers of wall.getComments after which the comments of a post are skipped."""
NO_PAGE = frozenset((100, 113, 125))
"""Answers of groups.getById to a name that nobody has."""
NO_EXECUTE = frozenset((3, 7, 15, 20, 23, 27, 28, 1051))
"""Answers of `execute` to a token that may not use it: a service token gets 28."""


def from_code(code: int) -> McuError:
    """The error for a code; one that the table does not know is Poison, so that a person sees it."""
    return FATES.get(code, Fate(Poison, "неизвестная ошибка")).made(code)
