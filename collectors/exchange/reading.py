"""A table, one row at a time: an item, or where and why there is none."""

from collections.abc import Iterator
from typing import BinaryIO

from collectors import sheets
from collectors.exchange.mapping import Door, item
from collectors.sheets import Table
from core.errors import Poison
from core.exchange import LAYOUTS, Item, Spoilt, System, normal


def read(file: BinaryIO, system: System, door: Door) -> Iterator[Item | Spoilt]:
    """Items and spoilt rows of all sheets that carry the system's columns, in the table's order.

    Raises BadInput for what is no such table, is too large, or lacks its columns (named, with what is like them).
    """
    needed = {normal(name): name for name in LAYOUTS[system].needed}
    for _, table in sheets.tables(file, list(needed), needed):
        for place, cells in table.rows:
            row = {
                table.columns[at]: cell
                for at, cell in enumerate(cells)
                if cell not in (None, "") and at in table.columns
            }
            if row:
                yield _read(system, row, place, table, door)


def _read(system: System, row: dict[str, object], place: int, table: Table, door: Door) -> Item | Spoilt:
    try:
        return item(system, row, door)
    except Poison as error:
        return Spoilt(table.name, place, column(table, error.field), error.reason)


def column(table: Table, name: str) -> str:
    """A column as a person finds it: `C «Дата создания»`."""
    at = next((at for at, known in table.columns.items() if known == normal(name)), None)
    return f"{sheets.letter(at)} «{name}»" if at is not None else f"«{name}»" if name else ""
