"""The year of the threats as a person reads it: a strip of months for each, and its season in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import profiles.titles
from core.campaigns import Entry
from core.labels import THEME_TITLES
from core.profile import Campaign as Threat
from core.reasons import plural

MONTHS = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
GENITIVE = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
LONG_YEAR = 366


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the year's strip, in thousandths of its length."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Line:
    """A threat: its season on the strip of the year and in words, what was learnt, whether it lasts now."""

    threat: Threat
    theme: str
    topics: Sequence[str]
    strip: Sequence[Stretch]
    season: str
    learnt: str
    now: bool
    near: bool
    remind: str


def said(day: date) -> str:
    """A day as people say it, without the year."""
    return f"{day.day} {GENITIVE[day.month - 1]}"


def place(day: date) -> int:
    """Where in the year a day stands, in thousandths."""
    return round(1000 * (day.timetuple().tm_yday - 1) / LONG_YEAR)


def strip(starts: date, ends: date) -> list[Stretch]:
    """A season on the strip; two parts where it runs over the year's end."""
    after = place(ends) + round(1000 / LONG_YEAR)
    if starts.year == ends.year:
        return [Stretch(place(starts), after - place(starts))]
    return [Stretch(0, after), Stretch(place(starts), 1000 - place(starts))]


def _learnt(entry: Entry) -> str:
    """What the stored history says of its theme; nothing where there is too little of it."""
    if not entry.learnt.enough:
        return ""
    if entry.rises is None:
        return "по прошлым годам подъёма в это время не видно"
    return f"по прошлым годам тема растёт с {said(entry.rises)}"


def line_of(entry: Entry, day: date) -> Line:
    """A threat for the page."""
    titles = profiles.titles.topics()
    weeks = max((entry.remind - day) // timedelta(weeks=1), 0)
    return Line(
        entry.threat,
        THEME_TITLES[entry.threat.theme],
        [titles[code] for code in entry.threat.topics if titles.get(code)],
        strip(entry.begins, entry.season.ends),
        f"с {said(entry.begins)} по {said(entry.season.ends)}",
        _learnt(entry),
        entry.now(day),
        not entry.now(day) and entry.due(day),
        f"напомнит через {plural(weeks, 'неделю', 'недели', 'недель')}" if weeks else f"напомнит {said(entry.remind)}",
    )
