"""What masks persons in an installation's texts: names of its own places and bodies stay."""

import re
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

from core.ports import Clock
from core.profile import Profile
from core.scope import Scope
from nlp.gazetteer.owned import owned
from nlp.masks import Masker
from store.gazetteer import Stamp
from store.ledger import Store

LOOKED = timedelta(minutes=1)
"""How often the store is asked whether the gazetteer changed."""
QUOTED = re.compile(r"«([^«»]{3,60})»")


class Masking:
    """Masks a text (`nlp.masks.mask`). Threads may share it."""

    def __init__(self, store: Store, scope: Scope, profile: Profile, clock: Clock) -> None:
        self._store, self._scope, self._profile, self._clock = store, scope, profile, clock
        self._lock = threading.Lock()
        self._looked: datetime | None = None
        self._stamp: Stamp | None = None
        self._masker = Masker()

    def __call__(self, text: str) -> str:
        """The text without persons."""
        return self.now()(text)

    def now(self) -> Masker:
        """The same as it stands, for another process."""
        with self._lock:
            now = self._clock.now()
            if self._looked is None or not timedelta() <= now - self._looked < LOOKED:
                self._look()
                self._looked = now
            return self._masker

    def _look(self) -> None:
        with self._store.read() as work:
            stamp = work.places.stamp(self._scope)
            if stamp == self._stamp:
                return
            entries = work.places.entries(self._scope)
        names = [name for entry in entries for name in (entry.name, *entry.aliases)]
        self._stamp, self._masker = stamp, Masker(owned([*names, *bodies(self._profile)]))


def bodies(profile: Profile) -> Iterator[str]:
    """Names in quotes of those who answer: «Яснотепло»."""
    for block in profile.blocks:
        for position in (block.head, *block.recipients):
            yield from QUOTED.findall(position)
