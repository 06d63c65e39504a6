"""An entry of a register, a task of minutes. A change returns a new record."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from core.errors import BadInput, IllegalMove
from core.profile import Profile
from core.registers.kinds import KINDS, Field, Kind, Register, Type

LONGEST, LONGEST_LINE, MOST = 20_000, 1000, 10_000_000
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 12, 31)
Value = str | int


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: `day` is what the kind says, `body` its fields by code (days as ISO text). `revision` is the ETag."""

    kind: Kind
    title: str
    day: date
    made_at: datetime
    moved_at: datetime
    state: str = ""
    body: Mapping[str, Value] = field(default_factory=dict)
    made_by: str = ""
    revision: int = 1
    id: int = 0

    @property
    def register(self) -> Register:
        """What its kind is."""
        return KINDS[self.kind]

    def text(self, code: str) -> str:
        """A field as text, empty where it is not filled."""
        return str(self.body.get(code, ""))

    def lines(self, code: str) -> tuple[str, ...]:
        """The lines of a text that say anything."""
        return tuple(line.strip() for line in self.text(code).splitlines() if line.strip())


class TaskState(StrEnum):
    """How far a task of minutes is."""

    GIVEN = "given"
    SENT = "sent"
    DONE = "done"
    DROPPED = "dropped"


TASK_TITLES = {
    TaskState.GIVEN: "поставлено",
    TaskState.SENT: "направлено",
    TaskState.DONE: "исполнено",
    TaskState.DROPPED: "снято",
}
NEXT: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.GIVEN: frozenset({TaskState.SENT, TaskState.DONE, TaskState.DROPPED}),
    TaskState.SENT: frozenset({TaskState.DONE, TaskState.DROPPED}),
    TaskState.DONE: frozenset({TaskState.SENT}),
    TaskState.DROPPED: frozenset({TaskState.GIVEN}),
}


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done by which position until which day, and what proves that it was: a task of minutes has the
    fields of a measure (what, block, position, due, state, proof)."""

    what: str
    block: str = ""
    position: str = ""
    due: date | None = None
    state: TaskState = TaskState.GIVEN
    proof: str = ""
    sent_at: datetime | None = None
    moved_at: datetime | None = None
    entry_id: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class EntryQuery:
    """Filters; an empty tuple means "any". Days are inclusive. Raises BadInput for a state that the register has not,
    or an end before its beginning."""

    kind: Kind
    states: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    limit: int = 200

    def __post_init__(self) -> None:
        states = KINDS[self.kind].states
        if strange := [each for each in self.states if each not in states]:
            raise BadInput(f"состояния «{strange[0][:40]}» нет; есть: {', '.join(states)}")
        if self.since and self.until and self.until < self.since:
            raise BadInput("период: конец раньше начала")


def late(task: Task, day: date) -> bool:
    """Whether a task is open behind its day."""
    return task.due is not None and task.due < day and task.state in (TaskState.GIVEN, TaskState.SENT)


def checked(entry: Entry) -> Entry:
    """An entry with its fields read by their types. Raises BadInput that names the field."""
    register = entry.register
    if not entry.title.strip() or len(entry.title) > LONGEST_LINE:
        raise BadInput("поле «Название»: пусто или слишком длинно")
    if not _EARLIEST <= entry.day <= _LATEST:
        raise BadInput(f"поле «{register.day}»: день от 2000 до 2100 года")
    if strange := [code for code in entry.body if register.field(code) is None]:
        raise BadInput(f"в реестре «{register.title}» нет поля «{strange[0]}»")
    state = entry.state or register.first
    if state not in register.states:
        raise BadInput(f"состояния «{state}» нет; есть: {', '.join(register.states.values())}")
    told = [each for each in register.fields if not _blank(entry.body.get(each.code))]
    body = {each.code: _READERS[each.type](each, entry.body[each.code]) for each in told}
    found = replace(entry, title=entry.title.strip(), state=state, body=body)
    _complete(found, register)
    _in_order(found, register)
    return found


def _blank(value: Value | None) -> bool:
    """Whether nothing is told: blanks alone tell nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def _complete(entry: Entry, register: Register) -> None:
    """What must be told before the entry's state, is told."""
    order = list(register.states)
    for each in register.fields:
        passed = each.needed in order and order.index(entry.state) >= order.index(each.needed)
        aside = each.needed == "missed" or (entry.state == "missed" and each.needed == "placed")
        wanted = entry.state == each.needed if aside else passed
        if wanted and each.code not in entry.body:
            raise BadInput(f"поле «{each.title}»: пусто, а для состояния «{register.states[entry.state]}» оно нужно")


