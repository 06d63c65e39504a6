"""Listening to our own communities while the service runs: VK's events as a hint to read a wall now.

One thread a community, in one process of the installation: the others wait for its lease. What an event names is read
in the usual way at the next tick, so a lost event loses nothing and a repeated one does nothing twice.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from collectors.lease import StoredLease
from core import hinting
from core.errors import Denied, McuError, NotFound, Poison, Transient
from core.posts import READ_BY_ITSELF, Platform, Source
from runtime import platforms
from runtime.wiring import House

WAIT = 25
"""Seconds that VK keeps a question open where nothing happens; VK advises so many."""
IDLE = 5.0
"""Seconds to wait where VK closes an open question at once: it must not take the calls of those who read."""
AGAIN, LONG = timedelta(minutes=1), timedelta(minutes=10)
"""Between two tries after passing trouble, and after a refusal."""

log = structlog.get_logger("listening")


@dataclass
class Listener:
    """One community's events. `wait` is how long VK keeps a question open, in seconds."""

    house: House
    name: str
    token: str
    ended: threading.Event
    wait: int = WAIT
    idle: float = IDLE
    _ts: str = field(default="")

    def run(self) -> None:
        """Listen until the end; trouble is waited out."""
        while not self.ended.is_set():
            pause = self._tried()
            if pause:
                self.ended.wait(pause.total_seconds())

    def _tried(self) -> timedelta | None:
        """Listen while it goes well; how long to leave it alone then."""
        lease = StoredLease(self.house.store, self.house.scope, self.house.doing, patient=False)
        try:
            with lease.hold(f"vk-events:{self.name}") as still_ours:
                while not self.ended.is_set():
                    still_ours()
                    self._heard()
        except Transient as error:
            return max(error.wait or AGAIN, AGAIN)
        except (Denied, Poison, NotFound) as error:
            log.warning("listening.refused", source=self.name, error=type(error).__name__)
            return LONG
        return None

    def _heard(self) -> None:
        from collectors.vk import walls
        from collectors.vk.hints import LongPoll

        client, source = platforms.vk_client(self.house, self.token), self._source()
        owner = source.cursor.get("owner")
        owner = owner if isinstance(owner, int) else walls.owner(client, self.name)
        began = time.monotonic()
        poll = LongPoll(client, self.house.settings.vk_url)
        heard = poll.hear(-owner, self._ts, wait=self.wait, rounds=1)
        self._ts = heard.ts
        if heard.posts:
            with self.house.store.begin() as work:
                noted = hinting.hasten(work, self.house.scope, source.key, self.house.clock.now())
            log.info("listening.heard", source=str(source.key), posts=len(heard.posts), noted=noted)
        elif time.monotonic() - began < 1:
            self.ended.wait(self.idle)

    def _source(self) -> Source:
        """The wall that is read of this community. Raises NotFound where there is none."""
        with self.house.store.read() as work:
            known = work.sources.list(self.house.scope)
        own = (each for each in known if each.key.platform is Platform.VK and each.key.address.lower() == self.name)
        source = next((each for each in own if each.state in READ_BY_ITSELF), None)
        if source is None:
            raise NotFound(f"источника vk:{self.name} нет, или он не читается")
        return source


@contextmanager
def to_events(house: House, idle: float = IDLE) -> Iterator[None]:
    """Listen to all communities of the settings for the length of the block."""
    from collectors.vk.hints import tokens

    ended = threading.Event()
    try:
        known = tokens(house.settings.vk_community_tokens.get_secret_value())
    except McuError as error:
        log.warning("listening.settings", error=str(error))
        known = {}
    for name, token in known.items():
        listener = Listener(house, name, token, ended, idle=idle)
        # A daemon: a question may stay open for half a minute, and a stop must not wait for it.
        threading.Thread(target=listener.run, name=f"events-{name}", daemon=True).start()
    try:
        yield
    finally:
        ended.set()
