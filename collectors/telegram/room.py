"""What a reading of one source works with: the open connection, the door, the window, the moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from collectors import refusals
from collectors.door import Door
from collectors.telegram.client import Peer, Reading
from collectors.telegram.mapping import Chat, Raw, copied_post, to_post
from core.ports import Refusal
from core.posts import Platform, Post

Found = list[Post | Refusal]
Group = Sequence[Raw]


@dataclass(frozen=True, slots=True)
class Window:
    """How far back a chat is read: at first (`history`, at most `most` messages), and again each time.

    The last messages that one request brings are read again at each pass; every `again_every` all that are younger than
    `again`, at least the last `least` and at most the last `again_most`. `linked_again` is how often a channel is asked
    for its discussion, `pause` the seconds between two pages of history.
    """

    history: timedelta = timedelta(days=30)
    most: int = 300
    again: timedelta = timedelta(days=7)
    again_every: timedelta = timedelta(minutes=10)
    least: int = 100
    again_most: int = 500
    linked_again: timedelta = timedelta(days=1)
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Room:
    """One reading of one source at one moment."""

    reading: Reading
    door: Door
    window: Window
    now: datetime
    address: str

    def chat(self, peer: Peer, channel: Peer | None, roots: Mapping[int, int]) -> Chat:
        """The words that the mapping needs of a chat, or of the discussion of a channel."""
        return Chat(
            address=self.address,
            id=peer.id,
            seen=self.now,
            broadcast=peer.broadcast,
            username=peer.username if channel is None else channel.username,
            channel=None if channel is None else channel.id,
            roots={copy: post for copy, post in roots.items() if post},
        )

    def posts(self, groups: Iterable[Group], chat: Chat, albums: Mapping[int, int]) -> Found:
        """Posts of a chat's messages and albums, without the copies of a channel's posts in its discussion."""
        own = (parts for parts in groups if copied_post(parts[0], chat.channel) is None)
        return [self._post(parts, chat, albums) for parts in own]

    def _post(self, parts: Group, chat: Chat, albums: Mapping[int, int]) -> Post | Refusal:
        return refusals.attempt(
            lambda: to_post(parts, chat, self.door, first(parts, albums)), parts[0], Platform.TELEGRAM, self.door
        )


def first(parts: Group, albums: Mapping[int, int]) -> int:
    """The number under which a message or an album is kept: an album stays itself when its first part is deleted."""
    return albums.get(parts[0].get("grouped_id") or 0, parts[0]["id"])


def unread(numbers: Iterable[int]) -> Found:
    """What goes to quarantine for messages that cannot be read."""
    reason = "площадка ответила тем, чего программа не знает: обновите её"
    return [Refusal(reason, "message", payload=f'{{"id": {number}}}') for number in numbers]
