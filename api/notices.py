"""What the API gives of notices: «нужна информационная кампания»."""

from datetime import date, datetime
from typing import Self

from pydantic import Field

from api.answers import Out, ReasonOut
from api.orders import Line
from api.questions import In
from core.campaigns import Notice, NoticeKind, Verdict, message
from core.labels import Theme


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


class NoticeVerdictIn(In):
    """Whether the campaign is planned; a refusal gives its reason."""

    accept: bool
    reason: Line = Field("", max_length=1000)
