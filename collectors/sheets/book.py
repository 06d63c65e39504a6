"""Sheets of a workbook, one row at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from collectors.sheets.guard import check
from core.errors import BadInput

MOST_COLUMNS = 200
Row = tuple[int, Sequence[object]]
"""The number of a row as an office program shows it (from 1), and its cells; an empty cell is "" or None."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The name of a sheet and its rows."""

    name: str
    rows: Iterator[Row] = field(repr=False)


def sheets(file: BinaryIO) -> Iterator[Sheet]:
    """The sheets of a table xlsx. Raises BadInput for what is none, is too large or spoilt (see `guard`)."""
    check(file)
    try:
        book = CalamineWorkbook.from_filelike(file)
        for name in book.sheet_names:
            yield Sheet(name, _rows(book, name))
    except CalamineError as error:
        raise BadInput("таблица xlsx испорчена и не читается") from error


def _rows(book: CalamineWorkbook, name: str) -> Iterator[Row]:
    try:
        sheet = book.get_sheet_by_name(name)
    except CalamineError as error:
        raise BadInput(f"лист «{name}» таблицы xlsx не читается") from error
    # The reader leaves out columns that are empty all the way down, but no rows: columns are named by their letters.
    left = [""] * (sheet.start or (0, 0))[1]
    for place, cells in enumerate(sheet.iter_rows(), 1):
        yield place, [*left, *cells[:MOST_COLUMNS]] if left else cells[:MOST_COLUMNS]
