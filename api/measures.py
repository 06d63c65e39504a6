"""What the API gives and takes of measures. Positions, never names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import Field

from api.answers import Out
from api.campaigns import Day
from api.orders import Id, Line
from api.questions import In
from core import measures as rules
from core.measures import Measure, Origin, State


class MeasureOut(Out):
    """A measure. Its ETag is `"id-revision"`; `late`: it was executed after its day, or its day has passed;
    `mirrored`: it follows a task of minutes or of a campaign and is changed there."""

    id: int
    revision: int
    what: str = Field(examples=["Восстановить освещение на улице Луговой"])
    block: str
    position: str
    due: date | None
    origin: Origin
    state: State
    late: bool
    proof: str
    incident_id: int | None
    roadmap_id: int | None
    made_at: datetime
    made_by: str
    moved_at: datetime | None
    moved_by: str
    mirrored: bool

    @classmethod
    def seen(cls, measure: Measure, at: datetime, zone: str, mask: Callable[[str], str]) -> "MeasureOut":
        """From the record, as it stands at a moment; texts masked."""
        here = ZoneInfo(zone)
        late = rules.late(measure, at.astimezone(here).date(), here)
        shown = replace(measure, what=mask(measure.what), proof=mask(measure.proof))
        named = {name: getattr(shown, name) for name in cls.model_fields if name != "late"}
        return cls(**named, late=late)


class MeasuresOut(Out):
    """Measures, the earliest day first."""

    measures: list[MeasureOut]


class MeasureIn(In):
    """A measure and the position that answers for it. A name has no field."""

    what: Line = Field(min_length=1, max_length=1000, examples=["Восстановить освещение на улице Луговой"])
    block: Line = Field(min_length=1, max_length=64, examples=["communal"])
    position: Line = Field("", max_length=400, examples=["Начальник отдела ЖКХ"])
    due: Day | None = None
    origin: Origin = Origin.HAND
    incident: Id | None = None
    roadmap: Id | None = None

    def measure(self, at: datetime) -> Measure:
        """As a record."""
        origin = Origin.ROADMAP if self.roadmap else self.origin
        made = Measure(0, self.what, self.block, at, self.position, self.due, origin)
        return replace(made, incident_id=self.incident, roadmap_id=self.roadmap)


class MeasureMoveIn(In):
    """Another state; `proof` says by what it is seen, or why it is dropped."""

    to: State = Field(examples=["done"])
    proof: Line = Field("", max_length=2000, examples=["Акт от 12 ноября, https://vk.com/wall-1_2"])
