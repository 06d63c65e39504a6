"""An account that reads: how a connection is made."""

import asyncio
import hashlib
import logging
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from telethon import TelegramClient
from telethon.network.connection import ConnectionTcpFull
from telethon.sessions import StringSession

from collectors.telegram.client.line import Line
from collectors.telegram.client.reading import Reading
from collectors.telegram.peer import Peer
from core.errors import Denied, McuError
from core.ports import Gate, Open

DEADLINE = 120.0
"""Seconds of one call, reconnections included: Telethon by itself would reconnect for ever."""

RECONNECTIONS = 10
"""Connections of one pass. Telethon reconnects at once and without end to a server that answers rubbish."""


class Forgetful(StringSession):  # type: ignore[misc]  # Telethon has no types
    """A session that keeps none of the persons and chats that come by: Telethon's would hold all their names."""

    def process_entities(self, tlo: object) -> None:
        """Nobody is kept."""


class Connection(ConnectionTcpFull):  # type: ignore[misc]  # Telethon has no types
    """A connection that is opened a limited number of times."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._opened = 0

    async def connect(self, *given: Any, **named: Any) -> None:
        """Open it. Raises ConnectionError when that was done too often."""
        self._opened += 1
        if self._opened > RECONNECTIONS:
            raise ConnectionError("the connection broke too often")
        await super().connect(*given, **named)


class Client(TelegramClient):  # type: ignore[misc]  # Telethon has no types
    """Telethon that asks nothing by itself: three requests of each connection would go past the gate."""

    async def get_me(self, input_peer: bool = False) -> None:
        """Nobody: who the account is matters to no reading."""


def quiet() -> logging.Logger:
    """A logger for Telethon that says warnings only: below them it tells what messages hold."""
    logger = logging.getLogger("telethon.mcu")
    logger.setLevel(logging.ERROR)
    return logger


class TelegramReader:
    """An account that reads: api id and hash of an application, and a StringSession of a login.

    Floods of up to `patience` seconds are waited for here, longer ones raise Transient with their wait; `gate` is told
    of all. `retries` of a failed connection are `pause` seconds apart. A call that takes longer than `deadline` seconds
    raises Transient. What was found by name or number is remembered for the life of this object.
    """

    def __init__(
        self,
        api_id: int,
        api_hash: str,
        session: str,
        *,
        gate: Gate | None = None,
        patience: int = 10,
        retries: int = 2,
        pause: float = 1,
        deadline: float = DEADLINE,
    ) -> None:
        self._account = (api_id, api_hash, session)
        self._gate = gate or Open()
        self._patience, self._retries, self._pause = patience, retries, pause
        self._deadline = deadline
        self._found: dict[str, Peer] = {}

    @contextmanager
    def open(self) -> Iterator[Reading]:
        """A connection for one pass. Raises Denied for a session that cannot be read, Transient without a network."""
        kept = saved(self._account[2])
        with asyncio.Runner() as runner:
            line = Line(
                client(kept, *self._account[:2], retries=self._retries, pause=self._pause),
                runner,
                self._gate,
                deadline=self._deadline,
                patience=self._patience,
                retries=self._retries,
            )
            try:
                connect(line)
                yield Reading(line, _digest(kept), self._found)
            finally:
                close(line)


def saved(session: str) -> StringSession:
    """A session from its text. Raises Denied where that is no session of a login."""
    try:
        kept = Forgetful(session)
    except (ValueError, struct.error) as error:
        raise Denied("Telegram: строка сессии не читается, войдите снова (mcu telegram login)") from error
    if kept.auth_key is None:
        raise Denied("Telegram: строка сессии пуста, войдите (mcu telegram login)")
    return kept


def client(kept: StringSession, api_id: int, api_hash: str, *, retries: int, pause: float) -> TelegramClient:
    """Telethon that neither waits nor tries again by itself: each request is to be counted."""
    return Client(
        kept,
        api_id,
        api_hash,
        connection=Connection,
        base_logger=quiet(),
        flood_sleep_threshold=0,
        raise_last_call_error=True,
        receive_updates=False,
        request_retries=0,
        connection_retries=retries,
        retry_delay=pause,
    )


def connect(line: Line) -> None:
    """Reach Telegram."""
    line.run(line.client.connect())


def close(line: Line) -> None:
    """Leave; what goes wrong with that harms nobody."""
    try:
        line.run(_left(line.client))
    except McuError:
        return


async def _left(client: TelegramClient) -> None:
    await client.disconnect()


def _digest(kept: StringSession) -> str:
    """Eight hexadecimal digits that tell one session from another, and nothing of its key."""
    return hashlib.sha256(b"session" + kept.auth_key.key).hexdigest()[:8]
