"""Registers and tasks of minutes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from core.errors import NotFound, Outdated
from core.registers import Entry, EntryQuery, Kind, Task, TaskState
from core.scope import Scope
from store.rows import Row
from store.tables import minute_tasks, registers

OF_ENTRY = ("kind", "title", "day", "state", "made_at", "made_by", "moved_at", "revision")
OF_TASK = ("what", "block", "position", "due", "state", "proof", "sent_at", "moved_at")
OPEN = (TaskState.GIVEN, TaskState.SENT)


class RegisterTable:
    """Fulfils `core.ports.Registers`. Tasks are seen by block where a scope has some."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, scope: Scope, query: EntryQuery) -> list[Entry]:
        """Entries of a register, the latest day first."""
        asked = select(registers).where(registers.c.profile_id == scope.profile, registers.c.kind == query.kind)
        if query.states:
            asked = asked.where(registers.c.state.in_(query.states))
        if query.since:
            asked = asked.where(registers.c.day >= query.since)
        if query.until:
            asked = asked.where(registers.c.day <= query.until)
        ordered = asked.order_by(registers.c.day.desc(), registers.c.id.desc()).limit(query.limit)
        return [_entry(row) for row in self._connection.execute(ordered).mappings()]

    def get(self, scope: Scope, entry_id: int) -> Entry:
        """One entry. Raises NotFound."""
        mine = registers.c.profile_id == scope.profile, registers.c.id == entry_id
        row = self._connection.execute(select(registers).where(*mine)).mappings().first()
        if row is None:
            raise NotFound(f"нет записи {entry_id}")
        return _entry(row)

    def counts(self, scope: Scope) -> dict[Kind, int]:
        """How many entries each register has."""
        asked = select(registers.c.kind, func.count()).where(registers.c.profile_id == scope.profile)
        return {Kind(row[0]): row[1] for row in self._connection.execute(asked.group_by(registers.c.kind))}

    def add(self, scope: Scope, entry: Entry) -> Entry:
        """Enter one; gives it back with its id."""
        made = insert(registers).values(profile_id=scope.profile, **_columns(entry)).returning(registers.c.id)
        return replace(entry, id=self._connection.execute(made).scalar_one())

    def save(self, scope: Scope, entry: Entry) -> Entry:
        """Keep a changed one; its revision grows. Raises Outdated."""
        mine = registers.c.profile_id == scope.profile, registers.c.id == entry.id
        values = _columns(entry) | {"revision": entry.revision + 1}
        changed = update(registers).where(*mine, registers.c.revision == entry.revision).values(**values)
        if self._connection.execute(changed).rowcount != 1:
            raise Outdated(f"запись {entry.id} изменилась, пока вы решали")
        return replace(entry, revision=entry.revision + 1)

    def tasks(self, scope: Scope, entry_ids: Sequence[int] = (), open_: bool = False) -> list[Task]:
        """Tasks of these entries (of all, where none are named), by their days."""
        asked = select(minute_tasks).where(minute_tasks.c.profile_id == scope.profile)
        if entry_ids:
            asked = asked.where(minute_tasks.c.entry_id.in_(entry_ids))
        if open_:
            asked = asked.where(minute_tasks.c.state.in_(OPEN))
        if scope.blocks is not None:
            asked = asked.where(minute_tasks.c.block.in_(scope.blocks))
        ordered = asked.order_by(minute_tasks.c.entry_id, minute_tasks.c.id)
        return [_task(row) for row in self._connection.execute(ordered).mappings()]

    def put_task(self, scope: Scope, task: Task) -> Task:
        """Keep a new or a changed task. Raises NotFound."""
        row = {name: getattr(task, name) for name in OF_TASK}
        if not task.id:
            own = {"profile_id": scope.profile, "entry_id": task.entry_id}
            made = insert(minute_tasks).values(**own, **row).returning(minute_tasks.c.id)
            return replace(task, id=self._connection.execute(made).scalar_one())
        mine = minute_tasks.c.profile_id == scope.profile, minute_tasks.c.id == task.id
        if self._connection.execute(update(minute_tasks).where(*mine).values(**row)).rowcount != 1:
            raise NotFound(f"нет поручения {task.id}")
        return task


def _columns(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in OF_ENTRY} | {"body": dict(entry.body)}


def _entry(row: Row) -> Entry:
    plain = {name: row[name] for name in (*OF_ENTRY, "body", "id") if name != "kind"}
    return Entry(kind=Kind(row["kind"]), **plain)


def _task(row: Row) -> Task:
    plain = {name: row[name] for name in (*OF_TASK, "entry_id", "id") if name != "state"}
    return Task(state=TaskState(row["state"]), **plain)
