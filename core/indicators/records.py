"""Plans, facts and requests of the ЦУР as they are kept, and the lines that people read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from core.errors import BadInput, IllegalMove
from core.indicators.facts import INDICATORS, Indicator

MONTHS = range(13)
"""0 is the whole year."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A plan, and a fact that a person entered; None: not given. `month` 0 is the year."""

    code: str
    year: int
    month: int
    plan: float | None = None
    fact: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of a year: plan and fact by month, 0 the year."""

    indicator: Indicator
    plans: Mapping[int, float]
    facts: Mapping[int, float]

    def reached(self, month: int) -> bool | None:
        """Whether the fact reaches the plan; None where one is missing, or nothing is better."""
        plan, fact = self.plans.get(month), self.facts.get(month)
        if plan is None or fact is None or self.indicator.more is None:
            return None
        return fact >= plan if self.indicator.more else fact <= plan


def lines(kept: Iterable[Figure], counted: Mapping[tuple[str, int], float]) -> list[Line]:
    """All indicators: what is counted stands before what somebody entered."""
    known = list(kept)
    made = []
    for each in INDICATORS:
        own = [figure for figure in known if figure.code == each.code]
        plans = {figure.month: figure.plan for figure in own if figure.plan is not None}
        entered = {figure.month: figure.fact for figure in own if figure.fact is not None}
        facts = {month: value for (code, month), value in counted.items() if code == each.code}
        made.append(Line(each, plans, facts if each.count else entered))
    return made


class InquiryKind(StrEnum):
    """What the ЦУР asks for."""

    MATERIALS = "materials"
    REPORT = "report"
    PROJECT = "project"


KIND_TITLES = {
    InquiryKind.MATERIALS: "материалы",
    InquiryKind.REPORT: "отчётные данные",
    InquiryKind.PROJECT: "реализация проектов",
}


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A request of the ЦУР: its number, what it asks for, by when; `sent` is the day of the answer. Days are local."""

    id: int
    what: str
    received: date
    due: date
    number: str = ""
    kind: InquiryKind = InquiryKind.MATERIALS
    sent: date | None = None
    result: str = ""
    by: str = ""
    revision: int = 1

    def late(self, day: date) -> bool:
        """Whether it was answered late, or its day has passed."""
        return (self.sent or day) > self.due


def checked(inquiry: Inquiry) -> Inquiry:
    """A new one. Raises BadInput that names the field."""
    if not inquiry.what.strip():
        raise BadInput("поле «what»: пусто")
    if inquiry.due < inquiry.received:
        raise BadInput("поле «due»: срок раньше дня поступления")
    return inquiry


def sent(inquiry: Inquiry, day: date, result: str) -> Inquiry:
    """The request as answered. Raises IllegalMove, BadInput."""
    if inquiry.sent is not None:
        raise IllegalMove(f"на запрос {inquiry.id} уже ответили")
    if day < inquiry.received:
        raise BadInput("поле «sent»: ответ раньше дня поступления")
    return replace(inquiry, sent=day, result=result.strip())
