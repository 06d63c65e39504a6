"""The calendar: when each threat of the profile is to be expected, by the profile and by what was learnt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.campaigns.learning import LAST, Learnt
from core.labels import Theme
from core.profile import Campaign as Threat

WEEK = timedelta(weeks=1)
LEAD = 6
"""Weeks before the season of the profile within which a learnt rise still is of this season."""


@dataclass(frozen=True, slots=True)
class Season:
    """The days of a season, the first a Monday and the last a Sunday; `year` is that of its beginning."""

    year: int
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Entry:
    """A threat with its next or present season. `rises` is the first learnt week of it (None: nothing was learnt, or
    nothing rises in it); `begins` the earlier of both beginnings; `remind` the day of the reminder."""

    threat: Threat
    season: Season
    learnt: Learnt
    rises: date | None
    begins: date
    remind: date

    def now(self, day: date) -> bool:
        """Whether the season lasts on a day."""
        return self.begins <= day <= self.season.ends

    def due(self, day: date) -> bool:
        """Whether to remind of it on a day."""
        return self.remind <= day <= self.season.ends


def monday(year: int, week: int) -> date:
    """The Monday of an ISO week; week 53 of a year that has none is its last."""
    last = date(year, 12, 28).isocalendar().week
    return date.fromisocalendar(year, min(week, last), 1)


def season_of(threat: Threat, day: date) -> Season:
    """The season that lasts on a day, or the next one."""
    first, last = threat.weeks
    this = day.isocalendar().year
    for year in (this - 1, this, this + 1):
        ends = monday(year + (last < first), last) + timedelta(days=6)
        if ends >= day:
            return Season(year, monday(year, first), ends)
    raise AssertionError("unreachable: next year's season ends after any day of this year")


def calendar(threats: Sequence[Threat], learnt: Mapping[Theme, Learnt], day: date) -> list[Entry]:
    """All threats, that which begins first at the head."""
    made = [_entry(each, learnt.get(each.theme, Learnt(each.theme, 0, 0)), day) for each in threats]
    return sorted(made, key=lambda entry: (entry.begins, entry.threat.code))


def _entry(threat: Threat, learnt: Learnt, day: date) -> Entry:
    season = season_of(threat, day)
    rises = first_rise(season, learnt)
    begins = min(season.starts, rises) if rises else season.starts
    return Entry(threat, season, learnt, rises, begins, begins - threat.remind * WEEK)


def first_rise(season: Season, learnt: Learnt) -> date | None:
    """The first learnt week of a season, or up to `LEAD` weeks before it. A rise that stands already when this stretch
    begins is of another season of the theme: ice goes on when the holes in the road are still to come."""
    weeks = _weeks(season.starts - LEAD * WEEK, season.ends)
    before = _slot(weeks[0] - WEEK) in learnt.weeks
    for week in weeks:
        rises = _slot(week) in learnt.weeks
        if rises and not before:
            return week
        before = before and rises
    return None


def _weeks(since: date, until: date) -> list[date]:
    return [since + n * WEEK for n in range((until - since) // WEEK + 1)]


def _slot(week: date) -> int:
    return min(week.isocalendar().week, LAST)
