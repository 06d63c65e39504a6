"""Information risks and their отработка, storms, what is to be expected."""

from core.campaigns import STATE_TITLES as CAMPAIGN_STATES
from core.campaigns import Entry
from core.cases import Case
from core.incidents import STATUS_TITLES, Nature, Status
from core.papers import Section, Sheet
from core.risk import LEVEL_TITLES
from nlp import speech
from nlp.speech import counted, was
from reports.note.saying import LISTED, Given, short, theme, titled

RISK, NONE = "информационный риск", "Новых информационных рисков не выявлено"


def risks(given: Given) -> Section:
    """What was found, what was worked off, what stands (decree 000, Порядок, п. 2)."""
    facts, period = given.facts, given.period
    found = [case for case in facts.cases if case.incident.nature is Nature.RISK]
    fresh = [case for case in found if case.opened(period.since, facts.at)]
    done = [case for case in found if case.status is Status.WORKED_OFF and case.closed(period.since, facts.at)]
    gone = [case for case in found if case.status is Status.REJECTED and case.closed(period.since, facts.at)]
    stand = [case for case in found if case.open]
    if not (fresh or done or stand or gone):
        return Section("risks", "Информационные риски", (f"{NONE}.",))
    seen = f"{was('выявлен', len(fresh), RISK).capitalize()} {counted(len(fresh), RISK)}" if fresh else NONE
    rest = f"отработано — {len(done)}, отклонено проверкой — {len(gone)}, остаётся в работе — {len(stand)}"
    sheets = (_standing(given, stand),) if stand else ()
    return Section("risks", "Информационные риски", (f"{seen}; {rest}.",), sheets)


def _standing(given: Given, stand: list[Case]) -> Sheet:
    ordered = sorted(stand, key=lambda case: (-case.incident.level.rank, case.id))[:LISTED]
    rows = tuple(
        (titled(case), LEVEL_TITLES[case.incident.level], STATUS_TITLES[case.status], given.recipient(case))
        for case in ordered
    )
    cut = f" (первые {LISTED} из {len(stand)})" if len(stand) > LISTED else ""
    return Sheet(f"Риски в работе{cut}", ("Риск", "Уровень", "Состояние", "Ответственный"), rows)


def storms(given: Given) -> Section:
    """Surges of a theme that became one card."""
    found = [case for case in given.facts.cases if case.incident.storm and (case.open or given.within([case]))]
    if not found:
        return Section("storms", "Всплески", ("Всплесков за период не было.",))
    lines = []
    for case in found:
        size = given.facts.storms.get(case.id, 0)
        ended = case.incident.storm_ended
        over = ended is not None and ended < given.facts.at
        early = ended is not None and ended < case.incident.opened_at
        seen = "" if early else f"замечен {given.day(case.incident.opened_at)}, "
        state = f"спал {given.day(ended)}" if ended and over else "продолжается"
        lines.append(
            f"№\u00a0{case.id}, {theme(case.incident.theme)}: {seen}{counted(size, 'публикация')}, {state}; "
            f"состояние вопроса — {STATUS_TITLES[case.status]}."
        )
    return Section("storms", "Всплески", tuple(lines))


def forecast(given: Given) -> Section:
    """Threats of the calendar for the next weeks, and campaigns (decree 000, Порядок, п. 3)."""
    facts = given.facts
    other = facts.asked.blocks or facts.asked.systems or facts.asked.territories
    part = given.undivided("Угрозы и кампании", (), "blocks", "systems", "territories") if other else []
    if not facts.forecast and not facts.campaigns:
        none = "На ближайшие четыре недели угроз в календаре нет."
        return Section("forecast", "Прогноз календаря угроз", (*part, none))
    lines = [*part, *(_threat(given, each) for each in facts.forecast)]
    rows = tuple(
        (each.title, CAMPAIGN_STATES[each.state], f"{short(each.starts)} – {short(each.ends)}", _tasks(each.tasks))
        for each in facts.campaigns
    )
    heads = ("Кампания", "Состояние", "Дни", "Задач исполнено")
    return Section(
        "forecast",
        "Прогноз календаря угроз",
        tuple(lines),
        (Sheet("Информационные кампании периода", heads, rows),) if rows else (),
    )


def _threat(given: Given, each: Entry) -> str:
    now = " (уже идёт)" if given.begun(each.begins) else ""
    early = each.rises and each.rises < each.season.starts
    rises = ", по своей истории рост начинается раньше" if early else ""
    return f"«{each.threat.title}»{now}: с\u00a0{short(each.begins)} по\u00a0{short(each.season.ends)}{rises}."


def _tasks(tasks: tuple[object, ...]) -> str:
    done = sum(getattr(task, "done_at", None) is not None for task in tasks)
    return f"{speech.number(done)} из {len(tasks)}"
