"""The agenda of a meeting, drafted from the week's figures (decree 004, III.2). A draft: a person changes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.reasons import plural


@dataclass(frozen=True, slots=True)
class Week:
    """What a week shows: incidents opened and as many days before, their themes with counts and the week before (the
    most frequent first), those that grew by the profile's rule, open overdue ones, open risks, storms by theme, tasks
    of earlier minutes behind their day, campaigns asked for."""

    opened: int
    before: int
    themes: Sequence[tuple[str, int, int]] = ()
    overdue: int = 0
    risks: int = 0
    storms: Sequence[str] = ()
    late_tasks: int = 0
    campaigns: Sequence[str] = ()
    grown: Sequence[str] = ()


SHOWN = 3
QUESTIONS = ("вопрос", "вопроса", "вопросов")


def agenda(week: Week) -> tuple[str, ...]:
    """Points in the order of urgency: what is unfinished, what is dangerous, what grows, what is ahead."""
    points = [_came(week)]
    if week.late_tasks:
        points.insert(0, f"Об исполнении решений прошлых заседаний: просрочено поручений — {week.late_tasks}.")
    if week.risks:
        open_ = plural(week.risks, "информационного риска", "информационных рисков", "информационных рисков")
        points.append(f"Об отработке {open_}.")
    points += [f"О всплеске сообщений по теме «{theme}»: причины и меры." for theme in week.storms[:SHOWN]]
    points += [point for each in week.themes if (point := _theme(week, *each))][:SHOWN]
    if week.overdue:
        late = plural(week.overdue, "вопросу", "вопросам", "вопросам")
        points.append(f"О нарушении сроков ответа по {late}: доклады ответственных получателей.")
    points += [f"О проведении информационной кампании «{title}»." for title in week.campaigns[:SHOWN]]
    return tuple(points)


def _came(week: Week) -> str:
    told = plural(week.opened, *QUESTIONS)
    came = "поступил" if told.endswith("вопрос") else "поступило"
    return f"О сообщениях и обращениях за неделю: {came} {told}, неделей раньше — {week.before}."


def _theme(week: Week, title: str, now: int, before: int) -> str:
    """A theme that grew, or the most frequent one: what neither is, a meeting need not hear of."""
    if title in week.storms:
        return ""
    was = f"неделей раньше — {before or 'ни одного'}"
    if title in week.grown:
        return f"О росте по теме «{title}»: за неделю — {plural(now, *QUESTIONS)}, {was}."
    if now and title == week.themes[0][0]:
        return f"О решении вопросов по самой частой теме «{title}»: за неделю — {plural(now, *QUESTIONS)}, {was}."
    return ""
