"""A sample of every document, made from the demo: `python -m bench.samples [--out DIR]`.

The demo's month is read at its own dates and at one moment, so that the samples differ from one making to the next only
where the program does. Each has a line in the index that says which clause it serves.
"""

import argparse
import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from core import periods, usecases
from core.exchange import HEAT, Form, Order, System
from core.labels import Theme
from core.lists import List
from core.measures import MeasureQuery
from core.pages import audit_paper
from core.papers import Paper
from core.registers import EntryQuery, Kind
from core.registers.papers import paper_of
from core.roadmap_papers import causes_paper, roadmap_paper
from core.usecases.indicators import year_of
from core.usecases.rating import rating
from core.usecases.roadmaps import causes, growth_factors, roadmap_effect
from core.weekly import Ordered
from reports.acts import docx
from reports.note.saying import days as said_days
from runtime import exchange, services
from runtime.commands.demo import PROFILE
from runtime.demo.filling import fill
from runtime.flow import silent
from runtime.papers import MadePapers, places_of, reading
from runtime.settings import Settings
from runtime.wiring import House, init, open_house

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "ru" / "образцы"
INDEX = "README.md"
AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""Monday morning after the recorded month."""
EPOCH = (2026, 11, 23, 9, 0, 0)
ZONE = "Europe/Moscow"
ALL_BYTES = 3_000_000
FROM, TO = date(2026, 11, 1), date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A clock that stands. Fulfils `core.ports.Clock`."""

    at: datetime

    def now(self) -> datetime:
        """The moment."""
        return self.at


@dataclass(frozen=True, slots=True)
class Sample:
    """A document: what it is called, the clauses that it serves, its file's name and kinds, who makes it."""

    code: str
    title: str
    clauses: str
    name: str
    kinds: tuple[str, ...]
    make: Callable[["Room", str], bytes]


class Room:
    """The demo's installation with what documents are made of."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.papers = MadePapers(house.profile, places_of(house))

    def note(self, asked: Ordered) -> Paper:
        """The analytical note of a period."""
        house = self.house
        with house.store.read() as work:
            return self.papers.note(
                usecases.facts(
                    work, house.scope, house.profile, reading(house, places_of(house)), asked, house.clock.now()
                )
            )

    def rating(self) -> Paper:
        """The rating of the month."""
        house, asked = self.house, Ordered(periods.month("2026-11", ZONE))
        with house.store.read() as work:
            found = rating(work, house.scope, house.profile, house.calendar, asked, house.clock.now())
        return self.papers.rating(found, asked)

    def indicators(self) -> Paper:
        """The year's indicators."""
        house = self.house
        with house.store.read() as work:
            return self.papers.indicators(
                2026, year_of(work, house.scope, house.profile, house.calendar, 2026, house.clock.now())
            )

    def entry(self, kind: Kind, state: str) -> bytes:
        """The document of the first entry of a register in a state."""
        house = self.house
        with house.store.read() as work:
            found = work.registers.find(house.scope, EntryQuery(kind, (state,)))[0]
            return docx(paper_of(found, work.registers.tasks(house.scope, [found.id]), house.profile))

    def audit(self) -> bytes:
        """The report on official pages."""
        house = self.house
        with house.store.read() as work:
            found = usecases.audits(work, house.scope, house.profile, services.StoredCopies(), FROM, TO)
        return docx(audit_paper(found, FROM, TO, house.profile))

    def causes(self) -> bytes:
        """What the messages on housing are about."""
        house, now = self.house, self.house.clock.now()
        period = periods.span(FROM, TO, ZONE)
        with house.store.read() as work:
            _, factors = growth_factors(work, house.scope, house.profile, now)
            found, texts = causes(work, house.scope, reading(house, places_of(house)), Theme.HOUSING, "", period)
        return docx(causes_paper(Theme.HOUSING, found, texts, factors, said_days(period), house.profile))

    def roadmap(self) -> bytes:
        """The road map of the boiler house."""
        house, now = self.house, self.house.clock.now()
        with house.store.read() as work:
            card = next(each for each in work.roadmaps.find(house.scope, 10) if each.theme is Theme.HOUSING)
            measures = work.measures.find(house.scope, MeasureQuery(roadmap_id=card.id, limit=100))
            effect = roadmap_effect(work, house.scope, house.profile, card, now)
        return docx(roadmap_paper(card, measures, effect, periods.today(now, ZONE), house.profile))

    def exported(self, what: str, kind: str) -> bytes:
        """A table taken out, as the command writes it."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"table.{kind}"
            exchange.give(self.house, self.house.scope, Order(what, Form(kind)), path)
            return path.read_bytes()

    def map(self) -> bytes:
        """The heat map of the month as a picture."""
        paper = self.note(Ordered(periods.span(FROM, TO, ZONE)))
        return self.papers.picture(
            next(each for part in paper.sections for each in part.pictures if each.kind == "map")
        )


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
    _register(Kind.ADVICE, "taken", "Рекомендация", f"{BA}, п. 2.2.6, 2.2.8; {KH}, п. 1.2д, 1.2ж", "рекомендация"),
    _register(Kind.PRACTICE, "spread", "Лучшая практика", f"{BA}, п. 2.2.7; {KH}, п. 1.2е", "практика"),
    _register(Kind.TRAINING, "held", "Обучение", f"{GU}, п. 2.1г; {BA}, п. 2.2.10", "обучение"),
    Sample("audit", "Отчёт о работе госпабликов",
           f"{KH}, п. 2.7в–г; {BA}, п. 2.2.11; {GU}, п. 2.2з; {BO}, п. III.4.6",
           "госпаблики", ("docx",), lambda room, _: room.audit()),
    Sample("map", "Тепловая карта для документов", f"{NE}, п. 1.1.3, 1.2и", "тепловая-карта", ("png",),
           lambda room, _: room.map()),
    _table(HEAT, "Тепловая карта: таблица и слой карты", f"{NE}, п. 1.1.3, 1.2и", "тепловая-карта",
           ("csv", "geojson")),
    _table(System.IM, "Таблица для «Инцидент менеджмент»", f"{NE}, п. 1.2и; {BA}, п. 3.4", "инцидент-менеджмент"),
    _table(System.POS, "Таблица для ПОС", f"{NE}, п. 1.2и; {BA}, п. 3.5", "пос"),
    _table(List.INCIDENTS, "Список вопросов целиком", f"{NE}, п. 3.2д; {GU}, п. 4.3д", "вопросы", ("csv",)),
)  # fmt: skip


def play(home: Path) -> House:
    """The demo's installation as it stood on that Monday."""
    settings = Settings(home=home, database_url="", profile="", key_file=None)
    init(settings, PROFILE)
    house = replace(open_house(settings), clock=Fixed(AT))
    fill(house, silent, timedelta(0))
    return house


