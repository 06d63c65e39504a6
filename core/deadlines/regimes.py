"""The two regimes, never mixed: a message goes by the profile's clocks, an appeal by 59-ФЗ.

59-ФЗ does not apply to what people write in networks; a message gets no clock of the law and an appeal none of the
profile's but the accelerated one, which can only shorten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.deadlines.calendar import Calendar
from core.deadlines.clocks import Clock, Event, Happening, Kind, due_at, refuse
from core.deadlines.terms import Term, Unit
from core.errors import BadProfile

FAST_MOST = 30
"""Calendar days of the accelerated solution, registration and answer included (003, Прил. 2, п. 1.1)."""
EXTENSION_MOST = 30
"""Calendar days by which an answer to an appeal may be put off, once (59-ФЗ, ст. 12, ч. 2)."""

LAW: Mapping[Kind, Term] = {
    Kind.REGISTRATION: Term(Unit.DAYS, 3, 1, "59-ФЗ, ст. 8, ч. 2"),
    Kind.REDIRECT: Term(Unit.DAYS, 7, 2, "59-ФЗ, ст. 8, ч. 3"),
    Kind.ANSWER: Term(Unit.DAYS, 30, 5, "59-ФЗ, ст. 12, ч. 1"),
}
"""Registration counts from the receipt, the others from the registration. The warnings are our default."""
EXTENSION_CLAUSE = "59-ФЗ, ст. 12, ч. 2"

OF_MESSAGE = frozenset({Kind.REACTION, Kind.DRAFT, Kind.FINAL, Kind.AFTER_INTERIM, Kind.FAST})
OF_APPEAL = frozenset({Kind.REGISTRATION, Kind.REDIRECT, Kind.ANSWER, Kind.FAST})


@dataclass(frozen=True, slots=True)
class Fast:
    """One mechanism of the accelerated solution (001, п. 1.2ж; 003, п. 1.1): for which themes and topics, within how
    many calendar days, what is to be done. Raises BadProfile for more than 30 days."""

    code: str
    title: str
    days: int
    themes: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    steps: tuple[str, ...] = ()
    block: str = ""
    source: str = "003, Прил. 2, п. 1.1"

    def __post_init__(self) -> None:
        if not 1 <= self.days <= FAST_MOST:
            raise BadProfile(f"ускоренное решение «{self.code}»: {self.days} дн., а можно от 1 до {FAST_MOST}")

    @property
    def term(self) -> Term:
        """Its term in calendar days from the receipt."""
        return Term(Unit.DAYS, self.days, min(3, self.days - 1), self.source)

    def fits(self, theme: str, topic: str = "") -> bool:
        """Whether it takes a matter. A topic is the narrower word: where it is named, the theme alone is not enough."""
        return topic in self.topics if self.topics else theme in self.themes


def fast_of(mechanisms: Iterable[Fast], theme: str, topic: str = "") -> Fast | None:
    """The shortest mechanism that takes a matter; the profile's order decides between equals."""
    return min((each for each in mechanisms if each.fits(theme, topic)), key=lambda each: each.days, default=None)


def started(appeal: bool, kind: Kind, term: Term, at: datetime, by: str = "") -> Event:
    """The start of a clock within its regime. Raises IllegalMove where the regime knows no such clock."""
    if kind not in (OF_APPEAL if appeal else OF_MESSAGE):
        raise refuse(kind, "у обращения по 59-ФЗ такого нет" if appeal else "у сообщения такого нет: это срок 59-ФЗ")
    return Event(kind, Happening.STARTED, at, by, term.source, term)


def received(at: datetime, by: str = "", fast: Fast | None = None) -> tuple[Event, ...]:
    """An appeal came: it must be registered."""
    events = [started(True, Kind.REGISTRATION, LAW[Kind.REGISTRATION], at, by)]
    if fast:
        events.append(started(True, Kind.FAST, fast.term, at, by))
    return tuple(events)


def registered(at: datetime, by: str = "") -> tuple[Event, ...]:
    """An appeal was registered: seven days to redirect what is not ours, thirty to answer."""
    return (
        Event(Kind.REGISTRATION, Happening.MET, at, by),
        started(True, Kind.REDIRECT, LAW[Kind.REDIRECT], at, by),
        started(True, Kind.ANSWER, LAW[Kind.ANSWER], at, by),
    )


def extended(answer: Clock, days: int, why: str, notified: datetime | None, at: datetime, calendar: Calendar,
             by: str = "") -> Event:  # fmt: skip
    """Put the answer to an appeal off, once, by up to 30 days, with notice to the applicant. Raises IllegalMove."""
    if answer.kind is not Kind.ANSWER:
        raise refuse(answer.kind, f"не продлевается: продлевают срок ответа на обращение ({EXTENSION_CLAUSE})")
    reasons = {
        f"продлить можно не более чем на {EXTENSION_MOST} дней ({EXTENSION_CLAUSE})": not 1 <= days <= EXTENSION_MOST,
        f"уже продлён на {answer.extended} дн.; второй раз нельзя ({EXTENSION_CLAUSE})": bool(answer.extended),
        "укажите причину продления": not why.strip(),
        f"сначала уведомите заявителя о продлении ({EXTENSION_CLAUSE})": notified is None or notified > at,
        "срок уже прошёл, продлевать поздно": at > due_at(answer, calendar, at),
    }
    for text, broken in reasons.items():
        if broken:
            raise refuse(Kind.ANSWER, text)
    return Event(Kind.ANSWER, Happening.EXTENDED, at, by, why.strip(), days=days)
