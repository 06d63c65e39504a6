"""Where names of places point to, for the map: the gazetteer of the store, read anew when it changed."""

import threading
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from core.geo import Entry, Rank, Spot
from core.labels import Place
from core.ports import Clock
from core.scope import Scope
from nlp.gazetteer import Gazetteer, spots, title
from nlp.lemmas import form
from nlp.normalise import normalise
from nlp.tokens import words
from store.gazetteer import Stamp
from store.ledger import Store

LOOKED = timedelta(minutes=1)
"""How often the store is asked whether the gazetteer changed."""
KEPT = 50_000
LINES = frozenset({Rank.STREET, Rank.SETTLEMENT})


class StoredPlaces:
    """Fulfils `core.ports.Places`. Each name is looked for once: threads may share it."""

    def __init__(self, store: Store, scope: Scope, clock: Clock) -> None:
        self._store, self._scope, self._clock = store, scope, clock
        self._lock = threading.Lock()
        self._looked: datetime | None = None
        self._stamp: Stamp | None = None
        self._gazetteer = Gazetteer(())
        self._towns: tuple[Spot, ...] = ()
        self._known: dict[str, Spot | None] = {}
        self._titles: dict[str, str] = {}
        self._streets: frozenset[str] = frozenset()

    def locate(self, name: str) -> Spot | None:
        """Where a place lies, None where the gazetteer does not know or cannot tell."""
        with self._lock:
            self._refresh()
            if name not in self._known:
                if len(self._known) >= KEPT:
                    self._known.clear()
                self._known[name] = spots([Place(name, 0, len(name), 1.0)], self._gazetteer)[0]
            return self._known[name]

    def title(self, name: str) -> str:
        """The proper name of a place as a list says it; empty stays empty."""
        with self._lock:
            self._refresh()
            if name and name not in self._titles:
                if len(self._titles) >= KEPT:
                    self._titles.clear()
                self._titles[name] = title(name, self._gazetteer)
            return self._titles[name] if name else ""

    def towns(self) -> Sequence[Spot]:
        """Settlements with their points."""
        with self._lock:
            self._refresh()
            return self._towns

    def streets(self) -> frozenset[str]:
        """Dictionary forms of the words of which names of streets and settlements are made."""
        with self._lock:
            self._refresh()
            return self._streets

    def _refresh(self) -> None:
        now = self._clock.now()
        if self._looked is not None and timedelta() <= now - self._looked < LOOKED:
            return
        with self._store.read() as work:
            stamp = work.places.stamp(self._scope)
            entries = work.places.entries(self._scope) if stamp != self._stamp else None
        self._looked = now
        if entries is None:
            return
        self._stamp, self._known, self._titles, self._gazetteer = stamp, {}, {}, Gazetteer(entries)
        self._streets = _words(entries)
        towns = [entry for entry in entries if entry.rank is Rank.SETTLEMENT and entry.point]
        self._towns = tuple(Spot(entry.point.lat, entry.point.lon, entry.name, 1.0) for entry in towns if entry.point)


def _words(entries: Iterable[Entry]) -> frozenset[str]:
    """Of the names and aliases of streets and settlements."""
    names = {name for entry in entries if entry.rank in LINES for name in (entry.name, *entry.aliases)}
    return frozenset(form(word).lemma for name in names for word in words(normalise(name)))
