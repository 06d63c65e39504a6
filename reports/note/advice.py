"""Conflicts and errors of communication, and what follows of all of it: drafts for a person."""

from collections.abc import Iterator, Sequence

from core.cases import Case
from core.papers import Section, Sheet
from core.weekly import Clash, Conflicts
from nlp.speech import DATV, counted, lower, title
from reports.note.saying import LISTED, NO_RECIPIENT, Given, numbers, theme, titled

TITLE = "Конфликты и ошибки коммуникации"
CLASHES = {
    Clash.DATES: "обещанный срок перенесён следующим ответом",
    Clash.FACTS: "один ответ отрицает то, о чём другой сообщает как о работах",
}


def conflicts(given: Given) -> Section:
    """Decrees 000, п. 2.2.5; 002, п. 4.2г; 003, п. 1.2в; 004, п. II.2.2."""
    found = given.facts.conflicts
    if not found.total:
        return Section("conflicts", TITLE, ("Конфликтных ситуаций и ошибок коммуникации не выявлено.",))
    parts = (
        ("без ответа с истёкшим сроком", found.unanswered),
        ("ответ дан с нарушением срока", found.late),
        ("ответ похож на отписку: не назван срок, мера или ответственный", found.formal),
        ("после ответа больше недовольных", found.angry),
    )
    lines = [
        f"{said.capitalize()} — {counted(len(cases), 'вопрос')}: {numbers(cases)}." for said, cases in parts if cases
    ]
    lines += [f"Противоречивые ответы: {CLASHES[how]} ({numbers(cases)})." for how, cases in found.clashes]
    return Section("conflicts", TITLE, tuple(lines), _sheets(given, found))


def _sheets(given: Given, found: Conflicts) -> tuple[Sheet, ...]:
    told: dict[int, list[str]] = {}
    cases: dict[int, Case] = {}
    parts: Sequence[tuple[str, Sequence[Case]]] = (
        ("нет ответа", found.unanswered),
        ("опоздал ответ", found.late),
        ("похоже на отписку", found.formal),
        ("недовольны ответом", found.angry),
        *(("ответы противоречат друг другу", held) for _, held in found.clashes),
    )
    for said, held in parts:
        for case in held:
            cases[case.id] = case
            told.setdefault(case.id, []).append(said)
    worst = sorted(told, key=lambda number: (-len(told[number]), number))[:LISTED]
    rows = tuple((titled(cases[number]), given.recipient(cases[number]), "; ".join(told[number])) for number in worst)
    return (Sheet("Где коммуникация не удалась", ("Вопрос", "Получатель", "Что не так"), rows),)


def advice(given: Given) -> Section:
    """Recommendations: proposals that a person accepts, mends or strikes out."""
    lines = [*_answers(given), *_rewrite(given), *_measures(given), *_grown(given), *_prepare(given)]
    return Section(
        "advice", "Рекомендации (проект)", tuple(lines) or ("Оснований для рекомендаций в данных нет.",), draft=True
    )


def _answers(given: Given) -> Iterator[str]:
    """Whose open matters are overdue must answer, those that were opened again as well."""
    whose: dict[str, list[Case]] = {}
    for case in given.facts.overdue:
        whose.setdefault(given.recipient(case), []).append(case)
    for who, cases in sorted(whose.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        what = f"по\u00a0{counted(len(cases), 'вопрос', DATV)} ({numbers(cases)})"
        if who == NO_RECIPIENT:
            yield f"Назначить ответственного получателя {what}."
        else:
            answers = "ответ" if len(cases) == 1 else "ответы"
            yield f"Поручить {lower(title(who, DATV))} дать {answers} {what}."


def _rewrite(given: Given) -> Iterator[str]:
    found = given.facts.conflicts
    if found.formal:
        yield f"Дополнить ответы мерой, сроком и ответственным: {numbers(found.formal)}."
    if found.angry:
        yield f"Вернуться к вопросам, где после ответа больше недовольных: {numbers(found.angry)}."
    if found.clashes:
        every = list({case.id: case for _, cases in found.clashes for case in cases}.values())
        yield f"Согласовать позицию и дать единый ответ: {numbers(every)}."


def _measures(given: Given) -> Iterator[str]:
    whose: dict[str, int] = {}
    for each in given.facts.execution.total.overdue:
        who = lower(each.position) if each.position else f"блок «{given.block(each.block)}»"
        whose[who] = whose.get(who, 0) + 1
    if whose:
        said = [f"{who} ({count})" for who, count in sorted(whose.items(), key=lambda pair: (-pair[1], pair[0]))]
        yield f"Заслушать ответственных за просроченные мероприятия: {'; '.join(said[:5])}."


def _grown(given: Given) -> Iterator[str]:
    known = {each.theme for each in given.facts.campaigns}
    for each in given.facts.growths:
        if each.theme not in known:
            where = f" ({given.territory(each.territory)})" if each.territory else ""
            what = "разобрать причины роста и решить, нужна ли дорожная карта или кампания"
            yield f"По теме {theme(each.theme)}{where} {what}."


def _prepare(given: Given) -> Iterator[str]:
    running = {each.code for each in given.facts.campaigns}
    for each in given.facts.forecast[:3]:
        if each.threat.code not in running:
            begun = given.begun(each.begins)
            what = "Сезон уже идёт, кампании нет: начать" if begun else "Подготовить"
            yield f"{what} информационную кампанию «{each.threat.title}»."
