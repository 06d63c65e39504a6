"""The rating of a period: cases of the store, the formula of the profile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.deadlines import Calendar
from core.exchange import System
from core.exchange.summing import Body, rated_bodies
from core.ports import Work
from core.profile import Profile
from core.rating import Rating, rated
from core.scope import Right, Scope
from core.usecases.counting import items, whose
from core.usecases.weekly import cases, query_of
from core.weekly import Ordered

Rated = tuple[System, tuple[Body, ...]]


def rating(work: Work, scope: Scope, profile: Profile, calendar: Calendar, asked: Ordered, now: datetime) -> Rating:
    """Recipients and blocks of a period, as of its end or as of now. Raises Denied, BadInput for one that has
    not begun."""
    for right in (Right.READ_REPORTS, Right.READ_INCIDENTS):
        scope.demand(right)
    at = asked.period.as_of(now)
    found = cases(work, scope, calendar, query_of(asked, asked.period.since, at), at)
    told = rated(found, asked.period.since, at, profile.reports, profile.min_n)
    return replace(told, bodies=tuple(_bodies(work, scope, profile, asked, at)))


def _bodies(work: Work, scope: Scope, profile: Profile, asked: Ordered, at: datetime) -> Iterator[Rated]:
    """Bodies by the records received in the period; a system without any is left out."""
    for system in whose(asked):
        found = [each for each in items(work, scope, profile, asked, system, at) if each.received >= asked.period.since]
        if found:
            yield system, tuple(rated_bodies(found, at, ZoneInfo(asked.period.zone), profile.min_n))
