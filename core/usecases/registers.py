"""Keep a register: enter, change, move on; tasks of minutes; the agenda of the next meeting from the week's data."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from core import registers as rules
from core.campaigns import Verdict
from core.errors import BadInput, NotFound, Outdated
from core.incidents import Deadline, IncidentQuery, Nature
from core.labels import THEME_TITLES, Theme
from core.ports import Work
from core.profile import Profile
from core.registers import Entry, Kind, Task, TaskState, Week
from core.registers.entries import Value, checked_task
from core.scope import Right, Scope
from core.usecases.noticing import local_day
from core.weekly import growths, shares

WEEK = timedelta(days=7)


def enter(work: Work, scope: Scope, entry: Entry, at: datetime) -> Entry:
    """One more entry. Raises BadInput that names the field."""
    scope.demand(Right.WORK_REGISTERS)
    made = rules.checked(replace(entry, made_at=at, moved_at=at, made_by=scope.who))
    kept = work.registers.add(scope, made)
    work.journal.write(scope, "register.enter", str(kept.id), {"kind": kept.kind}, at)
    return kept


def entry_seen(work: Work, scope: Scope, entry_id: int, revision: int) -> Entry:
    """The entry as the caller saw it. Raises NotFound, Outdated."""
    scope.demand(Right.WORK_REGISTERS)
    found = work.registers.get(scope, entry_id)
    if found.revision != revision:
        raise Outdated(f"запись {found.id} изменилась: у вас версия {revision}, сейчас {found.revision}")
    return found


def change_entry(
    work: Work,
    scope: Scope,
    entry_id: int,
    revision: int,
    at: datetime,
    title: str | None = None,
    day: date | None = None,
    body: Mapping[str, Value] | None = None,
    state: str | None = None,
) -> Entry:
    """Change what is given; fields of the body that are not given stay. Raises BadInput, IllegalMove."""
    found = entry_seen(work, scope, entry_id, revision)
    told = {**found.body, **(body or {})}
    changed = replace(found, title=title or found.title, day=day or found.day, body=told)
    ready = rules.moved(changed, state or found.state, at)
    kept = work.registers.save(scope, ready)
    work.journal.write(scope, "register.change", str(found.id), {"before": found.state, "after": kept.state}, at)
    return kept


def give_task(work: Work, scope: Scope, profile: Profile, entry_id: int, task: Task, at: datetime) -> Task:
    """One more task of minutes. Raises BadInput where the register has no tasks."""
    scope.demand(Right.WORK_REGISTERS)
    entry = work.registers.get(scope, entry_id)
    if not entry.register.tasks:
        raise BadInput(f"в реестре «{entry.register.title}» поручений нет")
    if task.due is not None and task.due < entry.day:
        raise BadInput(f"поле «Срок»: {task.due:%d.%m.%Y} раньше дня заседания ({entry.day:%d.%m.%Y})")
    made = replace(checked_task(task, profile), entry_id=entry.id, moved_at=at)
    kept = work.registers.put_task(scope, made)
    work.journal.write(scope, "register.task", str(entry.id), {"task": kept.id}, at)
    return kept


def set_entry_task(
    work: Work, scope: Scope, entry_id: int, task_id: int, state: TaskState, at: datetime, proof: str = ""
) -> Task:
    """Send a task out, say that it is done (with what proves it), or drop it. Raises NotFound, IllegalMove."""
    scope.demand(Right.WORK_REGISTERS)
    found = next((each for each in work.registers.tasks(scope, [entry_id]) if each.id == task_id), None)
    if found is None:
        raise NotFound(f"у записи {entry_id} нет поручения {task_id}")
    moved = work.registers.put_task(scope, rules.move_task(found, state, at, proof))
    told = {"task": task_id, "before": found.state, "after": state}
    work.journal.write(scope, "register.task", str(entry_id), told, at)
    return moved


def send_minutes(work: Work, scope: Scope, entry_id: int, revision: int, at: datetime) -> Entry:
    """Note that the minutes went to the officials: every task given becomes sent (decree 004, III.2)."""
    for task in work.registers.tasks(scope, [entry_id]):
        if task.state is TaskState.GIVEN:
            set_entry_task(work, scope, entry_id, task.id, TaskState.SENT, at)
    return change_entry(work, scope, entry_id, revision, at, state="sent")


def draft_agenda(work: Work, scope: Scope, profile: Profile, at: datetime) -> tuple[str, ...]:
    """The points of a meeting's agenda by what the last seven days show."""
    scope.demand(Right.READ_REGISTERS)
    return rules.agenda(_week(work, scope, profile, at))


def _week(work: Work, scope: Scope, profile: Profile, at: datetime) -> Week:
    now, before = IncidentQuery(since=at - WEEK, limit=1), IncidentQuery(since=at - 2 * WEEK, until=at - WEEK, limit=1)
    find, facets = work.incidents.find, work.views.finds.incident_facets
    themes, earlier = facets(scope, now).themes, facets(scope, before).themes
    told = shares({each: (themes.get(each, 0), earlier.get(each, 0), 0, 0) for each in {**themes, **earlier}})
    grown = growths(told, profile.reports)
    storms = find(scope, IncidentQuery(storm=True, ended=False, limit=20)).incidents
    notices = work.campaigns.notices(scope, Verdict.OPEN, limit=20)
    day = local_day(profile, at)
    return Week(
        find(scope, now).total,
        find(scope, before).total,
        [(THEME_TITLES[each], change.now, change.before) for each, change in told if each is not Theme.NONE],
        find(scope, IncidentQuery(ended=False, deadlines=(Deadline.OVERDUE,), at=at, limit=1)).total,
        find(scope, IncidentQuery(natures=(Nature.RISK,), ended=False, limit=1)).total,
        [THEME_TITLES[theme] for theme in dict.fromkeys(each.theme for each in storms)],
        sum(rules.late(each, day) for each in work.registers.tasks(scope, open_=True)),
        [each.title for each in notices],
        [THEME_TITLES[each] for each, _ in grown],
    )


__all__ = ["Kind", "change_entry", "draft_agenda", "enter", "entry_seen", "give_task", "send_minutes", "set_entry_task"]
