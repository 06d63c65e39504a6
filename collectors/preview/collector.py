"""A channel's public preview: new messages since the cursor, the recent ones again, and what was deleted."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from collectors import refusals
from collectors.checking import tried
from collectors.door import Door
from collectors.preview.client import PreviewClient
from collectors.preview.cursor import Cursor, load
from collectors.preview.mapping import Channel, Raw, gone, moment, to_post
from collectors.preview.markup import Page
from core.ports import Batch, Clock, Finding, Refusal
from core.posts import Platform, Post, Source

Found = list[Post | Refusal]


@dataclass(frozen=True, slots=True)
class Window:
    """How far back a channel is read: at first (`history`, at most about `most` messages), and again each time.

    Messages younger than `again` and at least the last `least`, at most the last `again_most`, are read again.
    """

    history: timedelta = timedelta(days=30)
    most: int = 300
    again: timedelta = timedelta(days=7)
    least: int = 20
    again_most: int = 200


class PreviewCollector:
    """Implements core.ports.Collector, Historian and Checker. The source is `preview:NAME`; its posts are those of
    `telegram:NAME`, under the keys that an account would give them."""

    def __init__(self, *, client: PreviewClient, door: Door, clock: Clock, window: Window | None = None) -> None:
        self._client, self._door, self._clock = client, door, clock
        self._window = window or Window()

    def batches(self, source: Source) -> Iterator[Batch]:
        """A batch a page, from the newest on; the last one carries the tombstones."""
        return refusals.fulfilled(self._pass(source).batches())

    def history(self, source: Source, since: datetime) -> Iterator[Batch]:
        """A batch a page, from the oldest known message back to the moment."""
        return refusals.fulfilled(self._pass(source).past(since))

    def check(self, source: Source) -> Iterator[Finding]:
        """Implements core.ports.Checker: whether the channel is shown."""

        def shown() -> str:
            return f"публикаций на странице: {len(self._client.page(source.key.address).messages)}"

        yield tried("публичный просмотр канала", shown)

    def _pass(self, source: Source) -> "_Pass":
        channel = Channel(source.key.address, self._clock.now())
        return _Pass(self._client, self._door, self._window, channel, load(source.cursor))


class _Pass:
    """One reading of a channel. Each batch carries the cursor that is true once the batch is stored."""

    def __init__(self, client: PreviewClient, door: Door, window: Window, channel: Channel, cursor: Cursor) -> None:
        self._client, self._door, self._window, self._channel = client, door, window, channel
        self._before, self._cursor = cursor, cursor
        self._seen: dict[int, int] = {}
        self._parts: set[int] = set()

    def batches(self) -> Iterator[Batch]:
        before: int | None = None
        while True:
            page = self._page(before)
            before = page.oldest
            found = self._mapped(page)
            if before is None or before <= 1 or self._enough():
                yield refusals.batch(found + self._finish(before or 0), self._cursor.dump())
                return
            self._cursor = replace(self._cursor, recent={**self._cursor.recent, **self._dated()})
            yield refusals.batch(found, self._cursor.dump())

    def past(self, since: datetime) -> Iterator[Batch]:
        before = self._cursor.past or min(self._cursor.recent, default=None)
        while True:
            page = self._page(before)
            young = [raw for raw in page.messages if (moment(raw) or since) >= since]
            before = page.oldest
            ended = before is None or before <= 1 or len(young) < len(page.messages)
            # The page on which the walk ends is read again by a later one that is to go further back.
            self._cursor = self._cursor if ended else replace(self._cursor, past=before)
            yield refusals.batch([self._post(raw) for raw in young], self._cursor.dump())
            if ended:
                return

    def _page(self, before: int | None) -> Page:
        return self._client.page(self._channel.name, before)

    def _mapped(self, page: Page) -> Found:
        """The page's messages, those of an earlier page left out."""
        fresh = [raw for raw in page.messages if raw["id"] is None or raw["id"] not in self._seen]
        for raw in fresh:
            self._parts.update(raw["parts"])
            if raw["id"] is not None:
                self._seen[raw["id"]] = _unix(raw)
        return [self._post(raw) for raw in fresh]

    def _dated(self) -> dict[int, int]:
        return {number: at for number, at in self._seen.items() if at}

    def _enough(self) -> bool:
        """Whether the walk has come far enough back."""
        until, dates = self._before.until, self._dated()
        if until is None:
            oldest = min(dates.values(), default=self._ago(timedelta(0)))
            return oldest < self._ago(self._window.history) or len(self._seen) >= self._window.most
        return min(self._seen, default=until + 1) <= min([until, *self._before.recent])

    def _finish(self, oldest: int) -> Found:
        """Behind the last page: what was known there and is shown no more is looked for once again."""
        missing = {
            number: at for number, at in self._before.recent.items() if number >= oldest and number not in self._seen
        }
        found, lost = self._again(missing)
        until = max([*self._seen, self._before.until or 0])
        kept = {number: at for number, at in self._before.recent.items() if number < oldest}
        self._cursor = replace(self._cursor, until=until, recent=self._recent(kept | self._dated()))
        return [*found, *(gone(number, datetime.fromtimestamp(missing[number], UTC), self._channel) for number in lost)]

    def _again(self, missing: dict[int, int]) -> tuple[Found, list[int]]:
        """What a second look at their places shows, and those that are gone: one page may come incomplete."""
        found: Found = []
        lost: list[int] = []
        looked = set(self._seen)
        for number in sorted(missing, reverse=True):
            if number not in looked and number not in lost:
                page = self._page(number + 1)
                found += self._mapped(page)
                looked = set(self._seen)
                floor = page.oldest if page.oldest is not None else 0
                lost += [each for each in missing if floor <= each <= number and each not in looked]
        return found, [number for number in lost if number not in self._seen]

    def _recent(self, known: dict[int, int]) -> dict[int, int]:
        """The messages that the next pass reads again."""
        newest = sorted(known, reverse=True)[: self._window.again_most]
        young = self._ago(self._window.again)
        return {n: known[n] for place, n in enumerate(newest) if place < self._window.least or known[n] >= young}

    def _post(self, raw: Raw) -> Post | Refusal:
        return refusals.attempt(lambda: to_post(raw, self._channel, self._door), raw, Platform.TELEGRAM, self._door)

    def _ago(self, span: timedelta) -> int:
        return int((self._channel.seen - span).timestamp())


def _unix(raw: Raw) -> int:
    found = moment(raw)
    return int(found.timestamp()) if found else 0
