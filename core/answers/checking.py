"""Is an answer an answer? What it must name, what it lacks, which phrases give it away. A warning, never a block."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.answers.bodies import body_of
from core.answers.dates import Bound, Said, dates, promise
from core.answers.measures import measures
from core.answers.phrases import telling
from core.answers.sentences import plain
from core.deadlines import Calendar
from core.reasons import Reason


class Part(StrEnum):
    """What an answer must name."""

    MEASURE = "measure"
    DATE = "date"
    BODY = "body"
    DENIAL = "denial"


class Purpose(StrEnum):
    """What the answer is for: to end the matter, to say how it stands, or to refute what is untrue."""

    FINAL = "final"
    INTERIM = "interim"
    REBUTTAL = "rebuttal"


DEMANDS: Mapping[Purpose, tuple[Part, ...]] = {
    Purpose.FINAL: (Part.MEASURE, Part.DATE, Part.BODY),
    Purpose.INTERIM: (Part.DATE, Part.BODY),
    Purpose.REBUTTAL: (Part.DENIAL, Part.BODY),
}
DENIALS = (
    "не соответству", "недостоверн", "не подтвер", "не подтверд", "ложн", "неправд", "фейк", "опроверг", "вымысел",
    "не так", "не планиру", "слух", "на самом деле", "не было", "не производил", "не закрыва", "не проводил",
)  # fmt: skip
"""Of a plain text: that something is untrue is said plainly."""
PAST = timedelta(days=120)
"""A date so long gone tells neither what was done for this matter nor what will be."""
LACKING = frozenset(f"no_{part}" for part in Part)
"""Codes of reasons that make an answer look like an empty one."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules see in an answer: the words that name each part (empty: none), its dates, the promised moment, and
    the reasons, those that are lacking first."""

    parts: Mapping[Part, str]
    dates: tuple[Said, ...]
    promised: datetime | None
    reasons: tuple[Reason, ...]

    @property
    def formal(self) -> bool:
        """«Похоже на отписку»."""
        return is_formal(self.reasons)


def is_formal(reasons: tuple[Reason, ...]) -> bool:
    """Whether something that an answer must name is lacking."""
    return any(reason.code in LACKING for reason in reasons)


def check(text: str, purpose: Purpose, at: datetime, calendar: Calendar) -> Checked:
    """Look at the text of an answer that is given at a moment."""
    found = dates(text, at, calendar)
    named = next((said.text for said in found if said.bound is not Bound.OF and said.until > at - PAST), "")
    low = plain(text)
    parts = {
        Part.MEASURE: next(measures(text), ""),
        Part.DATE: named,
        Part.BODY: body_of(text),
        Part.DENIAL: next((each for each in DENIALS if each in low), ""),
    }
    lacking = tuple(Reason(f"no_{part}") for part in DEMANDS[purpose] if not parts[part])
    phrases = tuple(Reason("empty_phrase", 0, {"phrase": words, "advice": advice}) for words, advice in telling(text))
    return Checked(parts, found, promise(found), lacking + phrases)
