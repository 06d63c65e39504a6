"""What the API gives and takes of registers and of the audit of official pages. Positions, never names."""

from datetime import date, datetime
from typing import Self

from pydantic import Field

from api.answers import Out
from api.campaigns import Day
from api.orders import Line
from api.questions import In
from core.pages import Audit, Level, Outcome, Page, Planned, Sample, advice
from core.registers import Entry, Kind, Task, TaskState


class MinuteTaskOut(Out):
    """A task of minutes: what, block, position, due, state, proof."""

    id: int
    what: str = Field(examples=["Провести ямочный ремонт на улице Полевой"])
    block: str
    position: str
    due: date | None
    state: TaskState
    proof: str
    sent_at: datetime | None


class EntryOut(Out):
    """An entry of a register. Its ETag is `"id-revision"`."""

    id: int
    revision: int
    kind: Kind
    title: str
    day: date
    state: str
    body: dict[str, str | int]
    made_at: datetime
    made_by: str
    moved_at: datetime
    tasks: list[MinuteTaskOut] = Field([])

    @classmethod
    def whole(cls, entry: Entry, tasks: list[Task]) -> Self:
        """From the records."""
        names = cls.model_fields.keys() - {"tasks", "body"}
        told = {name: getattr(entry, name) for name in names}
        return cls(**told, body=dict(entry.body), tasks=[MinuteTaskOut.of(each) for each in tasks])


class EntriesOut(Out):
    """Entries of a register, the latest day first."""

    entries: list[EntryOut]


class AgendaOut(Out):
    """Points of the next meeting's agenda: a draft."""

    points: list[str]


class EntryIn(In):
    """A new entry; `body` holds the fields of the register."""

    title: Line = Field(min_length=1, max_length=1000, examples=["Где быть скверу"])
    day: Day
    state: Line = Field("", max_length=16)
    body: dict[str, str | int] = Field({})


class EntryChangeIn(In):
    """What is to be changed; what is not given stays."""

    title: Line = Field("", max_length=1000)
    day: Day | None = None
    state: Line = Field("", max_length=16)
    body: dict[str, str | int] = Field({})


class MinuteTaskIn(In):
    """A task and the position that answers for it."""

    what: Line = Field(min_length=1, max_length=1000)
    block: Line = Field("", max_length=64)
    position: Line = Field("", max_length=400)
    due: Day | None = None

    def task(self) -> Task:
        """As a record."""
        return Task(self.what, self.block, self.position, self.due)


class TaskMoveIn(In):
    """Another state; what is done is proved, what is dropped has its reason."""

    to: TaskState
    proof: Line = Field("", max_length=2000)


class PageOut(Out):
    """An official page; nulls were not looked at by a person yet."""

    id: int
    revision: int
    source: str = Field(examples=["vk:yasnobor_adm"])
    organisation: str
    block: str
    mark: bool | None
    widgets: int | None
    design: int | None
    note: str
    checked_at: datetime | None

    @classmethod
    def told(cls, page: Page) -> Self:
        """From the record."""
        names = cls.model_fields.keys() - {"source"}
        return cls(source=str(page.source), **{name: getattr(page, name) for name in names})


class PagesOut(Out):
    """The register of official pages."""

    pages: list[PageOut]


class PageIn(In):
    """A page of a known source, or what a person has seen of it."""

    source: Line = Field(min_length=3, max_length=1000, examples=["vk:yasnobor_adm"])
    organisation: Line = Field(min_length=1, max_length=500)
    block: Line = Field("", max_length=64)
    mark: bool | None = None
    widgets: int | None = Field(None, ge=0, le=2)
    design: int | None = Field(None, ge=0, le=100)
    note: Line = Field("", max_length=2000)


class SampleIn(In):
    """Obligatory content: known by its text, its tag or the page that it is passed on from."""

    level: Level
    title: Line = Field(min_length=1, max_length=500)
    starts: Day
    ends: Day
    text: str = Field("", max_length=20_000)
    tag: Line = Field("", max_length=100)
    origin: Line = Field("", max_length=200)

    def sample(self) -> Sample:
        """As a record."""
        return Sample(self.level, self.title, self.starts, self.ends, self.text, self.tag, self.origin)


class SampleOut(Out):
    """A sample."""

    id: int
    level: Level
    title: str
    starts: date
    ends: date
    text: str
    tag: str
    origin: str


class SamplesOut(Out):
    """Samples, the latest first."""

    samples: list[SampleOut]


class PlannedOut(Out):
    """An item of the content plan: `day` planned, `came` out (null: not found), `outcome` done, late, absent, ahead
    (not due yet) or unseen (the page was not collected then); `by_hand`: noted in the register."""

    entry_id: int
    title: str
    day: date
    outcome: Outcome
    came: date | None
    post_id: int | None
    by_hand: bool

    @classmethod
    def told(cls, one: Planned) -> Self:
        """From the record."""
        plain = {name: getattr(one, name) for name in ("outcome", "came", "post_id", "by_hand")}
        return cls(entry_id=one.entry.id, title=one.entry.title, day=one.entry.day, **plain)


class AuditOut(Out):
    """The figures of a page: `weeks` posts of each whole week, `silent` the longest run of days without a post, shares
    0–1, `answer_hours` the median. Days before `seen_from` were not collected and are not judged."""

    page: PageOut
    since: date
    until: date
    seen_from: date | None
    posts: int
    a_week: float | None
    weeks: list[int]
    silent: int
    quiet_days: int
    obligatory_share: float | None
    placed: list[str]
    missing: list[str]
    questions: int
    answered: int
    answer_hours: float | None
    plan: list[PlannedOut]
    advice: list[str]

    @classmethod
    def told(cls, one: Audit) -> Self:
        """From the record."""
        plain = ("since", "until", "seen_from", "posts", "a_week", "silent", "quiet_days", "questions", "answered")
        return cls(
            **{name: getattr(one, name) for name in plain},
            page=PageOut.told(one.page),
            weeks=list(one.weeks),
            obligatory_share=one.share,
            placed=[each.title for each in one.placed],
            missing=[each.title for each in one.missing],
            answer_hours=None if one.answer is None else round(one.answer.total_seconds() / 3600, 2),
            plan=[PlannedOut.told(each) for each in one.plan],
            advice=list(advice(one)),
        )


class StrayOut(Out):
    """An item of the content plan whose page is in no register."""

    id: int
    day: date
    title: str
    page: str

    @classmethod
    def told(cls, entry: Entry) -> Self:
        """The item by its entry."""
        return cls(id=entry.id, day=entry.day, title=entry.title, page=entry.text("page"))


class AuditsOut(Out):
    """The audit of all pages; `strays` belong to none of them."""

    audits: list[AuditOut]
    strays: list[StrayOut] = Field([])
