"""Preventive campaigns (decree 000, Порядок, п. 3): plan one, work through its tasks, end it, see what it did."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core import campaigns as rules
from core.campaigns import Campaign, Notice, State, Task, Verdict
from core.errors import BadInput, Conflict, NotFound, Outdated
from core.incidents import IncidentQuery
from core.ports import Work
from core.profile import Profile
from core.scope import Right, Scope
from core.usecases.noticing import local_day


@dataclass(frozen=True, slots=True)
class Effect:
    """Incidents of a campaign's theme: opened while it lasts, and within as many days before it."""

    during: int
    before: int
    days: int


def decide_notice(
    work: Work, scope: Scope, profile: Profile, notice_id: int, accept: bool, at: datetime, reason: str = ""
) -> tuple[Notice, Campaign | None]:
    """Plan the campaign that a notice asks for, or say why not. Raises Conflict if it was decided, BadInput for a
    refusal without a reason."""
    scope.demand(Right.WORK_CAMPAIGNS)
    found = work.campaigns.noticed(scope, notice_id)
    if found.verdict is not Verdict.OPEN:
        raise Conflict(f"на уведомление К-{found.id} уже ответили")
    if not accept and not reason.strip():
        raise BadInput("поле «reason»: у отказа от кампании должна быть причина")
    made = work.campaigns.add(scope, rules.planned(found, profile, scope.who, at, reason.strip())) if accept else None
    decided = replace(
        found,
        verdict=Verdict.ACCEPTED if accept else Verdict.DECLINED,
        decided_at=at,
        decided_by=scope.who,
        campaign_id=made.id if made else None,
    )
    work.campaigns.save_notice(scope, decided)
    told = {"verdict": decided.verdict, "campaign": decided.campaign_id, "reason": reason.strip()}
    work.journal.write(scope, "campaign.verdict", str(found.id), told, at)
    return decided, made


def plan_campaign(work: Work, scope: Scope, profile: Profile, wanted: Campaign, at: datetime) -> Campaign:
    """A campaign of a person's own. Raises BadInput, NotFound for an incident that is not there."""
    scope.demand(Right.WORK_CAMPAIGNS)
    if wanted.incident_id is not None:
        work.incidents.brief(scope, wanted.incident_id)
    made = rules.checked(replace(wanted, made_at=at, moved_at=at, made_by=scope.who), profile)
    if scope.blocks is not None and made.block not in scope.blocks:
        raise BadInput("поле «theme»: эту тему ведёт другой блок")
    kept = work.campaigns.add(scope, made)
    work.journal.write(scope, "campaign.plan", str(kept.id), {"theme": kept.theme, "code": kept.code}, at)
    return kept


def campaign_seen(work: Work, scope: Scope, campaign_id: int, revision: int) -> Campaign:
    """The campaign as the caller saw it. Raises NotFound, Outdated."""
    scope.demand(Right.WORK_CAMPAIGNS)
    found = work.campaigns.get(scope, campaign_id)
    if found.revision != revision:
        raise Outdated(f"кампания {found.id} изменилась: у вас версия {revision}, сейчас {found.revision}")
    return found


def move_campaign(
    work: Work, scope: Scope, campaign_id: int, revision: int, to: State, at: datetime, text: str = ""
) -> Campaign:
    """Begin, end or take up again. Raises IllegalMove."""
    found = campaign_seen(work, scope, campaign_id, revision)
    moved = work.campaigns.save(scope, rules.move(found, to, text, at))
    told = {"before": found.state, "after": to, "reason": text.strip(), "left": len(found.left)}
    work.journal.write(scope, "campaign.move", str(found.id), told, at)
    return moved


def add_task(work: Work, scope: Scope, campaign_id: int, revision: int, task: Task, at: datetime) -> Campaign:
    """One more task."""
    found = campaign_seen(work, scope, campaign_id, revision)
    kept = work.campaigns.add_task(scope, found.id, task)
    work.journal.write(scope, "campaign.task", str(found.id), {"task": kept.id}, at)
    return work.campaigns.save(scope, replace(found, tasks=(*found.tasks, kept)))


def set_task(
    work: Work, scope: Scope, campaign_id: int, revision: int, task_id: int, done: bool, at: datetime
) -> Campaign:
    """Say that a task is done, or open again. Raises NotFound."""
    found = campaign_seen(work, scope, campaign_id, revision)
    known = next((each for each in found.tasks if each.id == task_id), None)
    if known is None:
        raise NotFound(f"у кампании {found.id} нет задачи {task_id}")
    changed = replace(known, done_at=at if done else None, done_by=scope.who if done else "")
    work.campaigns.save_task(scope, found.id, changed)
    work.journal.write(scope, "campaign.task", str(found.id), {"task": task_id, "done": done}, at)
    return work.campaigns.save(
        scope, replace(found, tasks=tuple(changed if each.id == task_id else each for each in found.tasks))
    )


def effect(work: Work, scope: Scope, profile: Profile, campaign: Campaign, at: datetime) -> Effect:
    """How many incidents of its theme were opened, to compare: what a campaign prevents is seen by what stayed away."""
    span = rules.lasted(campaign, local_day(profile, at))
    zone = ZoneInfo(profile.timezone)
    starts = datetime.combine(campaign.starts, datetime.min.time(), zone)

    def opened(since: datetime, until: datetime) -> int:
        asked = IncidentQuery(themes=(campaign.theme,), since=since, until=until, limit=1)
        return work.incidents.find(scope, asked).total

    return Effect(opened(starts, starts + span), opened(starts - span, starts), span.days)
