"""A table, one row at a time: an item, or where and why there is none."""

from collections.abc import Iterator
from functools import partial
from itertools import chain, islice
from os import SEEK_END
from typing import BinaryIO

from collectors import sheets
from collectors.exchange.mapped import Batch, Found, mapped
from collectors.exchange.mapping import Door, Row
from collectors.exchange.telling import bare, doubled, lacking, numbered
from collectors.exchange.twice import Once
from collectors.sheets import Table
from collectors.spreading import spread
from core.exchange import LAYOUTS, System, normal

BATCH, ALONE = 500, 5000
"""Rows of a batch; so many rows of a table are read by this process before others are asked to help."""
SAYINGS = (doubled, lacking, numbered)
"""What is said of a table as a whole."""
READY = "Иванова Мария Петровна, 8 900 123-45-67"
"""Masked first by those who help."""
LARGE = 3 * 2**20
"""Bytes of a file that surely holds more rows than that: others help from the start."""


def read(file: BinaryIO, system: System, door: Door, alone: int | None = None) -> Iterator[Found]:
    """Items and spoilt rows of all sheets that carry the system's columns, in the table's order.

    The first `alone` rows are read by this process. Raises BadInput for what is no such table, is too large, or lacks
    its columns (named, with what is like them).
    """
    if alone is None:
        alone = ALONE if file.seek(0, SEEK_END) < LARGE else 0
    batches, task = _batches(file, system), partial(mapped, door)
    yield from chain.from_iterable(map(task, islice(batches, alone // BATCH)))
    # What takes most of the time is taking persons out of texts; dictionaries are read for that first.
    ready = partial(door.mask, READY)
    if not alone:
        yield from chain.from_iterable(spread(task, batches, ready))
    elif first := next(batches, None):
        yield from chain.from_iterable(spread(task, chain([first], batches), ready))


def _batches(file: BinaryIO, system: System) -> Iterator[Batch]:
    layout = LAYOUTS[system]
    needed = {normal(name): name for name in layout.needed}
    once, first, held = Once(layout.number), None, False
    for _, table in sheets.tables(file, list(needed), needed, (*layout.columns, *layout.beside)):
        if remarks := [(said.row, said) for say in SAYINGS for said in say(table, layout)]:
            yield system, (table.name, table.columns, remarks)
        rows = (once.told(table, place, row) for place, row in _rows(table))
        first = first or table
        while some := list(islice(rows, BATCH)):
            held = True
            yield system, (table.name, table.columns, some)
    if first and not held:
        yield system, (first.name, first.columns, [(first.place, bare(first))])


def _rows(table: Table) -> Iterator[tuple[int, Row]]:
    for place, cells in table.rows:
        named = table.columns
        row = {named[at]: cell for at, cell in enumerate(cells) if cell is not None and cell != "" and at in named}
        if row:
            yield place, row
