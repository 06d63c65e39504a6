"""A Telegram channel with the discussion of its posts, or a group: new messages, recent ones again, deletions."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from collectors import refusals
from collectors.door import Door
from collectors.telegram import checking
from collectors.telegram.client import Reading, TelegramReader
from collectors.telegram.passing import Pass
from collectors.telegram.room import Room, Window
from core.ports import Batch, Clock, Finding
from core.posts import Source

Watched = Callable[[Source], Iterable[str]]
"""Ids of messages that matter most now: they are read again at each pass, however old they are."""


def nothing(source: Source) -> Iterable[str]:
    """No message is watched."""
    return ()


class TelegramCollector:
    """Implements core.ports.Collector, Historian and Checker.

    Message keys: `15` of the source itself, `c777:15` of its discussion 777. `wait` sleeps between pages of history.
    """

    def __init__(
        self,
        *,
        client: TelegramReader,
        door: Door,
        clock: Clock,
        window: Window | None = None,
        watched: Watched = nothing,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client, self._door, self._clock = client, door, clock
        self._window, self._watched, self._wait = window or Window(), watched, wait

    def batches(self, source: Source) -> Iterator[Batch]:
        """Watched messages, the chat itself, its discussion; the connection is closed when nobody asks for more."""
        return refusals.fulfilled(self._batches(source))

    def history(self, source: Source, since: datetime) -> Iterator[Batch]:
        """What was published from a moment on, before the source was added: backwards, one page a batch.

        The cursor keeps it under `history`; an interrupted one goes on where it was, a later `since` asks for nothing.
        """
        return refusals.fulfilled(self._history(source, since))

    def check(self, source: Source) -> Iterator[Finding]:
        """Whether session, address, membership, posts and discussion are in order."""
        return checking.findings(self._client, source, name_of(source.key.address))

    def _batches(self, source: Source) -> Iterator[Batch]:
        with self._client.open() as reading:
            passing = Pass(self._room(reading, source), source.cursor, name_of(source.key.address))
            yield from passing.batches(tuple(self._watched(source)))

    def _history(self, source: Source, since: datetime) -> Iterator[Batch]:
        with self._client.open() as reading:
            passing = Pass(self._room(reading, source), source.cursor, name_of(source.key.address))
            yield from passing.history(int(since.timestamp()), self._wait)

    def _room(self, reading: Reading, source: Source) -> Room:
        return Room(reading, self._door, self._window, self._clock.now(), source.key.address)


def name_of(address: str) -> str:
    """`@novosti`, `t.me/novosti` and `novosti` are one; `-100500` and `c500` are the number 500."""
    name = address.removeprefix("https://").removeprefix("t.me/").removeprefix("@").strip("/")
    number = name.removeprefix("-100").removeprefix("c")
    return number if number.isdecimal() else name
