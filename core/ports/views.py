"""What the pages ask of the store: counts, places, finds. Reading only."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from core.cases import CaseQuery, Told
from core.counts import Count, Span, Words
from core.finding import Facets, PostPage, PostQuery
from core.flags import FlagQuery
from core.geo import Spot
from core.heaps import Entry, Heap
from core.incidents import Incident, IncidentQuery
from core.maps import MapQuery, Matter
from core.overview import Board, Days, Tally
from core.risk import Level
from core.scope import Scope

Counted = tuple[tuple[int, ...], tuple[int, ...]]
"""By local days, the last one today: of whole days, and of the same days up to this hour."""


class Daily(Protocol):
    """Counts by days, and what stands now."""

    def posts(self, scope: Scope, days: Days) -> Counted: ...
    def cards(self, scope: Scope, days: Days) -> Sequence[Tally]: ...
    def opened(self, scope: Scope, days: Days) -> Counted: ...
    def board(self, scope: Scope) -> Board: ...
    def waiting(self, scope: Scope) -> Mapping[Level, int]: ...
    def named(self, scope: Scope, ids: Sequence[int]) -> Mapping[int, Incident]: ...


class Spots(Protocol):
    """Incidents for the map."""

    def matters(self, scope: Scope, query: MapQuery) -> Sequence[Matter]: ...
    def heaps(self, scope: Scope, query: MapQuery) -> Sequence[Heap]: ...
    def worst(self, scope: Scope, query: MapQuery, most: int) -> Sequence[Entry]: ...
    def within(self, scope: Scope, query: MapQuery, heaps: Iterable[Heap]) -> Sequence[Entry]: ...
    def newest(self, scope: Scope, query: MapQuery, heaps: Iterable[Heap], limit: int) -> Sequence[int]: ...
    def named(self, scope: Scope, ids: Iterable[int]) -> Mapping[int, Matter]: ...


class Finds(Protocol):
    """The search over posts; facets of posts, cards and incidents."""

    def posts(self, scope: Scope, query: PostQuery) -> PostPage: ...
    def count(self, scope: Scope, query: PostQuery) -> int: ...
    def post_facets(self, scope: Scope, query: PostQuery) -> Facets: ...
    def card_facets(self, scope: Scope, query: FlagQuery) -> Facets: ...
    def incident_facets(self, scope: Scope, query: IncidentQuery) -> Facets: ...


class Cases(Protocol):
    """Incidents with all that was done about them."""

    def told(self, scope: Scope, query: CaseQuery) -> Sequence[Told]: ...


class Messages(Protocol):
    """Counts of messages over spans of time, and their texts."""

    def counts(self, scope: Scope, query: CaseQuery, spans: Sequence[Span]) -> Sequence[Count]: ...
    def words(self, scope: Scope, query: CaseQuery, limit: int) -> Sequence[Words]: ...


class Records(Protocol):
    """Records of «Инцидент менеджмент» and ПОС that are messages of their own: counts with their addresses, texts."""

    def counts(self, scope: Scope, query: CaseQuery, spans: Sequence[Span]) -> Sequence[tuple[str, Count]]: ...
    def words(self, scope: Scope, query: CaseQuery, limit: int) -> Sequence[Words]: ...


class Places(Protocol):
    """Where names of places point to, by the municipality's gazetteer, and what they are properly called; settlements
    for the map's ground; the dictionary forms of which names of streets and settlements are made."""

    def locate(self, name: str) -> Spot | None: ...
    def title(self, name: str) -> str: ...
    def towns(self) -> Sequence[Spot]: ...
    def streets(self) -> frozenset[str]: ...


class Nowhere:
    """No gazetteer: no name points anywhere."""

    def locate(self, name: str) -> Spot | None:
        """Nothing is known."""

    def title(self, name: str) -> str:
        """As it was written."""
        return name

    def towns(self) -> Sequence[Spot]:
        """Nothing is known."""
        return ()

    def streets(self) -> frozenset[str]:
        """Nothing is known."""
        return frozenset()


class Views(Protocol):
    """All that pages look at."""

    @property
    def cases(self) -> Cases: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def records(self) -> Records: ...
    @property
    def daily(self) -> Daily: ...
    @property
    def finds(self) -> Finds: ...
    @property
    def spots(self) -> Spots: ...
