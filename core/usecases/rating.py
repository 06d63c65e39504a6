"""The rating of a period: cases of the store, the formula of the profile."""

from datetime import datetime

from core.deadlines import Calendar
from core.ports import Work
from core.profile import Profile
from core.rating import Rating, rated
from core.scope import Right, Scope
from core.usecases.weekly import cases, query_of
from core.weekly import Ordered


def rating(work: Work, scope: Scope, profile: Profile, calendar: Calendar, asked: Ordered, now: datetime) -> Rating:
    """Recipients and blocks of a period, as of its end or as of now. Raises Denied."""
    for right in (Right.READ_REPORTS, Right.READ_INCIDENTS):
        scope.demand(right)
    at = min(asked.period.until, now + datetime.resolution)
    found = cases(work, scope, calendar, query_of(asked, asked.period.since, at), at)
    return rated(found, asked.period.since, at, profile.reports, profile.min_n)
