"""A note that outlives a redirect: what was done, as a code in a short-lived cookie, said once.

A note may name what it is about by numbers (`confirm.12-3.15-1`: id and revision of each), so that it can be undone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from core.reasons import plural

COOKIE = "mcu_note"
SECONDS = 60
MOST = 200
"""So many things at most are named by a note: a cookie holds four kilobytes."""
CODE = re.compile(r"([a-z-]{1,30})((?:\.\d{1,19}-\d{1,9}){0,200})")
NOTES = {
    "confirm": "Карточка подтверждена",
    "reject": "Карточка отклонена",
    "correct": "Тема исправлена",
    "undo": "Решение отменено, карточка снова в очереди",
    "source-added": "Источник добавлен, он будет прочитан в ближайшие минуты",
    "source-resumed": "Источник снова читается",
    "source-removed": "Источник снят: больше он не читается, собранное осталось",
    "source-gone": "Источник убран из списка: ни одной публикации он не принёс",
    "incident-moves": "Шаг сделан",
    "incident-answers": "Ответ внесён",
    "incident-circumstances": "Обстоятельства внесены",
    "incident-links": "Ссылки добавлены",
    "incident-outcome": "Итог записан",
    "incident-nature": "Вид изменён",
    "incident-split": "Публикации выделены в инцидент {}",
    "incident-absorb": "Инцидент {} присоединён",
    "incident-unmerge": "Объединение отменено: инцидент {} снова отдельно",
    "incident-one": "Один вопрос: инцидент {} присоединён",
    "incident-two": "Разные вопросы: больше эта пара не предлагается",
    "incident-again": "Ответ отменён: пара снова под вопросом",
    "incident-entered": "Внесено: инцидент {}",
    "alert-taken": "Извещение принято: дальше по лестнице оно не пойдёт",
    "alert-received": "Отмечено: получатель подтвердил",
    "alert-again": "Отправка повторится под тем же номером",
    "campaign-planned": "Кампания {} подготовлена",
    "campaign-declined": "Отказ от кампании записан",
    "campaign-moved": "Состояние кампании изменено",
    "campaign-task": "Задача добавлена",
    "campaign-done": "Задача отмечена",
    "report-made": "Отчёт составлен",
    "report-edited": "Правка сохранена",
    "roadmap-added": "Дорожная карта заведена",
    "figure-kept": "План записан",
    "inquiry-added": "Запрос ЦУР внесён",
    "inquiry-answered": "Ответ на запрос отмечен",
    "measure-added": "Мероприятие внесено",
    "measure-moved": "Состояние мероприятия записано",
    "users-done": "Сделано",
    "me-done": "Сохранено",
    "filter-kept": "Фильтр сохранён",
    "filter-gone": "Фильтр удалён",
}
UNDONE = {"incident-absorb": "Выделение отменено: публикации инцидента {} снова здесь"}
"""Said instead where nothing (revision 0) is left to be undone: what was done was an undoing itself."""
MANY = {
    "confirm": "Подтверждено",
    "reject": "Отклонено",
    "correct": "Тема исправлена",
    "undo": "Возвращено в очередь",
}


@dataclass(frozen=True, slots=True)
class Note:
    """What to say; `about` are pairs (id, revision) of what it is about."""

    code: str
    about: tuple[tuple[int, int], ...] = ()

    @property
    def done(self) -> tuple[tuple[int, int], ...]:
        """What was done with; the number 0 carries the count of what was not."""
        return tuple(pair for pair in self.about if pair[0])

    @property
    def missed(self) -> int:
        """With how many things it could not be done."""
        return sum(count for number, count in self.about if not number)

    @property
    def said(self) -> str:
        """The sentence."""
        missed = f". Не записано: {self.missed} — изменились или уже разобраны" if self.missed else ""
        if len(self.about) > 1 and self.code in MANY:
            return f"{MANY[self.code]}: {plural(len(self.done), 'карточка', 'карточки', 'карточек')}{missed}"
        spent = bool(self.about) and not self.about[0][1]
        told = UNDONE.get(self.code, NOTES[self.code]) if spent else NOTES[self.code]
        return told.format(self.about[0][0] if self.about else "") + missed

    @property
    def line(self) -> str:
        """As the cookie carries it."""
        return self.code + "".join(f".{number}-{revision}" for number, revision in self.about)


def read(request: Request) -> Note | None:
    """The note that was left; None for none, or for one that is not ours."""
    found = CODE.fullmatch(request.cookies.get(COOKIE, ""))
    if not found or found[1] not in NOTES:
        return None
    pairs = (each.split("-") for each in found[2].split(".")[1:])
    return Note(found[1], tuple((int(number), int(revision)) for number, revision in pairs))


def note_of(request: Request) -> str:
    """The sentence to say; empty if there is none."""
    found = read(request)
    return found.said if found else ""


def leave(
    response: Response, code: str, secure: bool, path: str = "/queue", about: Sequence[tuple[int, int]] = ()
) -> None:
    """Leave a note for the next page under a path."""
    line = Note(code, tuple(about[:MOST])).line
    response.set_cookie(COOKIE, line, max_age=SECONDS, httponly=True, samesite="lax", secure=secure, path=path)


def forget(response: Response, request: Request, path: str = "/queue") -> None:
    """A note is said once."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path=path)
