"""Sheets as XLSX and CSV. No cell of ours becomes a formula, whatever was written in it (OWASP, CSV injection)."""

import csv
import re
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.cells import disarmed
from core.papers import Paper, Sheet

BAD = str.maketrans("", "", "".join(map(chr, (*range(9), 11, 12, *range(14, 32)))))
NAME_MOST, WIDEST = 31, 60
NUMBER = re.compile(r"(0|[1-9][0-9]{0,10})(?:,([0-9]{1,4}))?( ?%)?")
"""As papers say numbers: `12`, `4,9`, `67 %`."""
EMPTY = Sheet("Пусто", ("Нет данных",), ())
Cell = str | int | float | None


def harmless(cell: Cell) -> Cell:
    """The cell with an apostrophe before what a table program would reckon with; numbers stay numbers.

    >>> harmless("=1+1")
    "'=1+1"
    """
    if not isinstance(cell, str):
        return cell
    return disarmed(cell.translate(BAD))


def csv_of(sheet: Sheet) -> bytes:
    """Semicolons and a byte order mark: so Excel of a Russian system opens it by a click."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(harmless, sheet.heads))
    writer.writerows([harmless(_plain(cell)) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return cell.replace("\u00a0", " ")


def xlsx(sheets: list[Sheet]) -> bytes:
    """A book with a page a sheet; heads are bold and stay in sight."""
    book = Workbook(write_only=True)
    names = list[str]()
    for place, sheet in enumerate(sheets, 1):
        names.append(_name(sheet.caption, place, names))
        page = book.create_sheet(names[-1])
        page.freeze_panes = "A2"
        for column, head in enumerate(sheet.heads):
            longest = max([len(head), *(len(row[column]) for row in sheet.rows)])
            page.column_dimensions[get_column_letter(column + 1)].width = min(longest + 2, WIDEST)
        heads = [WriteOnlyCell(page, str(harmless(head))) for head in sheet.heads]
        for head_cell in heads:
            head_cell.font = Font(bold=True)
        page.append(heads)
        for row in sheet.rows:
            page.append([_cell(page, _plain(text)) for text in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _name(caption: str, place: int, others: Sequence[str]) -> str:
    """A name that no other page has, as long as office programs take: its number stands at the end where it is cut."""
    clean = "".join(" " if letter in "[]:*?/\\'" else letter for letter in caption).strip()
    name = (clean or f"Лист {place}")[:NAME_MOST]
    taken = name.lower() in map(str.lower, others)
    return f"{name[: NAME_MOST - len(str(place)) - 1].rstrip()} {place}" if taken else name


def _cell(page: Any, text: str) -> object:
    """A number as a number, a share as a share; text as text, never as a formula."""
    if found := NUMBER.fullmatch(text):
        whole, part, percent = found.groups()
        value = float(f"{whole}.{part}") if part else int(whole)
        made = WriteOnlyCell(page, value / 100 if percent else value)
        made.number_format = (f"0.{'0' * len(part)}" if part else "0") + ("%" if percent else "")
        return made
    made = WriteOnlyCell(page, harmless(text))
    made.data_type = "s"
    return made


def book_of(paper: Paper) -> bytes:
    """All sheets of a paper as one book."""
    return xlsx(
        [sheet for section in paper.sections for sheet in section.sheets] or [Sheet("Пусто", ("Нет данных",), ())]
    )


def longest(paper: Paper) -> bytes:
    """The table of a paper with most cells as CSV."""
    sheets = [sheet for section in paper.sections for sheet in section.sheets] or [EMPTY]
    return csv_of(max(sheets, key=lambda sheet: len(sheet.heads) * len(sheet.rows)))
