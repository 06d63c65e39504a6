"""One question to the program of a municipality: what it counts of itself, by the key that it gave.

Nothing of the person who looks travels: no header, no parameter, no name. A redirection is not followed, for the key
would go with it; an answer is read so long and so far, whatever is at the other end.
"""

import time
from collections.abc import Callable

import requests

from core.errors import Denied, McuError, Poison, Transient
from core.troubles import trouble

PATH = "/api/v1/summary"
TIMEOUT = (3.0, 8.0)
"""Seconds to connect, and between two pieces of the answer."""
LASTS, LARGEST, PIECE = 12.0, 256 * 1024, 16 * 1024
"""Seconds and bytes of a whole answer at most."""
REFUSALS = {
    401: "доступ отозван или истёк",
    403: "ключ не даёт права на сводку",
    404: "по этому адресу нет сводки: другая программа или старая версия",
    429: "слишком частые запросы",
}


def fetch(address: str, key: str, clock: Callable[[], float] = time.monotonic) -> bytes:
    """The raw answer. Raises Denied where the municipality refuses, Transient where it is away, Poison for what is no
    answer of ours."""
    headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
    with requests.Session() as http:
        # No proxy and no .netrc of the environment: the key goes where the list says and nowhere else.
        http.trust_env = False
        try:
            url = address.rstrip("/") + PATH
            with http.get(url, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True) as found:
                if found.status_code != requests.codes.ok:
                    raise refused(found.status_code)
                return _body(found, clock)
        except (requests.RequestException, UnicodeError) as error:
            raise Transient(f"не отвечает: {trouble(error)}") from error


def _body(found: requests.Response, clock: Callable[[], float]) -> bytes:
    body, ends = bytearray(), clock() + LASTS
    for piece in found.iter_content(PIECE):
        body += piece
        if len(body) > LARGEST:
            raise Poison("ответ слишком велик")
        if clock() > ends:
            raise Transient("не отвечает: ответ идёт слишком долго")
    return bytes(body)


def refused(status: int) -> McuError:
    """The error of an answer, by its fate."""
    if status in (401, 403):
        return Denied(REFUSALS[status])
    if status == 429 or status >= 500:
        return Transient(REFUSALS.get(status, f"не отвечает: сбой у муниципалитета (ответ {status})"))
    return Poison(REFUSALS.get(status, f"отвечает не сводкой (ответ {status})"))
