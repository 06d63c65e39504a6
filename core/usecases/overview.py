"""Everything that the overview shows, in as few questions to the store as there are figures."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.deadlines import Calendar
from core.incidents import Deadline, IncidentPage, IncidentQuery, Order, Status
from core.overview import Board, Contented, Measure, Picture, Tally, Terms, at_risk, days_of, measure
from core.overview.picture import summed
from core.ports import Work
from core.profile import Profile
from core.reaction import Closing
from core.risk import Level
from core.scope import Right, Scope
from core.usecases.answers import reaction
from core.usecases.posts import ailments

DAYS = 14
STORMS_MOST, TERMS_MOST, VOICED_MOST = 7, 7, 20
"""Of storms and of terms the first ones only: their whole lists are a link away."""
AWAITED = (Status.ANSWERED, Status.WATCHED)
ANSWERED = (*AWAITED, Status.REOPENED, Status.WORKED_OFF, Status.CLOSED)
"""Where an answer was given: a matter that was closed or reopened after it has its replies as well."""
VOICED_SINCE = timedelta(days=30)
GRAVE = (Level.HIGH, Level.CRITICAL)


def overview(work: Work, scope: Scope, calendar: Calendar, zone: str, now: datetime) -> Picture:
    """The picture of the day. Raises Denied without the right to read cards; what other rights would show is empty."""
    scope.demand(Right.READ_FLAGS)
    days = days_of(now, zone, DAYS)
    tallies = work.views.daily.cards(scope, days)
    may_see = Right.READ_INCIDENTS in scope.rights
    terms = _terms(work, scope, calendar, now) if may_see else Terms()
    everywhere = scope.blocks is None and scope.territories is None
    query = IncidentQuery(storm=True, ended=False, limit=STORMS_MOST)
    storms = work.incidents.find(scope, query) if may_see else IncidentPage((), 0, {})
    return Picture(
        days=days,
        posts=measure(*work.views.daily.posts(scope, days)) if everywhere else None,
        cards=_measured(tallies, tuple(Level)),
        grave=_measured(tallies, GRAVE),
        opened=measure(*work.views.daily.opened(scope, days)) if may_see else None,
        waiting=work.views.daily.waiting(scope),
        tallies=tallies,
        board=work.views.daily.board(scope) if may_see else Board(),
        terms=terms,
        storms=storms.incidents,
        stormy=storms.total,
        sources=ailments(work, scope, now) if Right.READ_SOURCES in scope.rights else (),
    )


def _terms(work: Work, scope: Scope, calendar: Calendar, now: datetime) -> Terms:
    """Of thousands that are late the first ones only are read whole; the others are counted."""
    late, near = (
        work.incidents.find(
            scope, IncidentQuery(ended=False, deadlines=(which,), at=now, order=Order.DUE, limit=TERMS_MOST)
        )
        for which in (Deadline.OVERDUE, Deadline.NEAR)
    )
    named = {each.id: each for page in (late, near) for each in page.incidents}
    found = at_risk(work.clocks.of_many(scope, sorted(named)), calendar, now)
    return Terms(tuple(found), named, late.total, near.total)


def contented(
    work: Work, scope: Scope, profile: Profile, now: datetime, known: dict[tuple[int, int], Contented]
) -> Contented:
    """How content residents are with the answers to incidents of the last 30 days; the most dangerous ones first, so
    many at most. `known` keeps what was counted by incident and revision: a thread is long to read."""
    scope.demand(Right.READ_INCIDENTS)
    awaited = work.incidents.count(scope, IncidentQuery(statuses=AWAITED))
    query = IncidentQuery(statuses=ANSWERED, since=now - VOICED_SINCE, limit=VOICED_MOST)
    found = work.incidents.find(scope, query)
    for each in found.incidents:
        if (each.id, each.revision) not in known:
            closing = reaction(work, scope, profile, work.incidents.get(scope, each.id)).closing
            known[each.id, each.revision] = Contented(closing[Closing.SATISFIED], closing[Closing.DISSATISFIED])
    told = [known[each.id, each.revision] for each in found.incidents]
    return Contented(sum(each.glad for each in told), sum(each.sad for each in told), awaited, len(told), found.total)


def _measured(tallies: Sequence[Tally], levels: tuple[Level, ...]) -> Measure:
    found = [each for each in tallies if each.level in levels]
    return measure(summed((each.whole for each in found), DAYS), summed((each.sofar for each in found), DAYS))
