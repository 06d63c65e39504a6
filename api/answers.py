"""What the API gives. Texts are masked unless the caller may read them as written; authors never appear."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from core.flags import Flag, FlagStatus
from core.labels import Assessment, Kind, Sign, Theme
from core.posts import History, Platform, Post, PostKind, Version
from core.reasons import Reason, say
from core.risk import Level

Mask = Callable[[str], str]


class Out(BaseModel):
    """An answer, read from a record's fields of the same names."""

    model_config = ConfigDict(frozen=True, from_attributes=True, validate_by_name=True, validate_by_alias=True)

    @classmethod
    def of(cls, record: object) -> Self:
        """From a record."""
        return cls.model_validate(record)


T = TypeVar("T", Post, Version)


def masked(record: T, mask: Mask) -> T:
    """A record with its text as the caller may read it."""
    return replace(record, text=mask(record.text))


class KeyOut(Out):
    """A post's key."""

    platform: Platform
    source: str = Field(examples=["yasnobor_adm"])
    message: str = Field(examples=["1201"])


class GuessOut(Out):
    """A theme with its probability."""

    code: Theme
    p: float = Field(ge=0, le=1)


class PlaceOut(Out):
    """A place named in the text, with its offsets there."""

    text: str = Field(examples=["ул. Кирпичная, 9"])
    start: int
    end: int
    confidence: float


class WhyOut(Out):
    """A word that moved a decision, and by how much."""

    part: str = Field(examples=["theme:housing"])
    term: str = Field(examples=["отопление"])
    weight: float = Field(examples=[1.27])


class AssessmentOut(Out):
    """What the model says of a text."""

    theme: Theme
    themes: list[GuessOut]
    kind: Kind
    kind_p: float
    solvable: float
    neg: int
    neg_score: float
    risk: int
    risk_score: float
    flags: dict[Sign, float] = Field(validation_alias="signs")
    places: list[PlaceOut]
    why: list[WhyOut]
    abstain: bool
    model: str


class PartOut(Out):
    """Points of one named part of the score."""

    name: str = Field(examples=["reach"])
    points: float
    most: int


class ReasonOut(Out):
    """A reason, as a code and as a Russian phrase."""

    code: str = Field(examples=["repeated"])
    weight: float
    text: str = Field(examples=["та же тема и то же место уже 3 раза за период"])

    @classmethod
    def said(cls, reason: Reason) -> Self:
        """From a reason."""
        return cls(code=reason.code, weight=reason.weight, text=say(reason))


class CountersOut(Out):
    """Counters at one moment."""

    at: datetime
    views: int | None
    likes: int | None
    reposts: int | None
    replies: int | None
    reactions: dict[str, int]


class FlagOut(Out):
    """A card of the queue. Its ETag is `"id-revision"`."""

    id: int
    revision: int
    key: KeyOut
    url: str | None
    source_title: str
    kind: PostKind
    published: datetime
    deleted: datetime | None
    text: str
    thread_text: str
    theme: Theme
    level: Level
    score: int = Field(ge=0, le=100)
    parts: list[PartOut]
    reasons: list[ReasonOut]
    block: str
    place: str
    status: FlagStatus
    raised_at: datetime
    decided_at: datetime | None
    decided_by: str
    decision: str
    labels: dict[str, Any]
    versions: int
    counters: CountersOut | None
    assessment: AssessmentOut

    @classmethod
    def shown(cls, flag: Flag, mask: Mask) -> Self:
        """From the record."""
        key = flag.post.key
        return cls(
            id=flag.id,
            revision=flag.revision,
            key=KeyOut.of(key),
            url=flag.post.url,
            source_title=flag.source_title,
            kind=flag.post.kind,
            published=flag.post.published,
            deleted=flag.post.deleted,
            text=mask(flag.post.text),
            thread_text=mask(flag.thread_text),
            theme=flag.theme,
            level=flag.risk.level,
            score=flag.risk.score,
            parts=[PartOut.of(part) for part in flag.risk.parts],
            reasons=[ReasonOut.said(reason) for reason in flag.reasons],
            block=flag.block,
            place=flag.place,
            status=flag.status,
            raised_at=flag.raised_at,
            decided_at=flag.decided_at,
            decided_by=flag.decided_by,
            decision=mask(flag.decision),
            labels=dict(flag.labels),
            versions=flag.versions,
            counters=CountersOut.of(flag.counters) if flag.counters else None,
            assessment=AssessmentOut.of(flag.assessment),
        )


class FlagsOut(Out):
    """A page of the queue, most dangerous first."""

    flags: list[FlagOut]
    total: int
    next: str | None = Field(description="Курсор следующей страницы.")


class VersionOut(Out):
    """A text that a post had."""

    number: int
    text: str
    seen: datetime
    edited: datetime | None


class NeighbourOut(Out):
    """Another post of the same thread."""

    key: KeyOut
    kind: PostKind
    published: datetime
    deleted: datetime | None
    by_source: bool
    parent: str | None
    text: str


class PostOut(Out):
    """A post with its versions, counters, thread, assessment and card."""

    key: KeyOut
    kind: PostKind
    published: datetime
    deleted: datetime | None
    url: str | None
    thread: str | None
    parent: str | None
    versions: list[VersionOut]
    counters: list[CountersOut]
    around: list[NeighbourOut]
    assessment: AssessmentOut | None
    flag: FlagOut | None

    @classmethod
    def shown(
        cls, history: History, around: list[Post], said: Assessment | None, flag: Flag | None, mask: Mask
    ) -> Self:
        """From the records."""
        post, key = history.post, history.post.key
        return cls(
            key=KeyOut.of(key),
            kind=post.kind,
            published=post.published,
            deleted=history.deleted,
            url=post.url,
            thread=post.thread,
            parent=post.parent,
            versions=[VersionOut.of(masked(each, mask)) for each in history.versions],
            counters=[CountersOut.of(point) for point in history.counters],
            around=[NeighbourOut.of(masked(each, mask)) for each in around if each.key != key],
            assessment=AssessmentOut.of(said) if said else None,
            flag=FlagOut.shown(flag, mask) if flag else None,
        )


class AssessedOut(AssessmentOut):
    """An assessment with the id that was given with the text."""

    id: str | int | None


class AssessOut(Out):
    """Assessments in the order of the texts."""

    assessments: list[AssessedOut]


class HealthOut(Out):
    """Whether the installation works."""

    status: str = Field(examples=["ok"])
    version: str
    checks: dict[str, str] = Field(description="Что не так; пустая строка — в порядке.")
