"""What the pages ask of the store: counts, places, finds. Reading only."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from core.incidents import Incident
from core.overview import Board, Days, Tally
from core.scope import Scope

Counted = tuple[tuple[int, ...], tuple[int, ...]]
"""By local days, the last one today: of whole days, and of the same days up to this hour."""


class Daily(Protocol):
    """Counts by days, and what stands now."""

    def posts(self, scope: Scope, days: Days) -> Counted: ...
    def cards(self, scope: Scope, days: Days) -> Sequence[Tally]: ...
    def opened(self, scope: Scope, days: Days) -> Counted: ...
    def board(self, scope: Scope) -> Board: ...
    def named(self, scope: Scope, ids: Sequence[int]) -> Mapping[int, Incident]: ...


class Views(Protocol):
    """All that pages look at."""

    @property
    def daily(self) -> Daily: ...
