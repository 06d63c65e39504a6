"""What the API gives of a municipality's own figures, and of those of a region."""

from datetime import date, datetime

from pydantic import Field

from api.answers import Out
from core.labels import Theme
from core.overview import Pace
from core.region import State
from core.risk import Level


class MeasureOut(Out):
    """A count of today, of the whole of yesterday, of the seven days before today; how today compares."""

    today: int
    yesterday: int
    week: int
    pace: Pace


class StormOut(Out):
    """A theme that many speak of at once."""

    theme: Theme
    level: Level
    since: datetime
    fading: bool


class ContentOut(Out):
    """Replies of residents under answers."""

    glad: int
    sad: int
    answered: int
    share: int | None = Field(description="Доля довольных, %.")


class StatedOut(Out):
    """An indicator of this year."""

    code: str
    plan: float | None
    fact: float | None
    reached: bool | None


class AskedOut(Out):
    """Requests of the ЦУР that wait for an answer."""

    open: int
    late: int
    next: date | None


class SummaryOut(Out):
    """The figures of one municipality. What the caller may not see is null or empty."""

    profile: str = Field(examples=["batetsky"])
    title: str
    at: datetime
    population: int
    posts: MeasureOut | None
    opened: MeasureOut
    matters: dict[Level, int] = Field(description="Открытые инциденты по уровню, кроме рисков.")
    risks: dict[Level, int] = Field(description="Открытые информационные риски по уровню.")
    overdue: int
    near: int
    stormy: int
    storms: list[StormOut]
    content: ContentOut
    indicators: list[StatedOut]
    asked: AskedOut | None


class ToldOut(Out):
    """One municipality of a region; without `summary` it is not seen, and `said` tells why."""

    profile: str
    door: str = Field(description="Адрес страниц муниципалитета.")
    state: State
    said: str
    summary: SummaryOut | None


class RegionOut(Out):
    """All municipalities that gave a key, what burns most first."""

    at: datetime
    municipalities: list[ToldOut]
