"""Clocks go with their incident: every opening starts them, every step of the history is followed by them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.deadlines import Clock, Dues, Event, Kind, dues, replay
from core.deadlines.clocks import apply
from core.deadlines.following import FOLLOWED, stepped
from core.incidents import Incident, Step
from core.ports import Work
from core.profile import Profile
from core.scope import Scope

Memo = dict[tuple[Event, ...], Dues]


def begun(incident: Incident, events: tuple[Event, ...], profile: Profile, memo: Memo | None = None) -> Incident:
    """A new incident with the due times of its first clocks. `memo` spares a batch that opens alike the reckoning."""
    known = {} if memo is None else memo
    if events not in known:
        known[events] = dues(replay(events).values(), profile.calendar)
    return _due(incident, known[events])


def timed(incident: Incident, clocks: Iterable[Clock], profile: Profile) -> Incident:
    """The incident with the due times of its clocks."""
    return _due(incident, dues(clocks, profile.calendar))


def _due(incident: Incident, found: Dues) -> Incident:
    return replace(incident, due_at=found.due_at, warn_at=found.warn_at, notice_at=found.notice_at)


def keep(work: Work, scope: Scope, profile: Profile, incident: Incident, events: Sequence[Event]) -> Incident:
    """Keep what happened to an incident's clocks; gives it back with its due times, unsaved. Raises IllegalMove."""
    if not events:
        return incident
    return timed(incident, work.clocks.add(scope, incident.id, events).values(), profile)


def follow(work: Work, scope: Scope, profile: Profile, incident: Incident, *steps: Step) -> Incident:
    """Let the clocks of an incident follow its steps (it is as after them); gives it back with its due times."""
    return follow_all(work, scope, profile, {incident.id: incident}, steps)[incident.id]


def follow_all(
    work: Work, scope: Scope, profile: Profile, incidents: Mapping[int, Incident], steps: Iterable[Step]
) -> dict[int, Incident]:
    """The same for several incidents, with one look at the store."""
    telling = [step for step in steps if step.action in FOLLOWED and step.incident_id in incidents]
    known = work.clocks.of_many(scope, sorted({step.incident_id for step in telling})) if telling else {}
    found = dict(incidents)
    for number, clocks in known.items():
        mine = [step for step in telling if step.incident_id == number]
        found[number] = keep(work, scope, profile, incidents[number], _events(incidents[number], mine, clocks, profile))
    return found


def _events(
    incident: Incident, steps: Iterable[Step], clocks: Mapping[Kind, Clock], profile: Profile
) -> list[Event]:  # fmt: skip
    now, events = dict(clocks), list[Event]()
    for step in steps:
        for event in stepped(incident, step, now, profile):
            now[event.kind] = apply(now.get(event.kind), event)
            events.append(event)
    return events
