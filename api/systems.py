"""What the API tells of a system's period. Shares are 0–1, spans are seconds."""

from datetime import datetime
from typing import Self

from pydantic import Field

from api.answers import Out
from core.exchange import System
from core.exchange.summing import Summary
from core.exchange.worked import Worked
from core.weekly.comparing import Change


class WorkedOut(Out):
    """Numbers of some records; `kept` of the `timed` ones were in time, `good` of the `marked` ones bear 4 or 5."""

    received: int
    finished: int
    open: int
    late: int
    timed: int
    kept: int
    marked: int
    good: int
    appeals: int
    again: int
    fast: int
    took: float | None = Field(examples=[190000.0])

    @classmethod
    def told(cls, found: Worked) -> Self:
        """From the record."""
        own = {name: getattr(found, name) for name in cls.model_fields.keys() - {"took"}}
        return cls(**own, took=found.took.total_seconds() if found.took is not None else None)


class BodyOut(Out):
    """A body; `rated` is null where it has too few records for a place."""

    title: str
    worked: WorkedOut
    rated: float | None


class SubjectOut(Out):
    """A subject in the system's own words; `growth` is null where there was nothing before."""

    title: str
    now: int
    before: int
    share: float
    growth: float | None

    @classmethod
    def told(cls, title: str, found: Change) -> Self:
        """From the record."""
        return cls(title=title, now=found.now, before=found.before, share=found.share, growth=found.growth)


class SummaryCauseOut(Out):
    """Records of a grown subject that speak of one thing."""

    subject: str
    words: tuple[str, ...]
    size: int
    numbers: tuple[str, ...]


class SummaryOut(Out):
    """A system's month as of `at`, against as many days before it; `earlier` are older records still open; `own` rows
    bear the centre's own numbers and are counted nowhere else."""

    system: System
    at: datetime
    now: WorkedOut
    before: WorkedOut
    earlier: int
    linked: int
    own: int
    bodies: list[BodyOut]
    subjects: list[SubjectOut]
    grown: list[SubjectOut]
    causes: list[SummaryCauseOut]

    @classmethod
    def told(cls, found: Summary) -> Self:
        """From the record."""
        return cls(
            system=found.system,
            at=found.at,
            now=WorkedOut.told(found.now),
            before=WorkedOut.told(found.before),
            earlier=found.earlier,
            linked=found.linked,
            own=found.own,
            bodies=[
                BodyOut(title=each.title, worked=WorkedOut.told(each.worked), rated=each.rated) for each in found.bodies
            ],
            subjects=[SubjectOut.told(*each) for each in found.subjects],
            grown=[SubjectOut.told(*each) for each in found.grown],
            causes=[SummaryCauseOut.of(each) for each in found.causes],
        )
