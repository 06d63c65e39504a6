"""A Telegram channel with the discussion of its posts, or a group: new messages, recent ones again, deletions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from collectors import refusals
from collectors.door import Door
from collectors.telegram.client import PAGE, Peer, Reading, TelegramReader
from collectors.telegram.cursor import Walk, load
from collectors.telegram.mapping import Chat, Raw, copied_post, gone, grouped, thread_top, to_post
from core.errors import Denied
from core.ports import Batch, Clock, Refusal
from core.posts import Platform, Post, Source

ROOTS = 1000
"""Discussed posts remembered, the newest first; an older one is asked for when it is spoken of."""


@dataclass(frozen=True, slots=True)
class Window:
    """How far back a chat is read: at first (`history`, at most `most` messages), and again each time.

    Messages younger than `again` and at least the last `least`, at most the last `again_most`, are read again.
    """

    history: timedelta = timedelta(days=30)
    most: int = 300
    again: timedelta = timedelta(days=7)
    least: int = 100
    again_most: int = 500
    linked_again: timedelta = timedelta(days=1)


class TelegramCollector:
    """Implements core.ports.Collector. Message keys: `15` of the source itself, `c777:15` of its discussion 777."""

    def __init__(self, *, client: TelegramReader, door: Door, clock: Clock, window: Window | None = None) -> None:
        self._client, self._door, self._clock = client, door, clock
        self._window = window or Window()

    def batches(self, source: Source) -> Iterator[Batch]:
        """Batches of the chat itself, then of its discussion; the connection is closed when nobody asks for more."""
        return refusals.fulfilled(self._batches(source))

    def _batches(self, source: Source) -> Iterator[Batch]:
        with self._client.open() as reading:
            yield from _Pass(reading, self._door, self._window, self._clock.now(), source).batches()


class _Pass:
    """One reading of a source. Each batch carries the cursor that is true once the batch is stored."""

    def __init__(self, reading: Reading, door: Door, window: Window, now: datetime, source: Source) -> None:
        self._reading, self._door, self._window, self._now = reading, door, window, now
        self._address = source.key.address
        self._cursor: dict[str, Any] = dict(source.cursor)

    def batches(self) -> Iterator[Batch]:
        own = load(self._cursor.get("chat")) or self._begun(self._reading.find(_name(self._address)))
        yield from self._walk("chat", own, None)
        if own.peer.broadcast:
            yield from self._discussion(own.peer)

    def _begun(self, peer: Peer) -> Walk:
        since = self._now - self._window.history
        return Walk(peer, self._reading.start(peer, self._window.most, since))

    def _linked(self, channel: Peer) -> Walk | None:
        """The discussion's walk. Whether there is one is asked at first and once a day while there is none."""
        known, asked = load(self._cursor.get("linked")), self._cursor.get("linked_asked", 0)
        if known or self._now.timestamp() - asked < self._window.linked_again.total_seconds():
            return known
        found = self._reading.linked(channel)
        self._cursor["linked_asked"] = int(self._now.timestamp())
        return self._begun(found) if found else None

    def _discussion(self, channel: Peer) -> Iterator[Batch]:
        try:
            walk = self._linked(channel)
            yield from self._walk("linked", walk, channel) if walk else ()
        except Denied as denied:
            # The channel is open though its discussion is not: that is no reason to stop reading it.
            refused = Refusal(f"обсуждение канала не читается: {denied}", field="linked")
            yield Batch((), dict(self._cursor), (refused,))

    def _walk(self, name: str, walk: Walk, channel: Peer | None) -> Iterator[Batch]:
        """From the floor, or from where a pass was cut short, to the newest message; then what was not met."""
        ended = False
        while not ended:
            at = walk.floor if walk.at is None else walk.at
            messages, ended = _whole(self._reading.after(walk.peer, at))
            walk = self._passed(walk, at, messages, ended, channel)
            found = self._mapped(grouped(messages), walk, channel)
            if ended:
                lost, walk = self._finished(walk, channel)
                found += lost
            self._cursor[name] = walk.dump()
            yield refusals.batch(found, dict(self._cursor))

    def _passed(self, walk: Walk, at: int, messages: Sequence[Raw], ended: bool, channel: Peer | None) -> Walk:
        """The walk behind these messages."""
        groups = [
            parts for parts in grouped(messages) if copied_post(parts[0], channel.id if channel else None) is None
        ]
        met = {int(parts[0]["id"]): _unix(parts[0]) for parts in groups}
        end = max((raw["id"] for raw in messages), default=at)
        unmet = [number for number in walk.recent if at < number <= end or (ended and number > end)]
        missing = (*walk.missing, *(number for number in unmet if number not in met))
        roots = walk.roots if channel is None else self._roots(walk, messages, channel)
        return replace(walk, at=end, recent={**walk.recent, **met}, missing=missing, roots=roots)

    def _roots(self, walk: Walk, messages: Sequence[Raw], channel: Peer) -> Mapping[int, int]:
        """Copies of posts in the discussion; those that are only spoken of are asked for."""
        roots = {**walk.roots, **_copies(messages, channel)}
        spoken = {top for raw in messages if (top := thread_top(raw)) is not None and top not in roots}
        spoken -= {int(raw["id"]) for raw in messages}
        asked = sorted(spoken)
        for start in range(0, len(asked), PAGE):
            roots |= _copies(self._reading.by_ids(walk.peer, asked[start : start + PAGE]), channel)
        return dict(sorted(roots.items())[-ROOTS:])

    def _finished(self, walk: Walk, channel: Peer | None) -> tuple[list[Post | Refusal], Walk]:
        """What was not met and is not there when asked for by number is deleted. The window moves on."""
        there = {int(raw["id"]): raw for raw in self._there(walk)}
        chat = self._chat(walk, channel)
        lost = [
            gone(number, datetime.fromtimestamp(walk.recent[number], UTC), chat)
            for number in walk.missing
            if number not in there
        ]
        found = self._mapped([[raw] for raw in there.values()], walk, channel)
        recent = self._recent({n: at for n, at in walk.recent.items() if n not in walk.missing or n in there})
        floor = min(recent) - 1 if recent else max(walk.floor, walk.at or 0)
        return [*lost, *found], replace(walk, floor=floor, at=None, recent=recent, missing=())

    def _there(self, walk: Walk) -> Iterator[Raw]:
        for start in range(0, len(walk.missing), PAGE):
            for raw in self._reading.by_ids(walk.peer, walk.missing[start : start + PAGE]):
                if raw.get("_") == "Message":
                    yield raw

    def _recent(self, known: Mapping[int, int]) -> dict[int, int]:
        """The messages that the next pass reads again."""
        young = (self._now - self._window.again).timestamp()
        newest = sorted(known, reverse=True)[: self._window.again_most]
        kept = [n for place, n in enumerate(newest) if place < self._window.least or known[n] >= young]
        return {number: known[number] for number in sorted(kept)}

    def _mapped(self, groups: Sequence[Sequence[Raw]], walk: Walk, channel: Peer | None) -> list[Post | Refusal]:
        chat = self._chat(walk, channel)
        return [self._post(parts, chat) for parts in _own(groups, channel)]

    def _post(self, parts: Sequence[Raw], chat: Chat) -> Post | Refusal:
        return refusals.attempt(lambda: to_post(parts, chat, self._door), parts[0], Platform.TELEGRAM, self._door)

    def _chat(self, walk: Walk, channel: Peer | None) -> Chat:
        return Chat(
            address=self._address,
            id=walk.peer.id,
            seen=self._now,
            broadcast=walk.peer.broadcast,
            username=walk.peer.username if channel is None else channel.username,
            channel=None if channel is None else channel.id,
            roots=walk.roots,
        )


