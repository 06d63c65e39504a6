"""MAX's bot API through maxapi as raw JSON: async inside, sync outside. The words of the network end here."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from maxapi import Bot
from maxapi.client.default import DefaultConnectionProperties
from maxapi.connection.base import BaseConnection
from maxapi.enums.api_path import ApiPath
from maxapi.enums.http_method import HTTPMethod
from maxapi.exceptions.max import InvalidToken, MaxApiError, MaxConnection

from core.errors import Denied, McuError, Poison, Transient
from core.ports import Gate, Open
from core.troubles import trouble

PAGE = 100
"""The most that GET /messages gives at a time."""
URL = "https://platform-api2.max.ru"
LATER = timedelta(minutes=1)
_SAID = {403: "бот не состоит в этом чате или приостановлен", 404: "такого чата нет"}

Raw = dict[str, Any]


class MaxReader:
    """A bot that reads: its token, and the address of MAX or of its stand-in.

    Answers 502, 503, 504 and failed connections are tried again `retries` times; a call lasts at most `timeout`
    seconds each time. Every call raises Transient, Denied or Poison.
    """

    def __init__(
        self, token: str, *, url: str = URL, gate: Gate | None = None, timeout: float = 30, retries: int = 1
    ) -> None:
        self._token, self._url, self._gate = token, url, gate or Open()
        self._timeout, self._retries = timeout, retries

    @contextmanager
    def open(self) -> Iterator["Reading"]:
        """A connection for one pass."""
        with asyncio.Runner() as runner:
            bot = runner.run(self._bot())
            try:
                yield Reading(bot, runner, self._gate)
            finally:
                runner.run(bot.close_session())

    async def _bot(self) -> Bot:
        properties = DefaultConnectionProperties(
            timeout=self._timeout, max_retries=self._retries, retry_backoff_factor=0.3
        )
        bot = Bot(self._token, auto_requests=False, default_connection=properties)
        bot.set_api_url(self._url)
        return bot


class Reading:
    """An open connection."""

    def __init__(self, bot: Bot, runner: asyncio.Runner, gate: Gate) -> None:
        self._bot, self._runner, self._gate = bot, runner, gate

    def messages(self, chat: int, until: int | None = None) -> list[Raw]:
        """Up to `PAGE` messages of a chat published not after `until` (unix milliseconds), the newest first.

        MAX calls this bound `from`: its words go back in time.
        """
        bound = {} if until is None else {"from": until}
        return self._list({"chat_id": chat, "count": PAGE, **bound})

    def by_ids(self, ids: Sequence[str]) -> list[Raw]:
        """Those of the messages that still exist."""
        found: list[Raw] = []
        for start in range(0, len(ids), PAGE):
            found += self._list({"message_ids": ",".join(ids[start : start + PAGE]), "count": PAGE})
        return found

    def _list(self, parameters: dict[str, object]) -> list[Raw]:
        found = self._run("messages", self._asked(parameters)).get("messages")
        if not isinstance(found, list):
            raise Transient("МАКС: ответ не по правилам площадки", LATER)
        return [raw for raw in found if isinstance(raw, dict)]

    async def _asked(self, parameters: dict[str, object]) -> Raw:
        connection = BaseConnection()
        connection.bot = self._bot
        given = {**self._bot.params, **parameters}
        found = await connection.request(HTTPMethod.GET, ApiPath.MESSAGES, is_return_raw=True, params=given)
        return dict(found)

    def _run(self, method: str, work: Any) -> Raw:
        """Wait for it; maxapi's errors become ours."""
        try:
            self._gate.enter(method)
        except McuError:
            work.close()
            raise
        try:
            return self._runner.run(work)
        except InvalidToken as error:
            raise Denied("МАКС: ключ бота не принят: проверьте MCU_MAX_TOKEN") from error
        except MaxApiError as error:
            raise self._refused(method, int(error.code)) from error
        except (MaxConnection, TimeoutError, OSError) as error:
            raise Transient(f"МАКС: нет связи ({trouble(error)})", LATER) from error

    def _refused(self, method: str, status: int) -> McuError:
        if status == 429:
            self._gate.pause(method, LATER, "МАКС: слишком много запросов")
            return Transient("МАКС: слишком много запросов", LATER)
        if status >= 500 or status < 400:
            # maxapi calls an answer 200 that is no JSON an error, too.
            return Transient(f"МАКС: площадка не отвечает как должна (ответ {status})", LATER)
        if status in _SAID:
            return Denied(f"МАКС: {_SAID[status]}")
        return Poison(f"МАКС: запрос не принят (ответ {status})")
