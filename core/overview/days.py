"""Local days as spans of UTC: a day of the district may have 23 or 25 hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Days:
    """Local days, the oldest first, the last one today; `edges` are their beginnings and the end of the last, in UTC;
    `upto` is how long the present day has lasted."""

    days: tuple[date, ...]
    edges: tuple[datetime, ...]
    upto: timedelta

    def __len__(self) -> int:
        return len(self.days)

    @property
    def whole(self) -> tuple[tuple[datetime, datetime], ...]:
        """Each day from its beginning to its end."""
        return tuple(zip(self.edges, self.edges[1:], strict=False))

    @property
    def sofar(self) -> tuple[tuple[datetime, datetime], ...]:
        """Each day from its beginning to this hour."""
        return tuple((start, min(start + self.upto, end)) for start, end in self.whole)

    def last(self, count: int) -> tuple[date, date]:
        """The first and the last day of so many last ones."""
        return self.days[-count:][0], self.days[-1]


def days_of(now: datetime, zone: str, count: int) -> Days:
    """So many local days up to now."""
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    found = tuple(today - timedelta(days=back) for back in range(count - 1, -1, -1))
    edges = [datetime.combine(day, time(), here).astimezone(UTC) for day in (*found, today + timedelta(days=1))]
    return Days(found, tuple(edges), now - edges[-2])
