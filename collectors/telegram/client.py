"""Telegram through Telethon as raw dicts: async inside, sync outside. The words of the network end here."""

import asyncio
import struct
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telethon import TelegramClient, errors
from telethon.sessions import StringSession
from telethon.tl import functions, types

from collectors.telegram.errors import from_name, passing
from core.errors import Denied, McuError

PAGE = 100
"""The most that messages.getHistory and channels.getMessages give at a time."""

DEADLINE = 120.0
"""Seconds of one call, reconnections included: Telethon by itself would reconnect for ever."""

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Peer:
    """A channel or chat: its number and the key with which this account asks for it, learnt once in its life."""

    id: int
    hash: int
    broadcast: bool = False
    username: str = ""

    def dump(self) -> dict[str, object]:
        """JSON-able. The hash is of no use to another account."""
        return {"id": self.id, "hash": self.hash, "broadcast": self.broadcast, "username": self.username}


class TelegramReader:
    """An account that reads: api id and hash of an application, and a StringSession of a login.

    Floods of up to `patience` seconds are waited for here, longer ones raise Transient with their wait. `retries` of
    a failed connection are `pause` seconds apart. A call that takes longer than `deadline` seconds raises Transient.
    """

    def __init__(
        self,
        api_id: int,
        api_hash: str,
        session: str,
        *,
        patience: int = 10,
        retries: int = 3,
        pause: float = 1,
        deadline: float = DEADLINE,
    ) -> None:
        self._account = (api_id, api_hash, session)
        self._patience, self._retries, self._pause = patience, retries, pause
        self._deadline = deadline

    @contextmanager
    def open(self) -> Iterator["Reading"]:
        """A connection for one pass. Raises Denied for a session that cannot be read, Transient without a network."""
        with asyncio.Runner() as runner:
            reading = Reading(self._client(), runner, self._deadline)
            try:
                reading.connect()
                yield reading
            finally:
                reading.close()

    def _client(self) -> TelegramClient:
        api_id, api_hash, session = self._account
        try:
            kept = StringSession(session)
        except (ValueError, struct.error) as error:
            raise Denied("Telegram: строка сессии не читается, войдите снова") from error
        if kept.auth_key is None:
            raise Denied("Telegram: строка сессии пуста, войдите снова")
        return TelegramClient(
            kept,
            api_id,
            api_hash,
            flood_sleep_threshold=self._patience,
            raise_last_call_error=True,
            receive_updates=False,
            request_retries=self._retries,
            connection_retries=self._retries,
            retry_delay=self._pause,
        )


class Reading:
    """An open connection. Every call raises Transient, Denied or Poison (collectors.telegram.errors)."""

    def __init__(self, client: TelegramClient, runner: asyncio.Runner, deadline: float = DEADLINE) -> None:
        self._client, self._runner, self._deadline = client, runner, deadline

    def connect(self) -> None:
        """Reach Telegram."""
        self._run(self._client.connect())

    def close(self) -> None:
        """Leave; what goes wrong with that harms nobody."""
        try:
            self._run(_left(self._client))
        except McuError:
            return

    def find(self, address: str) -> Peer:
        """A channel or group by its name, or by its number among the account's own chats."""
        try:
            found = self._run(self._numbered(int(address)) if address.isdecimal() else self._client.get_entity(address))
        except ValueError as error:  # Telethon's word for a name that Telegram does not know
            raise Denied(f"Telegram: канала «{address}» нет") from error
        if not isinstance(found, types.Channel):
            raise Denied(f"Telegram: «{address}» не канал и не группа, личная переписка не собирается")
        return _peer(found)

    def linked(self, peer: Peer) -> Peer | None:
        """The chat in which a channel's posts are discussed (channels.getFullChannel)."""
        full = self._run(_call(self._client, functions.channels.GetFullChannelRequest(_channel(peer))))
        number = full.full_chat.linked_chat_id
        return next((_peer(chat) for chat in full.chats if chat.id == number), None) if number else None

    def start(self, peer: Peer, most: int, since: datetime) -> int:
        """The number of the last message before the `most` newest, and before a moment; 0 where there is none."""
        beyond = self._ids(peer, add_offset=most)
        return max([0, *beyond, *self._ids(peer, offset_date=since)])

    def after(self, peer: Peer, number: int) -> list[Raw]:
        """Up to `PAGE` messages behind a number, the oldest first."""
        found: list[Raw] = self._run(self._page(peer, limit=PAGE, min_id=number, reverse=True))
        return found

    def by_ids(self, peer: Peer, numbers: Sequence[int]) -> list[Raw]:
        """Those of the messages that still exist."""
        found: list[Raw] = self._run(self._page(peer, ids=list(numbers))) if numbers else []
        return found

    def _ids(self, peer: Peer, **place: object) -> list[int]:
        return [raw["id"] for raw in self._run(self._page(peer, limit=1, **place))]

    async def _page(self, peer: Peer, **place: Any) -> list[Raw]:
        messages = self._client.iter_messages(_input(peer), wait_time=0, **place)
        return [message.to_dict() async for message in messages if message is not None]

    async def _numbered(self, number: int) -> object:
        async for dialog in self._client.iter_dialogs():
            if getattr(dialog.entity, "id", None) == number:
                return dialog.entity
        raise Denied(f"Telegram: учётная запись не состоит в чате {number}")

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Wait for it; Telethon's errors become ours."""
        try:
            return self._runner.run(asyncio.wait_for(work, self._deadline))
        except (errors.FloodWaitError, errors.FloodPremiumWaitError, errors.SlowModeWaitError) as error:
            raise from_name(type(error).__name__, str(error), error.seconds) from error
        except (errors.ServerError, errors.TimedOutError, OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise passing(type(error).__name__) from error
        except errors.RPCError as error:
            raise _refused(error) from error
        except (errors.AuthKeyNotFound, errors.InvalidBufferError) as error:
            raise from_name(type(error).__name__, str(error), None) from error


def _refused(error: errors.RPCError) -> McuError:
    """A refusal by Telegram; what it calls 5xx without a class of its own passes."""
    name = type(error).__name__
    return passing(name) if abs(error.code or 0) >= 500 else from_name(name, str(error), None)


async def _call(client: TelegramClient, request: object) -> Any:
    return await client(request)


async def _left(client: TelegramClient) -> None:
    await client.disconnect()


def _peer(channel: types.Channel) -> Peer:
    name = channel.username or next((each.username for each in channel.usernames or () if each.active), "")
    return Peer(channel.id, channel.access_hash or 0, bool(channel.broadcast), name)


def _channel(peer: Peer) -> types.InputChannel:
    return types.InputChannel(peer.id, peer.hash)


def _input(peer: Peer) -> types.InputPeerChannel:
    return types.InputPeerChannel(peer.id, peer.hash)
