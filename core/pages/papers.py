"""The monthly report on official pages: for the ЦУР as a table, for each page as a sheet (decree 003, п. 2.7г)."""

from collections.abc import Sequence
from datetime import date

from core.acts import Act, Grid, Heading, Part, Points, Sign, Words
from core.pages.advising import advice
from core.pages.auditing import Audit
from core.pages.outcomes import COUNTED_TITLES, OUTCOME_TITLES, Outcome, Planned, counted
from core.pages.records import LEVEL_TITLES, Level, Page
from core.posts import PLATFORM_TITLES
from core.profile import Profile
from core.reasons import plural, said
from core.registers import Entry
from core.registers.papers import day

HEADS = (
    *("Страница", "Учреждение", "Публикаций", "В неделю", "Недель меньше 3", "Дней молчания подряд"),
    *("Обязательного, %", "Федерального", "Регионального", "Вопросов", "Отвечено", "Время до ответа"),
    *("Отметка", "Виджеты", "Оформление, %", "Рекомендации"),
)
PLAN_BY = "по отметкам сотрудников, а где их нет — по собранным публикациям"
YES = {True: "есть", False: "нет", None: "не осмотрено"}


def number(value: float | None, digits: int = 1) -> str:
    """A figure with a comma, «—» where there is none."""
    return "—" if value is None else f"{value:.{digits}f}".replace(".", ",")


def percent(value: float | None) -> str:
    """A share in whole per cent."""
    return "—" if value is None else f"{round(100 * value)}"


def audit_rows(found: Sequence[Audit]) -> list[dict[str, object]]:
    """A row a page, by `HEADS`."""
    return [dict(zip(HEADS, _row(each), strict=True)) for each in found]


def _row(one: Audit) -> list[object]:
    page = one.page
    return [
        str(page.source),
        page.organisation,
        one.posts,
        number(one.a_week),
        one.poor_weeks,
        one.silent,
        percent(one.share),
        *("{} из {}".format(*one.of(level)) for level in (Level.FEDERAL, Level.REGIONAL)),
        one.questions,
        one.answered,
        said(one.usual) if one.usual is not None else "—",
        YES[page.mark],
        "—" if page.widgets is None else page.widgets,
        "—" if page.design is None else page.design,
        "; ".join(advice(one)) or "замечаний нет",
    ]


def audit_paper(
    found: Sequence[Audit], since: date, until: date, profile: Profile, strays: Sequence[Entry] = ()
) -> Act:
    """The report: a table of all pages, a sheet a page, then items of the plan whose page is not in the register."""
    rows = [
        (
            each.page.organisation,
            number(each.a_week),
            str(each.silent),
            percent(each.share),
            f"{each.answered} из {each.questions}",
            YES[each.page.mark],
        )
        for each in found
    ]
    heads = ("Страница", "Публикаций в неделю", "Дней молчания", "Обязательного, %", "Отвечено вопросов", "Отметка")
    parts: list[Part] = [Grid(heads, rows, (22, 16, 14, 20, 14, 14))]
    for each in found:
        parts += _sheet(each)
    parts += _strays(strays)
    parts.append(Sign(profile.roles.get("head") or "Руководитель МЦУ"))
    told = f"с {day(since)} по {day(until)}; {plural(len(found), 'страница', 'страницы', 'страниц')}"
    return Act(profile.centre, "Отчёт о работе госпабликов", told, tuple(parts))


def _strays(found: Sequence[Entry]) -> list[Part]:
    if not found:
        return []
    rows = [(str(each.id), f"{each.day:%d.%m.%Y}", each.title, each.text("page") or "не указана") for each in found]
    return [
        Heading("Контент-план: страницы нет в реестре"),
        Words("Эти публикации ни с одной страницей не сверены: внесите страницу в реестр или исправьте её адрес."),
        Grid(("Запись", "По плану", "Публикация", "Страница"), rows, (10, 16, 44, 30)),
    ]


def _address(page: Page) -> str:
    """The page in people's words."""
    return f"Страница {page.source.address} ({PLATFORM_TITLES[page.source.platform]})"


def _sheet(one: Audit) -> list[Part]:
    page = one.page
    if not one.days:
        return [Heading(page.organisation), Words(f"{_address(page)}: за это время не собиралась.")]
    weekly = f"{plural(one.posts, 'публикация', 'публикации', 'публикаций')}, {number(one.a_week)} в неделю"
    placed = ", ".join(
        "{} — {} из {}".format(LEVEL_TITLES[level], *one.of(level)) for level in Level if one.of(level)[1]
    )
    wanted = f"{placed}; доля в публикациях — {percent(one.share)} %" if placed else "образцов на эти дни не внесено"
    answers = f"Вопросов в комментариях — {one.questions}, отвечено — {one.answered}"
    spent = f", половина ответов дана в пределах {said(one.usual)}" if one.usual is not None else ""
    words = [
        Words(f"{_address(page)}: {weekly}; подряд без публикаций — {plural(one.silent, 'день', 'дня', 'дней')}."),
        Words(f"Обязательный контент: {wanted}."),
        Words(f"{answers}{spent}."),
    ]
    told = advice(one)
    lines = [f"{each[:1].upper()}{each[1:]}." for each in told]
    words_and_plan: list[Part] = [*words, *_plan(one.plan)]
    return [Heading(page.organisation), *words_and_plan, *([Points(lines)] if lines else [Words("Замечаний нет.")])]


def plan_told(found: Sequence[Planned]) -> str:
    """`3 публикации; вышло в срок — 1, не вышло — 2`; empty where nothing was planned."""
    if not found:
        return ""
    count = counted(found)
    told = [f"{COUNTED_TITLES[each]} — {count[each]}" for each in Outcome if count[each]]
    return f"{plural(len(found), 'публикация', 'публикации', 'публикаций')}; {', '.join(told)}"


def _plan(found: Sequence[Planned]) -> list[Part]:
    if not found:
        return []
    rows = [
        (
            f"{each.entry.day:%d.%m.%Y}",
            each.entry.title,
            OUTCOME_TITLES[each.outcome],
            f"{each.came:%d.%m.%Y}" if each.came else "—",
        )
        for each in found
    ]
    return [
        Words(f"Контент-план: {plan_told(found)} ({PLAN_BY})."),
        Grid(("По плану", "Публикация", "Итог", "Вышла"), rows, (16, 46, 22, 16)),
    ]
