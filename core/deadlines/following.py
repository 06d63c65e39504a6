"""How clocks follow an incident: which start with it, and what each of its steps does to them. Pure.

Not exported by the package: incidents know the profile, and the profile knows the package.
"""

from collections.abc import Mapping
from datetime import datetime

from core.deadlines.clocks import Clock, Event, Happening, Kind
from core.deadlines.regimes import Fast, fast_of, received, registered, started
from core.deadlines.terms import Term
from core.incidents.records import Incident, Regime, Status, Step
from core.profile import Profile, term_of

ANSWERED = frozenset({Status.ANSWERED, Status.CLOSED})

MET_BY: Mapping[Kind, frozenset[Status]] = {
    Kind.REACTION: ANSWERED | {Status.IN_WORK, Status.INTERIM, Status.VERIFIED, Status.REFUTED, Status.FORWARDED},
    Kind.DRAFT: ANSWERED | {Status.INTERIM},
    Kind.FINAL: ANSWERED | {Status.FORWARDED},
    Kind.AFTER_INTERIM: ANSWERED,
    Kind.FAST: ANSWERED,
    Kind.REDIRECT: frozenset({Status.FORWARDED}),
    Kind.ANSWER: ANSWERED,
}
"""The states that fulfil each clock."""

STOPPED_BY: Mapping[Kind, frozenset[Status]] = {
    Kind.FINAL: frozenset({Status.INTERIM}),
    Kind.DRAFT: frozenset({Status.RETURNED, Status.FORWARDED}),
    Kind.AFTER_INTERIM: frozenset({Status.FORWARDED}),
    Kind.FAST: frozenset({Status.FORWARDED}),
    Kind.REDIRECT: ANSWERED | {Status.IN_WORK, Status.INTERIM},
    Kind.ANSWER: frozenset({Status.FORWARDED}),
}
"""The states that make a clock needless: an interim answer replaces the final clock by that of after-interim; an appeal
taken in work is not redirected; a forwarded one is answered by the other body (59-ФЗ, ст. 8, ч. 3)."""

ENDS_ALL = frozenset({Status.REJECTED, Status.WORKED_OFF})

STARTED_BY: Mapping[Status, tuple[Kind, ...]] = {
    Status.ROUTED: (Kind.DRAFT,),
    Status.INTERIM: (Kind.AFTER_INTERIM,),
    Status.REOPENED: (Kind.REACTION, Kind.FINAL),
}
"""A message's clocks that begin with a step; reaction and final begin with the incident."""


def term(profile: Profile, incident: Incident, kind: Kind) -> Term | None:
    """The term of a message's clock by the profile; None where it sets none."""
    return term_of(profile.clocks, kind, incident.level, incident.theme)


def opened(incident: Incident, profile: Profile, at: datetime, by: str = "") -> tuple[Event, ...]:
    """The clocks with which an incident begins. An appeal that has its number is registered already."""
    fast = fast_of(profile.fast, incident.theme, incident.topic)
    if incident.regime is Regime.APPEAL:
        return received(at, by, fast) + (registered(at, by) if incident.number else ())
    return _of_message(incident, profile, (Kind.REACTION, Kind.FINAL), at, by) + _fast(fast, at, by)


def _fast(fast: Fast | None, at: datetime, by: str) -> tuple[Event, ...]:
    return (started(False, Kind.FAST, fast.term, at, by),) if fast else ()


def _of_message(
    incident: Incident, profile: Profile, kinds: tuple[Kind, ...], at: datetime, by: str
) -> tuple[Event, ...]:
    terms = ((kind, term(profile, incident, kind)) for kind in kinds)
    return tuple(started(False, kind, found, at, by) for kind, found in terms if found)


def stepped(incident: Incident, step: Step, clocks: Mapping[Kind, Clock], profile: Profile) -> tuple[Event, ...]:
    """What a step of an incident (as it is after the step) does to its clocks."""
    to = Status(step.after)
    events = [found for kind, clock in clocks.items() if not clock.ended and (found := _ended(kind, to, step))]
    if incident.regime is Regime.MESSAGE:
        gone = {event.kind for event in events}
        free = tuple(
            kind for kind in STARTED_BY.get(to, ()) if kind not in clocks or clocks[kind].ended or kind in gone
        )
        events += _of_message(incident, profile, free, step.at, step.who)
    return tuple(events)


def _ended(kind: Kind, to: Status, step: Step) -> Event | None:
    if to in MET_BY.get(kind, ()):
        return Event(kind, Happening.MET, step.at, step.who)
    if to in ENDS_ALL or to in STOPPED_BY.get(kind, ()):
        return Event(kind, Happening.STOPPED, step.at, step.who)
    return None
