"""No table that leaves the program holds a cell that an office program reckons with, whoever writes the table."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from core.exchange.orders import Form
from core.learning import exchange
from core.learning.exchange import Format
from core.papers import Sheet
from reports.exchange import write
from reports.tables import csv_of, xlsx
from tests.unit.core.learning.made import example, label

BAD = [
    "=1+1",
    "+7 921",
    "-5",
    "@сум",
    "|calc",
    "%x",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b@x",
]
Cells = Callable[[str, Path], list[str]]


def of_csv(text: str, delimiter: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for cell in row]


def of_xlsx(content: bytes) -> list[str]:
    found = [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in found} <= {"s", "n"}
    return [str(cell.value or "") for cell in found]


def report_csv(text: str, folder: Path) -> list[str]:
    return of_csv(csv_of(Sheet("с", (text,), ((text,),))).decode("utf-8-sig"), ";")


def report_xlsx(text: str, folder: Path) -> list[str]:
    return of_xlsx(xlsx([Sheet("с", (text,), ((text,),))]))


def list_csv(text: str, folder: Path) -> list[str]:
    write(folder / "x.csv", Form.CSV, "Лист", ("a",), [{"a": text}], ZoneInfo("UTC"), 1)
    return of_csv((folder / "x.csv").read_bytes().decode("utf-8-sig"), ";")


def list_xlsx(text: str, folder: Path) -> list[str]:
    write(folder / "x.xlsx", Form.XLSX, "Лист", ("a",), [{"a": text}], ZoneInfo("UTC"), 1)
    return of_xlsx((folder / "x.xlsx").read_bytes())


def labels_csv(text: str, folder: Path) -> list[str]:
    return of_csv("".join(exchange.written([example(1, text, label(theme="roads"))], Format.CSV, str)), ",")


@pytest.mark.parametrize("written", [report_csv, report_xlsx, list_csv, list_xlsx, labels_csv])
@pytest.mark.parametrize("text", BAD)
def test_no_cell_begins_as_a_formula(written: Cells, text: str, tmp_path: Path) -> None:
    cells = written(text, tmp_path)
    core = text.strip(" \u00a0\ufeff\u200b\t\r\n")
    assert any(core in cell for cell in cells)
    begun = {cell.lstrip(" \u00a0\ufeff\u200b")[:1] for cell in cells}
    assert begun.isdisjoint("=+-@|%\t\r\n＝＋－＠")
