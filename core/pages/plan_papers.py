"""The content plan of some days as a document (decree 003, п. 2.7б), by the count of the audit: the two agree."""

from collections.abc import Sequence
from datetime import date

from core.acts import Act, Grid, Part, Sign, Words
from core.pages.outcomes import OUTCOME_TITLES, Outcome, Planned
from core.pages.papers import plan_told
from core.profile import Profile
from core.registers import Kind
from core.registers.kinds import KINDS
from core.registers.papers import day

HEAD = "Руководитель МЦУ"
HEADS = ("По плану", "Публикация", "Страница", "Итог", "Вышла")
SHARES = (14, 31, 22, 19, 14)
COUNTED = (
    "Итог — по отметке сотрудника, а где её нет — по собранным публикациям страницы (сходятся текст или тема). Так же "
    "считает отчёт о работе госпабликов за эти дни."
)
APART = "Итого по страницам реестра — {known}; страница не из реестра — {strays}: в отчёте такие стоят отдельно."


def plan_paper(found: Sequence[Planned], strays: Sequence[Planned], first: date, last: date, profile: Profile) -> Act:
    """Items of pages of the register and `strays` of no known page, the earliest first: what became of each."""
    days = f"с {day(first)} по {day(last)}"
    every = sorted((*found, *strays), key=lambda each: (each.entry.day, each.entry.id))
    parts: list[Part] = [Words("Записей за эти дни нет.")]
    if every:
        apart = [Words(APART.format(known=len(found), strays=len(strays)))] if strays else []
        parts = [Words(f"Всего {plan_told(every)}."), Words(COUNTED), *apart, _table(every)]
    return Act(profile.centre, KINDS[Kind.PLAN].title, days, (*parts, Sign(profile.roles.get("head") or HEAD)))


def _table(found: Sequence[Planned]) -> Grid:
    return Grid(HEADS, [_row(each) for each in found], SHARES)


def _row(one: Planned) -> tuple[str, ...]:
    entry = one.entry
    return (
        f"{entry.day:%d.%m.%Y}",
        entry.title,
        entry.text("page"),
        OUTCOME_TITLES[one.outcome] + _said(one),
        f"{one.came:%d.%m.%Y}" if one.came else "—",
    )


def _said(one: Planned) -> str:
    """That a person said so, and why it did not come out."""
    if not one.by_hand:
        return ""
    why = one.entry.text("why") if one.outcome is Outcome.ABSENT else ""
    return f" (отмечено сотрудником{f': {why}' if why else ''})"
