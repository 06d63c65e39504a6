"""A mail server as the settings name it."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from core.errors import BadSettings

PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}


@dataclass(frozen=True, slots=True)
class Relay:
    """A mail server as the settings name it. `smtp+tls` asks for STARTTLS and goes no further without it."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""


def relay_of(address: str) -> Relay:
    """`smtp://user:password@host:port`, `smtps://…` or `smtp+tls://…`. Raises BadSettings."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadSettings("MCU_ALERT_SMTP: нужен адрес smtp://, smtps:// или smtp+tls://хост:порт")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Relay(parts.scheme, parts.hostname, port or PORTS[parts.scheme], user, password)
