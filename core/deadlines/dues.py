"""When the clocks of an incident need somebody: kept with the incident, so that a list can be sorted and filtered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.deadlines.calendar import Calendar
from core.deadlines.clocks import Clock, due_at
from core.deadlines.terms import warn_at


@dataclass(frozen=True, slots=True)
class Dues:
    """The nearest end of a running clock, the nearest warning, and the moment of the next notice; None: there is none.

    A clock that stands counts only if it was overdue before it was paused: the end of any other moves on.
    """

    due_at: datetime | None = None
    warn_at: datetime | None = None
    notice_at: datetime | None = None


def dues(clocks: Iterable[Clock], calendar: Calendar) -> Dues:
    """What stands until something happens to one of the clocks."""
    running = [(clock, ends) for clock in clocks if (ends := _ends(clock, calendar))]
    warned = [(clock, ends, warn_at(clock.term, ends, calendar)) for clock, ends in running]
    notices = [ends if clock.warned else warn for clock, ends, warn in warned if not clock.told]
    return Dues(
        min((ends for _, ends in running), default=None),
        min((warn for *_, warn in warned), default=None),
        min(notices, default=None),
    )


def _ends(clock: Clock, calendar: Calendar) -> datetime | None:
    if clock.ended:
        return None
    if not clock.paused:
        return due_at(clock, calendar, clock.started)
    since = clock.pauses[-1].since
    ends = due_at(clock, calendar, since)
    return ends if ends <= since else None
