"""VK's API as raw JSON, through vk_api with a token only. The words of the network end here."""

import random
import time
from collections.abc import Callable, Container, Mapping
from datetime import timedelta
from typing import Any

import jconfig
import requests
import vk_api

from collectors.vk.errors import FATES, FLOOD, LATER, PAUSES, from_code
from collectors.vk.transport import Throttle, session
from core.errors import Transient
from core.ports import Gate, Open
from core.troubles import trouble

API_VERSION = "5.199"
FIRST_BACKOFF = 0.4
"""Seconds: after error 6 the n-th pause is this, doubled n times, give or take a half by chance."""
NO_CODES: frozenset[int] = frozenset()


class _Api(vk_api.VkApi):  # type: ignore[misc]  # vk_api has no types
    """vk_api without its own handlers: it repeats error 6 by recursion, without end, and waits for a person at 14."""

    RPS_DELAY = 0

    def __init__(self, token: str, http: requests.Session) -> None:
        super().__init__(token=token, session=http, api_version=API_VERSION, config=jconfig.MemoryConfig)
        self.error_handlers: dict[int, object] = {}


class VkClient:
    """Takes a service, user or community token; `url` is the address of VK or of its stand-in.

    The `gate` counts the calls of the whole installation and keeps the pauses that VK asks for. Beside it `rate` calls
    a second of this client, `timeout` seconds each, `retries` after a failed connection or an answer 5xx with pauses
    that begin at `backoff` seconds, `floods` after error 6. Every call raises Transient, Denied or Poison
    (collectors.vk.errors).
    """

    def __init__(
        self,
        token: str,
        *,
        url: str = "https://api.vk.ru",
        rate: float = 3,
        timeout: float = 20,
        retries: int = 3,
        backoff: float = 0.5,
        floods: int = 4,
        gate: Gate | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        http = session(url, timeout=timeout, retries=retries, backoff=backoff)
        self._api, self._gate = _Api(token, http), gate or Open()
        self._throttle = Throttle(rate, clock, sleep)
        self._floods, self._sleep, self._chance = floods, sleep, chance

    def call(self, method: str, values: Mapping[str, object], *, shut: Container[int] = NO_CODES) -> Any:
        """What VK answers to a reading method; None where it answers one of the error codes `shut`."""
        flooded = 0
        while True:
            self._gate.enter(method)
            self._throttle.wait()
            try:
                return self._sent(method, values)
            except vk_api.ApiError as error:
                if error.code in shut:
                    return None
                self._refused(method, error, flooded)
                flooded += 1

    def pause(self, method: str, wait: timedelta, reason: str) -> None:
        """Leave a method alone for so long, in the whole installation."""
        self._gate.pause(method, wait, reason)

    def _refused(self, method: str, error: Any, flooded: int) -> None:
        """Wait after a flood, but not for ever; else raise what the code means."""
        if error.code == FLOOD and flooded < self._floods:
            seconds = FIRST_BACKOFF * 2**flooded * (0.5 + self._chance())
            self._gate.pause(method, timedelta(seconds=seconds), FATES[FLOOD].text)
            self._sleep(seconds)
            return
        if error.code in PAUSES:
            self._gate.pause(method, PAUSES[error.code], FATES[error.code].text)
        raise from_code(error.code) from error

    def _sent(self, method: str, values: Mapping[str, object]) -> Any:
        """The answer, whatever it is; errors of VK itself stay those of vk_api."""
        try:
            return self._api.method(method, dict(values), raw=True)["response"]
        except vk_api.ApiHttpError as error:
            raise Transient(f"ВКонтакте: ответ {error.response.status_code}", LATER) from error
        except requests.exceptions.JSONDecodeError as error:
            raise Transient("ВКонтакте: ответ не JSON (заглушка провайдера или сбой)", LATER) from error
        except requests.exceptions.RequestException as error:
            raise Transient(f"ВКонтакте: нет связи ({trouble(error)})", LATER) from error
        except (KeyError, TypeError, AttributeError) as error:
            raise Transient("ВКонтакте: ответ не по правилам площадки", LATER) from error
