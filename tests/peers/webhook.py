"""A receiver of webhooks on loopback, as docs/ru/алерт-чат.md asks for: it checks the signature and takes each key
once."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from alerts.signing import KEY, verify
from tests.peers.pages import Pages, Reply


class Receiver:
    """`taken` are the payloads by key, `came` how often each key came, `forged` the requests that were not ours;
    `before_answering` is told how many came, before the last of them is answered."""

    def __init__(self, secret: str = "секрет") -> None:
        self.secret = secret
        self.taken: dict[str, dict[str, Any]] = {}
        self.came: dict[str, int] = {}
        self.forged = 0
        self.before_answering: Callable[[int], None] = lambda count: None
        self.pages = Pages(lambda path, headers: Reply(405))
        self.pages.taking = self._take
        self.url = f"{self.pages.url}/alerts"

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *error: object) -> None:
        self.pages.close()

    def _take(self, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        if not verify(self.secret, headers, body, datetime.now(UTC)):
            self.forged += 1
            return Reply(401)
        key = headers[KEY]
        self.came[key] = self.came.get(key, 0) + 1
        self.taken.setdefault(key, json.loads(body))
        self.before_answering(sum(self.came.values()))
        return Reply(204)
