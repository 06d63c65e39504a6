"""What the rules ask of the world: the present moment, and a model that reads texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.labels import Assessment, Subject


class Clock(Protocol):
    """The present moment, aware UTC."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Unassessed:
    """A post's current version that the model has not seen, with its thread's texts."""

    post_id: int
    version_id: int
    subject: Subject


@dataclass(frozen=True, slots=True)
class Share:
    """One of `of` parts of what waits, told apart by the numbers of the posts; parts have no post in common."""

    number: int
    of: int


WHOLE = Share(0, 1)


class Assessor(Protocol):
    """Texts in, assessments out, in the same order; the result never depends on the batch."""

    @property
    def version(self) -> str:
        """Name of the model version, e.g. `base-2026.11.21-1a2b3c`."""
        ...

    def assess(self, subjects: Sequence[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]: ...
