"""Dates that were promised, and what a passed one does: the incident comes back, or its history says so."""

from dataclasses import replace
from datetime import datetime

from core.incidents.moves import Move, allowed, move
from core.incidents.records import ENDED, Answer, Incident, Outcome, Status, Step

KEPT = frozenset({Outcome.SOLVED, Outcome.NOT_SOLVED, Outcome.FORWARDED})
"""Outcomes of a closing that answer a promise. One closed as explained or postponed comes back on its date: the
residents were told of it."""


def promise_of(incident: Incident) -> Answer | None:
    """The answer whose promise stands: the newest with a date. A final one without a date ends what was promised
    before; an interim one without a date does not."""
    standing = None
    for answer in incident.answers:
        if answer.promised:
            standing = answer
        elif answer.final:
            standing = None
    return standing


def _done(incident: Incident) -> bool:
    """Whether a person has said meanwhile that it is done with."""
    if incident.merged_into is not None:
        return True
    if incident.status is Status.CLOSED:
        return incident.outcome in KEPT
    return incident.status in ENDED


def passed(incident: Incident, who: str, at: datetime) -> tuple[Incident, Step | None]:
    """What a passed promise does: it opens the incident again where its table allows that, else it is only said.

    Nothing (no step) where the promise stands no more, is not over yet, or the incident is done with.
    """
    standing = promise_of(incident)
    if standing is None or standing.promised is None or standing.promised > at or _done(incident):
        return incident, None
    day = standing.promised.isoformat()
    told = {"answer": standing.id, "promised": day}
    if Status.REOPENED in allowed(incident):
        again, step = move(incident, Move(Status.REOPENED, who, at, "обещанный срок прошёл, ответа о выполнении нет"))
        return again, replace(step, detail={**step.detail, **told})
    return incident, Step(
        at, who, "promise", incident.status, incident.status, "обещанный срок прошёл", told, incident.id
    )


def returned(incident: Incident, who: str, at: datetime) -> tuple[Incident, Step] | None:
    """A postponed matter whose date has come is open again; None for any other."""
    postponed = incident.status is Status.CLOSED and incident.outcome is Outcome.POSTPONED
    if not postponed or incident.merged_into is not None or incident.until is None or incident.until > at:
        return None
    return move(incident, Move(Status.REOPENED, who, at, "прошёл срок, до которого было отложено"))
