"""Several calls in one: VK's `execute` runs a little program of ours, up to 25 calls, and counts as one call a second.

A service token may not use it; that is learnt from the first refusal and kept in the gate for a day, so that no worker
tries again. A batch that fails is no loss: what was not answered is asked plainly, one by one.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from collectors.vk.client import VkClient
from collectors.vk.errors import NO_EXECUTE
from core.errors import Poison, Transient

MOST = 25
"""Calls that VK runs in one `execute`."""
EXECUTE, DAY = "execute", timedelta(days=1)
REFUSED = "ключ доступа не допускает execute: читаем обычными вызовами"


def program(method: str, wanted: Sequence[Mapping[str, object]]) -> str:
    """VKScript that calls a method with each of the parameters.

    >>> program("wall.get", [{"owner_id": -1}, {"owner_id": -2}])
    'return [API.wall.get({"owner_id":-1}),API.wall.get({"owner_id":-2})];'
    """
    calls = (f"API.{method}({json.dumps(values, separators=(',', ':'))})" for values in wanted)
    return f"return [{','.join(calls)}];"


class Batches:
    """Asks in batches as long as the token allows it."""

    def __init__(self, client: VkClient) -> None:
        self._client, self._allowed = client, True

    def ask(self, method: str, wanted: Sequence[Mapping[str, object]]) -> list[Any]:
        """What VK answers to each of up to 25 calls of a method; None where it must be asked plainly."""
        nothing = [None] * len(wanted)
        if not self._allowed or not 1 < len(wanted) <= MOST:
            return nothing
        answers = self._answers(program(method, wanted))
        fits = isinstance(answers, list) and len(answers) == len(wanted)
        return [answer or None for answer in answers] if fits else nothing

    def allowed(self) -> bool:
        """Whether the token may use `execute`, as far as is known."""
        return self._allowed

    def _answers(self, code: str) -> Any:
        try:
            answers = self._client.call(EXECUTE, {"code": code}, shut=NO_EXECUTE)
        except (Transient, Poison):
            return None  # plain calls say what is the matter, if it is more than the size of this batch
        if answers is None:
            self._allowed = False
            self._client.pause(EXECUTE, DAY, REFUSED)
        return answers
