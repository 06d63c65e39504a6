"""Clocks that end soon or ended already."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.deadlines import Calendar, Clock, Kind, State, due_at, state
from core.incidents import Incident

RISKY = frozenset({State.WARN, State.OVERDUE})


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A clock of an incident that is near its end or over it."""

    incident_id: int
    kind: Kind
    state: State
    due: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """The most urgent clocks with their incidents, and how many incidents are overdue and near their end in all."""

    found: tuple[AtRisk, ...] = ()
    named: Mapping[int, Incident] = field(default_factory=dict)
    overdue: int = 0
    near: int = 0


@dataclass(frozen=True, slots=True)
class Nearest:
    """An incident with that of its clocks that ends first, and how many of its others are near their end or over it."""

    first: AtRisk
    others: int


def nearest(found: Sequence[AtRisk]) -> list[Nearest]:
    """One line an incident, the most urgent first; `found` in that order."""
    counts = Counter(each.incident_id for each in found)
    first: dict[int, AtRisk] = {}
    for each in found:
        first.setdefault(each.incident_id, each)
    return [Nearest(each, counts[number] - 1) for number, each in first.items()]


def at_risk(standing: Mapping[int, Mapping[Kind, Clock]], calendar: Calendar, now: datetime) -> list[AtRisk]:
    """Those clocks, the most urgent first."""
    found = [
        AtRisk(incident_id, kind, stands, due_at(clock, calendar, now))
        for incident_id, clocks in standing.items()
        for kind, clock in clocks.items()
        if (stands := state(clock, calendar, now)) in RISKY
    ]
    return sorted(found, key=lambda each: (each.due, each.incident_id))
