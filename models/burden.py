"""What recall costs a monitor: cards a day at each threshold, and the minutes that they take."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Flags = NDArray[np.bool_]

MINUTES = 1.5
"""A monitor's time for a card that is nothing; measured times of the own centre should stand here."""


@dataclass(frozen=True, slots=True)
class Cost:
    """At a threshold: the share of what must be seen that is shown, the share of shown that must be, cards a day and a
    monitor's minutes."""

    threshold: float
    recall: float
    precision: float
    cards: float
    minutes: float


def costs(
    wanted: ArrayLike, score: ArrayLike, posts_a_day: float, steps: int = 20, minutes: float = MINUTES
) -> list[Cost]:
    """Whether a text must be seen (n,) and its score 0–1 (n,), taken for posts as they come -> costs, from showing all
    to showing nothing."""
    must, p = np.asarray(wanted, bool), np.asarray(score, float)
    return [_cost(float(at), must, p >= at, posts_a_day, minutes) for at in np.linspace(0, 1, steps + 1)[:-1]]


def _cost(at: float, must: Flags, shown: Flags, posts: float, minutes: float) -> Cost:
    hits = float((must & shown).sum())
    cards = posts * float(shown.mean())
    recall = hits / must.sum() if must.any() else float("nan")
    precision = hits / shown.sum() if shown.any() else float("nan")
    return Cost(round(at, 3), round(recall, 4), round(precision, 4), round(cards, 1), round(cards * minutes, 1))


def cheapest(found: Sequence[Cost], least: float) -> Cost:
    """The fewest cards that still show the wanted share."""
    enough = [each for each in found if each.recall >= least]
    return min(enough, key=lambda each: (each.cards, each.threshold)) if enough else found[0]
