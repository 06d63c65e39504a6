"""The formula. Every figure is the cases themselves, so that a page can open them.

    score = Σ weight(part) · share(part) / Σ weight(part), over the parts that have cases

number        answered / (answered + open ones whose term has passed)
terms         in time / (in time + late + open ones whose term has passed)
substance     final answers that name a measure, a date and who answers / final answers
satisfaction  marks 4–5 of ПОС and content replies / all marks and replies that are not neutral

What is open and overdue stands in the denominators: whoever does not answer cannot rise by it. The score's interval
is the weighted mean of Wilson's intervals of its parts. A place is a span: from one more than the recipients that are
better for certain to all that are not worse for certain.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.cases import Case, Pace
from core.exchange import System
from core.exchange.summing import Body
from core.profile.reporting import Reporting
from core.rating.intervals import wilson

PART_TITLES = {
    "number": "Количество",
    "terms": "Сроки",
    "substance": "Полнота по существу",
    "satisfaction": "Удовлетворённость",
}
GOOD_MARK = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A share with its interval; `good` and `bad` are the ids of cases behind it, `n` what it is counted of."""

    good_n: int
    n: int
    low: float
    high: float
    good: tuple[int, ...] = ()
    bad: tuple[int, ...] = ()

    @property
    def share(self) -> float | None:
        """0–1; None where nothing is counted."""
        return self.good_n / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Place:
    """A recipient within a block. `score` and the rest are None where there are too few cases; `best` and `worst` bound
    the place."""

    block: str
    recipient: str
    received: tuple[int, ...]
    answered: tuple[int, ...]
    overdue: tuple[int, ...]
    parts: Mapping[str, Part]
    score: float | None = None
    low: float = 0.0
    high: float = 1.0
    best: int | None = None
    worst: int | None = None

    @property
    def counted(self) -> tuple[int, ...]:
        """Cases that were received, answered or overdue, each once: what the figures are counted of."""
        return tuple(sorted({*self.received, *self.answered, *self.overdue}))

    @property
    def n(self) -> int:
        """How many they are."""
        return len(self.counted)


@dataclass(frozen=True, slots=True)
class Rating:
    """Those with a place, the best first, then those with too few cases; `version` names the formula, `at` is the
    moment as of which they are counted. `bodies` are rated by a system's own records, which name neither our blocks nor
    our terms: they stand apart."""

    version: str
    least: int
    weights: Mapping[str, float]
    blocks: tuple[Place, ...]
    recipients: tuple[Place, ...]
    at: datetime | None = None
    bodies: tuple[tuple[System, tuple[Body, ...]], ...] = ()


def rated(cases: Sequence[Case], since: datetime, until: datetime, rule: Reporting, least: int) -> Rating:
    """Blocks, and recipients within them, by the cases that came, were answered or stood overdue in the period."""
    counted = [case for case in cases if _counts(case, since, until)]

    def places(key: Callable[[Case], tuple[str, str]]) -> tuple[Place, ...]:
        held: dict[tuple[str, str], list[Case]] = {}
        for case in counted:
            held.setdefault(key(case), []).append(case)
        made = [_place(code, who, own, since, until, rule, least) for (code, who), own in held.items()]
        return _ordered(made)

    blocks = places(lambda case: (case.incident.block, ""))
    named = places(lambda case: (case.incident.block, case.recipient))
    return Rating(rule.version, least, rule.weights, blocks, tuple(each for each in named if each.recipient), until)


def _counts(case: Case, since: datetime, until: datetime) -> bool:
    return case.opened(since, until) or case.answered(since, until) or _overdue(case)


def _overdue(case: Case) -> bool:
    return case.open and case.pace is Pace.OVERDUE


def _place(
    block: str, recipient: str, cases: Sequence[Case], since: datetime, until: datetime, rule: Reporting, least: int
) -> Place:
    parts = parts_of(cases, since, until)
    made = Place(
        block,
        recipient,
        _ids(case for case in cases if case.opened(since, until)),
        _ids(case for case in cases if case.answered(since, until)),
        _ids(case for case in cases if _overdue(case)),
        parts,
    )
    known = {name: part for name, part in parts.items() if part.share is not None and rule.weights[name]}
    whole = sum(rule.weights[name] for name in known)
    if made.n < least or not whole:
        return made

    def mean(value: Callable[[Part], float | None]) -> float:
        return sum(rule.weights[name] * (value(part) or 0.0) for name, part in known.items()) / whole

    return replace(
        made, score=mean(lambda part: part.share), low=mean(lambda part: part.low), high=mean(lambda part: part.high)
    )


def _ids(cases: Iterable[Case]) -> tuple[int, ...]:
    return tuple(case.id for case in cases)


def parts_of(cases: Sequence[Case], since: datetime, until: datetime) -> dict[str, Part]:
    """The four shares of some cases."""
    answered = [case for case in cases if case.answered(since, until)]
    over = [case for case in cases if _overdue(case)]
    in_time = [case for case in answered if case.pace in (Pace.IN_TIME, Pace.RUNNING, Pace.NONE)]
    late = [case for case in answered if case.pace in (Pace.LATE, Pace.OVERDUE)]
    judged = [case for case in answered if case.formal is not None]
    silent = [case for case in over if case not in answered]
    return {
        "number": _part(answered, silent),
        "terms": _part(in_time, [*late, *silent]),
        "substance": _part([case for case in judged if not case.formal], [case for case in judged if case.formal]),
        "satisfaction": _satisfaction(answered),
    }


def _part(good: Sequence[Case], bad: Sequence[Case]) -> Part:
    n = len(good) + len(bad)
    return Part(len(good), n, *wilson(len(good), n), _ids(good), _ids(bad))


def _satisfaction(answered: Sequence[Case]) -> Part:
    """Marks and replies are counted, not cases: a case may have several."""
    good = sum(case.glad + sum(mark >= GOOD_MARK for mark in case.marks) for case in answered)
    whole = sum(case.glad + case.sad + len(case.marks) for case in answered)
    content = [case for case in answered if case.glad or any(mark >= GOOD_MARK for mark in case.marks)]
    others = [case for case in answered if case.sad or any(mark < GOOD_MARK for mark in case.marks)]
    return Part(good, whole, *wilson(good, whole), _ids(content), _ids(others))


def _ordered(found: list[Place]) -> tuple[Place, ...]:
    """With the spans of their places; those without a score keep none."""
    rated_ = [each for each in found if each.score is not None]
    placed = [
        replace(
            each,
            best=1 + sum(other.low > each.high for other in rated_),
            worst=len(rated_) - sum(other.high < each.low for other in rated_),
        )
        for each in rated_
    ]
    rest = [each for each in found if each.score is None]
    return (
        *sorted(placed, key=lambda each: (-(each.score or 0), -each.n, each.block, each.recipient)),
        *sorted(rest, key=lambda each: (-each.n, each.block, each.recipient)),
    )
