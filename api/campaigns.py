"""What the API gives and takes of campaigns: the calendar, notices, campaigns with tasks. Positions, never names."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

import profiles.titles
from api.answers import Out, ReasonOut
from api.orders import Id, Line
from api.questions import In
from core.campaigns import Campaign, Entry, Learnt, Notice, NoticeKind, State, Task, Verdict, message
from core.labels import Theme
from core.usecases.campaigns import Effect, Seasons


def _within(day: date) -> date:
    """A day of a century in which a campaign may be planned."""
    if not 2000 <= day.year <= 2100:
        raise PydanticCustomError("day_range", "a year from 2000 to 2100")
    return day


Day = Annotated[date, AfterValidator(_within)]


class TopicOut(Out):
    """A topic of the official classifier."""

    code: str = Field(examples=["housing-09"])
    title: str = Field(examples=["Начало или завершение отопительного сезона"])


class LearntOut(Out):
    """What the stored history says of a theme. Without two years nothing is: `weeks` and `times` are empty."""

    theme: Theme
    enough: bool = Field(description="Хватает ли истории: нужны два года, по 26 недель каждый.")
    years: int = Field(description="Сколько лет засчитано.")
    posts: int = Field(description="Сколько публикаций темы за ними стоит.")
    weeks: list[int] = Field(description="Недели года, в которые тема растёт.", examples=[[39, 40, 41]])
    times: list[float] = Field(description="Во сколько раз каждая из 52 недель выше средней недели своего года.")


class SeasonOut(Out):
    """A threat with its present or next season."""

    code: str = Field(examples=["flood"])
    title: str = Field(examples=["Паводок"])
    theme: Theme
    topics: list[TopicOut]
    weeks: list[int] = Field(description="Сезон по профилю, недели ISO: с какой по какую.", examples=[[12, 19]])
    starts: date = Field(description="Начало по профилю.")
    ends: date
    rises: date | None = Field(description="С какой недели тема растёт по истории; пусто — этого не видно.")
    begins: date = Field(description="Более раннее из двух начал.")
    remind: date = Field(description="День напоминания.")
    now: bool
    learnt: LearntOut

    @classmethod
    def shown(cls, entry: Entry, day: date) -> Self:
        """From an entry of the calendar."""
        threat, titles = entry.threat, profiles.titles.topics()
        return cls(
            code=threat.code,
            title=threat.title,
            theme=threat.theme,
            topics=[TopicOut(code=code, title=titles.get(code, "")) for code in threat.topics],
            weeks=list(threat.weeks),
            starts=entry.season.starts,
            ends=entry.season.ends,
            rises=entry.rises,
            begins=entry.begins,
            remind=entry.remind,
            now=entry.now(day),
            learnt=LearntOut.of(entry.learnt),
        )


class CalendarOut(Out):
    """The threats of the year, that which begins first at the head, and all themes that have posts."""

    day: date
    since: date | None = Field(description="Первый день истории; пусто — её нет.")
    seasons: list[SeasonOut]
    themes: list[LearntOut]

    @classmethod
    def shown(cls, found: Seasons) -> Self:
        """From the use case."""
        themes: list[Learnt] = sorted(found.learnt.values(), key=lambda learnt: learnt.theme)
        return cls(
            day=found.day,
            since=found.since,
            seasons=[SeasonOut.shown(entry, found.day) for entry in found.entries],
            themes=[LearntOut.of(each) for each in themes],
        )


class NoticeOut(Out):
    """«Нужна информационная кампания»: `id` is its number for ever, `message` what goes to the alert chat."""

    id: int
    kind: NoticeKind
    code: str
    title: str = Field(examples=["Паводок"])
    theme: Theme
    block: str
    at: datetime
    starts: date
    ends: date
    reasons: list[ReasonOut]
    incident_id: int | None
    verdict: Verdict
    decided_at: datetime | None
    decided_by: str
    campaign_id: int | None
    message: str

    @classmethod
    def shown(cls, notice: Notice) -> Self:
        """From the record."""
        own = {name: getattr(notice, name) for name in cls.model_fields if name not in ("reasons", "message")}
        return cls(**own, reasons=[ReasonOut.said(each) for each in notice.reasons], message=message(notice))


class NoticesOut(Out):
    """Notices in the order of their numbers."""

    notices: list[NoticeOut]


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


class NoticeVerdictIn(In):
    """Whether the campaign is planned; a refusal gives its reason."""

    accept: bool
    reason: Line = Field("", max_length=1000)


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
