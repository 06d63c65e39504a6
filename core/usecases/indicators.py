"""Indicators of a year, and the log of what the ЦУР asked for."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core import indicators as rules
from core import periods
from core.cases import CaseQuery, case_of
from core.deadlines import Calendar
from core.errors import BadInput, Denied, Outdated
from core.exchange import ItemQuery, Link, System
from core.exchange.worked import ended_at
from core.indicators import INDICATORS, Figure, Inquiry, Line, Seen
from core.measures import MeasureQuery
from core.periods import Period
from core.ports import Work
from core.profile import Profile
from core.scope import Right, Scope
from core.usecases.counting import LOOKED_BACK, PAGE, paged

ALL, MONTHS, YEARS = 100_000, range(1, 13), (2000, 2100)
MOST = 1e12


def whole_only(scope: Scope) -> None:
    """Indicators are those of the centre. Raises Denied for whoever sees some blocks only."""
    if scope.blocks is not None or scope.territories is not None:
        raise Denied("показатели охватывают все блоки и территории, а вам видна часть из них")


def year_of(work: Work, scope: Scope, profile: Profile, calendar: Calendar, year: int, now: datetime) -> list[Line]:
    """All indicators of a year by month; a month that has not begun, or was over before the
    first incident, has no fact. Raises Denied, BadInput."""
    for right in (Right.READ_REPORTS, Right.READ_INCIDENTS):
        scope.demand(right)
    whole_only(scope)
    whole = _year(year, profile.timezone)
    at = min(whole.until, now + datetime.resolution)
    found = work.views.cases.told(scope, CaseQuery(whole.since, at)) if at > whole.since else []
    cases = [case_of(each, calendar, at) for each in found]
    measures = work.measures.find(scope, MeasureQuery(standing=(whole.since, at), limit=ALL))
    marks = _marks(work, scope, profile, whole, at)
    begun = min([*(case.incident.opened_at for case in cases), *(moment for _, moment in marks)], default=at)
    counted: dict[tuple[str, int], float] = {}
    for month, period in [(0, whole), *((month, _month(year, month, profile.timezone)) for month in MONTHS)]:
        seen = Seen(cases, measures, period.since, min(period.until, at), profile.timezone, marks)
        for each in INDICATORS:
            value = each.count(seen) if each.count and period.since < at and period.until > begun else None
            if value is not None:
                counted[each.code, month] = value
    return rules.lines(work.indicators.figures(scope, year), counted)


def _marks(work: Work, scope: Scope, profile: Profile, year: Period, at: datetime) -> list[tuple[int, datetime]]:
    """Marks of records that no incident bears, with when each was finished, or received where that is not told."""
    zone = ZoneInfo(profile.timezone)
    query = ItemQuery(System.POS, since=year.since - LOOKED_BACK, until=at, scored=True, limit=PAGE)
    free = [each for each in paged(work, scope, query) if each.linked.state is not Link.LINKED]
    return [(each.score, ended_at(each, zone) or each.received) for each in free if each.score]


def _year(year: int, zone: str) -> Period:
    if not YEARS[0] <= year <= YEARS[1]:
        raise BadInput(f"год: от {YEARS[0]} до {YEARS[1]}")
    return Period(date(year, 1, 1), date(year, 12, 31), zone)


def _month(year: int, month: int, zone: str) -> Period:
    first = date(year, month, 1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), zone)


def put_figure(work: Work, scope: Scope, figure: Figure, at: datetime) -> None:
    """Enter a plan; a fact only of an indicator that is not counted. Raises NotFound, BadInput."""
    scope.demand(Right.WORK_REPORTS)
    whole_only(scope)
    known = rules.indicator(figure.code)
    if figure.fact is not None and known.count:
        raise BadInput(f"поле «fact»: «{known.title}» считает программа")
    if not YEARS[0] <= figure.year <= YEARS[1] or not 0 <= figure.month <= 12:
        raise BadInput("поле «month»: месяц от 1 до 12, 0 — весь год")
    if any(value is not None and not 0 <= value <= MOST for value in (figure.plan, figure.fact)):
        raise BadInput("поле «plan»: нужно число от 0")
    before = [each for each in work.indicators.figures(scope, figure.year) if _same(each, figure)]
    work.indicators.put(scope, _over(before[0], figure) if before else figure, at)
    told = {"year": figure.year, "month": figure.month, "plan": figure.plan, "fact": figure.fact}
    old = {"before_plan": before[0].plan, "before_fact": before[0].fact} if before else {}
    work.journal.write(scope, "indicator.put", figure.code, told | old, at)


def _over(before: Figure, figure: Figure) -> Figure:
    """What is not given stays."""
    plan, fact = figure.plan, figure.fact
    return replace(figure, plan=before.plan if plan is None else plan, fact=before.fact if fact is None else fact)


def _same(one: Figure, other: Figure) -> bool:
    return (one.code, one.month) == (other.code, other.month)


def add_inquiry(work: Work, scope: Scope, wanted: Inquiry, at: datetime) -> Inquiry:
    """A request of the ЦУР. Raises BadInput."""
    scope.demand(Right.WORK_REPORTS)
    kept = work.indicators.add_inquiry(scope, rules.checked(replace(wanted, by=scope.who)))
    work.journal.write(scope, "inquiry.add", str(kept.id), {"kind": kept.kind}, at)
    return kept


def answer_inquiry(
    work: Work, scope: Scope, profile: Profile, inquiry_id: int, revision: int, result: str, at: datetime
) -> Inquiry:
    """Say that it was answered today. Raises NotFound, Outdated, IllegalMove."""
    scope.demand(Right.WORK_REPORTS)
    found = work.indicators.inquiry(scope, inquiry_id)
    if found.revision != revision:
        raise Outdated(f"запрос {found.id} изменился: у вас версия {revision}, сейчас {found.revision}")
    today = periods.today(at, profile.timezone)
    kept = work.indicators.save_inquiry(scope, rules.sent(found, today, result))
    work.journal.write(scope, "inquiry.answer", str(found.id), {"late": kept.late(today)}, at)
    return kept