def _in_order(entry: Entry, register: Register) -> None:
    """What ends, ends no earlier than it begins."""
    begun = entry.day.isoformat()
    for each in register.fields:
        if each.follows and begun > str(entry.body.get(each.code, begun)):
            raise BadInput(f"поле «{each.title}»: раньше дня «{register.day}»")


def moved(entry: Entry, state: str, at: datetime) -> Entry:
    """The entry in another state of its register. Raises IllegalMove, BadInput for what is not told yet."""
    if state not in entry.register.states:
        known = ", ".join(entry.register.states.values())
        raise IllegalMove(f"запись {entry.id}: состояния «{state}» нет; есть: {known}")
    return checked(replace(entry, state=state, moved_at=at))


def in_state(entry: Entry, state: str) -> Entry:
    """The entry as it was in an earlier state: without the fields that only a later one asks for."""
    order = list(entry.register.states)
    later = {
        each.code for each in entry.register.fields if each.needed and order.index(each.needed) > order.index(state)
    }
    return replace(entry, state=state, body={name: each for name, each in entry.body.items() if name not in later})


def move_task(task: Task, state: TaskState, at: datetime, proof: str = "") -> Task:
    """The task in another state; what is done is proved. Raises IllegalMove."""
    if state not in NEXT[task.state]:
        raise IllegalMove(f"поручение {task.id}: «{TASK_TITLES[task.state]}» не становится «{TASK_TITLES[state]}»")
    told = proof.strip() or task.proof
    if state in (TaskState.DONE, TaskState.DROPPED) and not told:
        raise IllegalMove(f"поручение {task.id}: напишите, чем подтверждается исполнение или почему снято")
    sent = at if state is TaskState.SENT and task.sent_at is None else task.sent_at
    return replace(task, state=state, proof=told, sent_at=sent, moved_at=at)


def checked_task(task: Task, profile: Profile) -> Task:
    """Raises BadInput that names the field."""
    if not task.what.strip() or len(task.what) > LONGEST_LINE:
        raise BadInput("поле «Что сделать»: пусто или слишком длинно")
    if task.block and task.block not in {each.code for each in profile.blocks}:
        raise BadInput(f"поле «Блок»: в профиле нет блока «{task.block}»")
    if task.due is not None and not _EARLIEST <= task.due <= _LATEST:
        raise BadInput("поле «Срок»: день от 2000 до 2100 года")
    return task


def _line(of: Field, value: Value) -> Value:
    text = " ".join(str(value).split())
    if len(text) > LONGEST_LINE:
        raise BadInput(f"поле «{of.title}»: длиннее {LONGEST_LINE} знаков")
    return text


def _text(of: Field, value: Value) -> Value:
    text = str(value).replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise BadInput(f"поле «{of.title}»: длиннее {LONGEST} знаков")
    return text


def _day(of: Field, value: Value) -> Value:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        raise BadInput(f"поле «{of.title}»: нужен день вида 2026-12-31") from None
    if not _EARLIEST <= day <= _LATEST:
        raise BadInput(f"поле «{of.title}»: день от 2000 до 2100 года")
    return day.isoformat()


def _number(of: Field, value: Value) -> Value:
    told = str(value).strip()
    if not (told.isascii() and told.isdecimal()) or int(told[:12]) > MOST:
        raise BadInput(f"поле «{of.title}»: нужно целое число до {MOST}")
    return int(told)


def _link(of: Field, value: Value) -> Value:
    told = str(value).strip()
    if not told.startswith(("http://", "https://")) or len(told) > LONGEST_LINE or any(map(str.isspace, told)):
        raise BadInput(f"поле «{of.title}»: нужна ссылка вида https://…")
    return told


def _choice(of: Field, value: Value) -> Value:
    if value not in of.choices:
        raise BadInput(f"поле «{of.title}»: одно из: {', '.join(of.choices)}")
    return value


_READERS = {
    Type.LINE: _line,
    Type.TEXT: _text,
    Type.DAY: _day,
    Type.NUMBER: _number,
    Type.LINK: _link,
    Type.CHOICE: _choice,
}
