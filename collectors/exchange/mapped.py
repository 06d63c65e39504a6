"""A part of a sheet -> items, and rows that could not be read, in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from collectors import sheets
from collectors.exchange.closed import strange
from collectors.exchange.mapping import Door, Row, item
from core.errors import Poison
from core.exchange import LAYOUTS, Item, Spoilt, System, normal

Found = Item | Spoilt
Sheet = tuple[str, Mapping[int, str], Sequence[tuple[int, Row | Spoilt]]]
"""The sheet's name and columns, places and rows; what was refused before it was read stands in its place."""
Batch = tuple[System, Sheet]
"""Whose table, a part of a sheet."""


def mapped(door: Door, batch: Batch) -> list[Found]:
    """The rows of a part; none is lost."""
    system, (name, columns, rows) = batch
    found: list[Found] = []
    for place, row in rows:
        found += [row] if isinstance(row, Spoilt) else _read(system, row, place, name, columns, door)
    lacks = LAYOUTS[system].lacks(columns.values())
    return [replace(each, lacks=lacks) if isinstance(each, Item) else each for each in found] if lacks else found


def _read(system: System, row: Row, place: int, sheet: str, columns: Mapping[int, str], door: Door) -> list[Found]:
    try:
        made = item(system, row, door)
    except Poison as error:
        return [Spoilt(sheet, place, column(columns, error.field), error.reason)]
    return [made, *(Spoilt(sheet, place, column(columns, name), said, True) for name, said in strange(made))]


def column(columns: Mapping[int, str], name: str) -> str:
    """A column as a person finds it: `C «Дата создания»`."""
    at = next((at for at, known in columns.items() if known == normal(name)), None)
    return f"{sheets.letter(at)} «{name}»" if at is not None else f"«{name}»" if name else ""
