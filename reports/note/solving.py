"""What came and what was solved; what is late and with whom; whether residents are content."""

from collections import Counter
from collections.abc import Sequence

from core.cases import Case
from core.incidents import Outcome, Status
from core.papers import Section, Sheet
from nlp import speech
from nlp.speech import counted, did, was
from reports.note.saying import DASH, LISTED, Given, signed, titled

MATTER, SOLVING = "вопрос", "Поступившие и решённые вопросы"


def solving(given: Given) -> Section:
    """Incoming and solved; «Решаемые»: really solved against explained (decree 000, п. 2.2.3)."""
    facts, period = given.facts, given.period
    opened = given.within(facts.cases)
    closed = [
        case for case in facts.cases if case.closed(period.since, facts.at) and case.status is not Status.REJECTED
    ]
    waiting = [case for case in facts.cases if case.open]
    came, ended, left = (
        f"{verb} {counted(len(some), MATTER)}" if some else none
        for verb, some, none in (
            (did("поступить", len(opened), MATTER).capitalize(), opened, "Новых вопросов не поступало"),
            (was("закрыт", len(closed), MATTER), closed, "закрытых вопросов нет"),
            (f"в работе {did('остаться', len(waiting), MATTER)}", waiting, "вопросов в работе нет"),
        )
    )
    if not (opened or closed or waiting):
        return Section("solving", SOLVING, ("Вопросов за период не поступало, на решении их нет.",))
    lines = [f"{came}, {ended}; {left}."]
    return Section(
        "solving",
        SOLVING,
        (*lines, *_solved(given, closed), *_postponed(given)),
        _outcomes(given, closed),
    )


def _solved(given: Given, closed: Sequence[Case]) -> list[str]:
    solved, explained = (sum(case.outcome is each for case in closed) for each in (Outcome.SOLVED, Outcome.EXPLAINED))
    if not solved + explained:
        return []
    share = speech.percent(solved / (solved + explained))
    before = [case for case in given.facts.earlier if case.closed(given.period.before.since, given.period.since)]
    was_solved, was_told = (
        sum(case.outcome is each for case in before) for each in (Outcome.SOLVED, Outcome.EXPLAINED)
    )
    old = f", ранее — {speech.percent(was_solved / (was_solved + was_told))}" if was_solved + was_told else ""
    told = f"разъяснено — {explained}"
    return [f"«Решаемые»: действительно решено — {solved}, {told}; доля решённых — {share}{old}."]


def _postponed(given: Given) -> list[str]:
    found = [case for case in given.facts.cases if case.outcome is Outcome.POSTPONED]
    if not found:
        return []
    named = "; ".join(
        f"№\u00a0{case.id} до {given.day(case.incident.until)}" for case in found[:8] if case.incident.until
    )
    return [
        f"{was('отложен', len(found), MATTER).capitalize()} {counted(len(found), MATTER)}"
        + (f": {named}." if named else ".")
    ]


TITLES = {
    Outcome.SOLVED: "Решено",
    Outcome.EXPLAINED: "Разъяснено",
    Outcome.POSTPONED: "Отложено",
    Outcome.NOT_SOLVED: "Не решено",
    Outcome.FORWARDED: "Передано в другой орган",
}


def _outcomes(given: Given, closed: Sequence[Case]) -> tuple[Sheet, ...]:
    """None where nothing was closed in either time: a table of noughts tells nothing."""
    period = given.period.before
    before = Counter(case.outcome for case in given.facts.earlier if case.closed(period.since, period.until))
    now = Counter(case.outcome for case in closed)
    if not now and not before:
        return ()
    rows = [
        (
            title,
            str(now[each]),
            str(before[each]),
            signed((now[each] - before[each]) / before[each] if before[each] else None, now[each]),
        )
        for each, title in TITLES.items()
    ]
    return (Sheet("Итоги закрытых вопросов", ("Итог", "За период", "Ранее", "Изменение"), tuple(rows)),)


def overdue(given: Given) -> Section:
    """Open matters whose term of the answer has passed, with those who must answer."""
    late = given.facts.overdue
    if not late:
        return Section("overdue", "Просроченные вопросы", ("Просроченных вопросов нет.",))
    whose = Counter(given.recipient(case) for case in late)
    heads = ("Вопрос", "Получатель", "Срок ответа")
    ordered = sorted(late, key=lambda case: (case.due or given.facts.at, case.id))
    rows = tuple(
        (titled(case), given.recipient(case), given.day(case.due) if case.due else DASH) for case in ordered[:LISTED]
    )
    more = f" Показаны {LISTED} самых давних." if len(late) > LISTED else ""
    again = sum(case.answered_at is not None for case in late)
    told = f", из них открыто снова после ответа\u00a0— {again}" if again else ""
    said = f"Просрочен ответ по\u00a0{counted(len(late), MATTER, 'datv')}{told}.{more}"
    return Section(
        "overdue",
        "Просроченные вопросы",
        (said,),
        (
            Sheet(
                "Просрочка по получателям",
                ("Получатель", "Вопросов"),
                tuple((who, str(n)) for who, n in whose.most_common()),
            ),
            Sheet("Просроченные вопросы", heads, rows),
        ),
    )


def satisfaction(given: Given) -> Section:
    """Marks of ПОС, and what residents write after the answer (decree 000, п. 2.2.2)."""
    found = [case for case in given.facts.cases if case.answered(given.period.since, given.facts.at)]
    marks = [mark for case in found for mark in case.marks]
    marks += [mark for each in given.facts.records for mark in each.own]
    glad, sad, calm = (sum(getattr(case, name) for case in found) for name in ("glad", "sad", "calm"))
    lines = []
    if marks:
        good = sum(mark >= 4 for mark in marks)
        mean = speech.number(sum(marks) / len(marks), 1)
        lines.append(
            f"Оценок ПОС — {len(marks)}, средняя — {mean}; оценок 4 и 5 — {good} ({speech.percent(good / len(marks))})."
        )
    if glad + sad + calm:
        said = f"довольных — {glad}, недовольных — {sad}, нейтральных — {calm}"
        lines.append(f"После ответов жители оставили {counted(glad + sad + calm, 'отклик')}: {said}.")
    if not lines:
        lines.append("Оценок и откликов после ответов за период нет.")
    return Section("satisfaction", "Удовлетворённость ответами", tuple(lines))
