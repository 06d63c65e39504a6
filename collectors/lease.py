"""A Telegram session and its like, used by one process at a time: taken in the store, renewed while it is held."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from collectors.gate import present
from core.errors import Transient
from core.leases import RENEWALS, TERM, Held
from core.ports import Ledger
from core.scope import Scope


class StoredLease:
    """Fulfils core.ports.Lease for one process, which `doing` names to people.

    A holder that died stops renewing: where `patient`, his term is waited for, and one who renews is not.
    """

    def __init__(
        self,
        ledger: Ledger,
        scope: Scope,
        doing: str,
        *,
        term: timedelta = TERM,
        patient: bool = True,
        now: Callable[[], datetime] = present,
    ) -> None:
        self._ledger, self._scope, self._term, self._patient, self._now = ledger, scope, term, patient, now
        self._doing = f"{doing} (процесс {os.getpid()} на {socket.gethostname()})"

    @contextmanager
    def hold(self, name: str) -> Iterator[Callable[[], None]]:
        """Hold it for the length of the block; the yielded function raises Transient if it was lost meanwhile."""
        holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        mine = _Mine(lambda: self._take(name, holder), self._term, self._now)
        self._await(mine)
        try:
            with mine.renewed():
                yield mine.check
        finally:
            with self._ledger.begin() as work:
                work.leases.release(self._scope, name, holder)

    def _await(self, mine: "_Mine") -> None:
        first = other = mine.take()
        while first and other and self._patient and other.until <= first.until:
            time.sleep(self._term.total_seconds() / RENEWALS)
            other = mine.take()
        if other:
            wait = max(other.until - self._now(), timedelta(0))
            raise Transient(f"занято: с этой учётной записью работает {other.doing}", wait)

    def _take(self, name: str, holder: str) -> Held | None:
        now = self._now()
        with self._ledger.begin() as work:
            return work.leases.take(self._scope, Held(name, holder, self._doing, now, now + self._term), now)


class _Mine:
    """A lease that is held, and the thread that renews it."""

    def __init__(self, take: Callable[[], Held | None], term: timedelta, now: Callable[[], datetime]) -> None:
        self._take, self._term, self._now = take, term, now
        self._until, self._ended = now(), threading.Event()

    def take(self) -> Held | None:
        """Take or renew it; returns who else has it."""
        asked = self._now()
        other = self._take()
        self._until = asked if other else asked + self._term
        return other

    def check(self) -> None:
        """Raise Transient if the term is over: another may hold it by now."""
        if self._now() >= self._until:
            raise Transient("учётная запись занята другим процессом: срок аренды истёк", self._term)

    @contextmanager
    def renewed(self) -> Iterator[None]:
        """Renew for the length of the block."""
        renewing = threading.Thread(target=self._renew, name="lease", daemon=True)
        renewing.start()
        try:
            yield
        finally:
            self._ended.set()
            renewing.join()

    def _renew(self) -> None:
        """A renewal that fails is tried again while the term lasts; what another took is not taken back."""
        while not self._ended.wait(self._term.total_seconds() / RENEWALS):
            try:
                if self.take():
                    return
            except Transient:
                continue
