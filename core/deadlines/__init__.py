"""Deadlines: the working calendar, clocks, the two regimes. Every rule is pure; `following` ties them to incidents."""

from core.deadlines.calendar import Calendar
from core.deadlines.clocks import (
    KIND_TITLES,
    STATE_TITLES,
    Clock,
    Event,
    Happening,
    Kind,
    State,
    apply,
    due_at,
    late,
    notices,
    replay,
    state,
)
from core.deadlines.dues import Dues, dues
from core.deadlines.hours import Hours, Open
from core.deadlines.regimes import LAW, Fast, extended, fast_of, received, registered, started
from core.deadlines.terms import Pause, Term, Unit, due, overrun, warn_at

__all__ = [
    "KIND_TITLES",
    "LAW",
    "STATE_TITLES",
    "Calendar",
    "Clock",
    "Dues",
    "Event",
    "Fast",
    "Happening",
    "Hours",
    "Kind",
    "Open",
    "Pause",
    "State",
    "Term",
    "Unit",
    "apply",
    "due",
    "due_at",
    "dues",
    "extended",
    "fast_of",
    "late",
    "notices",
    "overrun",
    "received",
    "registered",
    "replay",
    "started",
    "state",
    "warn_at",
]
