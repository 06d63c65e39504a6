"""Indicators of a year as tables for the ЦУР: plan and fact by month, formulas with their sources."""

from collections.abc import Sequence

from core.indicators import Line
from core.papers import Paper, Section, Sheet
from core.profile import Profile
from nlp import speech
from reports.note.saying import DASH

MONTHS = ("Янв", "Фев", "Мар", "Апр", "Май", "Июн", "Июл", "Авг", "Сен", "Окт", "Ноя", "Дек")
REACHED = {True: "выполнен", False: "не выполнен", None: DASH}


def said(value: float | None) -> str:
    """A figure in a cell: whole numbers as such, others with one digit."""
    if value is None:
        return DASH
    return speech.number(value, 0 if value == int(value) else 1)


def indicators_paper(year: int, found: Sequence[Line], profile: Profile) -> Paper:
    """Plan and fact, then what each is."""
    heads = ("Показатель", "Ед.", "План, факт", "Год", *MONTHS)
    rows = [row for line in found for row in _rows(line)]
    what = tuple(
        (each.indicator.title, each.indicator.unit, each.indicator.formula, each.indicator.source) for each in found
    )
    year_rows = tuple(
        (
            *(each.indicator.title, each.indicator.unit),
            *(said(each.plans.get(0)), said(each.facts.get(0)), REACHED[each.reached(0)]),
        )
        for each in found
    )
    return Paper(
        f"indicators-{year}",
        "Целевые показатели",
        f"за\u00a0{year}\u00a0год",
        (profile.centre,),
        (
            Section(
                "year",
                "План и факт за год",
                ("Факт — по данным на день составления.",),
                sheets=(Sheet("За год", ("Показатель", "Ед.", "План", "Факт", "Выполнение"), year_rows),),
            ),
            Section("months", "По месяцам", sheets=(Sheet("По месяцам", heads, tuple(rows)),)),
            Section(
                "formulas", "Формулы", sheets=(Sheet("Формулы", ("Показатель", "Ед.", "Формула", "Источник"), what, 2),)
            ),
        ),
    )


def _rows(line: Line) -> list[tuple[str, ...]]:
    return [
        (line.indicator.title, line.indicator.unit, name, *(said(values.get(month)) for month in range(13)))
        for name, values in (("план", line.plans), ("факт", line.facts))
    ]
