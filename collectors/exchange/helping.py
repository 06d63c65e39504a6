"""What takes most of the time of a large table is taking persons out of texts: other processes help with it."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from itertools import chain
from multiprocessing import get_context
from zoneinfo import ZoneInfo

from collectors.exchange.mapped import Batch, Found, Sheet, mapped
from collectors.exchange.mapping import Door, Mask
from core.exchange import System

MOST_HELPERS, AHEAD, MOST_WAITING = 3, 2, 16
"""Processes beside this one, batches that each has before it, batches that wait for their turn to be kept."""
Way = tuple[Mask, datetime, ZoneInfo]


def helped(batches: Iterator[Batch]) -> Iterator[Found]:
    """The batches' items in their order. This process maps too, whatever the others have no hand free for: it holds the
    sheet and the dictionary anyway, so a core less needs a process less. A batch whose process was killed is mapped
    here."""
    count = min((os.cpu_count() or 1) - 1, MOST_HELPERS)
    if not count:
        yield from chain.from_iterable(map(mapped, batches))
        return
    with _pool(count) as pool:
        waiting: deque[tuple[Batch, Future[list[Found]]]] = deque()
        for batch in batches:
            busy = sum(not future.done() for _, future in waiting)
            waiting.append((batch, _submitted(pool, batch) if busy < count * AHEAD else _here(batch)))
            while waiting and (waiting[0][1].done() or len(waiting) > MOST_WAITING):
                yield from _result(*waiting.popleft())
        while waiting:
            yield from _result(*waiting.popleft())


def _submitted(pool: ProcessPoolExecutor, batch: Batch) -> "Future[list[Found]]":
    """Handed to another process, without what the door remembers; done here where they are gone."""
    system, door, sheet = batch
    try:
        return pool.submit(_apart, system, (door.mask, door.latest, door.zone), sheet)
    except BrokenProcessPool:
        return _here(batch)


def _here(batch: Batch) -> "Future[list[Found]]":
    done: Future[list[Found]] = Future()
    done.set_result(mapped(batch))
    return done


@contextmanager
def _pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that begin anew: the server's threads and connections are not copied into them."""
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _result(batch: Batch, future: "Future[list[Found]]") -> list[Found]:
    try:
        return future.result()
    except BrokenProcessPool:
        return mapped(batch)


def _apart(system: System, door: Way, batch: Sheet) -> list[Found]:
    """What another process does with a batch."""
    return mapped((system, _door(*door), batch))


@lru_cache(maxsize=4)
def _door(mask: Mask, latest: datetime, zone: ZoneInfo) -> Door:
    """The same door for all batches: it remembers what it has masked."""
    return Door(mask, latest, zone)
