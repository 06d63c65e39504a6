"""What the API gives of an incident's clocks, as of any moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from pydantic import Field

from api.answers import Mask, Out
from core.deadlines import KIND_TITLES, STATE_TITLES, Calendar, Clock, Kind, State, due_at, late, state


@dataclass(frozen=True, slots=True)
class Dial:
    """The clocks of an incident by the calendar, as of a moment. Reasons of pauses are shown through the mask."""

    calendar: Calendar
    at: datetime
    clocks: Mapping[Kind, Clock]
    mask: Mask


class ClockOut(Out):
    """One clock. Due times of one that stands are those that it would have if it went on now."""

    kind: Kind
    title: str = Field(examples=["ответ"])
    state: State
    state_title: str = Field(examples=["срок близко"])
    due: datetime
    started: datetime
    late: bool = Field(description="Выполнен с опозданием или просрочен.")
    paused_since: datetime | None
    pause_reason: str
    extended_days: int = Field(description="На сколько дней продлён.")
    source: str = Field(description="Пункт закона или постановления; пусто — по умолчанию.")

    @classmethod
    def shown(cls, clock: Clock, calendar: Calendar, at: datetime, mask: Mask) -> Self:
        """From a clock."""
        stands = state(clock, calendar, at)
        pause = clock.pauses[-1] if clock.paused else None
        return cls(
            kind=clock.kind,
            title=KIND_TITLES[clock.kind],
            state=stands,
            state_title=STATE_TITLES[stands],
            due=due_at(clock, calendar, clock.met_at or clock.stopped_at or at),
            started=clock.started,
            late=late(clock, calendar, at),
            paused_since=pause.since if pause else None,
            pause_reason=mask(pause.reason) if pause else "",
            extended_days=clock.extended,
            source=clock.term.source,
        )


URGENT = (State.OVERDUE, State.WARN, State.RUNNING, State.PAUSED)
"""Of the clocks of an incident the first of these says how it stands."""


def clocks_of(dial: Dial) -> list[ClockOut]:
    """All clocks, those that run first, each of them by its end."""
    made = [ClockOut.shown(clock, dial.calendar, dial.at, dial.mask) for clock in dial.clocks.values()]
    return sorted(made, key=lambda clock: (clock.state not in URGENT, clock.due, clock.kind))


def nearest(clocks: Iterable[ClockOut]) -> ClockOut | None:
    """The clock that ends first of those that have not ended; one that stands only where all of them do."""
    found = [clock for clock in clocks if clock.state in URGENT]
    return min(found, key=lambda clock: (clock.state is State.PAUSED, clock.due), default=None)
