"""How long a connection may take to say what it wants: who drips headers byte by byte would hold it for ever."""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_WITHIN = 10.0
"""Seconds from a connection, or from the end of the last answer, to the end of the headers."""


class Patient(H11Protocol):
    """uvicorn's protocol over h11 that leaves whose headers do not come in time."""

    within = HEADERS_WITHIN
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait."""
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        """Wait on while no whole request has come."""
        super().data_received(data)
        self._expect()

    def on_response_complete(self) -> None:
        """The next request of the connection has as long."""
        super().on_response_complete()
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop()
        super().connection_lost(exc)

    def _expect(self) -> None:
        cycle = cast(Any, self.cycle)
        if cycle is not None and not cycle.response_complete:
            self._stop()
        elif self._late is None:
            self._late = self.loop.call_later(self.within, self._leave)

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _leave(self) -> None:
        self._late = None
        if not self.transport.is_closing():
            self.transport.close()
