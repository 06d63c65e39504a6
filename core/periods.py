"""The days that a report is about: a week of the calendar (2026-W46), a month, or any span. Local to the profile."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.errors import BadInput

WEEK = re.compile(r"(\d{4})-?W(\d{1,2})")
MONTH = re.compile(r"(\d{4})-(\d{2})")
DAY, LONGEST = timedelta(days=1), 366 * 2


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included, in a zone."""

    first: date
    last: date
    zone: str

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def since(self) -> datetime:
        """The beginning of the first day, UTC."""
        return self._begin(self.first)

    @property
    def until(self) -> datetime:
        """The end of the last day, UTC."""
        return self._begin(self.last + DAY)

    @property
    def before(self) -> "Period":
        """As many days just before."""
        return Period(self.first - timedelta(days=self.days), self.first - DAY, self.zone)

    @property
    def is_week(self) -> bool:
        """Whether it is a week from Monday to Sunday."""
        return self.days == 7 and self.first.weekday() == 0

    @property
    def code(self) -> str:
        """`2026-W46` of a week, else `2026-11-01_2026-11-15`."""
        if self.is_week:
            year, week, _ = self.first.isocalendar()
            return f"{year}-W{week:02}"
        return f"{self.first}_{self.last}"

    def as_of(self, now: datetime) -> datetime:
        """The moment as of which the period is told: its end, or now while it lasts. Raises BadInput for one that has
        not begun."""
        if self.since > now:
            raise BadInput(f"период ещё не начался: его первый день {self.first:%d.%m.%Y}")
        return min(self.until, now + datetime.resolution)

    def each(self, days: int = 1) -> list[tuple[date, datetime, datetime]]:
        """Its stretches of so many days, each with its first day and its moments."""
        starts = [self.first + timedelta(days=n) for n in range(0, self.days, days)]
        ends = [min(start + timedelta(days=days), self.last + DAY) for start in starts]
        return [(start, self._begin(start), self._begin(end)) for start, end in zip(starts, ends, strict=True)]

    def back(self, days: int) -> tuple[datetime, datetime]:
        """So many days before the last day."""
        return self._begin(self.last - timedelta(days=days)), self._begin(self.last)

    def _begin(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)


def span(first: date, last: date, zone: str) -> Period:
    """Checked days. Raises BadInput."""
    if last < first:
        raise BadInput("период: конец раньше начала")
    if (last - first).days >= LONGEST:
        raise BadInput("период: дольше двух лет")
    if not 2000 <= first.year <= last.year <= 2100:
        raise BadInput("период: годы от 2000 до 2100")
    return Period(first, last, zone)


def week(text: str, zone: str) -> Period:
    """The week `2026-W46`. Raises BadInput."""
    found = WEEK.fullmatch(text.strip().upper())
    try:
        if found is None:
            raise ValueError
        first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        raise BadInput(f"неделя «{text[:20]}»: нужна запись вида 2026-W46") from None
    return span(first, first + timedelta(days=6), zone)


def month(text: str, zone: str) -> Period:
    """The month `2026-11`. Raises BadInput."""
    found = MONTH.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= 12:
        raise BadInput(f"месяц «{text[:20]}»: нужна запись вида 2026-11")
    first = date(int(found[1]), int(found[2]), 1)
    return span(first, (first + timedelta(days=31)).replace(day=1) - DAY, zone)


def today(now: datetime, zone: str) -> date:
    """The local day of a moment."""
    return now.astimezone(ZoneInfo(zone)).date()


def weeks(now: datetime, zone: str, count: int) -> list[Period]:
    """The week that lasts and so many before it, the newest first."""
    last = last_week(now, zone).first
    firsts = (last - timedelta(weeks=back) for back in range(-1, count))
    return [Period(first, first + timedelta(days=6), zone) for first in firsts]


def last_week(now: datetime, zone: str) -> Period:
    """The last whole week before a moment."""
    day = today(now, zone)
    first = day - timedelta(days=day.weekday() + 7)
    return Period(first, first + timedelta(days=6), zone)
