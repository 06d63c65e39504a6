"""What people do with the clocks of an incident, and what the job says of them. Each is a step of the history."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from core.alerts import clock_alert
from core.deadlines import (
    KIND_TITLES,
    Clock,
    Event,
    Happening,
    Kind,
    Unit,
    due_at,
    extended,
    notices,
    registered,
)
from core.deadlines.regimes import EXTENSION_CLAUSE
from core.errors import BadInput, IllegalMove, Incomplete
from core.incidents import Incident, Regime, Step
from core.ports import Ledger, Work
from core.profile import Profile
from core.scope import Right, Scope
from core.usecases.desk import taken
from core.usecases.intake import unused
from core.usecases.timing import keep, timed

STATES = {Happening.WARNED: "warn", Happening.TOLD: "overdue"}
"""What a step `clock` says, by the event that it goes with."""


def pause_clocks(
    work: Work,
    scope: Scope,
    profile: Profile,
    incident_id: int,
    revision: int,
    kind: Kind | None,
    reason: str,
    at: datetime,
) -> Incident:
    """Let a clock stand, or all that may. Terms in calendar days never do. Raises IllegalMove that says why."""
    found = _held(work, scope, incident_id, revision)
    if not reason.strip():
        raise Incomplete(f"инцидент {found.id}: чтобы приостановить срок, укажите причину", "reason")
    known = work.clocks.of(scope, found.id)
    free = [each for each, clock in known.items() if not clock.ended and not clock.paused and _may_stand(clock)]
    chosen = [kind] if kind else free
    if not chosen:
        raise IllegalMove(f"инцидент {found.id}: ни один срок приостановить нельзя: {_standing(known)}")
    events = [Event(each, Happening.PAUSED, at, scope.who, reason.strip()) for each in chosen]
    return _changed(work, scope, profile, found, "pause", events, reason.strip())


def resume_clocks(
    work: Work, scope: Scope, profile: Profile, incident_id: int, revision: int, kind: Kind | None, at: datetime
) -> Incident:  # fmt: skip
    """Let a clock that stands go on, or all of them. Raises IllegalMove."""
    found = _held(work, scope, incident_id, revision)
    known = work.clocks.of(scope, found.id)
    chosen = [kind] if kind else [each for each, clock in known.items() if clock.paused and not clock.ended]
    if not chosen:
        raise IllegalMove(f"инцидент {found.id}: ни один срок не приостановлен: {_standing(known)}")
    return _changed(
        work, scope, profile, found, "resume", [Event(each, Happening.RESUMED, at, scope.who) for each in chosen]
    )


def extend_answer(
    work: Work,
    scope: Scope,
    profile: Profile,
    incident_id: int,
    revision: int,
    days: int,
    reason: str,
    notified: datetime | None,
    at: datetime,
) -> Incident:
    """Put the answer to an appeal off: once, by at most 30 days, the applicant notified. Raises IllegalMove."""
    found = _held(work, scope, incident_id, revision)
    clock = work.clocks.of(scope, found.id).get(Kind.ANSWER)
    if clock is None:
        raise IllegalMove(
            f"инцидент {found.id}: продлевают только срок ответа на обращение ({EXTENSION_CLAUSE}), здесь его нет"
        )
    event = extended(clock, days, reason, notified, at, profile.calendar, scope.who)
    told = {"days": days, "notified": notified.isoformat() if notified else ""}
    return _changed(work, scope, profile, found, "extend", [event], event.reason, **told)


def register(
    work: Work,
    scope: Scope,
    profile: Profile,
    incident_id: int,
    revision: int,
    number: str,
    at: datetime,
    noted: datetime | None = None,
) -> Incident:
    """Give an incident its number. That of an appeal sets its registration: the terms of the answer and of redirecting
    count from there. Raises BadInput that names the field."""
    found = taken(work, scope, incident_id, revision)
    wanted, when = number.strip(), noted or at
    if not wanted:
        raise BadInput("поле «number»: пусто")
    if found.regime is Regime.APPEAL and wanted != found.number:
        unused(work, scope, wanted)
    if not found.opened_at <= when <= at:
        raise BadInput("поле «registered»: раньше поступления или ещё не наступило")
    clock = work.clocks.of(scope, found.id).get(Kind.REGISTRATION)
    events = registered(when, scope.who) if clock and not clock.ended else ()
    step = Step(at, scope.who, "number", detail={"number": wanted, "before": found.number}, incident_id=found.id)
    saved = work.incidents.save(scope, keep(work, scope, profile, replace(found, number=wanted), events))
    work.incidents.record(scope, [step])
    return saved


def remind(ledger: Ledger, scope: Scope, profile: Profile, at: datetime, limit: int = 500) -> int:
    """Say of up to `limit` incidents what is to be said of their clocks now: once before the end, once after it.

    Returns how many were looked at. One transaction: a step that is run again finds nothing left to say.
    """
    with ledger.begin() as work:
        waiting = work.clocks.waiting(scope, at, limit)
        for incident_id, clocks in work.clocks.of_many(scope, waiting).items():
            _remind(work, scope, profile, incident_id, list(clocks.values()), at)
    return len(waiting)


def _remind(
    work: Work, scope: Scope, profile: Profile, incident_id: int, clocks: list[Clock], at: datetime
) -> None:  # fmt: skip
    said = notices(clocks, profile.calendar, at)
    known = {clock.kind: clock for clock in clocks}
    events = [replace(event, by=scope.who) for event in said]
    after = work.clocks.add(scope, incident_id, events) if events else known
    brief = work.incidents.brief(scope, incident_id)
    work.incidents.remind(scope, timed(brief, after.values(), profile))
    ends = {each.kind: due_at(known[each.kind], profile.calendar, at) for each in events}
    work.incidents.record(scope, [_told(incident_id, each, ends[each.kind]) for each in events])
    work.alerts.put(scope, [clock_alert(brief, each, ends[each.kind]) for each in events])


def _told(incident_id: int, event: Event, ends: datetime) -> Step:
    told = {"kind": event.kind, "state": STATES[event.happening], "due": ends.isoformat()}
    return Step(event.at, event.by, "clock", "", STATES[event.happening], "", told, incident_id)


def _held(work: Work, scope: Scope, incident_id: int, revision: int) -> Incident:
    scope.demand(Right.HOLD_CLOCKS)
    return taken(work, scope, incident_id, revision)


def _may_stand(clock: Clock) -> bool:
    return clock.term.unit is not Unit.DAYS


def _standing(known: Mapping[Kind, Clock]) -> str:
    running = [KIND_TITLES[each] for each, clock in known.items() if not clock.ended]
    return "идут " + ", ".join(f"«{title}»" for title in running) if running else "сроков, которые идут, нет"


def _changed(
    work: Work,
    scope: Scope,
    profile: Profile,
    incident: Incident,
    action: str,
    events: Iterable[Event],
    reason: str = "",
    **told: object,
) -> Incident:
    done = list(events)
    after = keep(work, scope, profile, incident, done)
    step = Step(
        done[0].at, scope.who, action, "", "", reason, {"kinds": [each.kind for each in done], **told}, incident.id
    )
    saved = work.incidents.save(scope, after)
    work.incidents.record(scope, [step])
    return saved
