"""The indicators that the program counts, and those that a person enters. What a decree leaves open is our own choice
and says so in its source."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.cases import Case, Pace
from core.errors import NotFound
from core.incidents import Nature, Outcome, Status
from core.measures import Measure, State, late

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """A month or a year: incidents as they stand now, measures, the span that is looked at; `marks` of ПОС that no
    incident bears, with the end of their records."""

    cases: Sequence[Case]
    measures: Sequence[Measure]
    since: datetime
    until: datetime
    zone: str
    marks: Sequence[tuple[int, datetime]] = ()

    @property
    def answered(self) -> list[Case]:
        """Answered within the span."""
        return [case for case in self.cases if case.answered(self.since, self.until)]


def _share(good: int, whole: int) -> float | None:
    return 100 * good / whole if whole else None


def _received(seen: Seen) -> float | None:
    return float(sum(case.opened(seen.since, seen.until) for case in seen.cases))


def _in_time(seen: Seen) -> float | None:
    silent = [
        case
        for case in seen.cases
        if case.open and case.pace is Pace.OVERDUE and case.due and seen.since <= case.due < seen.until
    ]
    good = sum(case.pace in (Pace.IN_TIME, Pace.RUNNING, Pace.NONE) for case in seen.answered)
    return _share(good, len(seen.answered) + sum(case.answered_at is None for case in silent))


def _days(seen: Seen) -> float | None:
    spans = [case.answered_at - case.incident.opened_at for case in seen.answered if case.answered_at]
    return sum(span / DAY for span in spans) / len(spans) if spans else None


def _solved(seen: Seen) -> float | None:
    ended = [case.outcome for case in seen.cases if case.closed(seen.since, seen.until)]
    solved, explained = ended.count(Outcome.SOLVED), ended.count(Outcome.EXPLAINED)
    return _share(solved, solved + explained)


def _substance(seen: Seen) -> float | None:
    judged = [case for case in seen.answered if case.formal is not None]
    return _share(sum(not case.formal for case in judged), len(judged))


def _satisfied(seen: Seen) -> float | None:
    marks = [mark for case in seen.answered for mark in case.marks]
    marks += [mark for mark, at in seen.marks if seen.since <= at < seen.until]
    return _share(sum(mark >= 4 for mark in marks), len(marks))


def _worked_off(seen: Seen) -> float | None:
    found = [case for case in seen.cases if case.incident.nature is Nature.RISK and case.opened(seen.since, seen.until)]
    real = [case for case in found if case.status is not Status.REJECTED]
    return _share(sum(case.status is Status.WORKED_OFF for case in real), len(real))


def _measures(seen: Seen) -> float | None:
    here = ZoneInfo(seen.zone)
    first, last = seen.since.astimezone(here).date(), (seen.until - datetime.resolution).astimezone(here).date()
    due = [each for each in seen.measures if each.due and first <= each.due <= last and each.state is not State.DROPPED]
    return _share(sum(each.state is State.DONE and not late(each, last, here) for each in due), len(due))


@dataclass(frozen=True, slots=True)
class Indicator:
    """`unit` for people; `more`: whether more is better (None: it is only told); without `count` a person enters it."""

    code: str
    title: str
    unit: str
    formula: str
    source: str
    more: bool | None = True
    count: Callable[[Seen], float | None] | None = None


OWN = "состав показателя выбран программой: постановление поручает его ЦУР"
INDICATORS = (
    Indicator("received", "Поступило вопросов", "шт.", "число инцидентов, открытых за период",
              "Губкин, п. 4.2а", None, _received),
    Indicator("in_time", "Ответы в срок", "%",
              "ответы в срок / (все ответы + открытые вопросы, срок которых истёк в периоде) × 100",
              "Некрасовский, п. 2.4е; Губкин, п. 4.1в", True, _in_time),
    Indicator("answer_days", "Средний срок ответа", "дней", "среднее от поступления до первого окончательного ответа",
              "практика ПОС 2025 года: не более 8 дней; " + OWN, False, _days),
    Indicator("solved", "«Решаемые»: действительно решено", "%", "решено / (решено + разъяснено) × 100",
              "Батецкий, п. 2.2.3", True, _solved),
    Indicator("substance", "Ответы по существу", "%",
              "ответы, где названы мера, срок и ответственный / проверенные ответы × 100",
              "Некрасовский, п. 3.2б; Губкин, п. 4.3б", True, _substance),
    Indicator("satisfied", "Оценки ПОС 4 и 5", "%",
              "оценки 4 и 5 / все оценки отвеченных вопросов и завершённых записей загруженных таблиц × 100",
              "Батецкий, п. 2.2.2; практика ПОС 2025 года: не менее 60 %", True, _satisfied),
    Indicator("worked_off", "Риски отработаны", "%",
              "отработанные / выявленные за период, кроме отклонённых проверкой × 100",
              "Батецкий, Порядок, п. 2; Губкин, п. 2.1в", True, _worked_off),
    Indicator("measures", "Мероприятия исполнены в срок", "%",
              "исполненные в срок / все со сроком в периоде, кроме снятых × 100",
              "Некрасовский, п. 3.2а; Губкин, п. 4.3а", True, _measures),
    Indicator("training", "Обучено сотрудников", "чел.", "вносится вручную", "Батецкий, п. 2.2.10; Губкин, п. 2.1г"),
)  # fmt: skip
"""In the order of the page; codes stay for good."""


def indicator(code: str) -> Indicator:
    """The indicator of a code. Raises NotFound."""
    for each in INDICATORS:
        if each.code == code:
            return each
    raise NotFound(f"нет показателя «{code}»")
