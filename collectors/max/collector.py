"""A chat or channel of MAX: new messages since the cursor, the recent ones again, and what was deleted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from collectors import refusals
from collectors.checking import tried
from collectors.door import Door
from collectors.max.client import PAGE, MaxReader, Reading
from collectors.max.cursor import Cursor, load
from collectors.max.mapping import Chat, Raw, gone, identity, is_channel, to_post
from core.ports import Batch, Clock, Finding, Refusal
from core.posts import Platform, Post, Source

Found = list[Post | Refusal]


@dataclass(frozen=True, slots=True)
class Window:
    """How far back a chat is read: at first (`history`, at most about `most` messages), and again each time."""

    history: timedelta = timedelta(days=30)
    most: int = 300
    again: timedelta = timedelta(days=7)
    least: int = 100
    again_most: int = 500


class MaxCollector:
    """Implements core.ports.Collector, Historian and Checker. The address of a source is the number of its chat."""

    def __init__(self, *, client: MaxReader, door: Door, clock: Clock, window: Window | None = None) -> None:
        self._client, self._door, self._clock = client, door, clock
        self._window = window or Window()

    def batches(self, source: Source) -> Iterator[Batch]:
        """A batch a page, from the newest on; the last one carries the tombstones."""
        return refusals.fulfilled(self._read(source, None))

    def history(self, source: Source, since: datetime) -> Iterator[Batch]:
        """A batch a page, from the oldest known message back to the moment."""
        return refusals.fulfilled(self._read(source, since))

    def check(self, source: Source) -> Iterator[Finding]:
        """Implements core.ports.Checker: whether the bot may read the chat."""

        def admitted() -> str:
            with self._client.open() as reading:
                return f"последних сообщений видно: {len(reading.messages(int(source.key.address)))}"

        yield tried("чтение чата ботом", admitted)

    def _read(self, source: Source, since: datetime | None) -> Iterator[Batch]:
        chat = Chat(int(source.key.address), self._clock.now())
        with self._client.open() as reading:
            made = _Pass(reading, self._door, self._window, chat, load(source.cursor))
            yield from made.batches() if since is None else made.past(since)


class _Pass:
    """One reading of a chat. Each batch carries the cursor that is true once the batch is stored."""

    def __init__(self, reading: Reading, door: Door, window: Window, chat: Chat, cursor: Cursor) -> None:
        self._reading, self._door, self._window, self._chat = reading, door, window, chat
        self._before, self._cursor = cursor, cursor
        self._seen: dict[str, int] = {}

    def batches(self) -> Iterator[Batch]:
        until: int | None = None
        while True:
            page = self._reading.messages(self._chat.number, until)
            found, ended = self._mapped(page), self._ended(page)
            if ended or self._enough():
                oldest = -1 if ended else min(self._seen.values(), default=0)
                yield refusals.batch(found + self._finish(oldest), self._cursor.dump())
                return
            until = self._further(page, until, found)
            self._cursor = replace(self._cursor, recent={**self._cursor.recent, **self._seen})
            yield refusals.batch(found, self._cursor.dump())

    def past(self, since: datetime) -> Iterator[Batch]:
        floor = int(since.timestamp() * 1000)
        until = self._cursor.past or min(self._cursor.recent.values(), default=None)
        while True:
            page = self._reading.messages(self._chat.number, until)
            found = self._mapped([raw for raw in page if _stamp(raw) >= floor])
            ended = self._ended(page) or min(map(_stamp, page), default=0) < floor
            until = self._further(page, until, found)
            self._cursor = self._cursor if ended else replace(self._cursor, past=until)
            yield refusals.batch(found, self._cursor.dump())
            if ended:
                return

    def _mapped(self, page: Sequence[Raw]) -> Found:
        """The page's messages, those of an earlier page left out: a page begins where the last one ended."""
        found: Found = []
        for raw in page:
            message = identity(raw)
            if message is None or message not in self._seen:
                found.append(self._post(raw))
            if message is not None:
                self._seen[message] = _stamp(raw)
                self._cursor = replace(self._cursor, channel=is_channel(raw))
        return found

    def _ended(self, page: Sequence[Raw]) -> bool:
        return len(page) < PAGE

    def _further(self, page: Sequence[Raw], until: int | None, found: Found) -> int:
        """The bound of the next page; a whole page of one millisecond must not be asked for for ever."""
        oldest = min((_stamp(raw) for raw in page), default=0)
        return oldest if oldest != until and found else oldest - 1

    def _enough(self) -> bool:
        """Whether the walk has come far enough back."""
        oldest, until = min(self._seen.values(), default=0), self._before.until
        if until is None:
            return oldest < self._ago(self._window.history) or len(self._seen) >= self._window.most
        return oldest < min([until, *self._before.recent.values()])

    def _finish(self, oldest: int) -> Found:
        """Behind the last page: what was known, is young enough to have been met, and was not, is asked for."""
        missing = {m: at for m, at in self._before.recent.items() if at > oldest and m not in self._seen}
        there = self._reading.by_ids([message for message in missing if not message.startswith("t")])
        found = self._mapped([raw for raw in there if identity(raw) in missing])
        lost = [message for message in missing if message not in self._seen]
        until = max([*self._seen.values(), self._before.until or 0])
        kept = {message: at for message, at in self._before.recent.items() if message not in lost}
        self._cursor = replace(self._cursor, until=until, recent=self._recent(kept | self._seen))
        return [*found, *(self._gone(message, missing[message]) for message in lost)]

    def _gone(self, message: str, at: int) -> Post:
        published = datetime.fromtimestamp(at / 1000, UTC)
        return gone(message, published, self._chat, channel=self._cursor.channel)

    def _recent(self, known: dict[str, int]) -> dict[str, int]:
        """The messages that the next pass reads again."""
        newest = sorted(known, key=lambda message: -known[message])[: self._window.again_most]
        young = self._ago(self._window.again)
        return {m: known[m] for place, m in enumerate(newest) if place < self._window.least or known[m] >= young}

    def _post(self, raw: Raw) -> Post | Refusal:
        return refusals.attempt(lambda: to_post(raw, self._chat, self._door), raw, Platform.MAX, self._door)

    def _ago(self, span: timedelta) -> int:
        return int((self._chat.seen - span).timestamp() * 1000)


def _stamp(raw: Raw) -> int:
    stamp = raw.get("timestamp")
    return stamp if type(stamp) is int else 0
