"""A Telegram bot that sends, through Telethon: async inside, sync outside.

Each message has a random_id that comes of its stable number: Telegram takes a random_id once, so a message that was
sent before is refused as known and counts as sent.
"""

import asyncio
import hashlib
import logging
import struct
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from telethon import TelegramClient, errors
from telethon.network.connection import ConnectionTcpFull
from telethon.sessions import StringSession
from telethon.tl import functions, types

from core.alerts import Letter
from core.errors import Denied, McuError, Poison, Transient
from core.ports import Gate, Open

DEADLINE = 60.0
"""Seconds of one message, connection included."""
CHANNEL_MARK = "-100"
"""How Telegram's bots write the number of a channel or supergroup."""
FLOODS = (errors.FloodWaitError, errors.FloodPremiumWaitError, errors.SlowModeWaitError)
BROKEN = (errors.ServerError, errors.TimedOutError, OSError, TimeoutError, asyncio.IncompleteReadError, struct.error)
SAID: Mapping[str, str] = {
    "AccessTokenExpiredError": "токен бота больше не действует",
    "AccessTokenInvalidError": "токен бота не принят",
    "ApiIdInvalidError": "api_id или api_hash не приняты",
    "AuthKeyDuplicatedError": "сессия бота работает в двух местах сразу и отозвана",
    "AuthKeyNotFound": "сессия бота не известна площадке",
    "AuthKeyUnregisteredError": "бот не вошёл: задайте MCU_ALERT_TELEGRAM_TOKEN",
    "ChannelInvalidError": "чат недоступен боту",
    "ChannelPrivateError": "чат закрыт или бота из него исключили",
    "ChatAdminRequiredError": "боту нужны права администратора, чтобы писать в канал",
    "ChatIdInvalidError": "такого чата нет",
    "ChatWriteForbiddenError": "боту нельзя писать в этот чат",
    "InputUserDeactivatedError": "учётная запись получателя удалена",
    "PeerIdInvalidError": "такого чата нет, или получатель ещё не писал боту",
    "SessionRevokedError": "сессия бота отозвана",
    "UserBannedInChannelError": "бот заблокирован в этом чате",
    "UserIsBlockedError": "получатель заблокировал бота",
    "UsernameInvalidError": "такого имени не бывает",
    "UsernameNotOccupiedError": "такого имени нет",
}


class Forgetful(StringSession):  # type: ignore[misc]  # Telethon has no types
    """A session that keeps none of the persons and chats that come by."""

    def process_entities(self, tlo: object) -> None:
        """Nobody is kept."""


class Client(TelegramClient):  # type: ignore[misc]  # Telethon has no types
    """Telethon that asks nothing by itself."""

    async def get_me(self, input_peer: bool = False) -> None:
        """Nobody: who the bot is matters to no message."""


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
            raise Transient(f"Telegram: нет связи или сбой площадки ({type(error).__name__})") from error
        except (errors.RPCError, errors.AuthKeyNotFound) as error:
            raise _refused(error) from error

    async def _sent(self, letter: Letter) -> str:
        client = self._client()
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
            return _numbered(address)
        if address not in self._found:
            self._gate.enter("contacts.resolveUsername")
            found = await client(functions.contacts.ResolveUsernameRequest(address[1:]))
            known = {chat.id: chat for chat in (*found.chats, *found.users)}
            number = getattr(found.peer, "channel_id", None) or getattr(found.peer, "user_id", None)
            self._found[address] = _input(known.get(number))
        return self._found[address]

    def _client(self) -> TelegramClient:
        try:
            kept = Forgetful(self._session)
        except (ValueError, struct.error) as error:
            raise Denied("Telegram: строка сессии бота не читается") from error
        return Client(
            kept,
            *self._api,
            connection=ConnectionTcpFull,
            base_logger=_quiet(),
            flood_sleep_threshold=0,
            raise_last_call_error=True,
            receive_updates=False,
            request_retries=1,
            connection_retries=1,
            retry_delay=1,
        )

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


def _numbered(address: str) -> Any:
    """A chat by its number. A bot may leave access_hash 0 for chats that it is in and for persons who wrote to it."""
    if address.startswith(CHANNEL_MARK) and address[1:].isdecimal():
        return types.InputPeerChannel(int(address.removeprefix(CHANNEL_MARK)), 0)
    if not address.removeprefix("-").isdecimal():
        raise Denied("Telegram: адрес должен быть номером чата или @именем")
    number = int(address)
    return types.InputPeerChat(-number) if number < 0 else types.InputPeerUser(number, 0)


def _input(found: Any) -> Any:
    if isinstance(found, types.Channel):
        return types.InputPeerChannel(found.id, found.access_hash or 0)
    if isinstance(found, types.User):
        return types.InputPeerUser(found.id, found.access_hash or 0)
    raise Denied("Telegram: такого имени нет")


def _number(answer: Any) -> str:
    """Telegram's number of the new message."""
    told = [answer, *getattr(answer, "updates", ())]
    kinds = (types.UpdateShortSentMessage, types.UpdateMessageID)
    return next((str(each.id) for each in told if isinstance(each, kinds)), "")


def _refused(error: Any) -> McuError:
    name = type(error).__name__
    if name in SAID:
        return Denied(f"Telegram: {SAID[name]}")
    if abs(getattr(error, "code", 0) or 0) >= 500:
        return Transient(f"Telegram: сбой площадки ({name})")
    return Poison(f"Telegram: извещение не принято ({name})")


def _quiet() -> logging.Logger:
    """Below errors Telethon tells what messages hold."""
    logger = logging.getLogger("telethon.mcu")
    logger.setLevel(logging.ERROR)
    return logger
