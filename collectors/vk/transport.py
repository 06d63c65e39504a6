"""How requests to VK travel: to which address, how often, how long, and how many times."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

AGAIN = (500, 502, 503, 504)


class Towards(HTTPAdapter):
    """Sends what is meant for https://api.vk.ru to a base address, with a timeout and bounded retries.

    Only reading methods are called, so a POST may be repeated.
    """

    def __init__(self, base: str, *, timeout: float, retries: int, backoff: float) -> None:
        self._base, self._timeout = base.rstrip("/"), timeout
        again = Retry(
            total=retries,
            status_forcelist=AGAIN,
            allowed_methods=None,
            backoff_factor=backoff,
            backoff_jitter=backoff,
            raise_on_status=False,
            respect_retry_after_header=False,
        )
        super().__init__(max_retries=again)

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send the request to the base address; the path stays."""
        parts = urlsplit(request.url or "")
        request.url = f"{self._base}{parts.path}{f'?{parts.query}' if parts.query else ''}"
        options["timeout"] = options.get("timeout") or self._timeout
        return super().send(request, *args, **options)


def session(base: str, *, timeout: float, retries: int, backoff: float) -> requests.Session:
    """A session that reaches one address only: no proxy of the environment, no redirect that takes the token along."""
    made = requests.Session()
    made.trust_env, made.max_redirects = False, 0
    made.headers["User-Agent"] = "mcu-monitor"
    towards = Towards(base, timeout=timeout, retries=retries, backoff=backoff)
    made.mount("https://", towards)
    made.mount("http://", towards)
    return made


class Throttle:
    """At most `rate` calls a second, evenly: VK answers the fourth with error 6."""

    def __init__(self, rate: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._gap, self._clock, self._sleep = 1 / rate, clock, sleep
        self._next = clock()

    def wait(self) -> None:
        """Return when the next call may be made."""
        early = self._next - self._clock()
        if early > 0:
            self._sleep(early)
        self._next = max(self._next, self._clock()) + self._gap
