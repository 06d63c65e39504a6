"""What is asked of Telegram on an open connection, one counted request at a time; answers are raw dicts."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telethon.tl import functions, types

from collectors.telegram.client.line import Line
from collectors.telegram.errors import Unreadable
from collectors.telegram.peer import Peer
from core.errors import Denied, Personal, Poison

PAGE = 100
"""The most that messages.getHistory and channels.getMessages give at a time."""

ALBUM = 10
"""The most that an album holds."""

UNREADABLE = 8
"""So many unreadable messages of a page are put aside; where there are more, the program is too old to read at all."""

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Messages, the oldest first. `unread` are numbers of messages that cannot be read.

    `end` is the number up to which the page tells all, `more` whether there may be messages behind it; `peer` is the
    chat as it is called now.
    """

    messages: list[Raw]
    end: int
    more: bool
    peer: Peer
    unread: tuple[int, ...] = ()


class Reading:
    """An open connection. Every call raises Transient, Denied or Poison (collectors.telegram.errors)."""

    def __init__(self, line: Line, account: str, found: dict[str, Peer]) -> None:
        self._line, self._account, self._found = line, account, found

    def whoami(self) -> None:
        """Ask whether the session is in force. Raises Denied where it is not."""
        self._line.ask(functions.users.GetUsersRequest([types.InputUserSelf()]))

    def find(self, address: str) -> Peer:
        """A channel or group by its name, or by its number among the account's own chats."""
        if address not in self._found:
            self._found[address] = self._numbered(int(address)) if address.isdecimal() else self._resolved(address)
        return self._found[address]

    def known(self, peer: Peer) -> Peer:
        """A chat that was learnt before: with another session its key is asked for again."""
        if peer.account in ("", self._account):
            return peer
        with suppress(Denied):
            return self._numbered(peer.id)
        return self._resolved(peer.username) if peer.username else self._numbered(peer.id)

    def linked(self, peer: Peer) -> Peer | None:
        """The chat in which a channel's posts are discussed (channels.getFullChannel)."""
        full = self._line.ask(functions.channels.GetFullChannelRequest(_channel(peer)))
        number = full.full_chat.linked_chat_id
        return next((self._peer(chat) for chat in full.chats if chat.id == number), None) if number else None

    def newest(self, peer: Peer) -> Peer:
        """Try whether messages can be read; the chat as it is called now."""
        return self._history(peer, limit=1).peer

    def oldest(self, peer: Peer, since: datetime) -> int:
        """The number of the last message before a moment; 0 where there is none."""
        return max((raw["id"] for raw in self._history(peer, offset_date=since, limit=1).messages), default=0)

    def start(self, peer: Peer, most: int, since: datetime) -> int:
        """The number of the last message before the `most` newest, and before a moment; 0 where there is none.

        No album is cut in two by it.
        """
        beyond = self._history(peer, add_offset=most, limit=ALBUM + 1)
        older = self._history(peer, offset_date=since, limit=ALBUM + 1)
        return max(_before_album(beyond.messages), _before_album(older.messages))

    def after(self, peer: Peer, number: int, unread: Iterable[int] = ()) -> Page:
        """Up to `PAGE` messages behind a number. `unread` are those that are known to be unreadable."""
        try:
            page = self._history(peer, offset_id=number + 1, add_offset=-PAGE, limit=PAGE)
        except Unreadable:
            return self._piecewise(peer, range(number + 1, number + PAGE + 1), frozenset(unread))
        found = [raw for raw in page.messages if raw["id"] > number]
        return Page(found, max((raw["id"] for raw in found), default=number), len(found) >= PAGE, page.peer)

    def before(self, peer: Peer, number: int) -> Page:
        """Up to `PAGE` messages older than a number; `end` is the oldest of them. Counted as history.page, too."""
        self._line.enter("history.page")
        try:
            page = self._history(peer, offset_id=number, limit=PAGE)
        except Unreadable:
            found = self._piecewise(peer, range(max(1, number - PAGE), number), frozenset())
            return Page(found.messages, max(1, number - PAGE), number - PAGE > 1, found.peer, found.unread)
        more = len(page.messages) >= PAGE
        return Page(page.messages, min((raw["id"] for raw in page.messages), default=0), more, page.peer)

    def by_ids(self, peer: Peer, numbers: Sequence[int]) -> Page:
        """Those of the messages that still exist; Telegram answers None for the others."""
        messages: list[Raw] = []
        unread: tuple[int, ...] = ()
        for start in range(0, len(numbers), PAGE):
            page = self._piecewise(peer, numbers[start : start + PAGE], frozenset())
            messages, unread, peer = messages + page.messages, unread + page.unread, page.peer
        return Page(messages, max(numbers, default=0), False, peer, unread)

    def _piecewise(self, peer: Peer, numbers: Sequence[int], known: frozenset[int]) -> Page:
        """Messages by their numbers, halved where an answer cannot be read, until the culprits are alone."""
        parts, unread = [[n for n in numbers if n not in known]], sorted(known.intersection(numbers))
        messages: list[Raw] = []
        while parts:
            asked = parts.pop()
            try:
                page = self._some(peer, asked)
            except Unreadable as error:
                middle = len(asked) // 2
                parts += [asked[middle:], asked[:middle]] if middle else []
                unread += [] if middle else asked
                if len(unread) > UNREADABLE + len(known):
                    raise Poison(error.reason, field=error.field) from error
            else:
                messages, peer = messages + page.messages, page.peer
        return Page(sorted(messages, key=_number), max(numbers, default=0), True, peer, tuple(unread))

    def _some(self, peer: Peer, numbers: Sequence[int]) -> Page:
        wanted = [types.InputMessageID(number) for number in numbers]
        return self._page(peer, self._line.ask(functions.channels.GetMessagesRequest(_channel(peer), wanted)))

    def _history(self, peer: Peer, *, limit: int, **place: Any) -> Page:
        where = {"offset_id": 0, "offset_date": None, "add_offset": 0, "max_id": 0, "min_id": 0, "hash": 0} | place
        return self._page(
            peer, self._line.ask(functions.messages.GetHistoryRequest(_input(peer), limit=limit, **where))
        )

    def _page(self, peer: Peer, answer: Any) -> Page:
        messages = [message.to_dict() for message in answer.messages if not isinstance(message, types.MessageEmpty)]
        about = next((chat for chat in answer.chats if chat.id == peer.id and isinstance(chat, types.Channel)), None)
        # A `min` chat, one in passing, holds another key or none.
        now = self._peer(about) if about is not None and not about.min and about.access_hash else peer
        return Page(sorted(messages, key=_number), 0, True, now)

    def _resolved(self, name: str) -> Peer:
        answer = self._line.ask(functions.contacts.ResolveUsernameRequest(name))
        number = getattr(answer.peer, "channel_id", None)
        found = next((chat for chat in answer.chats if chat.id == number), None)
        if not isinstance(found, types.Channel):
            raise Personal("Telegram: это не канал и не группа, личная переписка не собирается")
        return self._peer(found)

    def _numbered(self, number: int) -> Peer:
        for chat in self._chats():
            if isinstance(chat, types.Channel):
                self._found.setdefault(str(chat.id), self._peer(chat))
            elif isinstance(chat, types.Chat) and chat.id == number:
                return self._moved(chat)
            if chat.id == number:
                return self._found[str(number)]
        raise Denied(f"Telegram: учётная запись не состоит в чате {number}")

    def _moved(self, chat: types.Chat) -> Peer:
        """A small group that became a supergroup goes on under another number."""
        if isinstance(chat.migrated_to, types.InputChannel):
            return self._numbered(chat.migrated_to.channel_id)
        raise Denied("Telegram: малая группа не читается, пусть её владелец сделает её супергруппой")

    def _chats(self) -> Iterator[Any]:
        """The account's own chats, a page of dialogs at a time."""
        place: dict[str, Any] = {"offset_date": None, "offset_id": 0, "offset_peer": types.InputPeerEmpty()}
        while True:
            answer = self._line.ask(functions.messages.GetDialogsRequest(**place, limit=PAGE, hash=0))
            yield from answer.chats
            top = answer.dialogs[-1].top_message if answer.dialogs else None
            last = next((message for message in reversed(answer.messages) if message.id == top), None)
            if not isinstance(answer, types.messages.DialogsSlice) or last is None:
                return
            moved = {"offset_date": last.date, "offset_id": last.id}
            if moved.items() <= place.items():
                return
            place |= moved

    def _peer(self, channel: types.Channel) -> Peer:
        name = channel.username or next((each.username for each in channel.usernames or () if each.active), "")
        return Peer(
            channel.id, channel.access_hash or 0, bool(channel.broadcast), name, not channel.left, self._account
        )


def _before_album(messages: Sequence[Raw]) -> int:
    """The newest number behind which no album of these messages goes on; 0 where there is none."""
    newest = messages[-1].get("grouped_id") if messages else None
    return max((raw["id"] for raw in messages if not newest or raw.get("grouped_id") != newest), default=0)


def _number(raw: Raw) -> int:
    number: int = raw["id"]
    return number


def _channel(peer: Peer) -> types.InputChannel:
    return types.InputChannel(peer.id, peer.hash)


def _input(peer: Peer) -> types.InputPeerChannel:
    return types.InputPeerChannel(peer.id, peer.hash)
