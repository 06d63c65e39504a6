"""A signed request to a system of the centre's own: JSON, a timestamp, an idempotency key.

A receiver checks the signature (`signing.verify`) and takes each `Idempotency-Key` once: then nothing is doubled,
however often we send.
"""

import json
from collections.abc import Callable
from datetime import timedelta

import requests

from alerts.signing import KEY, SIGNATURE, STAMP, sign
from core.alerts import Letter
from core.errors import Denied, McuError, Poison, Transient
from core.ports import Clock
from core.troubles import trouble

TIMEOUT = (5.0, 15.0)
"""Seconds to connect, and to the answer."""
DENIED = {
    401: "подпись не принята",
    403: "приём запрещён",
    404: "такого адреса нет",
    405: "адрес не принимает POST",
    410: "адреса больше нет",
}
PASSING = frozenset({408, 409, 425, 429})


def free(http: requests.Session) -> None:
    """Any address may be reached."""


class WebhookSender:
    """Fulfils `core.ports.Sender`. The address of a letter is the receiver's."""

    def __init__(
        self,
        secret: str,
        clock: Clock,
        timeout: tuple[float, float] = TIMEOUT,
        bind: Callable[[requests.Session], None] = free,
    ) -> None:
        """`bind` keeps a session from addresses that it must not reach (Denied)."""
        self._secret, self._clock, self._timeout, self._bind = secret, clock, timeout, bind

    def send(self, letter: Letter) -> str:
        """Post it. Raises Transient, Denied or Poison; any answer 2xx is a receipt."""
        if not self._secret:
            raise Denied("вебхук: не задан секрет подписи (MCU_ALERT_WEBHOOK_SECRET)")
        body = json.dumps(letter.payload, ensure_ascii=False, sort_keys=True).encode()
        stamp = str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            KEY: letter.key,
            STAMP: stamp,
            SIGNATURE: sign(self._secret, stamp, letter.key, body),
        }
        with requests.Session() as http:
            http.trust_env = False
            self._bind(http)
            try:
                found = http.post(
                    letter.address,
                    data=body,
                    headers=headers,
                    timeout=self._timeout,
                    allow_redirects=False,
                    stream=True,
                )
            except Denied as error:
                raise Denied(
                    "вебхук: адрес лежит во внутренней сети и не назван в MCU_ALERT_WEBHOOK_INTERNAL"
                ) from error
            except (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema) as error:
                raise Denied("вебхук: это не адрес") from error
            except requests.exceptions.InvalidSchema as error:
                raise Denied("вебхук: нужен адрес http:// или https://") from error
            except requests.RequestException as error:
                raise Transient(f"вебхук: нет связи ({trouble(error)})") from error
            with found:
                return _answered(found)


def _answered(found: requests.Response) -> str:
    if 200 <= found.status_code < 300:
        return str(found.status_code)
    raise refused(found.status_code, found.headers.get("Retry-After", ""))


def refused(status: int, wait: str = "") -> McuError:
    """The error of an answer, by its fate."""
    if status in PASSING or status >= 500:
        # An hour at most: what asks for more is looked at again anyway.
        asked = timedelta(seconds=min(int(wait), 3600)) if wait.isdecimal() else None
        return Transient(f"вебхук: приёмник не готов (ответ {status})", asked)
    if status in DENIED:
        return Denied(f"вебхук: {DENIED[status]} (ответ {status})")
    return Poison(f"вебхук: приёмник не принял извещение (ответ {status})")
