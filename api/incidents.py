"""What the API gives of incidents. Texts are masked unless the caller may read them as written; no authors."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from pydantic import Field

from api.answers import KeyOut, Mask, Out, ReasonOut
from api.clocks import ClockOut, Dial, clocks_of, nearest
from api.reactions import PlacementOut, ProposedOut
from api.routed import OfferOut, RouteOut
from core.answers import is_formal
from core.answers.placing import Placement
from core.deadlines import State
from core.flags import Flag
from core.incidents import (
    Answer,
    Answered,
    Applicant,
    Channel,
    Incident,
    Member,
    Nature,
    Outcome,
    Proposal,
    Regime,
    Status,
    Step,
    allowed,
    curve,
    most,
)
from core.labels import Theme
from core.reasons import Reason
from core.risk import Level


class IncidentBrief(Out):
    """An incident in a list. Its ETag is `"id-revision"`."""

    id: int
    revision: int
    nature: Nature
    status: Status
    regime: Regime
    channel: Channel
    applicant: Applicant | None
    theme: Theme
    topic: str = Field(examples=["roads-20"])
    level: Level
    title: str = Field(examples=["Третий день нет отопления на Кирпичной, 9"])
    place: str = Field(examples=["Кирпичная, 9"])
    territory: str
    block: str
    recipient: str
    number: str
    outgoing: str
    outcome: Outcome | None
    until: datetime | None
    opened_at: datetime
    moved_at: datetime
    latest_at: datetime | None
    storm: bool
    storm_ended: datetime | None
    by_hand: bool
    merged_into: int | None
    moves: list[Status] = Field(description="Шаги, разрешённые сейчас.")
    posts_count: int = Field(ge=0)
    times: int = Field(description="В который раз за период названы то же место и та же тема; 0 — места нет.")
    hot: ReasonOut | None = Field(None, description="Горячая точка.")
    due: datetime | None = Field(None, description="Ближайший срок.")
    due_kind: str = Field("", description="Что должно быть сделано к ближайшему сроку.", examples=["ответ"])
    due_state: State | None = None
    clocks: list[ClockOut] = Field([], description="Все сроки на запрошенный момент.")
    proposed: ProposedOut | None = Field(description="Предложено завершить; подтверждает человек.")

    @classmethod
    def brief(cls, incident: Incident, count: int, dial: Dial | None = None, hot: Reason | None = None) -> Self:
        """From a record, with its clocks where they are known."""
        own = {name: getattr(incident, name) for name in cls.model_fields if hasattr(incident, name)}
        clocks = clocks_of(dial) if dial else []
        first = nearest(clocks)
        return cls(
            **own,
            moves=sorted(allowed(incident)),
            posts_count=count,
            hot=ReasonOut.said(hot) if hot else None,
            due=first.due if first else None,
            due_kind=first.title if first else "",
            due_state=first.state if first else None,
            clocks=clocks,
            proposed=ProposedOut.shown(incident.ready),
        )


class IncidentsOut(Out):
    """A page of incidents, most dangerous first."""

    incidents: list[IncidentBrief]
    total: int
    next: str | None = Field(description="Курсор следующей страницы.")


def written(card: Flag, mask: Mask) -> str:
    """The place of a card as its text writes it; what its thread named is known in lemmas only."""
    places = card.assessment.places
    return mask(max(places, key=lambda place: place.confidence).text) if places else card.place


class MemberOut(Out):
    """A post of an incident and why it is one."""

    post_id: int
    flag_id: int
    key: KeyOut
    url: str | None
    source_title: str
    published: datetime
    deleted: datetime | None
    text: str
    level: Level
    place: str
    joined_at: datetime
    by: str
    reason: ReasonOut

    @classmethod
    def shown(cls, member: Member, card: Flag, mask: Mask) -> Self:
        """From the records."""
        return cls(
            post_id=member.post_id,
            flag_id=card.id,
            key=KeyOut.of(card.post.key),
            url=card.post.url,
            source_title=card.source_title,
            published=card.post.published,
            deleted=card.post.deleted,
            text=mask(card.post.text),
            level=card.risk.level,
            place=written(card, mask),
            joined_at=member.joined_at,
            by=member.by,
            reason=ReasonOut.said(member.reason),
        )


class OfficialAnswerOut(Out):
    """An official answer."""

    id: int
    text: str
    platforms: list[str] = Field(examples=[["vk"]])
    links: list[str] = Field(examples=[["https://vk.com/wall-1_2"]])
    final: bool
    by: str
    at: datetime | None
    promised: datetime | None
    formal: bool = Field(description="Похоже на отписку.")
    remarks: list[ReasonOut] = Field(description="Что сказала проверка, когда ответ вносили.")
    placements: list[PlacementOut] = Field(description="Стоят ли публикации по ссылкам.")

    @classmethod
    def shown(cls, answer: Answer, placed: Sequence[Placement]) -> Self:
        """From the records."""
        named = ("id", "text", "platforms", "links", "final", "by", "at", "promised")
        return cls(
            **{name: getattr(answer, name) for name in named},
            formal=is_formal(answer.remarks),
            remarks=[ReasonOut.said(each) for each in answer.remarks],
            placements=[PlacementOut.shown(each) for each in placed if each.answer_id == answer.id],
        )


class StepOut(Out):
    """A line of the history; `id` is the number of the event."""

    id: int
    incident_id: int
    at: datetime
    who: str
    action: str = Field(examples=["move"])
    before: str
    after: str
    reason: str
    detail: dict[str, Any]

    @classmethod
    def told(cls, step: Step, mask: Mask) -> Self:
        """A line as its reader sees it: who writes a reason may write somebody's name or telephone into it."""
        return cls.of(replace(step, reason=mask(step.reason)))


