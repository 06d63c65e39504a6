"""What the API takes and gives. Texts are masked unless the caller may read them as written; authors never appear."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from core.flags import Decision, Flag, FlagStatus
from core.labels import Assessment, Kind, Sign, Subject, Theme
from core.posts import Counters, History, Platform, Post, PostKind, Source, SourceState
from core.reasons import Reason, say
from core.risk import Level

Mask = Callable[[str], str]
TEXT_MOST = 100_000
TEXTS_MOST = 1000


class Out(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


class In(BaseModel):
    """A question: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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
    flags: dict[Sign, float]
    places: list[PlaceOut]
    why: list[WhyOut]
    abstain: bool
    model: str

    @classmethod
    def of(cls, said: Assessment) -> "AssessmentOut":
        """From the record."""
        return cls(
            theme=said.theme,
            themes=[GuessOut(code=Theme(guess.code), p=guess.p) for guess in said.themes],
            kind=said.kind,
            kind_p=said.kind_p,
            solvable=said.solvable,
            neg=said.neg,
            neg_score=said.neg_score,
            risk=said.risk,
            risk_score=said.risk_score,
            flags=dict(said.signs),
            places=[PlaceOut(text=p.text, start=p.start, end=p.end, confidence=p.confidence) for p in said.places],
            why=[WhyOut(part=w.part, term=w.term, weight=w.weight) for w in said.why],
            abstain=said.abstain,
            model=said.model,
        )


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
    def of(cls, reason: Reason) -> "ReasonOut":
        """From the record."""
        return cls(code=reason.code, weight=reason.weight, text=say(reason))


class CountersOut(Out):
    """Counters at one moment."""

    at: datetime
    views: int | None
    likes: int | None
    reposts: int | None
    replies: int | None
    reactions: dict[str, int]

    @classmethod
    def of(cls, point: Counters) -> "CountersOut":
        """From the record."""
        return cls(
            at=point.at,
            views=point.views,
            likes=point.likes,
            reposts=point.reposts,
            replies=point.replies,
            reactions=dict(point.reactions),
        )


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
    def of(cls, flag: Flag, mask: Mask) -> "FlagOut":
        """From the record."""
        key = flag.post.key
        return cls(
            id=flag.id,
            revision=flag.revision,
            key=KeyOut(platform=key.platform, source=key.source, message=key.message),
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
            parts=[PartOut(name=part.name, points=part.points, most=part.most) for part in flag.risk.parts],
            reasons=[ReasonOut.of(reason) for reason in flag.reasons],
            block=flag.block,
            place=flag.place,
            status=flag.status,
            raised_at=flag.raised_at,
            decided_at=flag.decided_at,
            decided_by=flag.decided_by,
            decision=flag.decision,
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

    @classmethod
    def of(cls, post: Post, mask: Mask) -> "NeighbourOut":
        """From the record."""
        key = post.key
        return cls(
            key=KeyOut(platform=key.platform, source=key.source, message=key.message),
            kind=post.kind,
            published=post.published,
            deleted=post.deleted,
            by_source=post.by_source,
            parent=post.parent,
            text=mask(post.text),
        )


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
    def of(
        cls, history: History, around: list[Post], said: Assessment | None, flag: Flag | None, mask: Mask
    ) -> "PostOut":
        """From the records."""
        post, key = history.post, history.post.key
        return cls(
            key=KeyOut(platform=key.platform, source=key.source, message=key.message),
            kind=post.kind,
            published=post.published,
            deleted=history.deleted,
            url=post.url,
            thread=post.thread,
            parent=post.parent,
            versions=[
                VersionOut(number=each.number, text=mask(each.text), seen=each.seen, edited=each.edited)
                for each in history.versions
            ],
            counters=[CountersOut.of(point) for point in history.counters],
            around=[NeighbourOut.of(each, mask) for each in around if each.key != key],
            assessment=AssessmentOut.of(said) if said else None,
            flag=FlagOut.of(flag, mask) if flag else None,
        )


class TextIn(In):
    """A text to assess; `context` is the post above its thread, `parent` the comment that it answers."""

    id: str | int | None = None
    text: str = Field(max_length=TEXT_MOST, examples=["Третий день нет отопления в доме 9 по Кирпичной"])
    context: str | None = Field(None, max_length=TEXT_MOST)
    parent: str | None = Field(None, max_length=TEXT_MOST)

    def subject(self) -> Subject:
        """As the model takes it."""
        return Subject(self.text, self.context, self.parent)


class AssessIn(In):
    """Up to a thousand texts."""

    texts: list[TextIn] = Field(min_length=1, max_length=TEXTS_MOST)
    why: bool = True


class AssessedOut(AssessmentOut):
    """An assessment with the id that was given with the text."""

    id: str | int | None


class AssessOut(Out):
    """Assessments in the order of the texts."""

    assessments: list[AssessedOut]


class LabelsIn(In):
    """Corrected labels; what is not given stays as the model said."""

    theme: Theme | None = None
    kind: Kind | None = None
    solvable: bool | None = None
    neg: int | None = Field(None, ge=0, le=3)
    risk: int | None = Field(None, ge=0, le=3)
    flags: dict[Sign, bool] | None = None
    places: list[Annotated[str, Field(max_length=200)]] | None = Field(None, max_length=50)


def _one_line(text: str) -> str:
    return " ".join(text.split())


class ReviewIn(In):
    """A person's decision. A rejection gives its reason; a correction gives labels."""

    decision: Decision
    reason: Annotated[str, AfterValidator(_one_line)] = Field("", max_length=500, examples=["не наш район"])
    labels: LabelsIn = LabelsIn()


class SourceOut(Out):
    """A source and its health."""

    platform: Platform
    address: str
    title: str
    state: SourceState
    reason: str
    added_at: datetime | None
    succeeded_at: datetime | None

    @classmethod
    def of(cls, source: Source) -> "SourceOut":
        """From the record."""
        return cls(
            platform=source.key.platform,
            address=source.key.address,
            title=source.title,
            state=source.state,
            reason=source.reason,
            added_at=source.added_at,
            succeeded_at=source.succeeded_at,
        )


class SourcesOut(Out):
    """All sources."""

    sources: list[SourceOut]


class SourceIn(In):
    """A source to read."""

    platform: Platform
    address: str = Field(min_length=1, max_length=400, examples=["yasnobor_adm"])
    title: str = Field("", max_length=400)


class HealthOut(Out):
    """Whether the installation works."""

    status: str = Field(examples=["ok"])
    version: str
    checks: dict[str, str] = Field(description="Что не так; пустая строка — в порядке.")


Moment = AwareDatetime
