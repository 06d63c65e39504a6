"""A MAX bot that sends, through maxapi. MAX has no idempotence: a message that may have arrived is looked for by its
number before it is sent again."""

import asyncio
from typing import Any

from maxapi import Bot
from maxapi.client.default import DefaultConnectionProperties
from maxapi.connection.base import BaseConnection
from maxapi.enums.api_path import ApiPath
from maxapi.enums.http_method import HTTPMethod
from maxapi.exceptions.max import InvalidToken, MaxApiError, MaxConnection

from core.alerts import Letter, Unsure
from core.errors import Denied, McuError, Poison, Transient
from core.ports import Gate, Open

URL = "https://platform-api2.max.ru"
LOOKED = 100
"""Messages of the chat in which one is looked for; the most that GET /messages gives."""
PERSON = "user:"
SAID = {403: "бот не состоит в этом чате или приостановлен", 404: "такого чата нет"}


class MaxSender:
    """Fulfils `core.ports.Sender` and `Finder`. The address is a chat's number, or `user:NUMBER` of a person."""

    def __init__(self, token: str, *, url: str = URL, gate: Gate | None = None, timeout: float = 20) -> None:
        self._token, self._url, self._gate, self._timeout = token, url, gate or Open(), timeout

    def send(self, letter: Letter) -> str:
        """Send it; gives MAX's number of the message. Raises Transient, Unsure, Denied or Poison."""
        told = self._ask(HTTPMethod.POST, _place(letter), {"text": letter.text, "attachments": []})
        message = told.get("message")
        body = message.get("body") if isinstance(message, dict) else None
        return str(body.get("mid", "")) if isinstance(body, dict) else ""

    def sees(self, letter: Letter) -> bool:
        """Whether its chat can be looked into: a private talk cannot."""
        return "chat_id" in _place(letter)

    def find(self, letter: Letter) -> str | None:
        """MAX's number of the message if it stands in the chat already."""
        for raw in self._ask(HTTPMethod.GET, {**_place(letter), "count": LOOKED}).get("messages") or []:
            body = raw.get("body") if isinstance(raw, dict) else None
            if isinstance(body, dict) and str(body.get("text", "")).rstrip().endswith(f" {letter.number}"):
                return str(body.get("mid", ""))
        return None

    def _ask(self, method: HTTPMethod, place: dict[str, int], body: dict[str, Any] | None = None) -> dict[str, Any]:
        if not self._token:
            raise Denied("МАКС: не задан ключ бота (MCU_ALERT_MAX_TOKEN)")
        self._gate.enter("messages")
        try:
            return asyncio.run(self._asked(method, place, body))
        except InvalidToken as error:
            raise Denied("МАКС: ключ бота не принят: проверьте MCU_ALERT_MAX_TOKEN") from error
        except MaxApiError as error:
            raise _refused(int(error.code)) from error
        except MaxConnection as error:
            # What was never connected was never sent; all else may have arrived.
            unreached = "Connector" in type(error.__cause__).__name__
            raise (Transient("МАКС: нет связи") if unreached else _lost()) from error
        except (TimeoutError, OSError) as error:
            raise _lost() from error

    async def _asked(self, method: HTTPMethod, place: dict[str, int], body: dict[str, Any] | None) -> dict[str, Any]:
        # No tries of its own: each of them could be a message more.
        bot = Bot(
            self._token,
            auto_requests=False,
            default_connection=DefaultConnectionProperties(timeout=self._timeout, max_retries=0),
        )
        bot.set_api_url(self._url)
        connection = BaseConnection()
        connection.bot = bot
        given = {"json": body} if body is not None else {}
        try:
            found = await connection.request(
                method, ApiPath.MESSAGES, is_return_raw=True, params={**bot.params, **place}, **given
            )
        finally:
            await bot.close_session()
        return dict(found)


def _place(letter: Letter) -> dict[str, int]:
    name, kind = letter.address.removeprefix(PERSON), "user_id" if letter.address.startswith(PERSON) else "chat_id"
    try:
        return {kind: int(name)}
    except ValueError:
        raise Denied("МАКС: адрес должен быть номером чата или user:НОМЕР") from None


def _lost() -> Unsure:
    return Unsure("МАКС: связь прервалась, дошло ли извещение, неизвестно")


def _refused(status: int) -> McuError:
    if status == 429:
        return Transient("МАКС: слишком много запросов")
    if status >= 500 or status < 400:
        return Unsure(f"МАКС: площадка не отвечает как должна (ответ {status})")
    if status in SAID:
        return Denied(f"МАКС: {SAID[status]}")
    return Poison(f"МАКС: извещение не принято (ответ {status})")