def _name(address: str) -> str:
    """`@novosti`, `t.me/novosti` and `novosti` are one; `-100500` and `c500` are the number 500."""
    name = address.removeprefix("https://").removeprefix("t.me/").removeprefix("@").strip("/")
    number = name.removeprefix("-100").removeprefix("c")
    return number if number.isdecimal() else name


def _whole(messages: Sequence[Raw]) -> tuple[Sequence[Raw], bool]:
    """Messages without an album that a full page cuts off, and whether they are the last."""
    if len(messages) < PAGE:
        return messages, True
    album = messages[-1].get("grouped_id")
    kept = [raw for raw in messages if not album or raw.get("grouped_id") != album]
    return kept or messages, False


def _own(groups: Iterable[Sequence[Raw]], channel: Peer | None) -> Iterator[Sequence[Raw]]:
    """All but the copies of a channel's posts in its discussion."""
    number = channel.id if channel else None
    return (parts for parts in groups if copied_post(parts[0], number) is None)


def _copies(messages: Sequence[Raw], channel: Peer) -> dict[int, int]:
    """Number in the discussion -> post of the channel; of an album the smallest post."""
    copies: dict[int, int] = {}
    for parts in grouped(messages):
        posts = [post for raw in parts if (post := copied_post(raw, channel.id)) is not None]
        copies |= {int(raw["id"]): min(posts) for raw in parts if posts}
    return copies


def _unix(raw: Mapping[str, Any]) -> int:
    moment = raw.get("date")
    return int(moment.timestamp()) if isinstance(moment, datetime) else 0
