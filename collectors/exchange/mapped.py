"""A part of a sheet -> items, and rows that could not be read, in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from collectors import sheets
from collectors.exchange.closed import strange
from collectors.exchange.mapping import Door, Row, item
from core.errors import Poison
from core.exchange import LAYOUTS, Item, Spoilt, System, normal

Found = Item | Spoilt
Sheet = tuple[str, Mapping[int, str], Sequence[tuple[int, Row | Spoilt]]]
"""The sheet's name and columns, places and rows; what was refused before it was read stands in its place."""
Batch = tuple[System, Door, Sheet]
"""Whose table, how it is read, a part of a sheet."""


def mapped(batch: Batch) -> list[Found]:
    """The rows of a part; none is lost."""
    system, door, (name, columns, rows) = batch
    lacks = _lacks(system, frozenset(columns.values()))
    found: list[Found] = [Spoilt(name, 1, "", _told(lacks, columns, system), True)] if lacks else []
    for place, row in rows:
        found += [row] if isinstance(row, Spoilt) else _read(system, row, place, name, columns, door)
    return [replace(each, lacks=lacks) if isinstance(each, Item) else each for each in found] if lacks else found


@lru_cache(maxsize=64)
def _lacks(system: System, columns: frozenset[str]) -> tuple[str, ...]:
    """The usual columns that a table does not have, those of persons aside."""
    layout = LAYOUTS[system]
    kept = frozenset(layout.kept)
    return tuple(name for name in layout.columns if name in kept and normal(name) not in columns)


def _told(lacks: Sequence[str], columns: Mapping[int, str], system: System) -> str:
    titles = {normal(name): name for name in LAYOUTS[system].columns}
    others = [name for name in columns.values() if name not in titles]
    missing = sheets.missing([normal(name) for name in lacks], others, titles)
    return f"нет {missing}; у записей, которые уже есть, эти значения остаются прежними"


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
