"""Rows to a file: CSV, XLSX or JSON Lines, one row at a time, counted at the end."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from core.cells import disarmed
from core.errors import Conflict
from core.exchange.orders import Form

MOST_XLSX, LONGEST_CELL = 1_048_575, 32_767
"""Rows of a sheet below its head, and letters of a cell: no office program takes more."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Rows = Iterable[Mapping[str, object]]


def cell(value: object, zone: ZoneInfo) -> object:
    """A value as it stands in a cell: local moments without a zone, lists in one line, texts guarded."""
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%d.%m.%Y %H:%M:%S")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    if isinstance(value, Mapping):
        value = json.dumps(value, ensure_ascii=False, default=str)
    return disarmed(_CONTROL.sub("", str(value)))


def write(path: Path, form: Form, sheet: str, head: Sequence[str], rows: Rows, zone: ZoneInfo, expected: int) -> int:
    """Write all rows under their head; gives how many. Raises Conflict where they are not as many as the store counted:
    the file is then removed, for half a list looks like a whole one."""
    written = FORMS[form](path, sheet, head, rows, zone)
    if written != expected:
        path.unlink(missing_ok=True)
        raise Conflict(f"выгрузка неполна: записано строк {written}, а в базе их {expected}; повторите")
    return written


def _csv(path: Path, sheet: str, head: Sequence[str], rows: Rows, zone: ZoneInfo) -> int:
    """Semicolons and a byte order mark: so office programs in Russia open it by themselves."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(map(disarmed, head))
        for count, row in enumerate(rows, 1):  # noqa: B007 - counted
            out.writerow(cell(row.get(name), zone) for name in head)
    return count


def _xlsx(path: Path, sheet: str, head: Sequence[str], rows: Rows, zone: ZoneInfo) -> int:
    book = Workbook(write_only=True)
    made = book.create_sheet(sheet[:31])
    made.freeze_panes = "A2"
    made.append(list(head))
    count = 0
    for count, row in enumerate(rows, 1):
        if count > MOST_XLSX:
            raise Conflict(f"в лист xlsx помещается {MOST_XLSX} строк; возьмите CSV или JSONL либо меньший срок")
        values = (cell(row.get(name), zone) for name in head)
        made.append([value[:LONGEST_CELL] if isinstance(value, str) else value for value in values])
    book.save(path)
    return count


def _jsonl(path: Path, sheet: str, head: Sequence[str], rows: Rows, zone: ZoneInfo) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for count, row in enumerate(rows, 1):  # noqa: B007 - counted
            told = {name: _plain(row.get(name)) for name in head}
            file.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n")
    return count


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


FORMS: Mapping[Form, Callable[[Path, str, Sequence[str], Rows, ZoneInfo], int]] = {
    Form.CSV: _csv,
    Form.XLSX: _xlsx,
    Form.JSONL: _jsonl,
}
