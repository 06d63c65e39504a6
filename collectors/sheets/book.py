"""Sheets of a workbook as the library reads them, some rows at a time."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from core.errors import BadInput

MOST_COLUMNS, TOGETHER = 200, 500
Row = tuple[int, Sequence[object]]
"""The number of a row as an office program shows it (from 1), and its cells; an empty cell is "" or None."""


def batches(file: BinaryIO) -> Iterator[tuple[str, list[Row]]]:
    """The rows of all sheets, some together, with the name of their sheet; of an empty sheet one empty batch. Raises
    BadInput."""
    try:
        book = CalamineWorkbook.from_filelike(file)
        names = book.sheet_names
    except CalamineError as error:
        raise BadInput("таблица xlsx испорчена и не читается") from error
    for name in names:
        rows = _rows(book, name)
        first = list(islice(rows, TOGETHER))
        yield name, first
        while some := list(islice(rows, TOGETHER)):
            yield name, some


def _rows(book: CalamineWorkbook, name: str) -> Iterator[Row]:
    try:
        sheet = book.get_sheet_by_name(name)
    except CalamineError as error:
        raise BadInput(f"лист «{name}» таблицы xlsx не читается") from error
    # The reader leaves out columns that are empty all the way down, but no rows: columns are named by their letters.
    left = [""] * (sheet.start or (0, 0))[1]
    for place, cells in enumerate(sheet.iter_rows(), 1):
        yield place, [*left, *cells[:MOST_COLUMNS]] if left else cells[:MOST_COLUMNS]
