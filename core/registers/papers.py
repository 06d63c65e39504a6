"""Documents of registers: an agenda, minutes with their tasks, a sheet of any entry. Positions sign."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.acts import Act, Grid, Heading, Part, Points, Sign, Words
from core.profile import Profile
from core.registers.entries import TASK_TITLES, Entry, Task, late
from core.registers.kinds import Kind, Type

MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


def day(found: date) -> str:
    """`21 ноября 2026 г.`"""
    return f"{found.day} {MONTHS[found.month - 1]} {found.year} г."


def paper_of(entry: Entry, tasks: Sequence[Task], profile: Profile, today: date) -> Act:
    """Of a meeting that is planned the agenda, of one that was held the minutes, of everything else its sheet; tasks
    are told as they stand today."""
    if entry.kind is Kind.MEETING:
        return _agenda(entry, profile) if entry.state == "planned" else _minutes(entry, tasks, profile, today)
    told = (entry.register.states[entry.state], day(entry.day))
    parts: list[Part] = [
        *_facts(entry),
        *_tasks(tasks, profile, today),
        Sign(_role(profile, "head", "Руководитель МЦУ")),
    ]
    return Act(profile.centre, f"{entry.register.one} «{entry.title}»", ", ".join(told), tuple(parts))


def _role(profile: Profile, code: str, usual: str) -> str:
    return profile.roles.get(code) or usual


def _agenda(entry: Entry, profile: Profile) -> Act:
    where = f", {entry.text('place')}" if entry.text("place") else ""
    parts: list[Part] = [Points(entry.lines("agenda")), Sign(_role(profile, "head", "Руководитель МЦУ"))]
    return Act(
        profile.centre, "Повестка заседания", f"{day(entry.day)}, форма {entry.text('form')}{where}", tuple(parts)
    )


def _minutes(entry: Entry, tasks: Sequence[Task], profile: Profile, today: date) -> Act:
    parts: list[Part] = [Words(f"Форма проведения: {entry.text('form')}.")]
    if entry.text("place"):
        parts.append(Words(f"Место проведения: {entry.text('place')}."))
    for code, title in (
        ("present", "Участвовали"),
        ("agenda", "Повестка"),
        ("heard", "Слушали"),
        ("decided", "Решили"),
    ):
        if entry.lines(code):
            parts += [Heading(title), Points(tuple(line[:1].upper() + line[1:] for line in entry.lines(code)))]
    parts += _tasks(tasks, profile, today)
    parts.append(Sign(_role(profile, "curator", "Куратор МЦУ")))
    title = f"Протокол заседания № {entry.text('number')}"
    return Act(profile.centre, title, f"«{entry.title}», {day(entry.day)}", tuple(parts))


def _facts(entry: Entry) -> Iterable[Part]:
    short = [each for each in entry.register.fields if each.type is not Type.TEXT and each.code in entry.body]
    rows = [(each.title, _value(each.type, entry.text(each.code))) for each in short]
    if rows:
        yield Grid(("Сведения", "Содержание"), rows, (35, 65))
    for each in entry.register.fields:
        if each.type is Type.TEXT and entry.lines(each.code):
            yield Heading(each.title)
            yield from (Words(line) for line in entry.lines(each.code))


def _value(type_: Type, text: str) -> str:
    return day(date.fromisoformat(text)) if type_ is Type.DAY else text


def _tasks(tasks: Sequence[Task], profile: Profile, today: date) -> list[Part]:
    if not tasks:
        return []
    blocks = {each.code: each.title for each in profile.blocks}
    rows = [
        (
            str(number),
            each.what,
            each.position or f"блок «{blocks.get(each.block, each.block)}»",
            day(each.due) if each.due else "без срока",
            _state(each, today),
        )
        for number, each in enumerate(tasks, 1)
    ]
    heads = ("№", "Поручение", "Ответственный", "Срок", "Исполнение")
    return [Heading("Поручения"), Grid(heads, rows, (5, 34, 23, 15, 23))]


def _state(task: Task, today: date) -> str:
    """`Направлено, срок истёк`, as the road map says it; `исполнено: акт`."""
    passed = ", срок истёк" if late(task, today) else ""
    return f"{TASK_TITLES[task.state]}{passed}" + (f": {task.proof}" if task.proof else "")