def write(house: House, out: Path) -> list[Path]:
    """All samples and their index; gives the files."""
    room, made = Room(house), []
    out.mkdir(parents=True, exist_ok=True)
    for each in SAMPLES:
        for kind in each.kinds:
            path = out / f"{each.name}.{kind}"
            path.write_bytes(steady(each.make(room, kind)))
            made.append(path)
    (out / INDEX).write_text(index(), encoding="utf-8")
    return made


def steady(body: bytes) -> bytes:
    """The same document, the same bytes: files of a package (DOCX, XLSX) carry no time of their making."""
    if not body.startswith(b"PK"):
        return body
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            kept.writestr(zipfile.ZipInfo(name, EPOCH), given.read(name), zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def index() -> str:
    """The page that lists them."""
    rows = [f"| {each.title} | {_files(each)} | {each.clauses} |" for each in SAMPLES]
    return "\n".join((HEAD, *rows, "", TAIL, ""))


def _files(sample: Sample) -> str:
    return ", ".join(f"[{kind.upper()}]({sample.name}.{kind})" for kind in sample.kinds)


HEAD = """# Образцы документов

Все документы сделаны программой из показа (`mcu demo`; Ясноборский округ вымышлен) по состоянию на понедельник
23 ноября 2026 года: `make samples`. Людей в них нет: жители не называются, должностные лица названы должностями,
подпись ставит человек. Что в каком документе стоит и где его сделать — в [руководстве по отчётам](../отчёты.md),
таблицы для соседних систем — в [руководстве по обмену](../обмен.md).

| документ | файлы | каким пунктам служит |
|---|---|---|"""
TAIL = """Пункты — постановлений Батецкого, Некрасовского, Губкинского, Хиславичского и Боготольского округов о
муниципальном центре управления."""


def main() -> None:
    """Make all samples."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=FOLDER, help="куда положить")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = play(Path(folder))
        try:
            made = write(house, given.out)
        finally:
            house.store.close()
    whole = sum(path.stat().st_size for path in made)
    if whole > ALL_BYTES:
        raise SystemExit(f"образцы вместе больше {ALL_BYTES} байт")
    print(f"файлов {len(made)}, вместе {whole / 1000:.0f} кБ")


if __name__ == "__main__":
    main()
