"""What is worth a person's label next: one ranked list out of doubt, rarity, drift and diversity, each shown in points.

The list is greedy: a text that says nearly what a text above it says comes later (maximal marginal relevance,
J. Carbonell, J. Goldstein, 1998). Beside it a random slice of each week is drawn: only that measures honestly.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.labels import Theme
from core.learning.records import Example

DOUBT, RARITY, DRIFT, ALIKE = 50.0, 30.0, 20.0, 60.0
"""The most points of each part; `ALIKE` is taken away."""
FEW = 30
"""Labels of a theme at which it is half as rare as one without any."""
SLICE = 30
"""Texts of the random slice of a week."""
LOOKED_AT = 400
"""So many of the best are compared with each other."""

PART_TITLES = {
    "doubt": "модель сомневается",
    "rarity": "редкая тема",
    "drift": "источник или тема изменились",
    "alike": "похожа на то, что выше",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that nobody has labelled, with the lemmas of its masked form."""

    example: Example
    lemmas: frozenset[str]

    @property
    def source(self) -> str:
        """Where it was published, `platform:address`."""
        return f"{self.example.key.platform}:{self.example.key.source}"


@dataclass(frozen=True, slots=True)
class Wish:
    """A candidate with its points; parts are named as in `PART_TITLES`."""

    candidate: Candidate
    parts: tuple[tuple[str, float], ...]

    @property
    def points(self) -> float:
        """The sum of the parts."""
        return sum(points for _, points in self.parts)


def ranked(
    found: Sequence[Candidate],
    known: Mapping[Theme, int],
    moved: Collection[tuple[str, str]] = (),
    limit: int = 50,
) -> list[Wish]:
    """The first `limit` of the list. `known` counts the labels of each theme; `moved` are pairs of source and theme
    that drift (an empty one stands for all)."""
    wishes = [Wish(each, _parts(each, known, moved)) for each in found]
    wishes.sort(key=lambda wish: (-wish.points, wish.candidate.example.id))
    return _apart(wishes[: max(LOOKED_AT, limit)], limit)


def _parts(
    found: Candidate, known: Mapping[Theme, int], moved: Collection[tuple[str, str]]
) -> tuple[tuple[str, float], ...]:
    said = found.example.said
    if said is None:
        return (("doubt", DOUBT),)
    sure = [guess.p for guess in said.themes[:2]] + [0.0, 0.0]
    doubt = 1 - (sure[0] - sure[1])
    themes = {said.theme, *(Theme(guess.code) for guess in said.themes[:2])}
    rarity = max(FEW / (FEW + known.get(theme, 0)) for theme in themes)
    ways = {(found.source, str(said.theme)), (found.source, ""), ("", str(said.theme))}
    return (
        ("doubt", round(DOUBT * doubt, 1)),
        ("rarity", round(RARITY * rarity, 1)),
        ("drift", DRIFT if ways & set(moved) else 0.0),
    )


def _apart(wishes: list[Wish], limit: int) -> list[Wish]:
    """Take the best, again and again, less what is said already."""
    chosen: list[Wish] = []
    alike = dict.fromkeys(range(len(wishes)), 0.0)
    while alike and len(chosen) < limit:
        best = max(alike, key=lambda at: (wishes[at].points - ALIKE * alike[at], -at))
        wish = wishes[best]
        chosen.append(Wish(wish.candidate, (*wish.parts, ("alike", -round(ALIKE * alike.pop(best), 1)))))
        for at in alike:
            alike[at] = max(alike[at], _jaccard(wishes[at].candidate.lemmas, wish.candidate.lemmas))
    return chosen


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def drawn(profile: str, week: date, posts: Sequence[int], size: int = SLICE) -> list[int]:
    """The random slice of a week out of the ids of its posts: the same at each call, guided by nothing that a model
    says. `week` is its Monday."""

    def lot(post: int) -> str:
        return hashlib.sha256(f"{profile}:{week.isoformat()}:{post}".encode()).hexdigest()

    return sorted(posts, key=lot)[:size]
