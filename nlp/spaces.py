"""Units as vectors, and texts as weighted sums of them: the arithmetic of `nlp.features`, for training and for use.

Shapes: U distinct units, N texts, K keys, G n-grams, D = 300 dimensions of a word vector.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.features import Floats, Vocabulary, grams, is_pair, is_word, key, weights
from nlp.vectors import DIMENSIONS, vector

Sparse = Any
"""scipy's csr_array of float32."""


@dataclass(frozen=True, slots=True)
class UnitVectors:
    """Vectors of U units by space, with the addend of each to the text's length in that space.

    `keys` (U, K) and `pairs` (U,) bool: a pair's key is measured apart; `grams` (U, G); `dense` (U, D), not centred;
    `mass` (U,) the weight of a unit in the mean of word vectors, 0 where it has none.
    """

    keys: Sparse
    pairs: NDArray[np.bool_]
    grams: Sparse
    dense: Floats
    mass: Floats


def unit_vectors(found: Sequence[str], known: Vocabulary) -> UnitVectors:
    """Work out the vectors of distinct units (U,)."""
    default = float(known.key_idf.max(initial=1.0))
    dense = np.zeros((len(found), DIMENSIONS), np.float32)
    mass = np.zeros(len(found), np.float32)
    for at, unit in enumerate(found):
        known_vector = vector(unit) if is_word(unit) else None
        if known_vector is not None:
            place = known.keys.get(key(unit))
            dense[at] = known_vector
            mass[at] = default if place is None else known.key_idf[place]
    return UnitVectors(
        keys=_rows([{key(unit): 1} for unit in found], known.keys, known.key_idf),
        pairs=np.asarray([is_pair(unit) for unit in found], bool),
        grams=_rows([Counter(grams(unit)) if is_word(unit) else {} for unit in found], known.grams, known.gram_idf),
        dense=dense,
        mass=mass,
    )


def _rows(bags: Sequence[Mapping[str, int]], columns: Mapping[str, int], idf: Floats) -> Sparse:
    """Bags (U,) -> csr (U, columns) of count × idf."""
    starts, at, values = [0], [], []
    for bag in bags:
        for name, count in bag.items():
            column = columns.get(name)
            if column is not None:
                at.append(column)
                values.append(count * idf[column])
        starts.append(len(at))
    arrays = np.asarray(values, np.float32), np.asarray(at, np.int32), np.asarray(starts, np.int32)
    return sparse.csr_array(arrays, shape=(len(bags), len(columns)))


def squares(rows: Sparse) -> Floats:
    """Squared length of each row (U,)."""
    return np.asarray(rows.multiply(rows).sum(axis=1), np.float32).ravel()


@dataclass(frozen=True, slots=True)
class Texts:
    """N texts over U units: `counts` csr (N, U) of 1 + ln(count), and the units' vectors."""

    counts: Sparse
    vectors: UnitVectors


def table(bags: Sequence[Sequence[str]], known: Vocabulary) -> Texts:
    """Units of N texts -> their table."""
    index: dict[str, int] = {}
    starts, at, values = [0], [], []
    for bag in bags:
        for unit, weight in weights(bag).items():
            at.append(index.setdefault(unit, len(index)))
            values.append(weight)
        starts.append(len(at))
    arrays = np.asarray(values, np.float32), np.asarray(at, np.int32), np.asarray(starts, np.int32)
    counts = sparse.csr_array(arrays, shape=(len(bags), len(index)))
    return Texts(counts, unit_vectors(list(index), known))


def lengths(counts: Sparse, per_unit: Floats) -> Floats:
    """Length of each text in a space, (N,): the root of the sum of its units' squares; 1 where it is empty."""
    found = np.sqrt(counts.multiply(counts) @ per_unit)
    return np.where(found > 0, found, 1).astype(np.float32)


def scaled(counts: Sparse, factors: Floats) -> Sparse:
    """Rows of a csr multiplied by `factors` (N,)."""
    return sparse.csr_array(sparse.diags_array(factors, dtype=np.float32) @ counts)
