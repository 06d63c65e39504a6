"""When a municipality works, how fast it answers, whom it tells, what it expects each season. Records only."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache

from core.deadlines import Calendar, Hours, Kind, Open, Term, Unit
from core.labels import Theme

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


Days = tuple[frozenset[date], frozenset[date]]
"""A country's days off and the weekend days that are worked instead."""


def no_days() -> Days:
    """Of no country."""
    return frozenset(), frozenset()


def _office() -> tuple[Open, ...]:
    return ((Hours(time(8), time(12)), Hours(time(13), time(17))),) * 5 + ((), ())


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """The hours of a week, Monday first. `shorter` is cut from the day before a holiday (Трудовой кодекс, ст. 95: an
    hour); `country` names the holidays' country (empty: none are known); `off` and `extra` are the municipality's own
    days off and its own working days, with their hours. `known` gives the country's days when they are first asked for:
    whoever reads the profile's file hands it in."""

    hours: tuple[Open, ...] = field(default_factory=_office)
    shorter: timedelta = timedelta(hours=1)
    country: str = "RU"
    off: frozenset[date] = frozenset()
    extra: tuple[tuple[date, Open], ...] = ()
    known: Callable[[], Days] = field(default=no_days, repr=False)

    def calendar(self, zone: str, holidays: Iterable[date] = (), worked: Iterable[date] = ()) -> Calendar:
        """The working calendar, given the country's days off and its working weekends (transfers included)."""
        free = (set(holidays) | self.off) - {day for day, _ in self.extra}
        usual = next((each for each in self.hours if each), ())
        days: dict[date, Open] = {day: self.hours[day.weekday()] or usual for day in worked}
        days |= dict.fromkeys(free, ())
        for day in set(holidays):
            eve = day - timedelta(days=1)
            hours = days.get(eve, self.hours[eve.weekday()])
            if hours and eve not in free:
                days[eve] = _cut(hours, self.shorter)
        return Calendar(zone, self.hours, tuple(sorted((days | dict(self.extra)).items())))


@lru_cache(maxsize=16)
def working(week: WorkWeek, zone: str) -> Calendar:
    """The calendar with the days that the week knows, made once."""
    return week.calendar(zone, *week.known())


def _cut(hours: Open, by: timedelta) -> Open:
    """A day that ends earlier; a stretch shorter than that falls away."""
    last = hours[-1]
    ends = (last.end.hour or 24) * 60 + last.end.minute - int(by.total_seconds()) // 60
    if ends <= last.start.hour * 60 + last.start.minute:
        return hours[:-1]
    return (*hours[:-1], Hours(last.start, time(ends // 60 % 24, ends % 60)))


@dataclass(frozen=True, slots=True)
class ClockRule:
    """The term of one clock of a message. Empty `levels` or `themes` mean "any"; the first rule that fits counts."""

    kind: Kind
    term: Term
    levels: frozenset[str] = frozenset()
    themes: frozenset[Theme] = frozenset()

    def fits(self, kind: Kind, level: str, theme: Theme) -> bool:
        """Whether it sets this clock for a matter of this level and theme."""
        named = (not self.levels or level in self.levels) and (not self.themes or theme in self.themes)
        return kind is self.kind and named


def term_of(rules: Iterable[ClockRule], kind: Kind, level: str, theme: Theme) -> Term | None:
    """The term of a message's clock; None where the profile sets none."""
    return next((rule.term for rule in rules if rule.fits(kind, level, theme)), None)


DEFAULT_CLOCKS = (
    ClockRule(Kind.REACTION, Term(Unit.HOURS, 4, 1), frozenset({"high", "critical"})),
    ClockRule(Kind.REACTION, Term(Unit.HOURS, 9, 2)),
    ClockRule(Kind.DRAFT, Term(Unit.HOURS, 8, 2)),
    ClockRule(Kind.FINAL, Term(Unit.HOURS, 9, 2)),
    ClockRule(Kind.AFTER_INTERIM, Term(Unit.WORKDAYS, 7, 1)),
)
"""What was seen in practice (4 hours for important ones, 9 working hours for ordinary ones, a draft in 8, a final
answer within 7 working days after an interim one): no decree sets them."""


@dataclass(frozen=True, slots=True)
class Windows:
    """`join`: how long a post may join an incident of the same theme and place; `watch`: how long silence must last
    after an answer; `negative`: the share of negative (0–1) under which a reaction is calm; `hot`: at which time within
    `repeat_days` the same theme at the same place becomes a hot place."""

    join: timedelta = timedelta(hours=72)
    watch: timedelta = timedelta(hours=48)
    negative: float = 0.2
    hot: int = 3


@dataclass(frozen=True, slots=True)
class Answering:
    """Where residents are answered: `telegram` is off by default (149-ФЗ, ст. 10, ч. 8; 41-ФЗ), the centre's lawyer
    decides."""

    telegram: bool = False


@dataclass(frozen=True, slots=True)
class Rung:
    """Whom to tell when nobody took an alert for so much time."""

    role: str
    after: timedelta


@dataclass(frozen=True, slots=True)
class Alerts:
    """Who is told of which level, the ladder (curator, then head), the quiet hours; critical alerts know none.

    `told` maps a level to roles of the profile, `crc` (the ЦУР) and `block` (the head of the responsible block).
    """

    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ladder: tuple[Rung, ...] = ()
    quiet: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A threat of a season (decree 000, Порядок, п. 3): a theme, the ISO weeks in which it is to be expected, and codes
    of the official classifier that it shows in."""

    code: str
    title: str
    theme: Theme
    weeks: tuple[int, int]
    remind: int = 3
    topics: tuple[str, ...] = ()

    def expected(self, day: date) -> bool:
        """Whether the season lasts on a day; it may run over the year's end."""
        first, last = self.weeks
        week = day.isocalendar().week
        return first <= week <= last if first <= last else week >= first or week <= last

    def near(self, day: date) -> bool:
        """Whether to remind of it: it lasts, or begins within `remind` weeks."""
        return any(self.expected(day + timedelta(weeks=ahead)) for ahead in range(self.remind + 1))
