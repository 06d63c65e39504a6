"""Who works with this data folder: advisory locks that the kernel gives back, even after kill -9.

On SQLite one process at a time holds `MCU_HOME/lock` and does the writing work; on PostgreSQL each worker holds a
numbered lock, whose number names it. The files' content (pid, since, doing) is for people and for messages.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from core.errors import Busy

PRIVATE = 0o600
NAME = "lock"
MOST_WORKERS = 64
SERVICES = frozenset({"serve", "worker"})
TRIES, PAUSE = 5, 0.05
"""A holder keeps a lock for long, one who only asks (`is_free`) for an instant: so a refusal is asked for again."""


@dataclass(frozen=True, slots=True)
class Holder:
    """What a lock's file says of its holder: `doing` is the subcommand of `mcu`, `jobs` whether it takes orders."""

    pid: int
    since: str
    doing: str
    jobs: bool = False

    @property
    def is_service(self) -> bool:
        """Whether it stays until it is stopped; a command ends by itself."""
        return self.doing in SERVICES

    def __str__(self) -> str:
        return f"mcu {self.doing} (процесс {self.pid}, с {self.since})"


def holder(path: Path) -> Holder | None:
    """Who wrote its name last. Ask only of a lock that is held: after kill -9 the name of the dead one stays."""
    try:
        found = json.loads(path.read_bytes())
        return Holder(int(found["pid"]), str(found["since"]), str(found["doing"]), found["jobs"] is True)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _take(path: Path, tries: int = 1) -> int | None:
    """A descriptor that holds the lock, or None."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE)
    for left in reversed(range(tries)):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            time.sleep(PAUSE if left else 0)
    os.close(descriptor)
    return None


def is_free(path: Path) -> bool:
    """Whether nobody holds the lock at this moment."""
    descriptor = _take(path)
    if descriptor is not None:
        os.close(descriptor)
    return descriptor is not None


@contextmanager
def _named(descriptor: int, doing: str, at: datetime) -> Iterator[Callable[[], None]]:
    """Write the holder's name for the length of the block; closing the descriptor frees the lock."""

    def write(jobs: bool) -> None:
        name = asdict(Holder(os.getpid(), at.isoformat(), doing, jobs))
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(name).encode(), 0)

    try:
        write(jobs=False)
        yield lambda: write(jobs=True)
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _at_once(found: Holder | None) -> bool:
    return False


@contextmanager
def hold(
    path: Path, doing: str, at: datetime, wait_for: Callable[[Holder | None], bool] = _at_once
) -> Iterator[Callable[[], None]]:
    """Hold the lock for the length of the block; the yielded function notes that orders are taken from now on.

    `wait_for` is asked, again and again, whether to wait for the holder. Raises Busy, which names the holder.
    """
    descriptor = _take(path, TRIES)
    while descriptor is None and wait_for(holder(path)):
        descriptor = _take(path, TRIES)
    if descriptor is None:
        named = holder(path) or "другая команда mcu"
        raise Busy(f"с папкой {path.parent} уже работает {named}; остановите её или дождитесь конца")
    with _named(descriptor, doing, at) as ready:
        yield ready


@contextmanager
def number(home: Path, doing: str, at: datetime) -> Iterator[int]:
    """Hold the first free of the locks `worker-N.lock`, N from 1: a worker that starts again gets its number back."""
    for tried in range(1, MOST_WORKERS + 1):
        descriptor = _take(home / f"worker-{tried}.lock", TRIES)
        if descriptor is not None:
            with _named(descriptor, doing, at):
                yield tried
            return
    raise Busy(f"в папке {home} уже {MOST_WORKERS} исполнителей")
