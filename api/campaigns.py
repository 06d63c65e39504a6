"""What the API gives and takes of campaigns and their tasks. Positions, never names."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from api.answers import Out
from api.notices import NoticeOut
from api.orders import Id, Line
from api.questions import In
from core.campaigns import Campaign, State, Task
from core.labels import Theme
from core.usecases.campaigns import Effect


def _within(day: date) -> date:
    """A day of a century in which a campaign may be planned."""
    if not 2000 <= day.year <= 2100:
        raise PydanticCustomError("day_range", "a year from 2000 to 2100")
    return day


Day = Annotated[date, AfterValidator(_within)]


class TaskOut(Out):
    """A task; open where `done_at` is empty."""

    id: int
    title: str = Field(examples=["Подготовить памятку"])
    position: str = Field(examples=["Начальник отдела ЖКХ"])
    due: date | None
    done_at: datetime | None
    done_by: str


class CampaignBrief(Out):
    """A campaign in a list. Its ETag is `"id-revision"`."""

    id: int
    revision: int
    code: str
    title: str
    theme: Theme
    block: str
    state: State
    starts: date
    ends: date
    made_at: datetime
    made_by: str
    moved_at: datetime
    reason: str
    result: str
    incident_id: int | None
    notice_id: int | None
    tasks: list[TaskOut]


class CampaignsOut(Out):
    """Campaigns, the latest beginning first."""

    campaigns: list[CampaignBrief]


class EffectOut(Out):
    """Incidents of the theme opened in the days of the campaign so far, and in as many days before it."""

    during: int
    before: int
    days: int


class CampaignOut(CampaignBrief):
    """A campaign with the incidents of its theme."""

    effect: EffectOut

    @classmethod
    def whole(cls, campaign: Campaign, seen: Effect) -> Self:
        """From the records."""
        return cls(**CampaignBrief.of(campaign).model_dump(), effect=EffectOut.of(seen))


class NoticeVerdictOut(Out):
    """The notice as decided, and the campaign that came of it."""

    notice: NoticeOut
    campaign: CampaignOut | None


class TaskIn(In):
    """A task and the position that answers for it. A name has no field."""

    title: Line = Field(min_length=1, max_length=500, examples=["Подготовить памятку"])
    position: Line = Field("", max_length=400, examples=["Начальник отдела ЖКХ"])
    due: Day | None = None

    def task(self) -> Task:
        """As a record."""
        return Task(self.title, self.position, self.due)


class DoneIn(In):
    """Whether a task is done."""

    done: bool


class CampaignIn(In):
    """A campaign of one's own; `code` is that of a threat of the profile, `incident` a storm that it answers."""

    title: Line = Field(min_length=1, max_length=300, examples=["Не выходите на лёд"])
    theme: Theme = Field(examples=["safety"])
    starts: Day
    ends: Day
    code: Line = Field("", max_length=64)
    reason: Line = Field("", max_length=1000)
    incident: Id | None = None
    tasks: list[TaskIn] = Field([], max_length=50)

    def campaign(self, at: datetime) -> Campaign:
        """As a record."""
        return Campaign(
            0,
            self.title,
            self.theme,
            self.starts,
            self.ends,
            at,
            at,
            code=self.code,
            reason=self.reason,
            incident_id=self.incident,
            tasks=tuple(task.task() for task in self.tasks),
        )


class CampaignMoveIn(In):
    """Another state; the end says what came of it."""

    to: State = Field(examples=["running"])
    text: Line = Field("", max_length=2000)
