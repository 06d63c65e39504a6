"""The xlsx of «Инцидент менеджмент» -> recorded rows: each incident is a message of its platform (docs/ru/форматы.md).

Columns stand in any order, further ones are kept in `raw`; names of executors are dropped here. The sheet is streamed,
and what its archive says of its sizes is looked at before anything is unpacked: the unpacker stops at those sizes.
"""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException

from collectors.replay.fields import Row
from collectors.replay.lines import Found
from collectors.replay.reading import Place
from core.errors import BadInput, Poison
from core.posts import Platform

SOURCE = "инциденты"
"""The address of all incidents' source: their numbers must not meet those of a wall's posts."""
LARGEST, MOST_PARTS, MOST_RATIO = 512 * 2**20, 2000, 300
"""Bytes of an unpacked table, parts of its archive, bytes that one packed byte may become."""
HEADER_WITHIN, MOST_COLUMNS = 30, 200
MAGIC = b"PK\x03\x04"

NUMBER, CREATED, TEXT = "номер инцидента", "дата создания", "текст инцидента"
_URLS = ("урл сообщения", "ссылка на сообщение", "урл инцидента", "урл поста", "ссылка", "урл блога", "url")
_KNOWN = frozenset((NUMBER, CREATED, TEXT, "группа тем", "тема", "муниципалитет", "тип инцидента", "итог", *_URLS))
_PERSONS = ("исполнитель", "фио", "автор", "куратор", "ответственный", "координатор")
"""Words that begin the names of columns with persons; `Причина закрытия` speaks of the author, but names nobody."""
_PLATFORMS = {
    "vk.com": Platform.VK,
    "vk.ru": Platform.VK,
    "ok.ru": Platform.OK,
    "odnoklassniki.ru": Platform.OK,
    "t.me": Platform.TELEGRAM,
    "telegram.me": Platform.TELEGRAM,
    "max.ru": Platform.MAX,
}


def rows(file: BinaryIO, start: Place) -> Iterator[Found]:
    """Rows behind a place. Raises BadInput for what is no such table, too large, or without its columns."""
    _check(file)
    size = file.seek(0, 2)
    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        yield from _sheets(book, Place(start.line, size))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError, EOFError) as error:
        raise BadInput("таблица xlsx испорчена и не читается") from error


def _check(file: BinaryIO) -> None:
    """The sizes that the archive tells; its unpacker reads no further than they say."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise BadInput("это не таблица xlsx: архив не читается") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        raise BadInput(f"таблица xlsx слишком велика: после распаковки больше {LARGEST // 2**20} МБ")
    if any(part.file_size > 2**20 and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts):
        raise BadInput("таблица xlsx сжата неправдоподобно сильно и не распаковывается")


def _sheets(book: object, start: Place) -> Iterator[Found]:
    """The sheets that carry incidents; others (notes, sums) are passed over. Lines are the rows of the first one."""
    base, seen = 0, False
    for sheet in book.worksheets:  # type: ignore[attr-defined]  # openpyxl's reader has no type of its own
        sheet.reset_dimensions()
        cells = ((place, row[:MOST_COLUMNS]) for place, row in enumerate(sheet.iter_rows(values_only=True), 1))
        columns = _header(cells)
        seen = seen or bool(columns)
        place = 0
        for place, row in cells if columns else ():
            if base + place > start.line and any(value not in (None, "") for value in row):
                where = f"лист «{sheet.title}», строка {place}"
                yield Place(base + place, start.byte), _row(columns, row, where, book)
        base += place
    if not seen:
        raise BadInput(f"в таблице нет столбцов: {NUMBER}, {CREATED}, {TEXT}")


def _header(cells: Iterator[tuple[int, Sequence[object]]]) -> dict[int, str]:
    """Column -> name. Of a head of several rows with joined cells the lower name counts, else the upper one."""
    found: dict[int, str] = {}
    for place, row in cells:
        names = {at: " ".join(str(value).split()).lower() for at, value in enumerate(row) if value not in (None, "")}
        found |= names
        if {NUMBER, CREATED, TEXT} <= set(found.values()):
            return found
        if place >= HEADER_WITHIN:
            break
    return {}


def _row(columns: dict[int, str], cells: Sequence[object], where: str, book: object) -> Row | Poison:
    named = {columns[at]: value for at, value in enumerate(cells) if at in columns and value not in (None, "")}
    places = {name: f"{where}, столбец {get_column_letter(at + 1)}" for at, name in columns.items()}
    for name in (NUMBER, CREATED, TEXT):
        if name not in named:
            return Poison(f"{places[name]}: пусто", field=name)
    created = _moment(named[CREATED], book)
    if created is None:
        return Poison(f"{places[CREATED]}: дата не читается", field=CREATED)
    link = next((str(named[name]).strip() for name in _URLS if name in named), "")
    platform = _platform(link)
    row: dict[str, object] = {
        "platform": str(platform),
        "source": SOURCE,
        "id": _plain(named[NUMBER]),
        "date": created,
        "text": str(named[TEXT]),
        "type": "message",
    }
    if link.startswith(("http://", "https://")):
        row["url"] = link
    rest = {name: value for name, value in named.items() if name not in (NUMBER, CREATED, TEXT, *_URLS)}
    return row | {name: _plain(value) for name, value in rest.items() if not name.startswith(_PERSONS)}


def _moment(value: object, book: object) -> str | None:
    """A date as it is, as the number of a day, or as text, whose reading is the row's."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        try:
            value = from_excel(value, book.epoch)  # type: ignore[attr-defined]
        except (ValueError, OverflowError, TypeError):
            return None
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else None


def _plain(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, (bool, int, float)) else str(value)


def _platform(link: str) -> Platform:
    try:
        host = (urlsplit(link).hostname or "").lower()
    except ValueError:
        host = ""
    return _PLATFORMS.get(host.removeprefix("www.").removeprefix("m."), Platform.FILE)
