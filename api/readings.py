"""Who read residents' words as they were written: noted in the journal before the answer leaves.

Routes take their reading function from `api.routes.texts.reader`; that notes here what it gave out. A reading that
cannot be noted is not given: the answer is then a refusal that says when to come again.
"""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import document
from api.services import Services
from core.errors import Transient
from core.scope import Scope as Caller

READ = "texts.read"
POSTS = "/posts/"
"""Addresses under it hold the platform's own id of a post: of that a digest is kept."""
MOST_IDS = 1000


@dataclass
class Reading:
    """What one request gave out unmasked: to whom, how many texts, of which things."""

    who: Caller | None = None
    texts: int = 0
    things: dict[str, set[int]] = field(default_factory=dict)

    def of(self, who: Caller, things: Mapping[str, Iterable[int]]) -> None:
        """Note who reads, and which things by their ids."""
        self.who = who
        for kind, ids in things.items():
            self.things.setdefault(kind, set()).update(ids)

    def read(self, text: str) -> str:
        """The text itself, counted."""
        self.texts += bool(text)
        return text

    def detail(self) -> dict[str, object]:
        """For the journal."""
        return {"texts": self.texts} | {kind: sorted(ids)[:MOST_IDS] for kind, ids in self.things.items() if ids}


NOW: ContextVar[Reading | None] = ContextVar("reading", default=None)
"""That of the request at hand; routes in threads see the same one."""


class Noted:
    """ASGI middleware: writes what a request read before its answer begins."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app, self._services = app, services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; a refusal takes the place of an answer whose reading could not be noted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        reading, refused = Reading(), False
        mark = NOW.set(reading)

        async def sending(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and reading.texts:
                refused = not await run_in_threadpool(self._note, reading, scope["path"])
                if refused:
                    detail = "журнал сейчас не записывается, поэтому тексты без масок не показаны"
                    await document(503, detail, headers={"Retry-After": "5"})(scope, receive, send)
            if not refused:
                await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            NOW.reset(mark)

    def _note(self, reading: Reading, path: str) -> bool:
        assert reading.who is not None
        ledger, at = self._services.ledger, self._services.clock.now()
        try:
            with ledger.begin() as work:
                before, posts, key = path.partition(POSTS)
                subject = f"{before}{posts}" + (ledger.keyed(key) if posts else "")
                work.journal.write(reading.who, READ, subject, reading.detail(), at)
        except Transient:
            return False
        return True
