"""The summary of a system over a period: items of the store, the growth rule of the profile."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.exchange import ItemQuery, System
from core.exchange.summing import Summary, Words, summed_up
from core.exchange.worked import finished
from core.periods import Period
from core.ports import Work
from core.profile import Profile
from core.scope import Right, Scope
from core.usecases.counting import LOOKED_BACK, PAGE, paged, theirs


def system_summary(
    work: Work, scope: Scope, profile: Profile, words: Words, system: System, period: Period, now: datetime
) -> Summary:
    """A system's period, as of its end or as of now while it lasts; who sees some blocks gets those. Raises Denied,
    BadInput for one that has not begun."""
    for right in (Right.READ_REPORTS, Right.READ_INCIDENTS):
        scope.demand(right)
    at = period.as_of(now)
    asked = ItemQuery(system, since=period.since, until=at, limit=PAGE)
    before = replace(
        asked, since=period.before.since, until=min(period.before.since + (at - period.since), period.since)
    )
    every = list(paged(work, scope, asked))
    found = list(filter(theirs, every))
    return summed_up(
        system,
        found,
        (list(filter(theirs, paged(work, scope, before))), _unfinished(work, scope, profile, system, period, at)),
        at,
        ZoneInfo(profile.timezone),
        profile.reports,
        profile.min_n,
        words,
        len(every) - len(found),
    )


def _unfinished(work: Work, scope: Scope, profile: Profile, system: System, period: Period, at: datetime) -> int:
    """How many of the items received before a period were open at a moment: those that are open, and those that were
    finished since."""
    since = period.since - LOOKED_BACK
    ended = ItemQuery(system, since=since, until=period.since, finished=True, limit=PAGE)
    zone = ZoneInfo(profile.timezone)
    later = sum(not finished(each, at, zone) for each in filter(theirs, paged(work, scope, ended)))
    return work.exchange.unfinished(scope, system, period.since) + later
