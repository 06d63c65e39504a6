"""Which names of accounts are those of sources: they may stand in stored texts."""

import time

from core.scope import Scope
from store.ledger import Store

LASTS = 60.0
"""Seconds after which the register is read again: a new source is known within a minute."""


class Names:
    """Whether a name, in small letters, is the address of a registered or recorded source."""

    def __init__(self, store: Store, scope: Scope) -> None:
        self._store, self._scope = store, scope
        self._known, self._until = frozenset[str](), float("-inf")

    def __call__(self, name: str) -> bool:
        """Whether it is."""
        if time.monotonic() >= self._until:
            with self._store.read() as work:
                found = work.sources.list(self._scope)
            self._known = frozenset(each.key.address.partition("/")[0].lower() for each in found)
            self._until = time.monotonic() + LASTS
        return name in self._known
