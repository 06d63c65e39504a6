"""A register over some days as one document: the content plan of a month (decree 003, п. 2.7б), its votes, its
trainings. A position signs."""

from collections.abc import Sequence
from datetime import date

from core.acts import Act, Grid, Part, Sign, Words
from core.profile import Profile
from core.reasons import plural
from core.registers.entries import Entry
from core.registers.kinds import KINDS, Kind, Type
from core.registers.papers import day

SHORT = frozenset({Type.LINE, Type.DAY, Type.NUMBER, Type.CHOICE, Type.LINK})
HEAD = "Руководитель МЦУ"


def register_paper(kind: Kind, found: Sequence[Entry], first: date, last: date, profile: Profile) -> Act:
    """Entries of these days, the earliest first: what each is, what is told of it, how it stands."""
    register = KINDS[kind]
    days = f"с {day(first)} по {day(last)}"
    parts: list[Part] = [Words("Записей за эти дни нет.")]
    if found:
        rows = [_row(each) for each in sorted(found, key=lambda each: (each.day, each.id))]
        heads = (register.day, register.one, "Сведения", "Состояние")
        parts = [Words(_counted(found)), Grid(heads, rows, (17, 31, 36, 16))]
    return Act(profile.centre, register.title, days, (*parts, Sign(profile.roles.get("head") or HEAD)))


def _row(entry: Entry) -> tuple[str, ...]:
    told = [
        f"{each.title}: {day(date.fromisoformat(value)) if each.type is Type.DAY else value}"
        for each in entry.register.fields
        if each.type in SHORT and (value := entry.text(each.code))
    ]
    return f"{entry.day:%d.%m.%Y}", entry.title, "; ".join(told), entry.register.states[entry.state]


def _counted(found: Sequence[Entry]) -> str:
    states = found[0].register.states
    counts = {title: sum(each.state == code for each in found) for code, title in states.items()}
    parts = ", ".join(f"{title} — {count}" for title, count in counts.items() if count)
    return f"Всего {plural(len(found), 'запись', 'записи', 'записей')}: {parts}."
