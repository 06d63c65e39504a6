"""Stretches of local dates that Russian names stand for: months, quarters, seasons, weeks."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

DAY = timedelta(days=1)
LATELY = 60 * DAY
MONTHS: Mapping[str, int] = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "мае": 5, "маю": 5, "июн": 6, "июл": 7, "авг": 8,
    "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
}  # fmt: skip
MONTH = (
    r"(?:январ[ьяею]|феврал[ьяею]|марта?е?у?|апрел[ьяею]|ма[йяею]|июн[ьяею]|июл[ьяею]|августа?е?у?|сентябр[ьяею]|"
    r"октябр[ьяею]|ноябр[ьяею]|декабр[ьяею]|янв|фев|апр|авг|сент?|окт|нояб?|дек)(?![а-я])\.?"
)
NUMBERS: Mapping[str, int] = {
    "один": 1, "одн": 1, "дв": 2, "тр": 3, "четыр": 4, "пят": 5, "шест": 6, "сем": 7, "восьм": 8, "девят": 9,
    "десят": 10, "двенадцат": 12, "четырнадцат": 14, "пятнадцат": 15, "двадцат": 20, "тридцат": 30,
    "сорок": 40, "шестидесят": 60, "пар": 2, "трех": 3, "двух": 2,
}  # fmt: skip
"""Beginnings of number words; the longest that fits counts."""
ORDINALS: Mapping[str, int] = {"перв": 1, "втор": 2, "трет": 3, "четверт": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
WEEKDAYS: Mapping[str, int] = {"пон": 0, "вто": 1, "сре": 2, "чет": 3, "пят": 4, "суб": 5, "вос": 6}
SEASONS: Mapping[str, tuple[int, int]] = {"весн": (3, 5), "лет": (6, 8), "осен": (9, 11), "зим": (12, 2)}
"""First and last month."""


@dataclass(frozen=True, slots=True)
class Span:
    """Local dates from the first to the last; `at` is a time of the last day (None: the whole day)."""

    since: date
    until: date
    at: time | None = None


def count(word: str) -> int | None:
    """A number in digits ("3", "3-х", "2-3": the greater) or in words; None for what is none."""
    digits = re.findall(r"\d+", word)
    if digits:
        return int(digits[-1]) if int(digits[-1]) <= 400 else None
    last = word.split("-")[-1]
    fits = [begin for begin in NUMBERS if last.startswith(begin)]
    return NUMBERS[max(fits, key=len)] if fits else None


def ordinal(word: str) -> int | None:
    """A quarter's or a half's number in Roman or Arabic digits or in words."""
    if word[:1].isdigit():
        return int(word[0])
    fits = [begin for begin in ORDINALS if word == begin or (len(begin) > 3 and word.startswith(begin))]
    return ORDINALS[fits[0]] if fits else None


def month_of(word: str) -> int:
    """The number of a month by its name in any case."""
    return MONTHS[word[:3]]


def whole(year: int, first: int, last: int) -> Span:
    """From the first day of a month to the last day of another, in the next year if that comes earlier."""
    end = year if last >= first else year + 1
    return Span(date(year, first, 1), date(end, last, monthrange(end, last)[1]))


def quarter(year: int, number: int) -> Span:
    """A quarter of a year."""
    return whole(year, 3 * number - 2, 3 * number)


def near(today: date, make: Callable[[int], date | None]) -> date | None:
    """The date without a year: of the last two months, else the next one to come."""
    made = [found for shift in range(-1, 9) if (found := make(today.year + shift))]
    return next((found for found in made if found >= today - LATELY), None)


def ahead(today: date, make: Callable[[int], Span]) -> Span:
    """The stretch without a year that is not over yet; of those that are, one that ended within two months counts as
    past."""
    made = [make(today.year + shift) for shift in (-1, 0, 1, 2)]
    return next(span for span in made if span.until >= today - LATELY)


def day(year: int, month: int, number: int) -> date | None:
    """A date, None where the calendar has none."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def week(today: date, shift: int = 0) -> Span:
    """This week, or one so many weeks ahead."""
    monday = today - today.weekday() * DAY + 7 * shift * DAY
    return Span(monday, monday + 6 * DAY)


def months_later(today: date, number: int) -> date:
    """The same date so many months ahead, or the last of that month."""
    year, month = divmod(today.year * 12 + today.month - 1 + number, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
