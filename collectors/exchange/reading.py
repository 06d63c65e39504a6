"""A table, one row at a time: an item, or where and why there is none.

What takes most of the time is reading persons out of texts. So a large table is parted: rows are handed to other
processes in batches, and come back as items in the table's order.
"""

import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from itertools import chain, islice
from multiprocessing import get_context
from typing import BinaryIO
from zoneinfo import ZoneInfo

from collectors import sheets
from collectors.exchange.mapping import Door, Mask, Row, item
from collectors.sheets import Table
from core.errors import Poison
from core.exchange import LAYOUTS, Item, Spoilt, System, normal

BATCH, ALONE = 500, 5000
"""Rows of a batch; so many rows of a table are read by this process before others are asked to help."""
MOST_HELPERS, AHEAD = 4, 2
"""Processes, and batches that each has before it."""
Found = Item | Spoilt
Sheet = tuple[str, Mapping[int, str], Sequence[tuple[int, Row]]]
"""The sheet's name and columns, places and rows."""
Batch = tuple[System, Door, Sheet]
"""Whose table, how it is read, a part of a sheet."""
Way = tuple[Mask, datetime, ZoneInfo]


def read(file: BinaryIO, system: System, door: Door, alone: int = ALONE) -> Iterator[Found]:
    """Items and spoilt rows of all sheets that carry the system's columns, in the table's order.

    The first `alone` rows are read by this process. Raises BadInput for what is no such table, is too large, or lacks
    its columns (named, with what is like them).
    """
    batches = _batches(file, system, door)
    yield from chain.from_iterable(map(_mapped, islice(batches, alone // BATCH)))
    if first := next(batches, None):
        yield from _helped(chain([first], batches))


def _batches(file: BinaryIO, system: System, door: Door) -> Iterator[Batch]:
    needed = {normal(name): name for name in LAYOUTS[system].needed}
    for _, table in sheets.tables(file, list(needed), needed):
        rows = _rows(table)
        while some := list(islice(rows, BATCH)):
            yield system, door, (table.name, table.columns, some)


def _rows(table: Table) -> Iterator[tuple[int, Row]]:
    for place, cells in table.rows:
        named = table.columns
        row = {named[at]: cell for at, cell in enumerate(cells) if cell is not None and cell != "" and at in named}
        if row:
            yield place, row


def _helped(batches: Iterator[Batch]) -> Iterator[Found]:
    """The batches' items, mapped by other processes where this one may have some; a batch whose process was killed is
    mapped here."""
    count = min(os.cpu_count() or 1, MOST_HELPERS)
    if count < 2:
        yield from chain.from_iterable(map(_mapped, batches))
        return
    with _pool(count) as pool:
        waiting: deque[tuple[Batch, Future[list[Found]] | None]] = deque()
        for batch in batches:
            waiting.append((batch, _submitted(pool, batch)))
            if len(waiting) >= count * AHEAD:
                yield from _result(*waiting.popleft())
        while waiting:
            yield from _result(*waiting.popleft())


def _submitted(pool: ProcessPoolExecutor, batch: Batch) -> "Future[list[Found]] | None":
    """Handed to another process, without what the door remembers; None where they are gone."""
    system, door, sheet = batch
    try:
        return pool.submit(_apart, system, (door.mask, door.latest, door.zone), sheet)
    except BrokenProcessPool:
        return None


@contextmanager
def _pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that begin anew: the server's threads and connections are not copied into them."""
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _result(batch: Batch, future: "Future[list[Found]] | None") -> list[Found]:
    try:
        return future.result() if future else _mapped(batch)
    except BrokenProcessPool:
        return _mapped(batch)


def _apart(system: System, door: Way, batch: Sheet) -> list[Found]:
    """What another process does with a batch."""
    return _mapped((system, _door(*door), batch))


@lru_cache(maxsize=4)
def _door(mask: Mask, latest: datetime, zone: ZoneInfo) -> Door:
    """The same door for all batches: it remembers what it has masked."""
    return Door(mask, latest, zone)


def _mapped(batch: Batch) -> list[Found]:
    system, door, (name, columns, rows) = batch
    return [_read(system, row, place, name, columns, door) for place, row in rows]


def _read(system: System, row: Row, place: int, sheet: str, columns: Mapping[int, str], door: Door) -> Found:
    try:
        return item(system, row, door)
    except Poison as error:
        return Spoilt(sheet, place, column(columns, error.field), error.reason)


def column(columns: Mapping[int, str], name: str) -> str:
    """A column as a person finds it: `C «Дата создания»`."""
    at = next((at for at, known in columns.items() if known == normal(name)), None)
    return f"{sheets.letter(at)} «{name}»" if at is not None else f"«{name}»" if name else ""
