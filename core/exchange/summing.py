"""A period of one system: how its items were worked, by body and by subject, and what grew (decrees 000, п. 3.4–3.5;
001, п. 2.5–2.6; 003, п. 2.5–2.6). Pure: the caller brings the items."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.causes import apart, clustered
from core.exchange.items import Item, Link, is_chosen
from core.exchange.layouts import System
from core.exchange.recorded import body_of
from core.exchange.worked import SUBJECTS, Worked, worked
from core.labels import THEME_TITLES, Theme
from core.profile.reporting import Reporting
from core.rating.intervals import wilson
from core.weekly.comparing import Change, growths, shares

CAUSES, GROWN = 3, 5
COMPARED = 1000
"""Texts of a subject that are parted by cause, the latest ones."""
Words = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Body:
    """A body's items. `rated` is the lower end of the interval of its share in time (of finished ones where the system
    tells no terms); None where it has fewer items than the profile's `min_n`."""

    title: str
    worked: Worked
    rated: float | None


@dataclass(frozen=True, slots=True)
class Cause:
    """Items of a grown subject that speak of one thing: its telling words, how many, the numbers of the first ones."""

    subject: str
    words: tuple[str, ...]
    size: int
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A system over a period, as of `at`; `before` is the period of as many days before it, `earlier` the open items
    received before the period. `own` rows of the period bear our own numbers: they are our table come back, and none of
    the system's."""

    system: System
    at: datetime
    now: Worked
    before: Worked
    earlier: int
    bodies: tuple[Body, ...]
    subjects: tuple[tuple[str, Change], ...]
    grown: tuple[tuple[str, Change], ...]
    causes: tuple[Cause, ...]
    linked: int
    own: int = 0


def subject_of(item: Item) -> str:
    """What it is about by the system's own words, else by our theme."""
    return item.columns.get(SUBJECTS[item.system], "").strip() or THEME_TITLES[item.theme]


def summed_up(
    system: System,
    found: Sequence[Item],
    earlier: tuple[Sequence[Item], int],
    at: datetime,
    zone: ZoneInfo,
    rule: Reporting,
    min_n: int,
    words: Words,
    own: int = 0,
) -> Summary:
    """Items received in a period against those of the period before (`earlier`: they, and how many of all before are
    still open); `own` rows of the period were left out."""
    before, open_before = earlier
    now, then = (Counter(map(subject_of, each)) for each in (found, before))
    subjects = shares({name: (now[name], then[name], 0, 0) for name in now | then})
    grown = [pair for pair in growths(subjects, rule) if pair[0] != THEME_TITLES[Theme.NONE]][:GROWN]
    return Summary(
        system,
        at,
        worked(found, at, zone),
        worked(before, at, zone),
        open_before,
        tuple(rated_bodies(found, at, zone, min_n)),
        tuple(subjects),
        tuple(grown),
        tuple(cause for name, _ in grown for cause in _causes(name, found, words)),
        sum(each.linked.state is Link.LINKED for each in found),
        own,
    )


def rated_bodies(found: Sequence[Item], at: datetime, zone: ZoneInfo, min_n: int) -> list[Body]:
    """The best first; those with too few items for a place at the end."""
    held: dict[str, list[Item]] = {}
    for each in found:
        held.setdefault(body_of(each), []).append(each)
    known = [(name, worked(own, at, zone)) for name, own in held.items()]
    made = [Body(name, told, _rated(told) if told.received >= min_n else None) for name, told in known]
    return sorted(made, key=lambda each: (each.rated is None, -(each.rated or 0), -each.worked.received, each.title))


def _rated(told: Worked) -> float:
    good, whole = (told.kept, told.timed) if told.timed else (told.finished, told.received)
    return wilson(good, whole)[0]


def _causes(name: str, found: Sequence[Item], words: Words) -> list[Cause]:
    told = (each for each in found if subject_of(each) == name and not is_chosen(each.text, each.columns))
    own = list(told)[-COMPARED:]
    made = clustered([apart(words, each.text, each.place) for each in own])[:CAUSES]
    return [
        Cause(name, each.words, len(each.members), tuple(own[index].number for index in each.members[:5]))
        for each in made
    ]
