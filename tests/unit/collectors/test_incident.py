"""Tables of «Инцидент менеджмент»: made here by the library that offices' tables are read with, or spoilt by hand."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from collectors.replay import read
from core.errors import BadInput
from core.posts import Platform, PostKey
from tests.unit.collectors.conftest import NOW

MOSCOW = ZoneInfo("Europe/Moscow")
HEAD = ["Номер инцидента", "Исполнитель", "Дата создания", "Группа тем", "Тема", "Текст инцидента", "Урл сообщения"]
WALL, TOPIC, CHAT = "https://vk.com/wall-5_17", "https://ok.ru/group/55/topic/77", "https://t.me/novosti/9"


def row(number: object, created: object = "25.10.2026 14:30", text: str = "Нет воды", link: str = WALL) -> list[object]:
    return [number, "Иванов Иван", created, "ЖКХ", "Водоснабжение", text, link]


def write(path: Path, *rows: list[object], head: list[list[object]] | None = None, merged: str = "") -> Path:
    book = Workbook()
    sheet = book.active
    for each in [*(head or [HEAD]), *rows]:
        sheet.append(each)
    if merged:
        sheet.merge_cells(merged)
    book.save(path)
    return path


@pytest.fixture
def posts(door):
    def made(path: Path, **options):
        readings = list(read(path, door=door, now=NOW, own_zone=MOSCOW, **options))
        found = [post for reading in readings for post in reading.posts]
        return found, [refusal for reading in readings for refusal in reading.refused]

    return made


def test_each_incident_is_a_message_of_the_platform_of_its_link(tmp_path, posts):
    links = {1: WALL, 2: TOPIC, 3: CHAT, 4: "", 5: "https://example.com/x"}
    path = write(tmp_path / "im.xlsx", *(row(number, link=link) for number, link in links.items()))
    found, refused = posts(path)
    assert refused == []
    platforms = [Platform.VK, Platform.OK, Platform.TELEGRAM, Platform.FILE, Platform.FILE]
    assert [post.key for post in found] == [PostKey(p, "инциденты", str(n)) for n, p in enumerate(platforms, 1)]
    assert found[0].published == datetime(2026, 10, 25, 11, 30, tzinfo=UTC)
    assert (found[0].text, found[0].url) == ("Нет воды", WALL)
    assert (found[0].raw["группа тем"], found[0].raw["тема"]) == ("ЖКХ", "Водоснабжение")


def test_executors_are_dropped(tmp_path, posts):
    head = [*HEAD, "ФИО руководителя", "Имя автора", "Автор"]
    path = write(tmp_path / "im.xlsx", [*row(1), "Пётр Петров", "Анна Ким", "Ольга Ли"], head=[head])
    found, _ = posts(path)
    assert not [name for name in ("Иван", "Петров", "Анна", "Ольга") if name in repr(found)]


MOMENTS = [
    (datetime(2026, 10, 25, 14, 30), datetime(2026, 10, 25, 11, 30, tzinfo=UTC)),  # noqa: DTZ001  # as sheets have it
    (46320.5, datetime(2026, 10, 25, 9, tzinfo=UTC)),
    ("2026-10-25T14:30:00+05:00", datetime(2026, 10, 25, 9, 30, tzinfo=UTC)),
    ("25.10.2026", datetime(2026, 10, 24, 21, tzinfo=UTC)),
]


@pytest.mark.parametrize(("created", "moment"), MOMENTS)
def test_dates_stand_as_dates_as_serials_or_as_text(tmp_path, posts, created, moment):
    found, refused = posts(write(tmp_path / "im.xlsx", row(1, created)))
    assert refused == []
    assert found[0].published == moment


def test_columns_stand_in_any_order_under_a_head_of_joined_rows(tmp_path, posts):
    head = [
        ["Выгрузка инцидентов", None, None, None],
        ["Сообщение", None, "Учёт", None],
        ["Текст  инцидента", "Дата создания", "Номер инцидента", "Иной столбец"],
    ]
    path = write(tmp_path / "im.xlsx", ["Яма", "25.10.2026", 7, "да"], head=head, merged="A2:B2")
    found, _ = posts(path)
    assert (found[0].key.message, found[0].text, found[0].raw["иной столбец"]) == ("7", "Яма", "да")


def test_an_error_names_sheet_row_and_column_and_spoils_its_row_only(tmp_path, posts):
    rows = [row(1), row(None), row(3, True), row(4, text=""), row(5, "25.10.2036"), row(6)]
    found, refused = posts(write(tmp_path / "im.xlsx", *rows))
    assert [post.key.message for post in found] == ["1", "6"]
    assert [refusal.line for refusal in refused] == [3, 4, 5, 6]
    assert "лист «Sheet», строка 3, столбец A" in refused[0].reason
    assert "столбец C" in refused[1].reason
    assert "столбец F" in refused[2].reason


def test_reading_is_resumed_behind_a_batch(tmp_path, door):
    path = write(tmp_path / "im.xlsx", *(row(number) for number in range(1, 8)))
    first = next(read(path, door=door, now=NOW, own_zone=MOSCOW, batch=3))
    rest = list(read(path, door=door, now=NOW, own_zone=MOSCOW, batch=3, after=first.cursor))
    numbers = [post.key.message for reading in (first, *rest) for post in reading.posts]
    assert numbers == [str(number) for number in range(1, 8)]
    assert list(read(path, door=door, now=NOW, own_zone=MOSCOW, after=rest[-1].cursor)) == []


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (8 * 2**20))


def other(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", b"<x/>")


def lying(path: Path) -> None:
    """The archive says that its sheet is short; more is packed in it."""
    write(path, *(row(number) for number in range(400)))
    whole = bytearray(path.read_bytes())
    at = whole.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert whole[at : at + 4] == b"PK\x01\x02"
    whole[at + 24 : at + 28] = (500).to_bytes(4, "little")
    path.write_bytes(whole)


def cut(path: Path) -> None:
    write(path, *(row(number) for number in range(50)))
    path.write_bytes(path.read_bytes()[:-300])


def empty(path: Path) -> None:
    write(path, head=[["Другое", "Таблица"]])


SPOILT = [(bomb, "неправдоподобно"), (other, "xlsx"), (lying, "испорчена"), (cut, "архив"), (empty, "нет столбц")]


@pytest.mark.parametrize(("spoil", "told"), SPOILT)
def test_a_table_that_is_none_is_refused_as_a_whole(tmp_path, posts, spoil, told):
    spoil(tmp_path / "im.xlsx")
    with pytest.raises(BadInput, match=told):
        posts(tmp_path / "im.xlsx")


@pytest.mark.parametrize("written", [b"", b"not a table at all\nof two lines\n"])
def test_a_file_that_is_called_a_table_and_is_none_is_refused_at_once(tmp_path, door, written):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(written)
    with pytest.raises(BadInput, match="это не таблица xlsx"):
        read(path, door=door, now=NOW)
