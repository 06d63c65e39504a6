"""What the sections of a note share: names of things, days, tables of cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from core.cases import Case
from core.labels import THEME_TITLES, Theme
from core.papers import Sheet
from core.periods import Period
from core.profile import Profile
from core.usecases.weekly import quoted
from core.weekly import Change, Facts
from nlp import speech
from nlp.obscene import obscene

NO_TERRITORY, NO_RECIPIENT = "Территория не определена", "получатель не назначен"
TOP, LISTED, GIST = 10, 15, 110
DASH = "–"
Told = TypeVar("Told")
PARTED = {"blocks": "блокам", "themes": "темам", "systems": "системам", "territories": "территориям"}
"""By what a report of a part may be asked for, in the dative."""


@dataclass(frozen=True, slots=True)
class Given:
    """The facts with the words of the profile."""

    facts: Facts
    profile: Profile

    @property
    def period(self) -> Period:
        """The days that the note is about."""
        return self.facts.asked.period

    @property
    def then(self) -> str:
        """What it is compared with, in the dative: `к прошлой неделе`."""
        part = "" if self.facts.whole else "той же части "
        if self.period.is_week:
            return f"к\u00a0{part}прошлой недели" if part else "к\u00a0прошлой неделе"
        return f"к\u00a0{part}предыдущего периода" if part else "к\u00a0предыдущему периоду той же длины"

    @property
    def than(self) -> str:
        """The same behind `больше`: `чем на прошлой неделе`."""
        of = "прошлой недели" if self.period.is_week else "предыдущего периода"
        if not self.facts.whole:
            return f"чем за\u00a0ту же часть {of}"
        return "чем на\u00a0прошлой неделе" if self.period.is_week else "чем за\u00a0предыдущий период той же длины"

    @property
    def earlier(self) -> str:
        """`За прошлую неделю` within a sentence."""
        if not self.facts.whole:
            return f"за\u00a0ту же часть {'прошлой недели' if self.period.is_week else 'предыдущего периода'}"
        return "за\u00a0прошлую неделю" if self.period.is_week else "за\u00a0предыдущий период"

    @property
    def alone(self) -> str:
        """Why there is nothing to compare with: `сравнивать не с чем: за прошлую неделю сообщений нет`."""
        return f"сравнивать не\u00a0с\u00a0чем: {self.earlier} сообщений нет"

    @property
    def span(self) -> str:
        """`За неделю` or `За период`."""
        return "За\u00a0неделю" if self.period.is_week else "За\u00a0период"

    @property
    def elapsed(self) -> float:
        """Days of the period that have passed, one at least."""
        return max((self.facts.at - self.period.since) / timedelta(days=1), 1.0)

    def block(self, code: str) -> str:
        """A block's title."""
        return next((each.title for each in self.profile.blocks if each.code == code), code or "блок не определён")

    def territory(self, code: str) -> str:
        """A territory's title."""
        return next((each.title for each in self.profile.territories if each.code == code), code or NO_TERRITORY)

    def recipient(self, case: Case) -> str:
        """The position that answers: the recipient, else the head of the block."""
        head = next((each.head for each in self.profile.blocks if each.code == case.incident.block), "")
        return case.recipient or head or NO_RECIPIENT

    def day(self, moment: datetime) -> str:
        """A moment as a local day."""
        return short(moment.astimezone(ZoneInfo(self.period.zone)).date())

    def undivided(self, what: str, blocks: Sequence[str], *parts: str) -> list[str]:
        """Of a report of a part: over which blocks `what` is told, by which of the asked parts it cannot be parted."""
        if self.facts.asked.whole:
            return []
        named = [f"«{self.block(code)}»" for code in blocks]
        over = f"{'блоку' if len(named) == 1 else 'блокам'} {speech.listed(named)}" if named else "всему центру"
        asked = [PARTED[part] for part in parts if getattr(self.facts.asked, part)]
        rest = f": по\u00a0{speech.listed(asked)} они не различаются" if asked else ""
        return [f"{what} приведены по\u00a0{over}{rest}."]

    def begun(self, day: date) -> bool:
        """Whether a day has come by the end of the period, or by now while it lasts."""
        return day <= min(self.period.last, self.facts.at.astimezone(ZoneInfo(self.period.zone)).date())

    def within(self, cases: Iterable[Case]) -> list[Case]:
        """Those that came within the period."""
        return [case for case in cases if case.opened(self.period.since, self.facts.at)]


def short(day: date) -> str:
    """`09.11.2026`."""
    return f"{day:%d.%m.%Y}"


def long(day: date) -> str:
    """`9 ноября 2026 года`."""
    return f"{day.day}\u00a0{speech.MONTHS[day.month - 1]} {day.year}\u00a0года"


def days(period: Period) -> str:
    """`с 9 по 15 ноября 2026 года`, with both months where they differ."""
    first, last = period.first, period.last
    if first == last:
        return f"за\u00a0{long(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"с\u00a0{first.day} по\u00a0{long(last)}"
    opening = f"{first.day}\u00a0{speech.MONTHS[first.month - 1]}"
    return f"с\u00a0{opening if first.year == last.year else long(first)} по\u00a0{long(last)}"


def theme(found: Theme) -> str:
    """`«Дороги»`."""
    return f"«{THEME_TITLES[found].strip('«»')}»"


def told_last(found: Sequence[tuple[Theme, Told]]) -> list[tuple[Theme, Told]]:
    """The largest themes, and what has none behind them: it is no theme that leads."""
    named = [pair for pair in found if pair[0] is not Theme.NONE]
    return [*named[:TOP], *(pair for pair in found if pair[0] is Theme.NONE)]


def headed(phrase: str) -> str:
    """With a capital, the rest as it is."""
    return phrase[:1].upper() + phrase[1:]


def numbers(cases: Sequence[Case], most: int = 8) -> str:
    """`№ 12, 15 и ещё 3`."""
    shown = ", ".join(str(case.id) for case in cases[:most])
    return f"№\u00a0{shown}" + (f" и ещё {len(cases) - most}" if len(cases) > most else "")


def signed(value: float | None, now: float) -> str:
    """A change for a cell: `+25 %`, `−10 %`, `0 %`, `новое`."""
    if value is None:
        return "новое" if now else DASH
    rounded = round(100 * value)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{speech.number(abs(rounded))}\u00a0%"


def compared(caption: str, head: str, rows: Sequence[tuple[str, Change]], period: Period) -> Sheet:
    """A table of shares and changes; where nothing at all came before, nothing is told to be new."""
    before = "К прошлой неделе" if period.is_week else "К прошлому периоду"
    begun = any(told.before for _, told in rows)
    return Sheet(
        caption,
        (head, "Сообщений", "Доля", before, "Последний день к среднему за 7 дней"),
        tuple(
            (
                name,
                speech.number(told.now),
                speech.percent(told.share),
                signed(told.growth, told.now) if begun else DASH,
                _last_day(told),
            )
            for name, told in rows
        ),
    )


def _last_day(told: Change) -> str:
    """`8 / 3,1 (+155 %)`; nothing against nothing has no change to tell."""
    against = f"{told.last} / {speech.number(told.mean, 1)}"
    return against if told.surge is None and not told.last else f"{against} ({signed(told.surge, told.last)})"


def titled(case: Case) -> str:
    """A case in a cell of a table: its number and gist, or its theme where the gist is not fit for a paper."""
    title = "" if obscene(case.incident.title) else case.incident.title
    gist = quoted(title, GIST) or THEME_TITLES[case.incident.theme]
    return f"№\u00a0{case.id}. {gist}"
