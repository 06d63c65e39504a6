"""A Telegram bot that sends, through Telethon: async inside, sync outside.

Each message has a random_id that comes of its stable number: Telegram takes a random_id once, so a message that was
sent before is refused as known and counts as sent.
"""

import asyncio
import hashlib
import struct
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from telethon import TelegramClient, errors
from telethon.tl import functions, types

from alerts.telegram.client import client_of
from alerts.telegram.peers import chosen, numbered
from alerts.telegram.refusals import refused
from core.alerts import Letter
from core.errors import Denied, Transient
from core.ports import Gate, Open
from core.troubles import trouble

DEADLINE = 60.0
"""Seconds of one message, connection included."""
FLOODS = (errors.FloodWaitError, errors.FloodPremiumWaitError, errors.SlowModeWaitError)
BROKEN = (errors.ServerError, errors.TimedOutError, OSError, TimeoutError, asyncio.IncompleteReadError, struct.error)


def random_id(key: str) -> int:
    """The random_id of a message: 64 bits with a sign, the same for the same key, never 0."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big", signed=True) or 1


class TelegramSender:
    """Fulfils `core.ports.Sender`. The address is a chat's number as bots write it (-100… a channel or supergroup, -…
    a small group, else a person), or @name.

    `session` is the text of the bot's session; where it is empty or not in force, `token` signs the bot in and `keep`
    is given the new text.
    """

    def __init__(
        self,
        api_id: int,
        api_hash: str,
        session: str = "",
        token: str = "",
        *,
        keep: Callable[[str], None] = lambda text: None,
        gate: Gate | None = None,
        deadline: float = DEADLINE,
    ) -> None:
        self._api, self._session, self._token, self._keep = (api_id, api_hash), session, token, keep
        self._gate, self._deadline = gate or Open(), deadline
        self._found: dict[str, Any] = {}

    def send(self, letter: Letter) -> str:
        """Send it; gives Telegram's number of the message, empty where it was sent before. Raises Transient, Denied or
        Poison."""
        if not all(self._api) or not (self._session or self._token):
            raise Denied("Telegram: не заданы MCU_TELEGRAM_API_ID, MCU_TELEGRAM_API_HASH и MCU_ALERT_TELEGRAM_TOKEN")
        self._gate.enter("messages.sendMessage")
        try:
            return asyncio.run(asyncio.wait_for(self._sent(letter), self._deadline))
        except errors.RandomIdDuplicateError:
            return ""
        except FLOODS as flood:
            wait = timedelta(seconds=flood.seconds)
            told = f"Telegram: просит подождать {flood.seconds} с"
            self._gate.pause("messages.sendMessage", wait, told)
            raise Transient(told, wait) from flood
        except BROKEN as error:
            raise Transient(f"Telegram: нет связи или сбой площадки ({trouble(error)})") from error
        except (errors.RPCError, errors.AuthKeyNotFound) as error:
            raise refused(error) from error

    async def _sent(self, letter: Letter) -> str:
        client = client_of(self._session, *self._api)
        try:
            await client.connect()
            peer = await self._trusted(client, lambda: self._peer(client, letter.address))
            request = functions.messages.SendMessageRequest(
                peer, letter.text, random_id=random_id(letter.key), no_webpage=True, silent=not letter.urgent or None
            )
            return _number(await self._trusted(client, lambda: client(request)))
        finally:
            await client.disconnect()

    async def _peer(self, client: TelegramClient, address: str) -> Any:
        """Where to. A name is looked up once: Telegram lets that be asked a few times a day."""
        if not address.startswith("@"):
            return numbered(address)
        if address not in self._found:
            self._gate.enter("contacts.resolveUsername")
            found = await client(functions.contacts.ResolveUsernameRequest(address[1:]))
            known = {chat.id: chat for chat in (*found.chats, *found.users)}
            number = getattr(found.peer, "channel_id", None) or getattr(found.peer, "user_id", None)
            self._found[address] = chosen(known.get(number))
        return self._found[address]

    async def _trusted(self, client: TelegramClient, ask: Callable[[], Any]) -> Any:
        """Ask; a bot that is not signed in is, by its token, and asks again."""
        try:
            return await ask()
        except errors.AuthKeyUnregisteredError:
            if not self._token:
                raise
        await client(functions.auth.ImportBotAuthorizationRequest(0, *self._api, self._token))
        self._session = str(client.session.save())
        self._found.clear()
        self._keep(self._session)
        return await ask()


def _number(answer: Any) -> str:
    """Telegram's number of the new message."""
    told = [answer, *getattr(answer, "updates", ())]
    kinds = (types.UpdateShortSentMessage, types.UpdateMessageID)
    return next((str(each.id) for each in told if isinstance(each, kinds)), "")
