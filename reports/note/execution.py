"""Execution of measures: the first section (decrees 001, п. 3.2а; 002, п. 4.3а)."""

from core.measures import ORIGIN_TITLES, Measure, Sum
from core.papers import Section, Sheet
from nlp.speech import counted, did, was
from reports.note.saying import DASH, LISTED, Given, short

MEASURE = "мероприятие"
NONE = (
    "Мероприятий на исполнении нет: дорожные карты, протоколы, информационные кампании и ответы жителям "
    "за период ничего не поставили на контроль."
)


def execution(given: Given) -> Section:
    """What was done, what is late, by block."""
    found = given.facts.execution
    part = given.undivided("Мероприятия", given.facts.asked.answering(given.profile), "systems", "territories")
    if not found.blocks:
        return Section("execution", "Исполнение мероприятий", (*part, NONE))
    return Section(
        "execution",
        "Исполнение мероприятий",
        (*part, _done(given, found.total), _open(found.total)),
        (_blocks(given, found.blocks), *_late(given, found.total.overdue)),
    )


def _done(given: Given, total: Sum) -> str:
    late = f", из них с нарушением срока — {len(total.done_late)}" if total.done_late else ""
    if not total.done:
        return f"{given.span} исполненных мероприятий нет."
    return f"{given.span} {was('исполнен', total.done, MEASURE)} {counted(total.done, MEASURE)}{late}."


def _open(total: Sum) -> str:
    if not total.open:
        return "Мероприятий на исполнении не осталось."
    said = f"На исполнении {did('остаться', len(total.open), MEASURE)} {counted(len(total.open), MEASURE)}"
    late = len(total.overdue)
    more = f" Показаны {LISTED} самых давних." if late > LISTED else ""
    return (
        f"{said}, срок истёк по\u00a0{counted(late, MEASURE, 'datv')}.{more}" if late else f"{said}, просроченных нет."
    )


def _blocks(given: Given, found: tuple[tuple[str, Sum], ...]) -> Sheet:
    heads = ("Отраслевой блок", "Исполнено в срок", "С нарушением срока", "На исполнении", "Просрочено")
    rows = tuple(
        (given.block(code), *map(str, map(len, (each.in_time, each.done_late, each.open, each.overdue))))
        for code, each in found
    )
    return Sheet("Исполнение мероприятий по отраслевым блокам", heads, rows)


def _late(given: Given, overdue: tuple[Measure, ...]) -> tuple[Sheet, ...]:
    if not overdue:
        return ()
    heads = ("Мероприятие", "Ответственный", "Срок", "Поставлено")
    rows = tuple(
        (
            each.what,
            each.position or given.block(each.block),
            short(each.due) if each.due else DASH,
            ORIGIN_TITLES[each.origin],
        )
        for each in sorted(overdue, key=lambda one: (one.due or given.period.last, one.id))[:LISTED]
    )
    return (Sheet("Просроченные мероприятия", heads, rows),)
