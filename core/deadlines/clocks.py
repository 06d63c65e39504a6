"""Clocks of an incident. A clock is the sum of its events, so that it can be told as of any past moment."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.deadlines.calendar import Calendar
from core.deadlines.terms import Pause, Term, Unit, due, warn_at
from core.errors import IllegalMove


class Kind(StrEnum):
    """What must be done in time. The first five are a message's, the next three an appeal's (59-ФЗ); see `regimes`."""

    REACTION = "reaction"
    DRAFT = "draft"
    FINAL = "final"
    AFTER_INTERIM = "after_interim"
    FAST = "fast"

    REGISTRATION = "registration"
    REDIRECT = "redirect"
    ANSWER = "answer"


KIND_TITLES = {
    Kind.REACTION: "первая реакция",
    Kind.DRAFT: "проект ответа",
    Kind.FINAL: "ответ",
    Kind.AFTER_INTERIM: "ответ после промежуточного",
    Kind.FAST: "ускоренное решение",
    Kind.REGISTRATION: "регистрация обращения",
    Kind.REDIRECT: "перенаправление обращения",
    Kind.ANSWER: "ответ на обращение",
}


class State(StrEnum):
    """How a clock stands at a moment."""

    RUNNING = "running"
    WARN = "warn"
    OVERDUE = "overdue"
    PAUSED = "paused"
    MET = "met"
    STOPPED = "stopped"


STATE_TITLES = {
    State.RUNNING: "идёт",
    State.WARN: "срок близко",
    State.OVERDUE: "просрочено",
    State.PAUSED: "приостановлен",
    State.MET: "выполнено",
    State.STOPPED: "снят",
}


class Happening(StrEnum):
    """What can happen to a clock."""

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    WARNED = "warned"
    TOLD = "told"
    MET = "met"
    STOPPED = "stopped"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a clock's life. `term` comes with STARTED, `days` with EXTENDED; TOLD is the notice of an overdue;
    RESTORED takes a STOPPED back, as if the clock had run all the time."""

    kind: Kind
    happening: Happening
    at: datetime
    by: str = ""
    reason: str = ""
    term: Term | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as its events made it."""

    kind: Kind
    term: Term
    started: datetime
    pauses: tuple[Pause, ...] = ()
    extended: int = 0
    warned: bool = False
    told: bool = False
    met_at: datetime | None = None
    stopped_at: datetime | None = None
    stopped_why: str = ""

    @property
    def paused(self) -> bool:
        """Whether it stands."""
        return bool(self.pauses) and self.pauses[-1].until is None

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen to it."""
        return self.met_at is not None or self.stopped_at is not None


def refuse(kind: Kind, why: str) -> IllegalMove:
    """The refusal of a step, naming the clock."""
    return IllegalMove(f"срок «{KIND_TITLES[kind]}»: {why}")


def _pause(clock: Clock, event: Event) -> Clock:
    if clock.term.unit is Unit.DAYS:
        raise refuse(clock.kind, "календарный срок не приостанавливается")
    if clock.paused:
        raise refuse(clock.kind, "уже приостановлен")
    return replace(clock, pauses=(*clock.pauses, Pause(event.at, None, event.reason)))


def _resume(clock: Clock, event: Event) -> Clock:
    if not clock.paused:
        raise refuse(clock.kind, "не приостановлен")
    return replace(clock, pauses=(*clock.pauses[:-1], replace(clock.pauses[-1], until=event.at)))


def _extend(clock: Clock, event: Event) -> Clock:
    longer = clock.term.longer(event.days)
    return replace(clock, term=longer, extended=clock.extended + event.days, warned=False, told=False)


def _end(clock: Clock, event: Event) -> Clock:
    resumed = _resume(clock, event) if clock.paused else clock
    if event.happening is Happening.MET:
        return replace(resumed, met_at=event.at)
    return replace(resumed, stopped_at=event.at, stopped_why=event.reason)


def _restore(clock: Clock, event: Event) -> Clock:
    """A pause that the stop had ended lasts on."""
    if clock.stopped_at is None:
        raise refuse(clock.kind, "не снят")
    pauses = clock.pauses
    if pauses and pauses[-1].until == clock.stopped_at:
        pauses = (*pauses[:-1], replace(pauses[-1], until=None))
    return replace(clock, pauses=pauses, stopped_at=None, stopped_why="")


CHANGES: dict[Happening, Callable[[Clock, Event], Clock]] = {
    Happening.PAUSED: _pause,
    Happening.RESUMED: _resume,
    Happening.EXTENDED: _extend,
    Happening.WARNED: lambda clock, event: replace(clock, warned=True),
    Happening.TOLD: lambda clock, event: replace(clock, told=True),
    Happening.MET: _end,
    Happening.STOPPED: _end,
    Happening.RESTORED: _restore,
}


def apply(clock: Clock | None, event: Event) -> Clock:
    """The clock after one more event. Raises IllegalMove for what cannot happen now."""
    if event.happening is Happening.STARTED:
        if clock and not clock.ended:
            raise refuse(event.kind, "уже идёт")
        if event.term is None:
            raise refuse(event.kind, "не сказано, сколько он длится")
        return Clock(event.kind, event.term, event.at)
    if clock is None:
        raise refuse(event.kind, "не запущен")
    if clock.ended and event.happening is not Happening.RESTORED:
        raise refuse(event.kind, "уже закончен")
    return CHANGES[event.happening](clock, event)


def replay(events: Iterable[Event], at: datetime | None = None) -> dict[Kind, Clock]:
    """The clocks that events made, as of a moment (None: all events). One clock a kind: a new start replaces an ended
    one. Events must come in the order of their happening."""
    found: dict[Kind, Clock] = {}
    for event in events:
        if at is None or event.at <= at:
            found[event.kind] = apply(found.get(event.kind), event)
    return found


def due_at(clock: Clock, calendar: Calendar, now: datetime) -> datetime:
    """When the clock ends; while it stands, when it would end if it went on now."""
    return due(clock.term, clock.started, calendar, clock.pauses, now)


def late(clock: Clock, calendar: Calendar, now: datetime) -> bool:
    """Whether it was met late, or is overdue."""
    ended = clock.met_at or clock.stopped_at or now
    return ended > due_at(clock, calendar, ended)


def state(clock: Clock, calendar: Calendar, now: datetime) -> State:
    """How the clock stands."""
    if clock.ended:
        return State.MET if clock.met_at else State.STOPPED
    ends = due_at(clock, calendar, now)
    if now > ends:
        return State.OVERDUE
    if clock.paused:
        return State.PAUSED
    return State.WARN if now >= warn_at(clock.term, ends, calendar) else State.RUNNING


def notices(clocks: Sequence[Clock], calendar: Calendar, now: datetime) -> list[Event]:
    """What must be said now: each clock warns once before its end and tells once after it. One that is already overdue
    when first looked at only tells."""
    found = []
    for clock in clocks:
        standing = state(clock, calendar, now)
        if standing is State.OVERDUE and not clock.told:
            found.append(Event(clock.kind, Happening.TOLD, now))
        elif standing is State.WARN and not clock.warned:
            found.append(Event(clock.kind, Happening.WARNED, now))
    return found
