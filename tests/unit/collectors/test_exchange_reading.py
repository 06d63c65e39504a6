"""A large table is parted among processes, and what comes of it is the same."""

import multiprocessing
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from collectors.exchange import Door, read
from collectors.sheets.aside import frames, put_aside
from collectors.sheets.opening import sheets
from core.errors import BadInput
from core.exchange import Item, Spoilt, System
from nlp.masks import mask
from tests import tables

LATEST, ZONE = datetime.now(UTC) + timedelta(days=400), ZoneInfo("Europe/Moscow")
ROWS, BROKEN = 1100, 700


def deadly(text: str) -> str:
    """A mask that kills whoever helps."""
    if multiprocessing.parent_process() is not None:
        os._exit(9)
    return text


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = list(tables.rows(System.POS, ROWS))
    rows[BROKEN]["Дата поступления"] = "позавчера"
    return tables.write(tmp_path_factory.mktemp("table") / "t.xlsx", System.POS, rows)


def found(path: Path, door: Door, alone: int) -> list[Item | Spoilt]:
    with path.open("rb") as file:
        return list(read(file, System.POS, door, alone))


def test_helpers_give_the_rows_that_one_process_gives_in_their_order(table: Path) -> None:
    alone = found(table, Door(mask, LATEST, ZONE), 10 * ROWS)
    helped = found(table, Door(mask, LATEST, ZONE), 0)
    assert helped == alone
    assert len(helped) == ROWS
    spoilt = helped[BROKEN]
    assert isinstance(spoilt, Spoilt)
    assert (spoilt.row, spoilt.column) == (BROKEN + 2, "J «Дата поступления»")


def test_helpers_that_were_killed_lose_no_row(table: Path) -> None:
    assert len(found(table, Door(deadly, LATEST, ZONE), 0)) == ROWS


def told(path: Path, large: int) -> list[tuple[str, list[tuple[int, list[object]]]]]:
    with path.open("rb") as file:
        return [(sheet.name, [(place, list(row)) for place, row in sheet.rows]) for sheet in sheets(file, large)]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of three sheets: one empty, one with a note, one with more rows than are put aside together."""
    made, path = Workbook(), tmp_path_factory.mktemp("book") / "b.xlsx"
    made.active.title = "Пустой"
    made.create_sheet("Справка").append(["как читать", None, datetime(2026, 11, 1, 10)])  # noqa: DTZ001
    rows = made.create_sheet("Строки")
    for number in range(1300):
        rows.append([None, number, f"строка {number}", number / 2])
    made.save(path)
    return path


def test_a_process_of_its_own_reads_what_this_one_reads(book: Path) -> None:
    assert told(book, 0) == told(book, 2**40)
    assert [(name, len(rows)) for name, rows in told(book, 0)] == [("Пустой", 0), ("Справка", 1), ("Строки", 1300)]


def half(book: Path, put: Path) -> None:
    """What a reader does that is killed in the middle of its second batch."""
    put_aside(book, put)
    whole = put.read_bytes()
    put.write_bytes(whole[: 2 * len(whole) // 3])
    os._exit(9)


def test_a_reader_that_was_killed_loses_no_row(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collectors.sheets.aside.put_aside", half)
    assert told(book, 0) == told(book, 2**40)


def test_what_is_no_workbook_is_told_by_the_other_process_as_by_this_one(book: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.xlsx"
    with ZipFile(book) as old, ZipFile(spoilt, "w") as new:
        for part in old.infolist():
            body = old.read(part)
            new.writestr(part, b"<workbook><sheets" if part.filename == "xl/workbook.xml" else body)
    for large in (0, 2**40):
        with pytest.raises(BadInput, match="испорчена и не читается"):
            told(spoilt, large)


def test_who_stops_reading_stops_the_other_process(book: Path) -> None:
    with book.open("rb") as file:
        found = frames(file)
        next(found)
        found.close()
    assert multiprocessing.active_children() == []
