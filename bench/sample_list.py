"""Which documents have a sample, and which clauses of the decrees each serves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.sample_room import FROM, TO, ZONE, Room
from core import periods
from core.exchange import HEAT, System
from core.labels import Theme
from core.lists import List
from core.registers import Kind
from core.weekly import Ordered


@dataclass(frozen=True, slots=True)
class Sample:
    """A document: what it is called, the clauses that it serves, its file's name and kinds, who makes it."""

    code: str
    title: str
    clauses: str
    name: str
    kinds: tuple[str, ...]
    make: Callable[[Room, str], bytes]


WEEK = Ordered(periods.week("2026-W46", ZONE))
ASKED = Ordered(periods.span(FROM, TO, ZONE), themes=(Theme.HOUSING, Theme.ROADS))


def _register(kind: Kind, state: str, title: str, clauses: str, name: str) -> Sample:
    return Sample(f"{kind}-{state}", title, clauses, name, ("docx",), lambda room, _: room.entry(kind, state))


def _table(what: str, title: str, clauses: str, name: str, kinds: tuple[str, ...] = ("xlsx",)) -> Sample:
    return Sample(what, title, clauses, name, kinds, lambda room, form: room.exported(what, form))


NE, GU, BA, KH, BO = "Некрасовский", "Губкин", "Батецкий", "Хиславичи", "Боготол"
SAMPLES: Sequence[Sample] = (
    Sample("note", "Еженедельная аналитическая записка",
           f"{NE}, п. 3.2а; {GU}, п. 4.2, 4.3а; {BA}, п. 2.2.5, 2.4; {KH}, п. 1.2в; {BO}, п. II.2.2",
           "записка", ("pdf", "docx"), lambda room, kind: room.papers.file(room.note(WEEK), kind)),
    Sample("asked", "Материал по запросу: ЖКХ и дороги с 1 по 22 ноября",
           f"{GU}, п. 3.7, 3.8ж, 4.3г–д; {NE}, п. 3.2г–д; {KH}, п. 1.2г; {BA}, п. 2.4",
           "по-запросу", ("pdf", "docx"), lambda room, kind: room.papers.file(room.note(ASKED), kind)),
    Sample("rating", "Рейтинг ответственных получателей",
           f"{BA}, п. 3.4–3.5; {NE}, п. 2.5б, 2.6б, 3.2б; {GU}, п. 4.3б; {KH}, п. 2.5–2.6; {BO}, п. III.4.4",
           "рейтинг", ("pdf", "docx", "xlsx"), lambda room, kind: room.papers.file(room.rating(), kind)),
    Sample("causes", "Причины и факторы роста",
           f"{BA}, п. 3.4–3.5; {NE}, п. 2.5в, 2.6в; {KH}, п. 1.2а, 2.5–2.6; {BO}, п. III.4.4–4.5",
           "причины", ("docx",), lambda room, _: room.causes()),
    Sample("roadmap", "Дорожная карта", f"{BA}, п. 2.4; {NE}, п. 3.2в; {GU}, п. 4.3в; {KH}, п. 1.2а",
           "дорожная-карта", ("docx",), lambda room, _: room.roadmap()),
    Sample("indicators", "Целевые показатели", f"{GU}, п. 3.4е, 4.4; {BO}, п. III.4.1",
           "показатели", ("pdf", "docx", "xlsx"), lambda room, kind: room.papers.file(room.indicators(), kind)),
    _register(Kind.MEETING, "planned", "Повестка заседания", f"{BO}, п. III.2–3; {KH}, п. 2.2", "повестка"),
    _register(Kind.MEETING, "sent", "Протокол заседания с поручениями", f"{BO}, п. III.2–3", "протокол"),
    _register(Kind.VOTE, "decided", "Итоги голосования",
              f"{BA}, п. 2.2.5; {GU}, п. 4.2б; {KH}, п. 1.2в; {BO}, п. II.2.2, III.4.4", "голосование"),
    _register(Kind.LINE, "done", "Прямая линия", f"{KH}, п. 2.2", "прямая-линия"),
    _register(Kind.PLAN, "missed", "Публикация по плану", f"{KH}, п. 2.7б; {GU}, п. 3.6; {BA}, п. 2.2.12",
              "контент-план"),
    Sample("plan-month", "Контент-план на месяц", f"{KH}, п. 2.7б; {GU}, п. 3.6; {BA}, п. 2.2.12",
           "контент-план-месяц", ("docx",), lambda room, _: room.plan()),
    _register(Kind.ADVICE, "taken", "Рекомендация", f"{BA}, п. 2.2.6, 2.2.8; {KH}, п. 1.2д, 1.2ж", "рекомендация"),
    _register(Kind.PRACTICE, "spread", "Лучшая практика", f"{BA}, п. 2.2.7; {KH}, п. 1.2е", "практика"),
    _register(Kind.TRAINING, "held", "Обучение", f"{GU}, п. 2.1г; {BA}, п. 2.2.10", "обучение"),
    Sample("audit", "Отчёт о работе госпабликов",
           f"{KH}, п. 2.7в–г; {BA}, п. 2.2.11; {GU}, п. 2.2з; {BO}, п. III.4.6",
           "госпаблики", ("docx",), lambda room, _: room.audit()),
    Sample("map", "Тепловая карта для документов", f"{NE}, п. 1.1.3, 1.2и", "тепловая-карта", ("png",),
           lambda room, _: room.map()),
    Sample("streets", "Тепловая карта по адресам", f"{NE}, п. 1.1.3, 1.2и", "тепловая-карта-адреса", ("png",),
           lambda room, _: room.map("streets")),
    _table(HEAT, "Тепловая карта: таблица и слой карты", f"{NE}, п. 1.1.3, 1.2и", "тепловая-карта",
           ("csv", "geojson")),
    _table(System.IM, "Таблица для «Инцидент менеджмент»", f"{NE}, п. 1.2и; {BA}, п. 3.4", "инцидент-менеджмент"),
    _table(System.POS, "Таблица для ПОС", f"{NE}, п. 1.2и; {BA}, п. 3.5", "пос"),
    _table(List.INCIDENTS, "Список вопросов целиком", f"{NE}, п. 3.2д; {GU}, п. 4.3д", "вопросы", ("csv",)),
    # The last ones: they load tables into the room that made all others.
    Sample("im-month", "Сводный отчёт по системе «Инцидент менеджмент»",
           f"{BA}, п. 3.4; {NE}, п. 2.5в–г; {KH}, п. 2.6; {BO}, п. III.4.5",
           "свод-им", ("docx",), lambda room, _: room.summed(System.IM)),
    Sample("pos-month", "Сводный отчёт по ПОС", f"{BA}, п. 3.5; {NE}, п. 2.6в–г; {KH}, п. 2.5; {BO}, п. III.4.4",
           "свод-пос", ("docx",), lambda room, _: room.summed(System.POS)),
)  # fmt: skip
