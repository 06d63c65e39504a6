"""How far a measure may be trusted: bootstrap intervals by class, and the pairs that are confused most."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.agreement import by_class

DRAWS, SEED = 1000, 7
LEVEL = 0.95


def f1_intervals(true: Sequence[int], said: Sequence[int], classes: int) -> NDArray[np.float64]:
    """Low and high end of the F1 of each class (classes, 2), by 1,000 draws of the texts (95 %)."""
    one, other = np.asarray(true), np.asarray(said)
    draw = np.random.default_rng(SEED)
    picks = (draw.integers(0, len(one), len(one)) for _ in range(DRAWS))
    found = np.stack([by_class(one[pick], other[pick], classes)[:, 2] for pick in picks])
    return np.asarray(np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0).T, np.float64)


def ends(drawn: Sequence[float]) -> tuple[float, float]:
    """Low and high end of 95 % of the draws of a measure; nan draws are left out, nan if none is left."""
    found = np.asarray(drawn, float)
    found = found[~np.isnan(found)]
    if not len(found):
        return float("nan"), float("nan")
    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]).tolist()
    return float(low), float(high)


def confused(true: Sequence[str], said: Sequence[str], most: int = 12) -> list[tuple[str, str, int]]:
    """The commonest pairs (true, said, texts) where the two differ."""
    pairs = Counter(pair for pair in zip(true, said, strict=True) if pair[0] != pair[1])
    return [(one, other, count) for (one, other), count in sorted(pairs.items(), key=lambda p: (-p[1], p[0]))[:most]]
