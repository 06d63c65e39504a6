"""Preventive campaigns and their tasks."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import insert, select, update

from core.campaigns import Campaign, CampaignQuery, Task
from core.errors import NotFound, Outdated
from core.scope import Scope
from store.campaign_rows import OF_TASK, campaign_columns, campaign_of, seen_by
from store.notices import NoticeTable
from store.tables import campaigns, tasks


class CampaignTable(NoticeTable):
    """Fulfils `core.ports.Campaigns`. A scope of some blocks sees the campaigns and notices of those."""

    def find(self, scope: Scope, query: CampaignQuery) -> list[Campaign]:
        """Campaigns, the latest beginning first, with their tasks."""
        asked = select(campaigns).where(*seen_by(scope, campaigns))
        lists: dict[Any, Sequence[str]] = {campaigns.c.state: query.states, campaigns.c.theme: query.themes}
        asked = asked.where(*(column.in_(wanted) for column, wanted in lists.items() if wanted))
        ordered = asked.order_by(campaigns.c.starts.desc(), campaigns.c.id.desc()).limit(query.limit)
        return self._with_tasks([campaign_of(row) for row in self._connection.execute(ordered).mappings()])

    def get(self, scope: Scope, campaign_id: int) -> Campaign:
        """One campaign with its tasks. Raises NotFound if there is none within the scope."""
        asked = select(campaigns).where(campaigns.c.id == campaign_id, *seen_by(scope, campaigns))
        row = self._connection.execute(asked).mappings().first()
        if row is None:
            raise NotFound(f"нет кампании {campaign_id}")
        return self._with_tasks([campaign_of(row)])[0]

    def _with_tasks(self, found: list[Campaign]) -> list[Campaign]:
        asked = select(tasks).where(tasks.c.campaign_id.in_([each.id for each in found])).order_by(tasks.c.id)
        held: dict[int, list[Task]] = {}
        for row in self._connection.execute(asked).mappings():
            held.setdefault(row["campaign_id"], []).append(Task(id=row["id"], **{name: row[name] for name in OF_TASK}))
        return [replace(each, tasks=tuple(held.get(each.id, ()))) for each in found]

    def add(self, scope: Scope, campaign: Campaign) -> Campaign:
        """Enter a campaign with its tasks; gives it back with the ids."""
        row = {"profile_id": scope.profile, **campaign_columns(campaign)}
        number = self._connection.execute(insert(campaigns).values(**row).returning(campaigns.c.id)).scalar_one()
        made = tuple(self.add_task(scope, number, task) for task in campaign.tasks)
        return replace(campaign, id=number, tasks=made)

    def save(self, scope: Scope, campaign: Campaign) -> Campaign:
        """Keep a changed campaign; its revision grows, its tasks are kept apart from it. Raises Outdated."""
        mine = campaigns.c.id == campaign.id, campaigns.c.profile_id == scope.profile
        values = campaign_columns(campaign) | {"revision": campaign.revision + 1}
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
