"""A case out of what the store keeps of an incident. Whatever happened after the moment is not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.answers import is_formal
from core.cases.records import Case, Pace
from core.deadlines import Calendar, Clock, Event, Kind, due_at, late, replay
from core.incidents import ENDED, Answer, Incident, Outcome, Status, Step
from core.reaction import Closing, Voice, closing_of

OF_ANSWER = (Kind.FINAL, Kind.AFTER_INTERIM, Kind.ANSWER)
"""Clocks whose end is the answer."""
MOVES = frozenset({"open", "move"})


@dataclass(frozen=True, slots=True)
class Told:
    """Rows of one incident: its steps and clock events in their order, marks of ПОС with their moments."""

    incident: Incident
    steps: Sequence[Step] = ()
    events: Sequence[Event] = ()
    marks: Sequence[tuple[int, datetime]] = ()
    voices: Sequence[Voice] = ()


def case_of(told: Told, calendar: Calendar, at: datetime) -> Case:
    """The incident as it stood at a moment."""
    incident = told.incident
    steps = [step for step in told.steps if step.at < at]
    status = _status(incident, told.steps, at)
    finals = [each for each in incident.answers if each.final and each.at and each.at < at]
    answered = _answered_at(finals, steps)
    pace, due = pace_of(replay(told.events, at), calendar, at)
    closings = [closing_of(voice) for voice in told.voices if answered and answered < voice.at < at]
    return Case(
        incident=incident,
        status=status,
        outcome=_outcome(incident, steps, status),
        answered_at=answered,
        ended_at=_ended_at(incident, steps, status),
        formal=is_formal(finals[-1].remarks) if finals else None,
        pace=pace,
        due=due,
        reopened=sum(step.after == Status.REOPENED for step in steps),
        promises=_promises(incident.answers, at),
        marks=tuple(mark for mark, moment in told.marks if moment < at),
        glad=closings.count(Closing.SATISFIED),
        sad=closings.count(Closing.DISSATISFIED),
        calm=closings.count(Closing.NEUTRAL),
    )


def _moves(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if step.action in MOVES]


def _status(incident: Incident, steps: Sequence[Step], at: datetime) -> Status:
    """That of the last move before the moment; else what the first later move left. A history that begins later than
    the matter itself (an imported one) tells how it began."""
    moves = _moves(steps)
    before = [step for step in moves if step.at < at]
    if before:
        return Status(before[-1].after)
    first = moves[0] if moves else None
    return Status(first.before or first.after) if first else incident.status


def _answered_at(finals: Sequence[Answer], steps: Sequence[Step]) -> datetime | None:
    """The first final answer; without a text of it, the step that says so."""
    given = [each.at for each in finals if each.at]
    moved = [step.at for step in _moves(steps) if step.after == Status.ANSWERED]
    return min((*given, *moved), default=None)


def _ended_at(incident: Incident, steps: Sequence[Step], status: Status) -> datetime | None:
    if status not in ENDED:
        return None
    moved = [step.at for step in _moves(steps) if step.after == status]
    return moved[-1] if moved else incident.moved_at


def _outcome(incident: Incident, steps: Sequence[Step], status: Status) -> Outcome | None:
    """What was said of it by then, in a step or after it; opened again, it has none."""
    found = None
    for step in steps:
        if step.action == "outcome":
            found = Outcome(step.after)
        elif step.action == "move":
            again = step.after == Status.REOPENED
            found = Outcome(str(step.detail["outcome"])) if "outcome" in step.detail else None if again else found
    return found or (incident.outcome if status is incident.status and not _moves(steps) else None)


def _promises(answers: Sequence[Answer], at: datetime) -> tuple[datetime, ...]:
    given = [each.promised for each in answers if each.promised and each.at and each.at < at]
    return tuple(dict.fromkeys(given))


def pace_of(clocks: Mapping[Kind, Clock], calendar: Calendar, at: datetime) -> tuple[Pace, datetime | None]:
    """The worst that its clocks of the answer say; those that were taken away say nothing."""
    counted = [clock for kind, clock in clocks.items() if kind in OF_ANSWER and clock.stopped_at is None]
    found = [(_state(clock, calendar, at), due_at(clock, calendar, clock.met_at or at)) for clock in counted]
    for pace in (Pace.OVERDUE, Pace.LATE, Pace.RUNNING, Pace.IN_TIME):
        dues = [due for state, due in found if state is pace]
        if dues:
            return pace, min(dues)
    return Pace.NONE, None


def _state(clock: Clock, calendar: Calendar, at: datetime) -> Pace:
    tardy = late(clock, calendar, at)
    if clock.met_at:
        return Pace.LATE if tardy else Pace.IN_TIME
    return Pace.OVERDUE if tardy else Pace.RUNNING
