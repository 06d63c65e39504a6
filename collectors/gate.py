"""An account's way to a platform: asked before each call, kept in the store, so that all processes share it."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import random

from core import budgets
from core.budgets import Account, Budget
from core.errors import Transient
from core.ports import Ledger
from core.scope import Scope

PATIENCE = timedelta(seconds=15)
"""The longest wait within a call; a longer one is the caller's to plan."""
PLATFORMS = {"vk": "ВКонтакте", "telegram": "Telegram", "preview": "t.me", "max": "MAX", "rss": "Сайт"}


def present() -> datetime:
    """Aware UTC with its parts of a second."""
    return datetime.now(UTC)


class AccountGate:
    """Fulfils core.ports.Gate. `calls` counts the calls let in here, by the pattern of each budget that covers them.

    The moment of a call is taken in one short transaction and waited for after it: sleeping holds no lock.
    """

    def __init__(
        self,
        ledger: Ledger,
        scope: Scope,
        account: Account,
        allowed: Sequence[Budget],
        *,
        patience: timedelta = PATIENCE,
        now: Callable[[], datetime] = present,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random,
    ) -> None:
        self._ledger, self._scope, self._account, self._allowed = ledger, scope, account, allowed
        self._patience, self._now, self._sleep, self._chance = patience, now, sleep, chance
        self.calls = Counter[str]()

    def enter(self, method: str) -> None:
        """Return when a call may be made. Raises Transient with the wait where that is later than `patience`."""
        names = budgets.names(method, self._allowed)
        with self._ledger.begin() as work:
            uses = work.uses.hold(self._scope, self._account, names)
            now = self._now()
            entry = budgets.enter(method, self._allowed, uses, now, self._patience)
            wait = entry.at - now
            if wait <= self._patience:
                work.uses.save(self._scope, self._account, entry.uses)
        if wait > self._patience:
            raise Transient(f"{self._title}: {entry.why} ({method})", wait)
        self.calls.update(each.method for each in self._allowed if each.covers(method))
        if wait > timedelta(0):
            self._sleep(wait.total_seconds())

    def pause(self, method: str, wait: timedelta, reason: str) -> None:
        """Leave this method alone for so long, or longer if it was asked for again and again."""
        with self._ledger.begin() as work:
            use = work.uses.hold(self._scope, self._account, (method,)).get(method, budgets.UNUSED)
            paused = budgets.paused(use, wait, reason, self._now(), self._chance())
            work.uses.save(self._scope, self._account, {method: paused})

    @property
    def _title(self) -> str:
        return PLATFORMS.get(self._account.platform, self._account.platform)
