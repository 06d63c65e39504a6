"""What the API gives and takes of indicators and of requests of the ЦУР."""

from datetime import date

from pydantic import Field

from api.answers import Out
from api.campaigns import Day
from api.orders import Line as Text
from api.questions import In
from core.indicators import Figure, Inquiry, InquiryKind, Line


class FigureOut(Out):
    """A month (0: the year): plan, fact, whether it is reached."""

    month: int = Field(ge=0, le=12)
    plan: float | None
    fact: float | None
    reached: bool | None


class IndicatorOut(Out):
    """An indicator with its formula and source; `counted`: the program counts it, else a person enters it."""

    code: str = Field(examples=["in_time"])
    title: str
    unit: str
    formula: str
    source: str
    more: bool | None
    counted: bool
    figures: list[FigureOut]

    @classmethod
    def seen(cls, line: Line) -> "IndicatorOut":
        """From the record."""
        own = line.indicator
        plain = {name: getattr(own, name) for name in ("code", "title", "unit", "formula", "source", "more")}
        figures = [
            FigureOut(month=month, plan=line.plans.get(month), fact=line.facts.get(month), reached=line.reached(month))
            for month in range(13)
        ]
        return cls(**plain, counted=own.count is not None, figures=figures)


class IndicatorsOut(Out):
    """All indicators of a year."""

    year: int
    indicators: list[IndicatorOut]


class FigureIn(In):
    """A plan; a fact only of an indicator that is entered by hand."""

    year: int = Field(ge=2000, le=2100, examples=[2026])
    month: int = Field(0, ge=0, le=12, description="0 — весь год.")
    plan: float | None = Field(None, ge=0, le=1e12, examples=[60])
    fact: float | None = Field(None, ge=0, le=1e12)

    def figure(self, code: str) -> Figure:
        """As a record."""
        return Figure(code, self.year, self.month, self.plan, self.fact)


class InquiryOut(Out):
    """A request of the ЦУР. Its ETag is `"id-revision"`; `late`: answered late, or its day has passed."""

    id: int
    revision: int
    number: str
    what: str
    kind: InquiryKind
    received: date
    due: date
    sent: date | None
    result: str
    late: bool

    @classmethod
    def seen(cls, inquiry: Inquiry, today: date) -> "InquiryOut":
        """From the record, as it stands on a day."""
        plain = {name: getattr(inquiry, name) for name in cls.model_fields if name != "late"}
        return cls(**plain, late=inquiry.late(today))


class InquiriesOut(Out):
    """Requests, the earliest term first, those that were answered last."""

    inquiries: list[InquiryOut]


class InquiryIn(In):
    """A request of the ЦУР."""

    what: Text = Field(min_length=1, max_length=2000, examples=["сведения об отработке рисков за ноябрь"])
    number: Text = Field("", max_length=100, examples=["ЦУР-123"])
    kind: InquiryKind = InquiryKind.MATERIALS
    received: Day
    due: Day

    def inquiry(self) -> Inquiry:
        """As a record."""
        return Inquiry(0, self.what, self.received, self.due, self.number, self.kind)


class SentIn(In):
    """What was sent."""

    result: Text = Field("", max_length=2000, examples=["отправлен отчёт за ноябрь"])
