"""A bound on what a request may carry, before anything reads it; and the headers of every answer."""

from collections.abc import Callable, Mapping

import anyio
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import BODY_MOST, TOO_LARGE, document

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
HEADERS = [
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-permitted-cross-domain-policies", b"none"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"),
]
KEPT_SECRET = (b"strict-transport-security", b"max-age=31536000")
"""Where the door is HTTPS: a browser that was here once comes by HTTPS only."""
UNKEPT = (b"cache-control", b"no-store")
"""What says nothing of keeping is kept by no browser and no proxy: answers hold residents' words."""
NUL = "в адресе нулевой байт"
HEADERS_MOST = 32_768
"""Bytes of a request's headers together. The server bounds what it has not yet read to an end, which is less strict."""
BODY_WITHIN = 60.0
"""Seconds in which a body must have come."""


def _headers(origin: str) -> list[tuple[bytes, bytes]]:
    allowed = CSP.replace("img-src 'self'", f"img-src 'self' {origin}").encode()
    return [(name, allowed if name == b"content-security-policy" else value) for name, value in HEADERS]


TABLES = frozenset({"/exchange", "/api/v1/exchange/im/imports", "/api/v1/exchange/pos/imports"})
"""Paths that take a table: only there a body may be larger than a text."""
TABLE_MOST = 100_000_000
"""Bytes of a packed table: 100,000 rows of 25 columns are about 20 MB."""


class TooLarge(HTTPException):
    """The body went over its bound while it was read. An HTTPException, because only that passes the framework."""

    def __init__(self) -> None:
        super().__init__(413)


class Guard:
    """ASGI middleware: refuses a body over `BODY_MOST` (by its length, or while it streams), adds the headers."""

    def __init__(
        self,
        app: ASGIApp,
        pictures: Mapping[str, str] | None = None,
        note: Callable[[int], None] = lambda status: None,
        *,
        secure: bool = False,
        refusal: Callable[[Scope], ASGIApp | None] = lambda scope: None,
    ) -> None:
        """`pictures`: paths of pages -> the foreign origin from which they may take pictures. `note` is told the status
        of every answer; `refusal` gives the page that a browser is shown for an address with a NUL."""
        self._refusal = refusal
        self._note, self._more = note, [KEPT_SECRET] if secure else []
        self.app, self.headers = app, {path: _headers(origin) for path, origin in (pictures or {}).items() if origin}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, bounded."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._note(message["status"])
                given = list(message.get("headers", []))
                own = [*self.headers.get(scope["path"], HEADERS), *self._more]
                unsaid = [] if any(name.lower() == UNKEPT[0] for name, _ in given) else [UNKEPT]
                message = {**message, "headers": [*given, *own, *unsaid]}
            await send(message)

        if b"\x00" in scope["path"].encode() or b"%00" in scope["query_string"]:
            shown = self._refusal(scope) or document(400, NUL)
            await shown(scope, receive, sending)
            return
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADERS_MOST:
            await document(431, "заголовки запроса слишком длинны")(scope, receive, sending)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        most = TABLE_MOST if scope["path"] in TABLES else BODY_MOST
        if not declared.isdigit() or int(declared) > most:
            await _refuse(scope, receive, sending, most)
            return
        await self.app(scope, _bounded(receive, most), sending)


class TooSlow(HTTPException):
    """The body did not come in time."""

    def __init__(self) -> None:
        super().__init__(408)


def _bounded(receive: Receive, most: int, within: float = BODY_WITHIN) -> Receive:
    read, whole, end = 0, False, anyio.current_time() + within

    async def receiving() -> Message:
        nonlocal read, whole
        if whole:
            # What comes now is the end of the connection, for which a long answer may wait.
            return await receive()
        try:
            with anyio.fail_after(max(0.0, end - anyio.current_time())):
                message = await receive()
        except TimeoutError:
            raise TooSlow from None
        read += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if read > most:
            raise TooLarge
        return message

    return receiving


async def _refuse(scope: Scope, receive: Receive, send: Send, most: int) -> None:
    told = TOO_LARGE if most == BODY_MOST else f"таблица больше {most // 1_000_000} МБ"
    await document(413, told, headers={"Connection": "close"})(scope, receive, send)
