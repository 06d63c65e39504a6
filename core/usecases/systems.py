"""The summary of a system over a period: items of the store, the growth rule of the profile."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.exchange import ItemQuery, System
from core.exchange.summing import Summary, Words, summed_up
from core.periods import Period
from core.ports import Work
from core.profile import Profile
from core.scope import Right, Scope
from core.usecases.counting import PAGE, paged


def system_summary(
    work: Work, scope: Scope, profile: Profile, words: Words, system: System, period: Period, now: datetime
) -> Summary:
    """A system's period, as of its end or as of now while it lasts; who sees some blocks gets those. Raises Denied."""
    for right in (Right.READ_REPORTS, Right.READ_INCIDENTS):
        scope.demand(right)
    at = min(period.until, now)
    asked = ItemQuery(system, since=period.since, until=at, limit=PAGE)
    before = replace(
        asked, since=period.before.since, until=min(period.before.since + (at - period.since), period.since)
    )
    return summed_up(
        system,
        list(paged(work, scope, asked)),
        (list(paged(work, scope, before)), work.exchange.unfinished(scope, system, period.since)),
        at,
        ZoneInfo(profile.timezone),
        profile.reports,
        profile.min_n,
        words,
    )
