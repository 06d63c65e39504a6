"""What was executed, and what was late, by block: the first part of the weekly note."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.measures.records import Measure, State


@dataclass(frozen=True, slots=True)
class Sum:
    """Measures of a block: executed within the period (in time and late), to be executed still, and those of them whose
    day has passed. Each figure is the measures themselves."""

    in_time: tuple[Measure, ...] = ()
    done_late: tuple[Measure, ...] = ()
    open: tuple[Measure, ...] = ()
    overdue: tuple[Measure, ...] = ()

    @property
    def done(self) -> int:
        """Executed within the period."""
        return len(self.in_time) + len(self.done_late)

    @property
    def late(self) -> int:
        """Executed late or overdue."""
        return len(self.done_late) + len(self.overdue)


@dataclass(frozen=True, slots=True)
class Execution:
    """The whole and its blocks (by code), those with most overdue first."""

    total: Sum
    blocks: tuple[tuple[str, Sum], ...]


def late(measure: Measure, day: date, zone: ZoneInfo) -> bool:
    """Whether it was executed after its day, or its day has passed. The day itself is in time."""
    if measure.due is None or measure.state is State.DROPPED:
        return False
    if measure.state is State.DONE and measure.moved_at:
        return measure.moved_at.astimezone(zone).date() > measure.due
    return day > measure.due


def executed(found: Iterable[Measure], since: datetime, until: datetime, zone: str) -> Execution:
    """As things stood at `until`: what was done within the span, what was open. Later changes are not seen."""
    known = [each for each in found if each.made_at < until and each.state is not State.DROPPED]
    codes = list(dict.fromkeys(each.block for each in known))
    sums = [(code, _sum([each for each in known if each.block == code], since, until, zone)) for code in codes]
    shown = [(code, each) for code, each in sums if each.done or each.open]
    ordered = sorted(shown, key=lambda pair: (-len(pair[1].overdue), -pair[1].done, pair[0]))
    return Execution(_sum(known, since, until, zone), tuple(ordered))


def _sum(known: Sequence[Measure], since: datetime, until: datetime, zone: str) -> Sum:
    here = ZoneInfo(zone)
    # the last moment of the span belongs to its last day
    day = (until.astimezone(here) - datetime.resolution).date()
    done = [each for each in known if each.state is State.DONE and each.moved_at and since <= each.moved_at < until]
    standing = [each for each in known if each.state is State.OPEN or (each.moved_at and each.moved_at >= until)]
    over = [each for each in standing if each.due and day > each.due]
    tardy = [each for each in done if late(each, day, here)]
    return Sum(tuple(each for each in done if each not in tardy), tuple(tardy), tuple(standing), tuple(over))
