"""Messages of a report over spans of time: posts and letters as the store counts them, and records of «Инцидент
менеджмент» and ПОС, placed by the profile where no incident says where they belong."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.cases import CaseQuery
from core.cases import System as Way
from core.counts import Count, Span, Words
from core.exchange import Item, ItemQuery, System, ours
from core.exchange.placing import Placing
from core.exchange.recorded import Records, recorded
from core.ports import Work
from core.profile import Profile
from core.routing import Whereabouts
from core.scope import Scope
from core.weekly import Ordered

Where = Whereabouts | None
PAGE, LOOKED_BACK = 2000, timedelta(days=92)
"""So long before a report's period records are looked at whole; older ones only while they are open."""


def counted(
    work: Work, scope: Scope, profile: Profile, query: CaseQuery, spans: Sequence[Span], where: Where = None
) -> list[Count]:
    """Every message once, by theme, territory, block and system; a number a span. `where` says in what territory a
    record's address lies (None: by the territories' names alone)."""
    place = Placing(profile, where)
    told = [
        replace(
            each,
            territory=each.territory or place.territory(address),
            block=each.block or place.block(each.theme),
        )
        for address, each in work.views.records.counts(scope, query, spans)
    ]
    return [*work.views.messages.counts(scope, query, spans), *(each for each in told if _wanted(each, query))]


def _wanted(found: Count, query: CaseQuery) -> bool:
    pairs = ((query.blocks, found.block), (query.territories, found.territory))
    return all(not wanted or value in wanted for wanted, value in pairs)


def worded(work: Work, scope: Scope, query: CaseQuery, limit: int) -> list[Words]:
    """The newest texts of messages, of posts and of records."""
    found = [*work.views.messages.words(scope, query, limit), *work.views.records.words(scope, query, limit)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:limit]


def whose(asked: Ordered) -> list[System]:
    """The systems with tables that a report is asked for."""
    return [each for each in System if not asked.systems or Way(each) in asked.systems]


def records(
    work: Work, scope: Scope, profile: Profile, asked: Ordered, at: datetime, where: Where = None
) -> list[Records]:
    """Each system's records over a report's period as of a moment; those with nothing to tell left out."""
    period = asked.period
    before = min(period.before.since + (at - period.since), period.since)
    spans = (period.since, at), (period.before.since, before)
    found = [
        recorded(each, items(work, scope, profile, asked, each, at, where), *spans, ZoneInfo(period.zone))
        for each in whose(asked)
    ]
    return [each for each in found if not each.empty]


def items(
    work: Work, scope: Scope, profile: Profile, asked: Ordered, system: System, at: datetime, where: Where = None
) -> Iterator[Item]:
    """A system's records that a report may tell of, of its themes, blocks and territories."""
    place, since = Placing(profile, where), asked.period.since - LOOKED_BACK
    whole = ItemQuery(system, since=since, until=at, limit=PAGE)
    older = replace(whole, since=None, until=since, finished=False)
    for query in (older, whole):
        yield from (each for each in paged(work, scope, query) if theirs(each) and _asked(each, asked, place))


def theirs(item: Item) -> bool:
    """Whether the system made the record: one under our number is our own table come back."""
    return ours(item.number) is None


def _asked(item: Item, asked: Ordered, place: Placing) -> bool:
    if asked.themes and item.theme not in asked.themes:
        return False
    if asked.blocks and place.block(item.theme) not in asked.blocks:
        return False
    return not asked.territories or place.territory(item.place) in asked.territories


def paged(work: Work, scope: Scope, query: ItemQuery) -> Iterator[Item]:
    """Every page of a query."""
    while True:
        found = work.exchange.find(scope, query)
        yield from found
        if len(found) < query.limit:
            return
        query = replace(query, after=found[-1].id)
