"""The summary of a system as a document (decrees 000, п. 3.4–3.5; 001, п. 2.5г, 2.6г; 003, п. 2.5–2.6). A position
signs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.acts import Act, Grid, Heading, Part, Sign, Words
from core.exchange.items import OURS
from core.exchange.layouts import SYSTEM_TITLES, System
from core.exchange.summing import Body, Summary
from core.exchange.worked import Worked
from core.periods import Period
from core.profile import Profile
from core.reasons import plural
from core.registers.papers import day
from core.weekly.comparing import Change

SIGNS = {
    System.POS: ("pos", "Ответственный за работу в системе ПОС"),
    System.IM: ("incident", "Ответственный за работу в системе «Инцидент менеджмент»"),
}
TOOK = {System.POS: "от поступления до завершения", System.IM: "до первого ответа"}
SUBJECT_HEADS = {System.POS: "Категория", System.IM: "Тема"}
ORDER = (
    "По загруженным таблицам системы; порядок — по нижней границе доли в срок (в «Инцидент менеджменте», где сроков "
    "нет, — завершённых), интервал 95 %. Где записей мало, места нет."
)
SHOWN = 15
NONE = "—"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of bodies."""

    head: str
    width: int
    tell: Callable[[Body], str]


def _named(body: Body) -> str:
    return body.title if body.rated is not None else f"{body.title} (мало записей)"


USUAL = (
    Column("Орган, организация", 34, _named),
    Column("Поступило", 15, lambda body: str(body.worked.received)),
    Column("Завершено", 15, lambda body: str(body.worked.finished)),
)
COLUMNS: Mapping[System, tuple[Column, ...]] = {
    System.POS: (
        replace(USUAL[0], width=24),
        *USUAL[1:],
        Column("В срок", 11, lambda body: share(body.worked.kept, body.worked.timed)),
        Column("Просрочено", 16, lambda body: str(body.worked.late)),
        Column("Время", 11, lambda body: span(body.worked.took)),
        Column("4 и 5", 9, lambda body: share(body.worked.good, body.worked.marked)),
    ),
    System.IM: (
        *USUAL,
        Column("Доля", 10, lambda body: share(body.worked.finished, body.worked.received)),
        Column("Время до ответа", 26, lambda body: span(body.worked.took)),
    ),
}
"""«Инцидент менеджмент» tells neither terms nor marks."""


def summary_paper(told: Summary, period: Period, profile: Profile) -> Act:
    """The month's report of a system: totals, terms, bodies, subjects, marks, what grew and why."""
    lasting = told.at < period.until
    seen = f", по состоянию на {day(told.at.astimezone(ZoneInfo(period.zone)).date())}" if lasting else ""
    days = f"с {day(period.first)} по {day(period.last)}{seen}"
    name = SYSTEM_TITLES[told.system]
    if not told.now.received:
        parts: list[Part] = [Words(f"Записей {name} за эти дни не загружено."), *_own(told)]
    else:
        parts = [*_totals(told), *_own(told), *_bodies(told), *_subjects(told), *_growth(told)]
    code, usual = SIGNS[told.system]
    title = f"Сводный отчёт по обращениям в части {'ПОС' if told.system is System.POS else f'системы {name}'}"
    return Act(profile.centre, title, days, (*parts, Sign(profile.roles.get(code) or usual)))


def _own(told: Summary) -> list[Part]:
    """Whoever compares the paper with the table is told why it counts less."""
    if not told.own:
        return []
    rows = plural(told.own, "запись", "записи", "записей")
    whose = f"под номерами центра («{OURS}…»)"
    return [Words(f"Не учтено: {rows} {whose}. Это выгрузка центра, загруженная обратно, а не записи системы.")]


def share(good: int, whole: int) -> str:
    """`67 %`; a dash where there is nothing."""
    return f"{100 * good / whole:.0f} %" if whole else NONE


