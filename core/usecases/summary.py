"""A municipality's figures for the region's ЦУР: counts and shares, no texts and no people."""

from collections.abc import Sequence
from datetime import date, datetime

from core.incidents import Deadline, IncidentQuery
from core.indicators import Inquiry, Line
from core.overview import Contented, days_of, measure
from core.periods import today
from core.ports import Work
from core.profile import Profile
from core.region import Asked, Stated, Storm, Summary
from core.scope import Right, Scope
from core.usecases.overview import DAYS

INQUIRIES_MOST, STORMS_MOST = 1000, 20
YEAR = 0


def summary(
    work: Work, scope: Scope, profile: Profile, now: datetime, content: Contented, lines: Sequence[Line]
) -> Summary:
    """The figures within the caller's scope. Raises Denied without the right to read incidents; what the reports would
    show (posts, indicators, requests) is empty without theirs, or for whoever sees some blocks only."""
    scope.demand(Right.READ_INCIDENTS)
    days = days_of(now, profile.timezone, DAYS)
    told = whole(scope)
    storms = work.incidents.find(scope, IncidentQuery(storm=True, ended=False, limit=STORMS_MOST))
    overdue, near = (
        work.incidents.find(scope, IncidentQuery(ended=False, deadlines=(which,), at=now, limit=1)).total
        for which in (Deadline.OVERDUE, Deadline.NEAR)
    )
    board = work.views.daily.board(scope)
    return Summary(
        profile=profile.code,
        title=profile.title,
        at=now,
        population=profile.population,
        posts=measure(*work.views.daily.posts(scope, days)) if told else None,
        opened=measure(*work.views.daily.opened(scope, days)),
        matters=board.matters,
        risks=board.risks,
        overdue=overdue,
        near=near,
        stormy=storms.total,
        storms=tuple(Storm(e.theme, e.level, e.opened_at, e.storm_ended is not None) for e in storms.incidents),
        content=content,
        indicators=tuple(stated(each) for each in lines) if told else (),
        asked=waiting(work.indicators.inquiries(scope, INQUIRIES_MOST), today(now, profile.timezone)) if told else None,
    )


def whole(scope: Scope) -> bool:
    """Whether the caller may see what the reports tell of the whole municipality."""
    return Right.READ_REPORTS in scope.rights and scope.blocks is None and scope.territories is None


def stated(line: Line) -> Stated:
    """An indicator of the year, as far as it stands."""
    return Stated(line.indicator.code, line.plans.get(YEAR), line.facts.get(YEAR), line.reached(YEAR))


def waiting(found: Sequence[Inquiry], day: date) -> Asked:
    """Requests without an answer."""
    still = [each for each in found if each.sent is None]
    return Asked(len(still), sum(each.late(day) for each in still), min((each.due for each in still), default=None))
