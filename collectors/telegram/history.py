"""What a source published before it was added: backwards, page by page, from where it stood to a moment."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from collectors.telegram.client import Page, Peer, Raw
from collectors.telegram.cursor import Back
from collectors.telegram.mapping import grouped
from collectors.telegram.room import Found, Room, unread
from collectors.telegram.roots import roots


@dataclass(frozen=True, slots=True)
class Past:
    """What a page told, and how far it has gone now."""

    found: Found
    back: Back


class Going:
    """One chat backwards; `channel` is the channel of which it is the discussion. `wait` sleeps so many seconds."""

    def __init__(self, room: Room, channel: Peer | None, wait: Callable[[float], None]) -> None:
        self._room, self._channel, self._wait = room, channel, wait

    def steps(self, back: Back) -> Iterator[Past]:
        """A step a page, with a pause before each but the first: a hurry here is what accounts are banned for."""
        known: Mapping[int, int] = {}
        first = True
        while not back.done:
            if not first:
                self._wait(self._room.window.pause)
            first = False
            page = self._room.reading.before(back.peer, back.at)
            messages, at = _whole(page)
            young = [raw for raw in messages if not _older(raw, back.since)]
            known = self._roots(back.peer, known, young)
            chat = self._room.chat(back.peer, self._channel, known)
            back = replace(back, at=at, done=not page.more or len(young) < len(messages) or at >= back.at)
            yield Past([*self._room.posts(grouped(young), chat, {}), *unread(page.unread)], back)

    def _roots(self, peer: Peer, known: Mapping[int, int], messages: Sequence[Raw]) -> Mapping[int, int]:
        if self._channel is None:
            return known
        return roots(self._room.reading, peer, self._channel, known, messages, frozenset())


def _whole(page: Page) -> tuple[list[Raw], int]:
    """Messages without an album that the page may begin in the middle of, and the oldest number that they tell of."""
    album = page.messages[0].get("grouped_id") if page.messages and page.more else None
    end: int = max((raw["id"] for raw in page.messages if album and raw.get("grouped_id") == album), default=0)
    later = [raw for raw in page.messages if raw["id"] > end]
    return (later, end + 1) if end and later else (page.messages, page.end)


def _older(raw: Raw, since: int) -> bool:
    moment = raw.get("date")
    return isinstance(moment, datetime) and moment.timestamp() < since
