"""What the rules ask of the store about labels, a challenger's opinions and drift; and of the shelf of models."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from core.labels import Assessment, Theme
from core.learning import Example, Label
from core.learning.choosing import Candidate
from core.learning.drift import Cell, Seen
from core.learning.shadow import Pair
from core.ports.models import Unassessed
from core.posts import PostKey
from core.scope import Scope
from core.shelf import Shelf


class Labels(Protocol):
    """People's judgements of texts: reviews of cards, and those of the page «Разметка» and of files."""

    def examples(self, scope: Scope) -> list[Example]: ...
    def example(self, scope: Scope, post_id: int) -> Example: ...
    def some(self, scope: Scope, ids: Sequence[int]) -> list[Example]: ...
    def named(self, scope: Scope, names: Sequence[tuple[PostKey, int]]) -> list[Example]: ...
    def add(self, scope: Scope, given: Sequence[tuple[Example, Label]]) -> int: ...
    def candidates(self, scope: Scope, since: datetime, limit: int) -> list[Candidate]: ...
    def published(self, scope: Scope, since: datetime, until: datetime) -> list[int]: ...
    def themes(self, scope: Scope) -> Mapping[Theme, int]: ...


class Drifts(Protocol):
    """What is counted of a week for drift, and the weeks that were counted."""

    def seen(self, scope: Scope, since: datetime, until: datetime) -> list[tuple[Seen, str]]: ...
    def save(self, scope: Scope, cells: Sequence[Cell]) -> None: ...
    def cells(self, scope: Scope, since: date, until: date | None = None) -> list[Cell]: ...


class Shadows(Protocol):
    """A challenger's opinions, which no card is made of."""

    def pending(self, scope: Scope, model: str, since: datetime, limit: int) -> list[Unassessed]: ...
    def save(self, scope: Scope, made: Sequence[tuple[Unassessed, Assessment]], at: datetime) -> int: ...
    def pairs(self, scope: Scope, model: str, since: datetime, limit: int) -> list[Pair]: ...


class Shelves(Protocol):
    """The register of models as it stands."""

    def state(self) -> Shelf: ...
