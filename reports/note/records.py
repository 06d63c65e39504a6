"""What the loaded tables of ПОС and «Инцидент менеджмент» tell of the period (decrees 000, п. 3.4–3.5; 001, п. 2.5–2.6,
3.2а; 002, п. 4.2а–в; 003, п. 2.5–2.6)."""

from core.exchange.layouts import SYSTEM_TITLES, System
from core.exchange.recorded import Records
from core.exchange.summary_papers import share, span
from core.exchange.worked import GOOD, Worked
from core.labels import THEME_TITLES
from core.papers import Section, Sheet
from nlp import speech
from nlp.speech import counted, did, was
from reports.note.saying import DASH, LISTED, Given, signed, told_last

TITLE, RECORD = "Записи ПОС и «Инцидент менеджмента»", "запись"
ROWS = (
    *("Поступило", "К прошлому", "Завершено из поступивших", "Завершено всего", "На исполнении", "Просрочено"),
    *("Оценок", "Из них 4 и 5"),
)


def records(given: Given) -> Section | None:
    """Received, finished, late, marks: by system, by theme, late ones by body. None where nothing was loaded."""
    found = given.facts.records
    if not found:
        return None
    titles = tuple(SYSTEM_TITLES[each.system] for each in found)
    told = tuple((name, *cells) for name, *cells in zip(ROWS, *map(_column, found), strict=True))
    by_system = Sheet("По системам", ("Показатель", *titles), told)
    return Section(
        "records",
        TITLE,
        tuple(_told(given, each) for each in found),
        (by_system, *(sheet for each in found for sheet in (*_themes(each), *_late(each)))),
    )


def _told(given: Given, found: Records) -> str:
    now, name = found.now, SYSTEM_TITLES[found.system]
    came = f"{did('поступить', now.received, RECORD)} {counted(now.received, RECORD)}"
    if not now.received:
        came = "новых записей не поступало"
    ended = (
        f"{was('завершён', found.ended, RECORD)} {counted(found.ended, RECORD)}" if found.ended else "завершённых нет"
    )
    late = sum(count for _, count in found.late)
    said = f"{name}: {came}, {_when(given)} {ended}; на исполнении — {found.standing}"
    over = f", из них просрочено — {late}" if found.system is System.POS else ""
    took = f". Обычное время до {'завершения' if found.system is System.POS else 'первого ответа'} — {span(now.took)}"
    known = f". Из поступивших уже ведёт центр — {found.linked}" if found.linked else ""
    return f"{said}{over}{took if now.took is not None else ''}{known}."


def _when(given: Given) -> str:
    return "за\u00a0неделю" if given.period.is_week else "за\u00a0период"


def _column(found: Records) -> tuple[str, ...]:
    now, pos = found.now, found.system is System.POS
    grown = (now.received - found.before.received) / found.before.received if found.before.received else None
    good = sum(mark >= GOOD for mark in found.marks)
    late = str(sum(count for _, count in found.late))
    marks = (str(len(found.marks)), share(good, len(found.marks)).replace("—", DASH)) if pos else (DASH, DASH)
    return (
        str(now.received),
        signed(grown, now.received),
        f"{now.finished} ({share(now.finished, now.received)})" if now.received else DASH,
        *map(str, (found.ended, found.standing)),
        late if pos else DASH,
        *marks,
    )


def _themes(found: Records) -> tuple[Sheet, ...]:
    """Received, finished, late and well marked ones of each theme."""
    if not found.themes:
        return ()
    heads = ("Тема", "Поступило", "Завершено", *(("Просрочено", "4 и 5") if found.system is System.POS else ()))
    rows = tuple((THEME_TITLES[theme], *_cells(found.system, told)) for theme, told in told_last(found.themes))
    return (Sheet(f"Записи по темам: {SYSTEM_TITLES[found.system]}", heads, rows),)


def _cells(system: System, told: Worked) -> tuple[str, ...]:
    terms = (str(told.late), f"{told.good} из\u00a0{told.marked}" if told.marked else DASH)
    return (str(told.received), str(told.finished), *(terms if system is System.POS else ()))


def _late(found: Records) -> tuple[Sheet, ...]:
    if not found.late:
        return ()
    rows = tuple((name, speech.number(count)) for name, count in found.late[:LISTED])
    return (Sheet(f"Просроченные записи: {SYSTEM_TITLES[found.system]}", ("Организация", "Записей"), rows),)
