"""Causes of a theme, factors of growth, road maps against them with what came of them."""

from dataclasses import replace
from datetime import datetime, timedelta

from core import periods, roadmaps
from core.cases import CaseQuery
from core.counts import summed
from core.errors import Outdated
from core.labels import Theme
from core.periods import Period
from core.ports import Work
from core.profile import Profile
from core.roadmaps import WEEKS, Effect, Factor, RoadMap
from core.scope import Right, Scope
from core.usecases.counting import counted
from core.usecases.weekly import Reading, causes_of
from core.weekly import Cause

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def causes(
    work: Work, scope: Scope, reading: Reading, theme: Theme | None, territory: str, period: Period
) -> tuple[list[Cause], int]:
    """The texts of a theme within a period parted by cause, and how many there were."""
    for right in (Right.READ_REPORTS, Right.READ_INCIDENTS):
        scope.demand(right)
    places = (territory,) if territory else ()
    return causes_of(
        work, scope, reading, CaseQuery(period.since, period.until, (theme,) if theme else (), territories=places)
    )


def growth_factors(work: Work, scope: Scope, profile: Profile, now: datetime) -> tuple[Period, list[Factor]]:
    """Theme × territory × week: what stands out in the last whole week against the four before it."""
    for right in (Right.READ_REPORTS, Right.READ_INCIDENTS):
        scope.demand(right)
    last = periods.last_week(now, profile.timezone)
    weeks = [replace(last, first=last.first - n * WEEK, last=last.last - n * WEEK) for n in range(WEEKS - 1, -1, -1)]
    spans = [(each.since, each.until) for each in weeks]
    counts = counted(work, scope, profile, CaseQuery(spans[0][0], spans[-1][1]), spans)
    return last, roadmaps.factors(counts, profile.reports.least)


def add_roadmap(work: Work, scope: Scope, profile: Profile, wanted: RoadMap, at: datetime) -> RoadMap:
    """A new road map. Raises BadInput."""
    scope.demand(Right.WORK_REPORTS)
    made = roadmaps.checked(replace(wanted, made_at=at, made_by=scope.who), profile)
    kept = work.roadmaps.add(scope, made)
    work.journal.write(scope, "roadmap.add", str(kept.id), {"theme": kept.theme}, at)
    return kept


def end_roadmap(work: Work, scope: Scope, roadmap_id: int, revision: int, result: str, at: datetime) -> RoadMap:
    """Say that it is over and what came of it. Raises NotFound, Outdated, IllegalMove."""
    scope.demand(Right.WORK_REPORTS)
    found = work.roadmaps.get(scope, roadmap_id)
    if found.revision != revision:
        raise Outdated(f"дорожная карта {found.id} изменилась: у вас версия {revision}, сейчас {found.revision}")
    kept = work.roadmaps.save(scope, roadmaps.ended(found, result, at))
    work.journal.write(scope, "roadmap.end", str(found.id), {}, at)
    return kept


def roadmap_effect(work: Work, scope: Scope, profile: Profile, card: RoadMap, now: datetime) -> Effect:
    """Messages of its theme and territory before it began and since."""
    zone = profile.timezone
    days = roadmaps.compared_days(card, periods.today(now, zone))
    if not days:
        return Effect(0, 0, 0)
    before = Period(card.starts - days * DAY, card.starts - DAY, zone)
    last = periods.today(card.ended_at or now, zone) - DAY
    after = Period(last - (days - 1) * DAY, last, zone)
    query = CaseQuery(before.since, after.until, (card.theme,), territories=(card.territory,) if card.territory else ())
    spans = [(before.since, before.until), (after.since, after.until)]
    totals = summed(counted(work, scope, profile, query, spans), 2)
    return Effect(totals[0], totals[1], days)
