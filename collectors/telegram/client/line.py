"""One request at a time over an open connection: through the gate, within a deadline, errors by their fate."""

import asyncio
import struct
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from telethon import TelegramClient, errors

from collectors.telegram.errors import Unreadable, from_name, passing
from core.errors import McuError, Transient
from core.ports import Gate

FLOODS = (errors.FloodWaitError, errors.FloodPremiumWaitError, errors.SlowModeWaitError)
"""FloodPremiumWaitError is no subclass of FloodWaitError."""

BROKEN = (errors.ServerError, errors.TimedOutError, OSError, TimeoutError, asyncio.IncompleteReadError)
GARBAGE = (errors.TypeNotFoundError, struct.error, BufferError)
"""An answer that holds what this version of Telethon has no words for."""


class Line:
    """Asks. A flood of up to `patience` seconds is waited for here, and the request made again; the gate counts both.

    `retries` is how often a request is made again after trouble on Telegram's side or a short flood.
    """

    def __init__(
        self,
        client: TelegramClient,
        runner: asyncio.Runner,
        gate: Gate,
        *,
        deadline: float,
        patience: int,
        retries: int,
    ) -> None:
        self.client, self._runner, self._gate = client, runner, gate
        self._deadline, self._patience, self._retries = deadline, patience, retries

    def ask(self, request: Any) -> Any:
        """Telegram's answer. Raises Transient, Denied, Poison; Unreadable for an answer that cannot be read."""
        method = named(request)
        for left in range(self._retries, -1, -1):
            self._gate.enter(method)
            try:
                return self._tried(self.client(request))
            except FLOODS as flood:
                self._flooded(method, flood, again=left > 0)
            except Transient:
                if not left:
                    raise
        raise passing(method)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Wait for what is no request of ours: a connection, a login. Telethon's errors become ours."""
        try:
            return self._tried(work)
        except FLOODS as flood:
            raise from_name(type(flood).__name__, "", flood.seconds) from flood

    def _tried(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Wait for it; Telethon's errors become ours, but for floods."""
        try:
            return self._runner.run(asyncio.wait_for(work, self._deadline))
        except FLOODS:
            raise
        except BROKEN as error:
            raise passing(type(error).__name__) from error
        except asyncio.CancelledError as error:  # Telethon drops what it was asked for when it gives up reconnecting
            raise passing("связь прервана") from error
        except errors.RPCError as error:
            raise _refused(error) from error
        except (errors.AuthKeyNotFound, errors.InvalidBufferError) as error:
            raise from_name(type(error).__name__, "", None) from error
        except GARBAGE as error:
            number = getattr(error, "invalid_constructor_id", None)
            # What remains of the answer stands in Telethon's words: names and texts, not for a log.
            raise Unreadable(f"{number:08x}" if isinstance(number, int) else type(error).__name__) from None

    def enter(self, method: str) -> None:
        """Count a call of something that the gate knows by a name of ours."""
        self._gate.enter(method)

    def _flooded(self, method: str, flood: Any, *, again: bool) -> None:
        """The gate is told of every flood: it is of the method, for all processes, and outlives a restart."""
        told = from_name(type(flood).__name__, "", flood.seconds)
        self._gate.pause(method, timedelta(seconds=flood.seconds), str(told))
        if flood.seconds > self._patience or not again:
            raise told from flood
        self._runner.run(asyncio.sleep(flood.seconds))


def named(request: object) -> str:
    """A request's name as Telegram's documentation has it: messages.getHistory."""
    kind = type(request)
    name = kind.__name__.removesuffix("Request")
    return f"{kind.__module__.rpartition('.')[2]}.{name[0].lower()}{name[1:]}"


def _refused(error: errors.RPCError) -> McuError:
    """A refusal by Telegram; what it calls 5xx without a class of its own passes."""
    name = type(error).__name__
    return passing(name) if abs(error.code or 0) >= 500 else from_name(name, str(error), None)
