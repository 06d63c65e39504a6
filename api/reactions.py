"""What the API gives of answers: the check before they are sent, whether they stand, what residents wrote then."""

from datetime import datetime, timedelta
from typing import Self

from pydantic import Field

from api.answers import Out, ReasonOut
from core.answers import Bound, Part, Said
from core.answers.placing import Placement, Standing
from core.incidents import Ready, Status
from core.reaction import Closing, Point, Reaction, Tally
from core.reasons import Reason
from core.usecases.answers import Verdict

FORMAL, FULL = "похоже на отписку", "ответ по существу"


class SaidOut(Out):
    """A date that the text names."""

    text: str = Field(examples=["до 5 декабря"])
    until: datetime = Field(description="Последний момент названного срока.")
    bound: str = Field(description="by — к сроку, on — в этот день, from — не раньше, of — дата письма или закона.")
    promised: bool

    @classmethod
    def shown(cls, said: Said) -> Self:
        """From a record."""
        return cls(text=said.text, until=said.until, bound=Bound(said.bound).name.lower(), promised=said.promised)


class CheckOut(Out):
    """What the check says of an answer. It warns and never forbids; only a platform that is switched off is refused."""

    formal: bool
    verdict: str = Field(examples=[FORMAL])
    remarks: list[ReasonOut]
    parts: dict[Part, str] = Field(
        description="Слова ответа, которыми названы мера, срок, ответственный и опровержение; пусто — не названы."
    )
    dates: list[SaidOut]
    promised: datetime | None = Field(description="Обещанный срок, взятый из текста.")
    posts: int = Field(description="Публикаций в инциденте.")
    gone: int = Field(description="Из них удалено.")
    allowed: bool = Field(description="Можно ли размещать на названных площадках по профилю.")

    @classmethod
    def shown(cls, seen: Verdict) -> Self:
        """From a verdict."""
        return cls(
            formal=seen.formal,
            verdict=FORMAL if seen.formal else FULL,
            remarks=[ReasonOut.said(each) for each in seen.remarks],
            parts=dict(seen.checked.parts),
            dates=[SaidOut.shown(each) for each in seen.checked.dates],
            promised=seen.checked.promised,
            posts=seen.posts,
            gone=seen.gone,
            allowed=all(each.code != "telegram_off" for each in seen.remarks),
        )


class PlacementOut(Out):
    """A link of an answer and whether the publication stands."""

    id: int
    link: str = Field(examples=["https://vk.com/wall-1_2"])
    standing: Standing
    reason: str = Field(description="Почему страницу не удалось прочитать в последний раз.")
    seen_at: datetime | None
    since: datetime | None = Field(description="С какого момента известно это состояние.")
    next_at: datetime | None = Field(description="Когда ссылка откроется снова; null — больше не проверяется.")

    @classmethod
    def shown(cls, placement: Placement) -> Self:
        """From a record."""
        return cls.of(placement)


class ProposedOut(Out):
    """«Отработан» is proposed, and by which numbers. A person confirms it by the step."""

    to: Status = Status.WORKED_OFF
    at: datetime
    quiet_since: datetime = Field(description="С этого момента новых публикаций нет.")
    total: int = Field(description="Текстов жителей после ответа.")
    negative: int
    share: float | None = Field(description="Доля негатива, 0–1; null — никто не писал.")
    watch_hours: float = Field(description="Окно тишины по профилю.")
    most: float = Field(description="Доля негатива должна быть меньше этой (профиль).")

    @classmethod
    def shown(cls, ready: Ready | None) -> Self | None:
        """From a record; None where nothing is proposed."""
        if ready is None:
            return None
        named = ("at", "quiet_since", "total", "negative", "share", "most")
        hours = ready.watch / timedelta(hours=1)
        return cls(**{name: getattr(ready, name) for name in named}, watch_hours=hours)


class TallyOut(Out):
    """How many texts and how many of them negative."""

    total: int
    negative: int
    share: float | None

    @classmethod
    def shown(cls, tally: Tally) -> Self:
        """From a record."""
        return cls.of(tally)


class ReactionPointOut(Out):
    """An hour or a day of the curve."""

    at: datetime
    total: int
    negative: int
    share: float | None
    after: bool

    @classmethod
    def shown(cls, point: Point) -> Self:
        """From a record."""
        tally = point.tally
        return cls(at=point.at, total=tally.total, negative=tally.negative, share=tally.share, after=point.after)


class ReactionOut(Out):
    """Residents' texts before and after the answer: counts only, no authors."""

    answered_at: datetime | None
    before: TallyOut
    after: TallyOut
    step_hours: int = Field(description="Шаг кривой: 1 — часы, 24 — местные дни.")
    curve: list[ReactionPointOut]
    closing: dict[Closing, int] = Field(description="Ответы жителей после ответа: доволен, нейтрален, недоволен.")
    scores: dict[int, int] = Field(description="Оценки ПОС и сколько раз поставлены.")
    unread: int = Field(description="Ещё не оценённых текстов.")
    proposed: ProposedOut | None
    obstacles: list[ReasonOut] = Field(description="Что мешает предложить «отработан»; для отслеживаемых рисков.")

    @classmethod
    def shown(cls, found: Reaction, ready: Ready | None, left: tuple[Reason, ...]) -> Self:
        """From the records."""
        return cls(
            answered_at=found.answered_at,
            before=TallyOut.shown(found.before),
            after=TallyOut.shown(found.after),
            step_hours=found.step // timedelta(hours=1),
            curve=[ReactionPointOut.shown(each) for each in found.curve],
            closing=dict(found.closing),
            scores=dict(found.scores or {}),
            unread=found.unread,
            proposed=ProposedOut.shown(ready),
            obstacles=[ReasonOut.said(each) for each in left],
        )