def span(took: timedelta | None) -> str:
    """`2,5 дня`, `3 дня` from two days on, else hours and minutes."""
    if took is None:
        return NONE
    if took >= timedelta(days=2):
        days = round(took / timedelta(days=1), 1)
        return plural(int(days), "день", "дня", "дней") if days == int(days) else f"{days} дня".replace(".", ",")
    minutes = round(took / timedelta(minutes=1))
    return f"{minutes // 60} ч {minutes % 60} мин"


def growth(change: Change) -> str:
    """By how much against the period before."""
    return f"{100 * change.growth:+.0f} %".replace("-", "−") if change.growth is not None else "ранее не было"


def _totals(told: Summary) -> list[Part]:
    now, before = told.now, told.before
    rows = [
        ("Поступило", str(now.received), str(before.received)),
        ("Завершено из поступивших", f"{now.finished} ({share(now.finished, now.received)})", str(before.finished)),
        ("На исполнении", str(now.open), str(before.open)),
        (f"Обычное время {TOOK[told.system]} (медиана)", span(now.took), span(before.took)),
    ]
    if now.timed or before.timed:
        rows.append(("В срок, из тех, чей срок решился", share(now.kept, now.timed), share(before.kept, before.timed)))
        rows.append(("Просрочено и не завершено", str(now.late), str(before.late)))
    if told.system is System.POS:
        rows += _pos(now, before)
    rows.append(("Не завершено из поступивших раньше", str(told.earlier), NONE))
    rows.append(("Связано с инцидентами центра", str(told.linked), NONE))
    return [Heading("Итоги"), Grid(("Показатель", "За период", "За столько же дней до него"), rows, (56, 22, 22))]


def _pos(now: Worked, before: Worked) -> list[tuple[str, str, str]]:
    return [
        ("Оценено заявителями", str(now.marked), str(before.marked)),
        ("Из них оценки 4 и 5", share(now.good, now.marked), share(before.good, before.marked)),
        ("Поданы по 59-ФЗ", str(now.appeals), str(before.appeals)),
        ("Повторное рассмотрение", str(now.again), str(before.again)),
        ("Фаст-трек", str(now.fast), str(before.fast)),
    ]


def _bodies(told: Summary) -> list[Part]:
    columns = COLUMNS[told.system]
    rows = [tuple(each.tell(body) for each in columns) for body in told.bodies[:SHOWN]]
    said = (
        f"Порядок — по нижней границе доли {'в срок' if told.now.timed else 'завершённых'} (интервал 95 %): малое "
        "число записей места не поднимает. Где записей меньше порога профиля, места нет: такие стоят внизу."
    )
    left = len(told.bodies) - SHOWN
    more = [Words(f"И ещё {plural(left, 'орган', 'органа', 'органов')}.")] if left > 0 else []
    table = Grid([each.head for each in columns], rows, [each.width for each in columns])
    return [Heading("Как работали органы и организации"), table, *more, Words(said)]


def _subjects(told: Summary) -> list[Part]:
    head = SUBJECT_HEADS[told.system]
    rows = [
        (name, str(change.now), f"{100 * change.share:.0f} %", str(change.before), growth(change))
        for name, change in told.subjects[:SHOWN]
    ]
    return [Heading("О чём пишут"), Grid((head, "Записей", "Доля", "Было", "Изменение"), rows, (48, 13, 11, 11, 17))]


def _growth(told: Summary) -> list[Part]:
    parts: list[Part] = [Heading("Причины и факторы роста")]
    if told.now.received and not told.before.received:
        return [*parts, Words("Сравнивать не с чем: за столько же дней до этого периода записей нет.")]
    if not told.grown:
        return [*parts, Words("Ни одна тема не выросла по правилу профиля.")]
    for name, change in told.grown:
        share_grown = f" ({growth(change)})" if change.growth is not None else ""
        parts.append(Words(f"«{name}»: {change.now} против {change.before}{share_grown}."))
        for cause in (each for each in told.causes if each.subject == name):
            held = ", ".join(f"№ {number}" for number in cause.numbers)
            of = plural(change.now, "записи", "записей", "записей")
            parts.append(Words(f"Слова: {', '.join(cause.words)} — {cause.size} из {of}: {held}."))
    return parts
