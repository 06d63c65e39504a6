"""CSV tables with the columns of recorded rows. UTF-8 or Windows-1251; comma, semicolon or tab."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import BinaryIO

from collectors.replay.cells import SAMPLE, Feed, encoding, header, records, separator
from collectors.replay.fields import Row
from collectors.replay.lines import Found
from collectors.replay.reading import Place
from core.errors import BadInput, Poison

NEEDED = ("id", "date", "text")

_COUNTS = frozenset(("views", "likes", "reposts", "replies"))
_YES_NO = {"true": True, "false": False, "1": True, "0": False, "да": True, "нет": False}
_FLAGS = frozenset(("pinned", "advert"))
_NESTED = frozenset(("reactions", "parents", "copy_of", "attachments", "geo", "poll"))


def rows(file: BinaryIO, start: Place, *, defaults: Sequence[str] = (), growing: bool = False) -> Iterator[Found]:
    """Rows from a place on, typed as recorded rows; the first line names the columns.

    `defaults` are the columns that the caller gives for all rows. Raises BadInput when a needed column is missing.
    In a `growing` file a last row without an end is left for later.
    """
    file.seek(0)
    sample = file.read(SAMPLE)
    feed, parted = Feed(file, encoding(sample)), separator(sample)
    columns = header(feed, parted)
    if columns is None:
        return
    _check(columns, defaults)
    held = _unended(file) if growing else None
    feed.place = max(feed.place, start, key=lambda place: place.byte)
    for place, found in _rows(feed, columns, parted, growing=growing):
        if place.byte == held:
            return
        yield place, found


def _unended(file: BinaryIO) -> int | None:
    """The size of a file whose last line is not ended; None for all others."""
    size = file.seek(0, 2)
    file.seek(max(size - 1, 0))
    return None if file.read(1) in (b"\n", b"\r", b"") else size


def _check(columns: Sequence[str], defaults: Sequence[str]) -> None:
    missing = [name for name in (*NEEDED, "platform", "source") if name not in columns and name not in defaults]
    if missing:
        raise BadInput(f"в первой строке таблицы нет столбцов: {', '.join(missing)}")


def _rows(feed: Feed, columns: Sequence[str], parted: str, *, growing: bool) -> Iterator[Found]:
    for first, cells in records(feed, parted, growing=growing):
        if isinstance(cells, Poison):
            yield feed.place, Poison(cells.reason, line=first)
        else:
            yield feed.place, _row(columns, cells, first) if any(cells) else None


def _row(columns: Sequence[str], cells: Sequence[str], line: int) -> Row | Poison:
    if len(cells) != len(columns):
        return Poison(f"в строке {len(cells)} значений, а столбцов {len(columns)}", line=line)
    for name, cell in zip(columns, cells, strict=True):
        if not cell.isascii() and any("\udc80" <= letter <= "\udcff" for letter in cell):
            return Poison("не в кодировке таблицы", field=name, line=line)
    return {name: value for name, cell in zip(columns, cells, strict=True) if (value := _typed(name, cell)) is not None}


def _typed(name: str, cell: str) -> object:
    """A cell as JSON would have it; what does not fit stays a string, for the row's own check to refuse."""
    if name == "text":
        return cell
    cell = cell.strip()
    if not cell:
        return None
    if name in _COUNTS:
        return int(cell) if cell.isdecimal() and len(cell) < 20 else cell
    if name in _FLAGS or name == "deleted":
        return _YES_NO.get(cell.lower(), cell)
    return _nested(name, cell) if name in _NESTED else cell


def _nested(name: str, cell: str) -> object:
    if cell.startswith(("{", "[")):
        with suppress(ValueError, RecursionError):
            return json.loads(cell)
    return cell.replace(",", " ").split() if name == "parents" else cell
