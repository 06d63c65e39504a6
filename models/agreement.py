"""Measures of agreement between what was said and what is true. Plain numpy; scikit-learn's are the tests."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def confusion(true: ArrayLike, said: ArrayLike, classes: int) -> NDArray[np.float64]:
    """Counts (classes, classes): rows are true."""
    pairs = np.asarray(true, np.int64) * classes + np.asarray(said, np.int64)
    return np.bincount(pairs, minlength=classes * classes).reshape(classes, classes).astype(float)


def kappa(true: ArrayLike, said: ArrayLike, classes: int = 4) -> float:
    """Cohen's kappa with quadratic weights; 1 where both are the same constant."""
    table = confusion(true, said, classes)
    total = max(table.sum(), 1.0)
    weights = (np.arange(classes)[:, None] - np.arange(classes)) ** 2
    chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    expected = float((weights * chance).sum())
    return 1.0 - float((weights * table).sum()) / expected if expected else 1.0


def by_class(true: ArrayLike, said: ArrayLike, classes: int) -> NDArray[np.float64]:
    """Precision, recall, F1 and number of true ones of each class, (classes, 4)."""
    table = confusion(true, said, classes)
    hits, support, given = np.diag(table), table.sum(axis=1), table.sum(axis=0)
    both = support + given
    rows = [_ratio(hits, given), _ratio(hits, support), _ratio(2 * hits, both), support]
    return np.stack(rows, axis=1)


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def average_precision(true: ArrayLike, scores: ArrayLike) -> float:
    """Area under precision and recall by steps; ties count together. Nan where nothing is true."""
    yes, values = np.asarray(true, bool), np.asarray(scores, float)
    if not yes.any():
        return float("nan")
    order = np.argsort(-values, kind="stable")
    last = np.append(np.flatnonzero(np.diff(values[order])), len(values) - 1)
    hits = np.cumsum(yes[order])[last]
    gained = np.diff(np.append(0, hits)) / yes.sum()
    return float((gained * hits / (last + 1)).sum())


def calibration_error(confidence: ArrayLike, right: ArrayLike, bins: int = 10) -> float:
    """Expected calibration error over bins of equal width."""
    sure, good = np.asarray(confidence, float), np.asarray(right, float)
    at = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [
        abs(sure[at == one].mean() - good[at == one].mean()) * (at == one).mean()
        for one in range(bins)
        if (at == one).any()
    ]
    return float(sum(gaps))


def accuracy_at(confidence: ArrayLike, right: ArrayLike, coverage: float) -> float:
    """Accuracy on the surest share of the texts."""
    order = np.argsort(-np.asarray(confidence, float), kind="stable")
    kept = order[: max(1, round(coverage * len(order)))]
    return float(np.asarray(right, float)[kept].mean())
