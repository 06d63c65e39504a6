"""Teach the judge of names (`nlp.guess`): a logistic regression over hashed features. Same texts, same weights."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from models.naming.texts import Marked
from nlp.guess.sight import BUCKETS, NEAR, TOKEN, candidates, features, read

PASSES = 60
CLOSE = 1e-3
FREEDOM = 0.3
"""Inverse strength of regularisation: of 0.03, 0.1, 0.3 the best by names and by other words of held-out texts."""
SEED = 7
FULL = 127


def lessons(texts: Iterable[Marked]) -> Iterator[tuple[list[int], bool]]:
    """(buckets, whether it names a person) of each word that may."""
    for each in texts:
        found, seen = list(TOKEN.finditer(each.text)), read(each.text)
        for at in candidates(seen):
            start = found[at - NEAR].start()
            if not _within(start, each.doubtful):
                yield features(at, seen), _within(start, each.persons)


def _within(start: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start < last for first, last in spans)


def matrix(texts: Iterable[Marked]) -> tuple[csr_matrix, NDArray[np.bool_]]:
    """Counts of buckets, (words, BUCKETS), and which of the words are names."""
    columns, ends, named = array("i"), [0], []
    for row, is_named in lessons(texts):
        columns.extend(row)
        ends.append(len(columns))
        named.append(is_named)
    ones = np.ones(len(columns), np.float32)
    counts = csr_matrix((ones, np.frombuffer(columns, np.int32), ends), shape=(len(named), BUCKETS))
    return counts, np.asarray(named)


def taught(counts: csr_matrix, named: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Weights by bucket, and the bias."""
    learner = LogisticRegression(C=FREEDOM, solver="liblinear", max_iter=PASSES, tol=CLOSE, random_state=SEED)
    learner.fit(counts, named)
    return learner.coef_[0], float(learner.intercept_[0])


def packed(weights: NDArray[np.float64], bias: float, least: float) -> bytes:
    """Weights in steps of a 127th of the greatest; then the sum above which a word is a name, in steps of 8."""
    step = float(np.abs(weights).max()) / FULL
    whole = np.rint(weights / step).astype(np.int8)
    threshold = round((least - bias) / step / 8)
    return array("b", [*whole.tolist(), threshold]).tobytes()
