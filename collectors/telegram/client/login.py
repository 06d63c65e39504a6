"""The first login of an account: phone, code, password of the second step. What comes of it is a session's text."""

import asyncio
import struct
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from telethon import errors

from collectors.telegram.client import reader
from collectors.telegram.client.line import Line
from collectors.telegram.errors import Mistyped
from core.errors import Denied, Poison
from core.ports import Open

MISTYPED: Mapping[type[Exception], str] = {
    errors.PhoneCodeInvalidError: "код не подошёл",
    errors.PhoneCodeEmptyError: "код пуст",
    errors.PasswordHashInvalidError: "пароль не подошёл",
}
REFUSED: Mapping[type[Exception], str] = {
    errors.PhoneCodeExpiredError: "код устарел, начните вход снова",
    errors.PhoneNumberInvalidError: "номер телефона не принят",
    errors.PhoneNumberBannedError: "номер телефона заблокирован площадкой",
    errors.PhoneNumberUnoccupiedError: "по этому номеру нет учётной записи: заведите её в приложении Telegram",
    errors.PhoneNumberFloodError: "кодов запрошено слишком много, попробуйте завтра",
    errors.PhonePasswordFloodError: "входов было слишком много, попробуйте завтра",
}


class Login:
    """Logs an account in. `session` may be the text of a session to begin with: it names its own server."""

    def __init__(
        self, api_id: int, api_hash: str, session: str = "", *, retries: int = 2, pause: float = 1, deadline: float = 60
    ) -> None:
        self._api = (api_id, api_hash)
        self._session, self._retries, self._pause, self._deadline = session, retries, pause, deadline

    @contextmanager
    def open(self) -> Iterator["Talk"]:
        """A connection. Raises Denied for a session that cannot be read, Transient without a network."""
        try:
            kept = reader.Forgetful(self._session)
        except (ValueError, struct.error) as error:
            raise Denied("Telegram: строка сессии не читается") from error
        with asyncio.Runner() as runner:
            telethon = reader.client(kept, *self._api, retries=self._retries, pause=self._pause)
            line = Line(telethon, runner, Open(), deadline=self._deadline, patience=0, retries=0)
            try:
                reader.connect(line)
                yield Talk(line)
            finally:
                reader.close(line)


class Talk:
    """One login. Each step raises Mistyped for what may be entered again, Denied for what ends it."""

    def __init__(self, line: Line) -> None:
        self._line, self._phone = line, ""

    def done(self) -> bool:
        """Whether the session is in force already."""
        return bool(self._said(self._line.client.is_user_authorized()))

    def send(self, phone: str) -> None:
        """Have a code sent to the account."""
        self._phone = phone
        self._said(self._line.client.send_code_request(phone))

    def code(self, code: str) -> bool:
        """Enter the code; False if the password of the second step is wanted, too."""
        return bool(self._said(_entered(self._line.client.sign_in(self._phone, code or " "))))

    def password(self, password: str) -> None:
        """Enter the password of the second step."""
        self._said(self._line.client.sign_in(self._phone, password=password or " "))

    def session(self) -> str:
        """The session's text: whoever has it reads all that the account may read."""
        return str(self._line.client.session.save())

    def _said(self, work: Coroutine[Any, Any, Any]) -> Any:
        try:
            return self._line.run(_told(work))
        except Poison as error:
            raise Denied(str(error)) from error


async def _entered(work: Coroutine[Any, Any, Any]) -> bool:
    try:
        await _told(work)
    except errors.SessionPasswordNeededError:
        return False
    return True


async def _told(work: Coroutine[Any, Any, Any]) -> Any:
    """What Telegram says of a code or a password, in our words."""
    try:
        return await work
    except tuple(MISTYPED) as error:
        raise Mistyped(f"Telegram: {MISTYPED[type(error)]}") from error
    except tuple(REFUSED) as error:
        raise Denied(f"Telegram: {REFUSED[type(error)]}") from error
