"""Everything that the overview shows, in as few questions to the store as there are figures."""

from collections.abc import Sequence
from datetime import datetime

from core.deadlines import Calendar
from core.incidents import IncidentQuery
from core.overview import Board, Measure, Picture, Tally, at_risk, days_of, measure
from core.overview.picture import standing_risks, summed
from core.ports import Work
from core.risk import Level
from core.scope import Right, Scope
from core.usecases.posts import examine

DAYS = 14
STORMS_MOST = 20
GRAVE = (Level.HIGH, Level.CRITICAL)


def overview(work: Work, scope: Scope, calendar: Calendar, zone: str, now: datetime) -> Picture:
    """The picture of the day. Raises Denied without the right to read cards; what other rights would show is empty."""
    scope.demand(Right.READ_FLAGS)
    days = days_of(now, zone, DAYS)
    tallies = work.views.daily.cards(scope, days)
    may_see = Right.READ_INCIDENTS in scope.rights
    terms = at_risk(work.clocks.standing(scope), calendar, now) if may_see else []
    named = work.views.daily.named(scope, sorted({each.incident_id for each in terms}))
    everywhere = scope.blocks is None and scope.territories is None
    storms = IncidentQuery(storm=True, ended=False, limit=STORMS_MOST)
    return Picture(
        days=days,
        posts=measure(*work.views.daily.posts(scope, days)) if everywhere else None,
        cards=_measured(tallies, tuple(Level)),
        grave=_measured(tallies, GRAVE),
        opened=measure(*work.views.daily.opened(scope, days)) if may_see else None,
        waiting=standing_risks(work.flags.counts(scope)),
        tallies=tallies,
        board=work.views.daily.board(scope) if may_see else Board(),
        terms=[each for each in terms if each.incident_id in named],
        named=named,
        storms=work.incidents.find(scope, storms).incidents if may_see else (),
        sources=examine(work, scope, now) if Right.READ_SOURCES in scope.rights else (),
    )


def _measured(tallies: Sequence[Tally], levels: tuple[Level, ...]) -> Measure:
    found = [each for each in tallies if each.level in levels]
    return measure(summed((each.whole for each in found), DAYS), summed((each.sofar for each in found), DAYS))
