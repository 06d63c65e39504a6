"""Whether the texts of a week are still those that the model knows: by source and theme, with the texts that moved it.

Every figure is a share of 0–1. It alarms where it differs from the weeks before by `STEP` and by `SIGMAS` standard
errors of a share (the test of two proportions; for means of values in 0–1 this error is an upper bound).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt

from core.labels import THEME_TITLES, Theme

STEP, SIGMAS = 0.08, 3.5
LEAST = 20
"""Texts (of corrections: reviewed ones) below which a week says nothing."""
WEEKS, LEAST_WEEKS = 8, 2
"""A week is compared with so many before it, at least with so many."""
SHOWN = 5
ALL = ""
"""The source or the theme of a cell over all of them."""

MEASURE_TITLES = {
    "share": "доля темы",
    "confidence": "уверенность модели",
    "abstained": "доля воздержаний",
    "unknown": "слова, которых модель не знает",
    "corrected": "доля исправленных карточек",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """An assessed post of a week. `unknown` is the share of its words that the model does not know (None: not asked),
    `corrected` whether people changed its theme or kind (None: nobody reviewed it)."""

    post_id: int
    source: str
    theme: str
    confidence: float
    abstained: bool
    unknown: float | None = None
    corrected: bool | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The figures of one source and theme in the week that begins on a Monday; None: nothing to measure by. `n` are its
    texts, `whole` those of its source, `reviewed` its reviewed ones."""

    week: date
    source: str
    theme: str
    n: int
    whole: int
    reviewed: int
    share: float
    confidence: float
    abstained: float
    unknown: float | None
    corrected: float | None
    alarms: tuple["Alarm", ...] = ()


@dataclass(frozen=True, slots=True)
class Alarm:
    """A figure that moved: what it was over the weeks before and what it is, and the posts that moved it most."""

    measure: str
    was: float
    now: float
    posts: tuple[int, ...] = ()


def cells(week: date, seen: Sequence[Seen]) -> list[Cell]:
    """The figures of a week: of each source and theme, of each source, of each theme, of all."""
    groups: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for each in seen:
        for source in (each.source, ALL):
            for theme in (each.theme, ALL):
                groups[source, theme].append(each)
    whole = {source: len(found) for (source, theme), found in groups.items() if theme == ALL}
    return [_cell(week, *key, found, whole[key[0]]) for key, found in sorted(groups.items())]


def _cell(week: date, source: str, theme: str, found: Sequence[Seen], whole: int) -> Cell:
    reviewed = [each.corrected for each in found if each.corrected is not None]
    return Cell(
        week,
        source,
        theme,
        len(found),
        whole,
        len(reviewed),
        len(found) / whole,
        _mean(each.confidence for each in found) or 0.0,
        _mean(each.abstained for each in found) or 0.0,
        _mean(each.unknown for each in found if each.unknown is not None),
        _mean(reviewed),
    )


def _mean(values: Iterable[float | bool]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None


def alarmed(cell: Cell, past: Sequence[Cell], seen: Sequence[Seen]) -> tuple[Alarm, ...]:
    """What moved in a cell against the same cell of earlier weeks; `seen` are the week's posts."""
    if len({each.week for each in past}) < LEAST_WEEKS:
        return ()
    found = []
    for measure in MEASURE_TITLES:
        if measure == "share" and cell.theme == ALL:
            continue
        moved = _moved(measure, cell, past)
        if moved:
            found.append(Alarm(measure, *moved, _movers(measure, cell, seen)))
    return tuple(found)


def _moved(measure: str, cell: Cell, past: Sequence[Cell]) -> tuple[float, float] | None:
    now, n = getattr(cell, measure), _weight(measure, cell)
    before = [(getattr(each, measure), _weight(measure, each)) for each in past]
    known = [(value, weight) for value, weight in before if value is not None and weight]
    total = sum(weight for _, weight in known)
    if now is None or n < LEAST or total < LEAST:
        return None
    was = sum(value * weight for value, weight in known) / total
    pooled = (was * total + now * n) / (total + n)
    error = sqrt(max(pooled * (1 - pooled), 1e-9) * (1 / total + 1 / n))
    far = abs(now - was)
    return (was, now) if far >= STEP and far >= SIGMAS * error else None


def _weight(measure: str, cell: Cell) -> int:
    """How many texts a figure of a week rests on."""
    return {"share": cell.whole, "corrected": cell.reviewed}.get(measure, cell.n)


def _movers(measure: str, cell: Cell, seen: Sequence[Seen]) -> tuple[int, ...]:
    """The posts of the cell that show the change best."""
    mine = [each for each in seen if cell.source in (ALL, each.source) and cell.theme in (ALL, each.theme)]
    if measure == "corrected":
        mine = [each for each in mine if each.corrected]
    if measure == "unknown":
        mine.sort(key=lambda each: -(each.unknown or 0.0))
    else:
        mine.sort(key=lambda each: each.confidence)
    return tuple(each.post_id for each in mine[:SHOWN])


def watched(week: date, seen: Sequence[Seen], past: Sequence[Cell]) -> list[Cell]:
    """The cells of a week with their alarms, given the cells of the weeks before."""
    before: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for each in past:
        before[each.source, each.theme].append(each)
    return [replace(each, alarms=alarmed(each, _filled(each, before), seen)) for each in cells(week, seen)]


def moved(found: Sequence[Cell]) -> list[str]:
    """The alarms of a week in words, what moved farthest first."""
    alarms = [(cell, alarm) for cell in found for alarm in cell.alarms]
    alarms.sort(key=lambda pair: (-abs(pair[1].now - pair[1].was), pair[0].source, pair[0].theme, pair[1].measure))
    return [f"{_where(cell)}, {said(each)}" for cell, each in alarms]


def said(alarm: Alarm) -> str:
    """What moved, and how far, in per cent."""
    return f"{MEASURE_TITLES[alarm.measure]}: {round(100 * alarm.was)} % → {round(100 * alarm.now)} %"


def _where(cell: Cell) -> str:
    theme = "" if cell.theme == ALL else f", тема «{THEME_TITLES[Theme(cell.theme)]}»"
    return f"{cell.source or 'все источники'}{theme}"


def _filled(cell: Cell, before: dict[tuple[str, str], list[Cell]]) -> list[Cell]:
    """The cell's earlier weeks; where its source was read but the theme was absent, a week with a share of nothing."""
    mine = {each.week: each for each in before[cell.source, cell.theme]}
    source = before[cell.source, ALL]
    return [mine.get(each.week) or _absent(each, cell.theme) for each in source]


def _absent(whole: Cell, theme: str) -> Cell:
    return Cell(whole.week, whole.source, theme, 0, whole.n, 0, 0.0, 0.0, 0.0, None, None)
