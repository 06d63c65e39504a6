"""What to advise to whoever keeps a page (decree 003, п. 2.7г). One rule, one sentence; drafts for a person."""

from collections.abc import Callable
from datetime import timedelta

from core.pages.auditing import LEAST_A_WEEK, Audit
from core.pages.outcomes import Outcome, counted
from core.pages.records import LEVEL_TITLES
from core.reasons import plural, said

SILENT_MOST = 3
"""Days without a post in a row that are still usual."""
ANSWERED_LEAST, ANSWER_MOST, DESIGN_LEAST = 0.9, timedelta(hours=24), 80
"""By default; no decree sets them."""


def _unread(found: Audit) -> str:
    return "" if found.days else "страница не собиралась: проверьте источник, прежде чем делать выводы"


def _weekly(found: Audit) -> str:
    if not found.poor_weeks:
        return ""
    weeks = plural(found.poor_weeks, "неделе", "неделях", "неделях")
    return f"публиковать не реже {LEAST_A_WEEK} раз в неделю: в {weeks} публикаций было меньше"


def _silent(found: Audit) -> str:
    if not found.days or found.silent <= SILENT_MOST:
        return ""
    return f"не оставлять страницу без новостей: подряд прошло {plural(found.silent, 'день', 'дня', 'дней')} молчания"


def _missing(found: Audit) -> str:
    told = [f"«{each.title}» ({LEVEL_TITLES[each.level]})" for each in found.missing[:5]]
    rest = len(found.missing) - len(told)
    if not told or not found.days:
        return ""
    return f"разместить обязательное: {', '.join(told)}" + (f" и ещё {rest}" if rest else "")


def _planned(found: Audit) -> str:
    count = counted(found.plan)
    absent, late = count[Outcome.ABSENT], count[Outcome.LATE]
    told = [f"не вышло — {absent}"] if absent else []
    told += [f"вышло с опозданием — {late}"] if late else []
    return f"выдерживать контент-план: {', '.join(told)} из {len(found.plan)}" if told else ""


def _answers(found: Audit) -> str:
    left = found.questions - found.answered
    if not left or (found.answered_share or 0) >= ANSWERED_LEAST:
        return ""
    asked = plural(left, "вопрос", "вопроса", "вопросов")
    return f"отвечать в комментариях: без ответа {'остался' if asked.endswith('вопрос') else 'осталось'} {asked}"


def _slow(found: Audit) -> str:
    if found.usual is None or found.answer is None or found.answer <= ANSWER_MOST:
        return ""
    return f"отвечать быстрее: половина ответов дана позже чем через {said(found.usual)}"


def _mark(found: Audit) -> str:
    return "" if found.page.mark is not False else "получить отметку «Госорганизация»"


def _widgets(found: Audit) -> str:
    if found.page.widgets is None or found.page.widgets >= 2:
        return ""
    return "подключить виджеты «Высказать мнение» и «Сообщить о проблеме»"


def _design(found: Audit) -> str:
    if found.page.design is None or found.page.design >= DESIGN_LEAST:
        return ""
    return f"привести оформление к стандарту: сейчас {found.page.design} %"


def _look(found: Audit) -> str:
    unseen = [found.page.mark, found.page.widgets, found.page.design]
    return "осмотреть страницу: отметка, виджеты и оформление не внесены" if None in unseen else ""


RULES: tuple[Callable[[Audit], str], ...] = (
    _unread,
    _weekly,
    _silent,
    _missing,
    _planned,
    _answers,
    _slow,
    _mark,
    _widgets,
    _design,
    _look,
)


def advice(found: Audit) -> tuple[str, ...]:
    """Sentences without a capital and a full stop, the weightiest first; none for a page that is well kept."""
    return tuple(filter(None, (rule(found) for rule in RULES)))
