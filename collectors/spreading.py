"""A task over many parts, done by other processes where this one may have some; what comes of them comes in order."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from typing import Any, TypeVar

MOST_HELPERS, AHEAD = 4, 2
"""Processes, and parts that each has before it."""
Part = TypeVar("Part")
Made = TypeVar("Made")


def spread(task: Callable[[Part], Made], parts: Iterable[Part], ready: Callable[[], Any] = int) -> Iterator[Made]:
    """As `map`: the task and the parts are such as other processes can be handed, the task once to each. A part whose
    process was killed is done here. `ready` is called in the others while the first part is still waited for."""
    count = min(os.cpu_count() or 1, MOST_HELPERS)
    if count < 2:
        yield from map(task, parts)
        return
    with _pool(count, task) as pool:
        with suppress(BrokenProcessPool):
            for _ in range(count):
                pool.submit(ready)
        waiting: deque[tuple[Part, Future[Made] | None]] = deque()
        for part in parts:
            waiting.append((part, _submitted(pool, part)))
            if len(waiting) >= count * AHEAD:
                yield _result(task, *waiting.popleft())
        while waiting:
            yield _result(task, *waiting.popleft())


def _submitted(pool: ProcessPoolExecutor, part: Any) -> "Future[Any] | None":
    """None where the others are gone."""
    try:
        return pool.submit(_do, part)
    except BrokenProcessPool:
        return None


@contextmanager
def _pool(count: int, task: Callable[..., Any]) -> Iterator[ProcessPoolExecutor]:
    """Processes that begin anew: the server's threads and connections are not copied into them."""
    pool = ProcessPoolExecutor(count, get_context("spawn"), _begin, (task,))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_tasks: list[Callable[..., Any]] = []
"""Of a helping process: what it does."""


def _begin(task: Callable[..., Any]) -> None:
    _tasks.append(task)


def _do(part: Any) -> Any:
    return _tasks[-1](part)


def _result(task: Callable[[Part], Made], part: Part, future: "Future[Made] | None") -> Made:
    try:
        return future.result() if future else task(part)
    except BrokenProcessPool:
        return task(part)
