"""What takes most of the time of a large table is taking persons out of texts: other processes help with it."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from itertools import chain
from multiprocessing import get_context
from zoneinfo import ZoneInfo

from collectors.exchange.mapped import Batch, Found, Sheet, mapped
from collectors.exchange.mapping import Door, Mask
from core.exchange import System

MOST_HELPERS, AHEAD = 4, 2
"""Processes, and batches that each has before it."""
READY = "Иванова Мария Петровна, 8 900 123-45-67"
"""What is masked first: dictionaries are read for it."""
Way = tuple[Mask, datetime, ZoneInfo]


def helped(batches: Iterator[Batch], door: Door) -> Iterator[Found]:
    """The batches' items, mapped by other processes where this one may have some; a batch whose process was killed is
    mapped here. The others make themselves ready while the workbook is opened."""
    count = min(os.cpu_count() or 1, MOST_HELPERS)
    if count < 2:
        yield from chain.from_iterable(map(mapped, batches))
        return
    with _pool(count) as pool:
        with suppress(BrokenProcessPool):
            for _ in range(count):
                pool.submit(door.mask, READY)
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
        return future.result() if future else mapped(batch)
    except BrokenProcessPool:
        return mapped(batch)


def _apart(system: System, door: Way, batch: Sheet) -> list[Found]:
    """What another process does with a batch."""
    return mapped((system, _door(*door), batch))


@lru_cache(maxsize=4)
def _door(mask: Mask, latest: datetime, zone: ZoneInfo) -> Door:
    """The same door for all batches: it remembers what it has masked."""
    return Door(mask, latest, zone)
