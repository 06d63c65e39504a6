"""A mail server on loopback that keeps what it takes."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """`letters` came, in order; `refuse` (an answer such as "451 later") is said to the next recipients, `drop` so many
    letters are taken and the connection is closed before a word of it; `before_answering` is told how many came, before
    the last of them is answered."""

    letters: list[EmailMessage] = field(default_factory=list)
    refuse: list[str] = field(default_factory=list)
    drop: int = 0
    before_answering: Callable[[int], None] = lambda count: None

    def __enter__(self) -> "Mailbox":
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """As MCU_ALERT_SMTP names it."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse:
            return self.refuse.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> Any:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.letters.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        self.before_answering(len(self.letters))
        if self.drop:
            self.drop -= 1
            server.transport.abort()
        return "250 OK"
