"""«Конфликты и ошибки коммуникации»: without an answer, late, discontent after it, answers that contradict each other
(decrees 000, п. 2.2.5; 002, п. 4.2г; 003, п. 1.2в; 004, п. II.2.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.answers.checking import DENIALS
from core.answers.measures import measures
from core.answers.sentences import plain
from core.cases import Case, Pace
from core.incidents import Answer


class Clash(StrEnum):
    """How answers contradict each other."""

    DATES = "dates"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Each part is the cases themselves. `clashes` name the cases whose answers do not agree, and how."""

    unanswered: tuple[Case, ...] = ()
    late: tuple[Case, ...] = ()
    formal: tuple[Case, ...] = ()
    angry: tuple[Case, ...] = ()
    clashes: tuple[tuple[Clash, tuple[Case, ...]], ...] = ()

    @property
    def total(self) -> int:
        """Cases with any of it, each once."""
        parts = (self.unanswered, self.late, self.formal, self.angry, *(cases for _, cases in self.clashes))
        return len({case.id for part in parts for case in part})


def conflicts(cases: Sequence[Case], since: datetime, until: datetime) -> Conflicts:
    """What stands at the end of the period, or happened within it."""
    answered = [case for case in cases if case.answered(since, until)]
    return Conflicts(
        tuple(case for case in cases if case.open and case.answered_at is None and case.pace is Pace.OVERDUE),
        tuple(case for case in answered if case.pace is Pace.LATE),
        tuple(case for case in answered if case.formal),
        tuple(case for case in cases if case.answered_at and case.angry),
        (*_moved_dates(answered), *_denied(answered)),
    )


def _moved_dates(cases: Iterable[Case]) -> list[tuple[Clash, tuple[Case, ...]]]:
    """A promised date that was put off by a later answer."""
    return [(Clash.DATES, (case,)) for case in cases if len(case.promises) > 1]


def _denied(cases: Sequence[Case]) -> list[tuple[Clash, tuple[Case, ...]]]:
    """Of one theme at one place: one answer denies what another tells the work on."""
    places: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        if case.incident.place:
            places.setdefault((case.incident.theme, case.incident.place.lower()), []).append(case)
    found = []
    for same in places.values():
        denying = [case for case in same if any(map(_denies, _finals(case)))]
        working = [case for case in same if case not in denying and any(map(_works, _finals(case)))]
        if denying and working:
            found.append((Clash.FACTS, (*denying, *working)))
    return found


def _finals(case: Case) -> list[Answer]:
    return [answer for answer in case.incident.answers if answer.final]


def _denies(answer: Answer) -> bool:
    low = plain(answer.text)
    return any(word in low for word in DENIALS[:6])


def _works(answer: Answer) -> bool:
    return next(measures(answer.text), None) is not None
