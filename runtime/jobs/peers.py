"""Workers on PostgreSQL: each bears its name by a lock of the database, and takes over what a dead one has left.

DBOS does that in its cloud only. A name whose lock is free at two looks belongs to nobody: its pending jobs go back
into their own queues, so that the queues' limits hold for them too.
"""

import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from dbos import DBOS

from core.errors import Busy
from store.engine import Engine
from store.locks import Bearer, lent

log = structlog.get_logger("jobs")

BEAT = 3.0
"""Seconds between two proofs that the own name is still borne. Shorter than between two looks: after a restart of the
server all names are free, and the living are to take theirs again before anybody takes them for dead."""
PATIENCE = 60.0
"""Seconds that one who starts again waits until the server has noticed the death of its predecessor."""


class Peers:
    """Looks after the others, and after the own name."""

    def __init__(self, engine: Engine, bearer: Bearer, every: float, lost: Callable[[], None]) -> None:
        self._engine, self._bearer, self._every, self._lost = engine, bearer, every, lost
        self._ended, self._missing = threading.Event(), set[str]()
        self._thread = threading.Thread(target=self._run, name="mcu-peers", daemon=True)

    def start(self) -> None:
        """From now on."""
        self._thread.start()

    def end(self) -> None:
        """No more; a look that is under way ends."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(BEAT)

    def _run(self) -> None:
        looked = time.monotonic()
        while not self._ended.wait(min(BEAT, self._every)):
            if not self._ours():
                log.error("name.lost", executor=self._bearer.name)
                self._lost()
                return
            if time.monotonic() - looked >= self._every:
                looked = time.monotonic()
                self._look_safely()

    def _ours(self) -> bool:
        """Whether nobody else bears our name: it is taken again where the session broke off."""
        return self._bearer.borne() or self._bearer.take() or self._away()

    def _look_safely(self) -> None:
        try:
            self.look()
        except Exception as error:  # noqa: BLE001  # whatever it is, the next look comes
            log.error("peers.failed", error=type(error).__name__)

    def _away(self) -> bool:
        """Whether nobody can bear a name now, because the server does not answer."""
        probe = Bearer(self._engine, f"{self._bearer.name}?")
        there = probe.take()
        probe.drop()
        return not there

    def look(self) -> int:
        """Take over the jobs of those who were gone at the last look, too; gives how many."""
        gone, taken = set[str](), 0
        for executor in sorted(_working() - {self._bearer.name}):
            with lent(self._engine, executor) as free:
                if free and executor in self._missing:
                    taken += _take_over(executor)
                elif free:
                    gone.add(executor)
        self._missing = gone
        return taken


def _working() -> set[str]:
    """Names of those that have jobs under way, the living and the dead."""
    found = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    return {each.executor_id for each in found if each.executor_id}


def _take_over(executor: str) -> int:
    """Put a dead one's jobs back into the queues they came from. Its name is lent to us meanwhile, so it stays dead."""
    queues = defaultdict[str | None, list[str]](list)
    for each in DBOS.list_workflows(status="PENDING", executor_id=executor, load_input=False, load_output=False):
        queues[each.queue_name].append(each.workflow_id)
    for queue, ids in queues.items():
        DBOS.resume_workflows(ids, queue_name=queue)
        log.warning("jobs.taken_over", executor=executor, queue=queue, jobs=len(ids))
    return sum(map(len, queues.values()))


@contextmanager
def named(engine: Engine, name: str) -> Iterator[Bearer]:
    """Bear a name for the length of the block. Raises Busy where another bears it for longer than the server needs to
    notice a death."""
    bearer, end = Bearer(engine, name), time.monotonic() + PATIENCE
    while not bearer.take():
        if time.monotonic() > end:
            raise Busy(
                f"исполнитель «{name}» уже работает на другой машине: у каждой машины должна быть своя папка MCU_HOME "
                "(файл worker-id не копируют)"
            )
        time.sleep(1)
    try:
        yield bearer
    finally:
        bearer.drop()


@contextmanager
def watched(engine: Engine, bearer: Bearer, every: float) -> Iterator[None]:
    """Look after the others for the length of the block. One whose name another bears stops, to be started again."""
    peers = Peers(engine, bearer, every, _stop)
    peers.start()
    try:
        yield
    finally:
        peers.end()


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
