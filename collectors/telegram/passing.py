"""One reading of a source: its own chat, then the discussion. Each batch carries the cursor true once it is stored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from collectors import refusals
from collectors.telegram.client import Peer
from collectors.telegram.cursor import Back, Walk, load, load_back
from collectors.telegram.history import Going
from collectors.telegram.room import Room
from collectors.telegram.walking import Walking
from core.errors import Denied
from core.ports import Batch, Refusal

CHAT, LINKED, LINKED_ASKED, HISTORY = "chat", "linked", "linked_asked", "history"
"""Keys of the cursor: the walks of the chat and of its discussion, when a channel was asked for it, the way back."""


class Pass:
    """One reading; `name` is the source's name or number."""

    def __init__(self, room: Room, cursor: Mapping[str, object], name: str) -> None:
        self._room, self._name = room, name
        self._cursor: dict[str, Any] = dict(cursor)

    def batches(self, watched: Sequence[str]) -> Iterator[Batch]:
        """What is new or changed; messages that are watched come first."""
        own = self._own()
        yield from self._watched(CHAT, own, None, watched)
        yield from self._walk(CHAT, own, None)
        channel = self._cursor[CHAT]["peer"]
        if own.peer.broadcast:
            yield from self._discussion(Peer(**channel), watched)

    def history(self, since: int, wait: Callable[[float], None]) -> Iterator[Batch]:
        """What was published since a moment (unix seconds) and is not in the window."""
        own = self._own()
        self._cursor[CHAT] = own.dump()
        yield from self._back(CHAT, own, None, since, wait)
        if own.peer.broadcast:
            try:
                walk = self._linked(own.peer)
                yield from self._back(LINKED, walk, own.peer, since, wait) if walk else ()
            except Denied as denied:
                yield self._closed(denied)

    def _own(self) -> Walk:
        known = load(self._cursor.get(CHAT))
        if known is None:
            return self._begun(self._room.reading.find(self._name))
        return replace(known, peer=self._room.reading.known(known.peer))

    def _begun(self, peer: Peer) -> Walk:
        window = self._room.window
        return Walk(peer, self._room.reading.start(peer, window.most, self._room.now - window.history))

    def _linked(self, channel: Peer) -> Walk | None:
        """The discussion's walk. A channel is asked for it at first and once a day: it may get another."""
        known, now = load(self._cursor.get(LINKED)), self._room.now.timestamp()
        asked = self._cursor.get(LINKED_ASKED, 0)
        if now - asked < self._room.window.linked_again.total_seconds():
            return known and replace(known, peer=self._room.reading.known(known.peer))
        found = self._room.reading.linked(channel)
        self._cursor[LINKED_ASKED] = int(now)
        if known and found and known.peer.id == found.id:
            return replace(known, peer=found)
        if found is None:
            self._cursor.pop(LINKED, None)
            return None
        return self._begun(found)

    def _discussion(self, channel: Peer, watched: Sequence[str]) -> Iterator[Batch]:
        try:
            walk = self._linked(channel)
            if walk:
                yield from self._watched(LINKED, walk, channel, watched)
                yield from self._walk(LINKED, walk, channel)
        except Denied as denied:
            yield self._closed(denied)

    def _closed(self, denied: Denied) -> Batch:
        """The channel is open though its discussion is not: that is no reason to stop reading it."""
        refused = Refusal(f"обсуждение канала не читается: {denied}", field="linked")
        return Batch((), dict(self._cursor), (refused,))

    def _watched(self, name: str, walk: Walk, channel: Peer | None, watched: Sequence[str]) -> Iterator[Batch]:
        """Watched messages that this pass would not meet."""
        if name not in self._cursor:
            return
        walking = Walking(self._room, channel)
        begin = walking.begun(walk).at or 0
        numbers = [number for number in _numbers(watched, walk.peer.id if channel else None) if number <= begin]
        if numbers:
            yield refusals.batch(walking.again(walk, numbers), dict(self._cursor))

    def _walk(self, name: str, walk: Walk, channel: Peer | None) -> Iterator[Batch]:
        for step in Walking(self._room, channel).steps(walk):
            self._cursor[name] = step.walk.dump()
            batch = refusals.batch(step.found, dict(self._cursor))
            yield replace(batch, gaps=step.gaps, backfilled=step.backfilled)

    def _back(
        self, name: str, walk: Walk, channel: Peer | None, since: int, wait: Callable[[float], None]
    ) -> Iterator[Batch]:
        kept: dict[str, Any] = dict(self._cursor.get(HISTORY, {}))
        back = load_back(kept.get(name))
        if back is None or since < back.since or back.peer.id != walk.peer.id:
            same = back is not None and back.peer.id == walk.peer.id
            back = Back(walk.peer, back.at if back and same else walk.floor + 1, since)
        if back.done:
            return
        back = replace(back, peer=walk.peer)
        total = self._span(back)
        for past in Going(self._room, channel, wait).steps(back):
            kept[name] = past.back.dump()
            self._cursor[HISTORY] = kept = dict(kept)
            yield replace(refusals.batch(past.found, dict(self._cursor)), total=total)

    def _span(self, back: Back) -> int:
        """About how many messages there are to read: numbers between here and the moment."""
        return max(0, back.at - 1 - self._room.reading.oldest(back.peer, datetime.fromtimestamp(back.since, UTC)))


def _numbers(watched: Sequence[str], chat: int | None) -> list[int]:
    """Numbers of messages of a chat among ids: `15` of the source itself, `c777:15` of the discussion 777."""
    prefix = "" if chat is None else f"c{chat}:"
    found = []
    for each in watched:
        if each.startswith(prefix):
            with suppress(ValueError):
                found.append(int(each[len(prefix) :]))
    return sorted(found)
