"""How often one machine's key may call: so many times a minute, all of them at once if it was quiet before."""

import time
from collections.abc import Callable
from datetime import timedelta
from math import ceil
from threading import Lock

from core.errors import TooMany

MINUTE = 60.0


class Pace:
    """Calls by key. Counted by this process: several of them let through as many each. `now` gives seconds."""

    def __init__(self, a_minute: int = 0, now: Callable[[], float] = time.monotonic) -> None:
        """`a_minute` calls a key; 0: as many as come."""
        self._most, self._now, self._lock = a_minute, now, Lock()
        self._paid: dict[str, float] = {}

    def take(self, key: str) -> None:
        """Count a call. Raises TooMany that says when the next is let in; a call that is refused counts for nothing.

        A key owes each call a minute's share of time, and may owe a minute at most (GCRA, ITU-T I.371).
        """
        if not self._most:
            return
        share, now = MINUTE / self._most, self._now()
        with self._lock:
            owed = max(self._paid.get(key, now), now) + share
            wait = owed - now - MINUTE
            let_in = wait <= share / 1000  # sums of shares are not exact to the last bit
            if let_in:
                self._paid[key] = owed
        if not let_in:
            said = f"ключ обращается слишком часто: не больше {self._most} запросов в минуту"
            raise TooMany(f"{said}; повторите через {ceil(wait)} с", timedelta(seconds=wait))
