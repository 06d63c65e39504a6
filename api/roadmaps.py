"""What the API gives and takes of causes and road maps. Positions, never names."""

from datetime import date, datetime

from pydantic import Field

from api.answers import Out
from api.campaigns import Day
from api.measures import MeasureOut
from api.orders import Line
from api.questions import In
from core.labels import Theme
from core.roadmaps import RoadMap


class CauseOut(Out):
    """A cluster of like texts: the words that tell it, quotes (masked), the incidents."""

    words: list[str] = Field(examples=[["котельная", "батарея"]])
    size: int
    quotes: list[str]
    incidents: list[int]


class CausesOut(Out):
    """The largest clusters; `texts` is of how many texts they were made."""

    texts: int
    causes: list[CauseOut]


class FactorOut(Out):
    """A theme within a territory that stands out: messages by week, the last one the latest; `mean` of those before."""

    theme: Theme
    territory: str
    weeks: list[int]
    mean: float


class FactorsOut(Out):
    """Growth factors of the last whole week."""

    week: str = Field(examples=["2026-W46"])
    factors: list[FactorOut]


class BeforeAfterOut(Out):
    """Messages of the theme and territory in so many days before it began, and in as many last ones since."""

    before: int
    after: int
    days: int
    sure: bool


class RoadMapOut(Out):
    """A road map with its measures. Its ETag is `"id-revision"`."""

    id: int
    revision: int
    title: str
    theme: Theme
    cause: str
    block: str
    territory: str
    starts: date
    ends: date
    made_at: datetime
    made_by: str
    ended_at: datetime | None
    result: str
    measures: list[MeasureOut] = Field(default_factory=list)
    effect: BeforeAfterOut | None = None


class RoadMapsOut(Out):
    """Road maps, the latest beginning first."""

    roadmaps: list[RoadMapOut]


class RoadMapIn(In):
    """A road map; its measures are entered as measures of it."""

    title: Line = Field(min_length=1, max_length=300, examples=["Освещение сельских улиц"])
    theme: Theme
    starts: Day
    ends: Day
    cause: Line = Field("", max_length=1000, examples=["лампы служат меньше срока"])
    block: Line = Field("", max_length=64, description="Пусто — блок темы.")
    territory: Line = Field("", max_length=64)

    def roadmap(self, at: datetime) -> RoadMap:
        """As a record."""
        return RoadMap(
            0, self.title, self.theme, self.starts, self.ends, at, self.cause, self.block, self.territory
        )  # fmt: skip


class EndIn(In):
    """What came of it."""

    result: Line = Field(min_length=1, max_length=2000)