class PointOut(Out):
    """Posts within one hour (or a longer step of a long storm)."""

    at: datetime
    posts: int


class SpreadOut(Out):
    """How the posts came, and from where."""

    curve: list[PointOut]
    places: dict[str, int]
    sources: dict[str, int]

    @classmethod
    def shown(cls, cards: list[Flag], mask: Mask) -> Self:
        """From the cards of an incident; mentions of one place are counted together under its first wording."""
        points = curve([card.post.published for card in cards])
        wordings = {card.place: written(card, mask) for card in reversed(cards)}
        return cls(
            curve=[PointOut(at=at, posts=count) for at, count in points],
            places=dict(most([wordings[card.place] for card in cards])),
            sources=dict(most([f"{card.post.key.platform}:{card.post.key.source}" for card in cards])),
        )


class ProposalOut(Out):
    """The question whether two incidents are one matter."""

    id: int
    incident_id: int
    other_id: int
    score: float = Field(ge=0, le=1)
    reason: ReasonOut
    at: datetime
    status: Answered
    decided_by: str
    decided_at: datetime | None

    @classmethod
    def shown(cls, asked: Proposal) -> Self:
        """From a record."""
        own = {name: getattr(asked, name) for name in cls.model_fields if name != "reason"}
        return cls(**own, reason=ReasonOut.said(asked.reason))


class ProposalsOut(Out):
    """Open questions, the surest first."""

    proposals: list[ProposalOut]


class IncidentOut(IncidentBrief):
    """One incident with its posts, answers, history, open questions and spread."""

    text: str = Field(description="Суть того, что пришло не из сети; без персональных данных.")
    route: RouteOut | None
    posts: list[MemberOut]
    answers: list[OfficialAnswerOut]
    offers: list[OfferOut] = Field(description="Ответы по ссылкам, о которых ещё не решили.")
    history: list[StepOut]
    proposals: list[ProposalOut]
    absorbed: list[int] = Field(description="Инциденты, объединённые с этим.")
    spread: SpreadOut

    @classmethod
    def whole(
        cls,
        incident: Incident,
        cards: list[Flag],
        history: list[Step],
        asked: list[Proposal],
        absorbed: list[int],
        mask: Mask,
        dial: Dial | None = None,
        hot: Reason | None = None,
        offers: Sequence[OfferOut] = (),
        placed: Sequence[Placement] = (),
    ) -> Self:
        """From the records."""
        by_post = {card.post_id: card for card in cards}
        members = [member for member in incident.members if member.post_id in by_post]
        brief = IncidentBrief.brief(incident, len(incident.members), dial, hot)
        return cls(
            **brief.model_dump(),
            text=mask(incident.text),
            route=RouteOut.shown(incident.route) if incident.route else None,
            posts=[MemberOut.shown(member, by_post[member.post_id], mask) for member in members],
            answers=[OfficialAnswerOut.shown(each, placed) for each in incident.answers],
            offers=list(offers),
            history=[StepOut.told(step, mask) for step in history],
            proposals=[ProposalOut.shown(each) for each in asked],
            absorbed=absorbed,
            spread=SpreadOut.shown(cards, mask),
        )


class SplitOut(Out):
    """What is left, and the new incident."""

    left: IncidentOut
    opened: IncidentOut
