"""The calendar of a day, and notices of what needs a campaign (decree 000, Порядок, п. 3). May be run again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core import campaigns as rules
from core.alerts import campaign_alert
from core.campaigns import CampaignQuery, Entry, Habits, Learnt, Notice, State, Storm
from core.incidents import IncidentQuery
from core.labels import Theme
from core.ports import Ledger, Work
from core.profile import Profile
from core.routing import blocks_of
from core.scope import Right, Scope

RECORD = timedelta(days=6 * 366)
"""How far back the habits of the themes are looked at."""


@dataclass(frozen=True, slots=True)
class Seasons:
    """The calendar of a day, and what was learnt of every theme that has posts; `since` is the first day of the record
    (None: there is none)."""

    day: date
    since: date | None
    entries: tuple[Entry, ...]
    learnt: Mapping[Theme, Learnt]
    habits: Habits


def local_day(profile: Profile, at: datetime) -> date:
    """The day by the profile's clock."""
    return at.astimezone(ZoneInfo(profile.timezone)).date()


def seasons(work: Work, scope: Scope, profile: Profile, at: datetime) -> Seasons:
    """The threats of the profile with what the stored history says of them."""
    day = local_day(profile, at)
    habits = work.campaigns.habits(scope, profile.timezone, day - RECORD)
    since = min((first for counts in habits.values() for first in counts), default=None)
    learnt = {theme: rules.learn(theme, counts, since or day, day) for theme, counts in habits.items()}
    return Seasons(day, since, tuple(rules.calendar(profile.campaigns, learnt, day)), learnt, habits)


def notice(ledger: Ledger, scope: Scope, profile: Profile, at: datetime) -> int:
    """Notice what needs a campaign, each thing once; returns how many notices are new. May be run again."""
    scope.demand(Right.ASSESS)
    with ledger.read() as work:
        wanted = _wanted(work, scope, profile, at)
    if not wanted:
        return 0
    with ledger.begin() as work:
        told = [replace(each, block=_block(profile, each.theme)) for each in wanted]
        new = work.campaigns.notice(scope, told)
        work.alerts.put(scope, [campaign_alert(each) for each in told])
        if new:
            work.journal.write(scope, "campaign.notice", "", {"new": new}, at)
    return new


def _block(profile: Profile, theme: Theme) -> str:
    return blocks_of(profile, theme)[0].code


def _wanted(work: Work, scope: Scope, profile: Profile, at: datetime) -> list[Notice]:
    found, known = seasons(work, scope, profile, at), work.campaigns.keys(scope)
    under_way = {each.theme for each in work.campaigns.find(scope, CampaignQuery((State.PLANNED, State.RUNNING)))}
    storms = [each for each in _storms(work, scope) if each.incident.theme not in under_way]
    made = rules.reminders(found.entries, known, found.day, at) + rules.stormy(storms, known, found.day, at)
    lately = {
        each.theme for each in [*work.campaigns.notices(scope, limit=100_000), *made] if at - each.at < rules.QUIET
    }
    if found.since:
        made += rules.growing(found.habits, found.since, under_way | lately, found.day, at)
    return made


def _storms(work: Work, scope: Scope) -> list[Storm]:
    page = work.incidents.find(scope, IncidentQuery(storm=True, ended=False, limit=200))
    return [
        Storm(each, page.posts.get(each.id, 0), _times(work, scope, each.id))
        for each in page.incidents
        if each.storm_ended is None
    ]


def _times(work: Work, scope: Scope, incident_id: int) -> float:
    told = [
        step.detail.get("times", 0.0) for step in work.incidents.history(scope, incident_id) if step.action == "storm"
    ]
    return float(str(told[-1])) if told else 0.0
