"""Telethon as a bot uses it: it keeps nobody and asks nothing by itself."""

import logging
import struct

from telethon import TelegramClient
from telethon.network.connection import ConnectionTcpFull
from telethon.sessions import StringSession

from core.errors import Denied


class Forgetful(StringSession):  # type: ignore[misc]  # Telethon has no types
    """A session that keeps none of the persons and chats that come by."""

    def process_entities(self, tlo: object) -> None:
        """Nobody is kept."""


class Client(TelegramClient):  # type: ignore[misc]  # Telethon has no types
    """Telethon that asks nothing by itself."""

    async def get_me(self, input_peer: bool = False) -> None:
        """Nobody: who the bot is matters to no message."""


def client_of(session: str, api_id: int, api_hash: str) -> TelegramClient:
    """A client that is not connected yet. Raises Denied for a session that cannot be read."""
    try:
        kept = Forgetful(session)
    except (ValueError, struct.error) as error:
        raise Denied("Telegram: строка сессии бота не читается") from error
    return Client(
        kept,
        api_id,
        api_hash,
        connection=ConnectionTcpFull,
        base_logger=_quiet(),
        flood_sleep_threshold=0,
        raise_last_call_error=True,
        receive_updates=False,
        request_retries=1,
        connection_retries=1,
        retry_delay=1,
    )


def _quiet() -> logging.Logger:
    """Below errors Telethon tells what messages hold."""
    logger = logging.getLogger("telethon.mcu")
    logger.setLevel(logging.ERROR)
    return logger
