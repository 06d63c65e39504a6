"""How clocks follow an incident: which start with it, and what each of its steps does to them. Pure.

Not exported by the package: incidents know the profile, and the profile knows the package.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from core.deadlines.clocks import Clock, Event, Happening, Kind, due_at
from core.deadlines.regimes import Fast, fast_of, received, registered, started
from core.deadlines.terms import Term, due
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

FROM_THE_FIRST = (Kind.REACTION, Kind.FINAL)
"""A message's clocks that begin with it, and begin anew when it is taken up again."""

STARTED_BY: Mapping[Status, tuple[Kind, ...]] = {
    Status.REGISTERED: FROM_THE_FIRST,
    Status.FOUND: FROM_THE_FIRST,
    Status.ROUTED: (Kind.DRAFT,),
    Status.INTERIM: (Kind.AFTER_INTERIM,),
    Status.REOPENED: FROM_THE_FIRST,
}
"""A message's clocks that begin with a step."""

TAKEN_BACK = frozenset({Status.REJECTED, Status.FORWARDED})
"""Whoever leaves these states has the clocks again that they stopped."""
MERGED = "merge"
HASTENED = "level"
BY_LEVEL = (Kind.REACTION, Kind.DRAFT, Kind.FINAL, Kind.AFTER_INTERIM)


def term(profile: Profile, incident: Incident, kind: Kind) -> Term | None:
    """The term of a message's clock by the profile; None where it sets none."""
    return term_of(profile.clocks, kind, incident.level, incident.theme)


def opened(
    incident: Incident, profile: Profile, at: datetime, by: str = "", noted: datetime | None = None
) -> tuple[Event, ...]:
    """The clocks with which an incident begins that came at this moment. An appeal that has its number is registered
    already: then (`noted`), or when it came."""
    fast = fast_of(profile.fast, incident.theme, incident.topic)
    if incident.regime is Regime.APPEAL:
        return received(at, by, fast) + (registered(noted or at, by) if incident.number else ())
    return _of_message(incident, profile, FROM_THE_FIRST, at, by) + _fast(fast, at, by)


def _fast(fast: Fast | None, at: datetime, by: str) -> tuple[Event, ...]:
    return (started(False, Kind.FAST, fast.term, at, by),) if fast else ()


def _of_message(
    incident: Incident, profile: Profile, kinds: Iterable[Kind], at: datetime, by: str
) -> tuple[Event, ...]:
    terms = ((kind, term(profile, incident, kind)) for kind in kinds)
    return tuple(started(False, kind, found, at, by) for kind, found in terms if found)


def stepped(incident: Incident, step: Step, clocks: Mapping[Kind, Clock], profile: Profile) -> tuple[Event, ...]:
    """What a step of an incident (as it is after the step) does to its clocks; most kinds of step do nothing."""
    follow = FOLLOWED.get(step.action)
    return tuple(follow(incident, step, clocks, profile)) if follow else ()


Clocks = Mapping[Kind, Clock]


def _moved(incident: Incident, step: Step, clocks: Clocks, profile: Profile) -> list[Event]:
    to = Status(step.after)
    events = [found for kind, clock in clocks.items() if not clock.ended and (found := _ended(kind, to, step))]
    back = _back(clocks, step, step.before) if step.before in TAKEN_BACK else []
    if incident.regime is Regime.APPEAL:
        return events + back
    gone, again = {event.kind for event in events}, {event.kind for event in back}
    begins = set(STARTED_BY.get(to, ()))
    if step.before == Status.FORWARDED and to is Status.ROUTED and Kind.AFTER_INTERIM not in again:
        begins.add(Kind.FINAL)
    free = [kind for kind in Kind if kind in begins and (_free(clocks, kind) or kind in gone)]
    restored = [event for event in back if event.kind not in free]
    return [*events, *restored, *_of_message(incident, profile, free, step.at, step.who)]


def _free(clocks: Clocks, kind: Kind) -> bool:
    return kind not in clocks or clocks[kind].ended


def _ended(kind: Kind, to: Status, step: Step) -> Event | None:
    if to in MET_BY.get(kind, ()):
        return Event(kind, Happening.MET, step.at, step.who)
    if to in ENDS_ALL or to in STOPPED_BY.get(kind, ()):
        return Event(kind, Happening.STOPPED, step.at, step.who, to)
    return None


def _back(clocks: Clocks, step: Step, why: str) -> list[Event]:
    """The clocks that were stopped for this reason go on as if they had never been."""
    stopped = [kind for kind, clock in clocks.items() if clock.stopped_at and clock.stopped_why == why]
    return [Event(kind, Happening.RESTORED, step.at, step.who) for kind in stopped]


def _emptied(incident: Incident, step: Step, clocks: Clocks, profile: Profile) -> list[Event]:
    """Whose posts went elsewhere is answered there."""
    running = [kind for kind, clock in clocks.items() if not clock.ended]
    return [Event(kind, Happening.STOPPED, step.at, step.who, MERGED) for kind in running]


def _refilled(incident: Incident, step: Step, clocks: Clocks, profile: Profile) -> list[Event]:
    return _back(clocks, step, MERGED)


def _renatured(incident: Incident, step: Step, clocks: Clocks, profile: Profile) -> list[Event]:
    """It starts anew in the other table of moves: what began on its way there ends."""
    on_the_way = (Kind.DRAFT, Kind.AFTER_INTERIM)
    ends = [kind for kind in on_the_way if kind in clocks and not clocks[kind].ended]
    begins = [kind for kind in FROM_THE_FIRST if _free(clocks, kind)]
    return [
        *(Event(kind, Happening.STOPPED, step.at, step.who, step.action) for kind in ends),
        *_of_message(incident, profile, begins, step.at, step.who),
    ]


def _hastened(incident: Incident, step: Step, clocks: Clocks, profile: Profile) -> list[Event]:
    """A higher level has shorter terms: they count from now, where that ends sooner. A lower one gives no more time."""
    events = []
    for kind in BY_LEVEL if incident.regime is Regime.MESSAGE else ():
        clock, fresh = clocks.get(kind), term(profile, incident, kind)
        if clock and fresh and not clock.ended and not clock.paused and _sooner(clock, fresh, step.at, profile):
            events += [
                Event(kind, Happening.STOPPED, step.at, step.who, HASTENED),
                started(False, kind, fresh, step.at, step.who),
            ]
    return events


def _sooner(clock: Clock, fresh: Term, at: datetime, profile: Profile) -> bool:
    if fresh == clock.term:
        return False
    return due(fresh, at, profile.calendar) < due_at(clock, profile.calendar, at)


Followed = Callable[[Incident, Step, Clocks, Profile], list[Event]]
FOLLOWED: Mapping[str, Followed] = {
    "move": _moved,
    "merge": _emptied,
    "unmerge": _refilled,
    "nature": _renatured,
    "level": _hastened,
}
"""By the step's action."""
