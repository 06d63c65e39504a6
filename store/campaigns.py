"""Preventive campaigns, their tasks, notices that one is needed, and the habits of the themes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from core.campaigns import Campaign, CampaignQuery, Notice, NoticeKind, State, Task, Verdict
from core.errors import NotFound, Outdated
from core.flags import FlagStatus
from core.labels import Theme
from core.scope import Scope
from store.rows import Row, reasons_body, reasons_of
from store.tables import campaigns, flags, notices, posts, tasks
from store.upsert import insert_new

PLAIN = (
    *("code", "title", "block", "starts", "ends", "made_at", "made_by", "moved_at", "reason", "result"),
    *("incident_id", "notice_id", "revision"),
)
OF_TASK = ("title", "position", "due", "done_at", "done_by")
OF_NOTICE = (
    *("key", "title", "code", "block", "at", "starts", "ends", "incident_id"),
    *("decided_at", "decided_by", "campaign_id"),
)


class CampaignTable:
    """Fulfils `core.ports.Campaigns`. A scope of some blocks sees the campaigns and notices of those."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, scope: Scope, query: CampaignQuery) -> list[Campaign]:
        """Campaigns, the latest beginning first, with their tasks."""
        asked = select(campaigns).where(*_seen(scope, campaigns))
        lists: dict[Any, Sequence[str]] = {campaigns.c.state: query.states, campaigns.c.theme: query.themes}
        asked = asked.where(*(column.in_(wanted) for column, wanted in lists.items() if wanted))
        ordered = asked.order_by(campaigns.c.starts.desc(), campaigns.c.id.desc()).limit(query.limit)
        return self._with_tasks([_campaign(row) for row in self._connection.execute(ordered).mappings()])

    def get(self, scope: Scope, campaign_id: int) -> Campaign:
        """One campaign with its tasks. Raises NotFound if there is none within the scope."""
        asked = select(campaigns).where(campaigns.c.id == campaign_id, *_seen(scope, campaigns))
        row = self._connection.execute(asked).mappings().first()
        if row is None:
            raise NotFound(f"нет кампании {campaign_id}")
        return self._with_tasks([_campaign(row)])[0]

    def _with_tasks(self, found: list[Campaign]) -> list[Campaign]:
        asked = select(tasks).where(tasks.c.campaign_id.in_([each.id for each in found])).order_by(tasks.c.id)
        held: dict[int, list[Task]] = {}
        for row in self._connection.execute(asked).mappings():
            held.setdefault(row["campaign_id"], []).append(Task(id=row["id"], **{name: row[name] for name in OF_TASK}))
        return [replace(each, tasks=tuple(held.get(each.id, ()))) for each in found]

    def add(self, scope: Scope, campaign: Campaign) -> Campaign:
        """Enter a campaign with its tasks; gives it back with the ids."""
        row = {"profile_id": scope.profile, **_columns(campaign)}
        number = self._connection.execute(insert(campaigns).values(**row).returning(campaigns.c.id)).scalar_one()
        made = tuple(self.add_task(scope, number, task) for task in campaign.tasks)
        return replace(campaign, id=number, tasks=made)

    def save(self, scope: Scope, campaign: Campaign) -> Campaign:
        """Keep a changed campaign; its revision grows, its tasks are kept apart from it. Raises Outdated."""
        mine = campaigns.c.id == campaign.id, campaigns.c.profile_id == scope.profile
        values = _columns(campaign) | {"revision": campaign.revision + 1}
        changed = update(campaigns).where(*mine, campaigns.c.revision == campaign.revision).values(**values)
        if self._connection.execute(changed).rowcount != 1:
            raise Outdated(f"кампания {campaign.id} изменилась, пока вы решали")
        return replace(campaign, revision=campaign.revision + 1)

    def add_task(self, scope: Scope, campaign_id: int, task: Task) -> Task:
        """Keep a task; gives it back with its id."""
        row = {
            "profile_id": scope.profile,
            "campaign_id": campaign_id,
            **{name: getattr(task, name) for name in OF_TASK},
        }
        number = self._connection.execute(insert(tasks).values(**row).returning(tasks.c.id)).scalar_one()
        return replace(task, id=number)

    def save_task(self, scope: Scope, campaign_id: int, task: Task) -> None:
        """Keep a changed task. Raises NotFound."""
        mine = tasks.c.id == task.id, tasks.c.campaign_id == campaign_id, tasks.c.profile_id == scope.profile
        changed = update(tasks).where(*mine).values(**{name: getattr(task, name) for name in OF_TASK})
        if self._connection.execute(changed).rowcount != 1:
            raise NotFound(f"у кампании {campaign_id} нет задачи {task.id}")

    def notice(self, scope: Scope, found: Sequence[Notice]) -> int:
        """Keep notices whose keys are new; returns how many were."""
        return insert_new(
            self._connection, notices, [{"profile_id": scope.profile, **_notice_columns(each)} for each in found]
        )

    def notices(self, scope: Scope, verdict: Verdict | None = None, after: int = 0, limit: int = 200) -> list[Notice]:
        """Notices behind a number, in the order of their numbers."""
        asked = select(notices).where(notices.c.id > after, *_seen(scope, notices))
        if verdict is not None:
            asked = asked.where(notices.c.verdict == verdict)
        ordered = asked.order_by(notices.c.id).limit(limit)
        return [_notice(row) for row in self._connection.execute(ordered).mappings()]

    def noticed(self, scope: Scope, notice_id: int) -> Notice:
        """One notice. Raises NotFound if there is none within the scope."""
        asked = select(notices).where(notices.c.id == notice_id, *_seen(scope, notices))
        row = self._connection.execute(asked).mappings().first()
        if row is None:
            raise NotFound(f"нет уведомления К-{notice_id}")
        return _notice(row)

    def save_notice(self, scope: Scope, notice: Notice) -> None:
        """Keep what was decided. Raises Outdated if somebody decided meanwhile."""
        mine = notices.c.id == notice.id, notices.c.profile_id == scope.profile, notices.c.verdict == Verdict.OPEN
        if self._connection.execute(update(notices).where(*mine).values(**_notice_columns(notice))).rowcount != 1:
            raise Outdated(f"на уведомление К-{notice.id} уже ответили")

    def keys(self, scope: Scope) -> frozenset[str]:
        """Keys of all notices of the profile."""
        asked = select(notices.c.key).where(notices.c.profile_id == scope.profile)
        return frozenset(self._connection.execute(asked).scalars())

    def habits(self, scope: Scope, zone: str, since: date) -> Mapping[Theme, Mapping[date, int]]:
        """Flagged posts of each theme by local day, rejected cards left out."""
        first = datetime.combine(since, time(), ZoneInfo(zone))
        day = self._day(zone, first)
        mine = flags.c.profile_id == scope.profile, flags.c.status != FlagStatus.REJECTED
        asked = (
            select(flags.c.theme, day, func.count())
            .join(posts, posts.c.id == flags.c.post_id)
            .where(*mine, posts.c.published_at >= first)
            .group_by(flags.c.theme, day)
        )
        found: dict[Theme, dict[date, int]] = {}
        for theme, at, count in self._connection.execute(asked):
            found.setdefault(Theme(theme), {})[date.fromisoformat(str(at))] = count
        return found

    def _day(self, zone: str, first: datetime) -> ColumnElement[Any]:
        """The local day of publication. SQLite knows no zones: there the distance from UTC is that of the first day.
        Russia has not changed its clocks since 2016."""
        if self._connection.dialect.name == "postgresql":
            return func.date(func.timezone(zone, posts.c.published_at))
        away = (first.utcoffset() or timedelta(0)) // timedelta(minutes=1)
        return func.date(posts.c.published_at, f"{away:+d} minutes")


def _seen(scope: Scope, of: Any) -> list[ColumnElement[bool]]:
    found = [of.c.profile_id == scope.profile]
    return found if scope.blocks is None else [*found, of.c.block.in_(scope.blocks)]


def _columns(campaign: Campaign) -> dict[str, Any]:
    return {name: getattr(campaign, name) for name in (*PLAIN, "theme", "state")}


def _campaign(row: Row) -> Campaign:
    plain = {name: row[name] for name in PLAIN}
    return Campaign(id=row["id"], theme=Theme(row["theme"]), state=State(row["state"]), **plain)


def _notice_columns(notice: Notice) -> dict[str, Any]:
    own = {name: getattr(notice, name) for name in (*OF_NOTICE, "theme", "kind", "verdict")}
    return own | {"reasons": reasons_body(notice.reasons)}


def _notice(row: Row) -> Notice:
    return Notice(
        id=row["id"],
        theme=Theme(row["theme"]),
        kind=NoticeKind(row["kind"]),
        verdict=Verdict(row["verdict"]),
        reasons=reasons_of(row["reasons"]),
        **{name: row[name] for name in OF_NOTICE},
    )
