"""Weights turned round for use: each unit is projected on all heads once and kept; a text is a short weighted sum.

The result for a text depends on nothing but the text: sums run over its units in the order of their appearance.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.bags import Bags
from nlp.features import Floats, Vocabulary
from nlp.numbering import Numbering
from nlp.pairs import Numbers
from nlp.spaces import Sparse, unit_vectors
from nlp.spaces import squares as row_squares

FIRST_ROOM = 4096
EMPTY = np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class Block:
    """Weights of one side (the text, or the post above): key (K, H), gram (G, H) or None, dense (D, H) or
    None, centre (D,)."""

    key: Floats
    gram: Floats | None
    dense: Floats | None
    centre: Floats


@dataclass(frozen=True, slots=True)
class Shares:
    """Texts (N,) over the kept units: entries of one csr, with the factor of each entry in each space."""

    units: Sparse
    key: Floats
    gram: Floats
    dense: Floats


class Projector:
    """Bags of units in, margins out (N, H), without bias. Not safe for threads: the assessor holds a lock."""

    _row_of: NDArray[np.int32]
    """Row of the tables by number of the unit, 0 where it was not met."""
    _size: int

    def __init__(self, known: Vocabulary, units: Numbering, block: Block) -> None:
        self._known, self._units, self._block = known, units, block
        self._clear()

    def margins(self, bags: Bags) -> Floats:
        """Margins of texts (N, H)."""
        shares = self._shares(bags)
        found = _weighted(shares, shares.key) @ self._key[: self._size]
        if self._block.dense is not None:
            found += _weighted(shares, shares.dense) @ self._dense[: self._size]
        if self._block.gram is not None:
            found += _weighted(shares, shares.gram) @ self._gram[: self._size]
        return np.asarray(found, np.float32)

    def addends(self, bag: Bags) -> tuple[list[str], Floats]:
        """Distinct known units of one text (U,) and what each adds to every head's margin (U, H)."""
        shares = self._shares(bag)
        at = shares.units.indices
        found = shares.key[:, None] * self._key[at]
        if self._block.dense is not None:
            found = found + shares.dense[:, None] * self._dense[at]
        if self._block.gram is not None:
            found = found + shares.gram[:, None] * self._gram[at]
        return list(map(self._units.name, bag.numbers.tolist())), np.asarray(found, np.float32)

    def _shares(self, bags: Bags) -> Shares:
        units = self._counts(bags)
        at, count = units.indices, units.data
        texts = np.repeat(np.arange(len(bags)), np.diff(units.indptr))

        def length(per_unit: Floats) -> Floats:
            total = np.bincount(texts, weights=count * count * per_unit[at], minlength=len(bags))
            return np.where(total > 0, np.sqrt(total), 1)[texts]

        mass = np.bincount(texts, weights=count * self._mass[at], minlength=len(bags))
        pairs = self._pairs[at]
        alone = length(np.where(self._pairs, 0, self._squares))
        joined = length(np.where(self._pairs, self._squares, 0))
        return Shares(
            units=units,
            key=_single(count / np.where(pairs, joined, alone)),
            gram=_single(count / length(self._gram_squares)),
            dense=_single(count / np.where(mass > 0, mass, 1)[texts]),
        )

    def _counts(self, bags: Bags) -> Sparse:
        """Counted units of texts -> csr (N, size) of 1 + ln(count); units that are new are learnt first."""
        rows = self._rows(bags.numbers)
        values = (1 + np.log(bags.counts)).astype(np.float32)
        return sparse.csr_array((values, rows, bags.starts.astype(np.int32)), shape=(len(bags), self._size))

    def _rows(self, numbers: Numbers) -> NDArray[np.int32]:
        """Numbers of units -> rows of the tables."""
        if self._generation != self._units.generation:
            self._clear()
        if len(self._row_of) < self._units.size:
            self._row_of = np.concatenate([self._row_of, np.zeros(self._units.size, np.int32)])
        new = np.unique(numbers[self._row_of[numbers] == 0])
        if len(new):
            self._row_of[new] = np.arange(self._size, self._size + len(new))
            self._learn(list(map(self._units.name, new.tolist())))
        return self._row_of[numbers]

    def _clear(self) -> None:
        heads = self._block.key.shape[1]
        self._generation = self._units.generation
        self._row_of = np.zeros(self._units.size, np.int32)
        self._size = 1  # row 0 is of units that were not met
        self._key, self._gram, self._dense = (np.zeros((FIRST_ROOM, heads), np.float32) for _ in range(3))
        self._squares, self._gram_squares, self._mass = (np.zeros(FIRST_ROOM, np.float32) for _ in range(3))
        self._pairs = np.zeros(FIRST_ROOM, bool)

    def _learn(self, new: list[str]) -> None:
        start, end = self._size, self._size + len(new)
        self._room(end)
        vectors = unit_vectors(new, self._known)
        self._key[start:end] = vectors.keys @ self._block.key
        self._squares[start:end] = row_squares(vectors.keys)
        self._pairs[start:end] = vectors.pairs
        self._mass[start:end] = vectors.mass
        for at in np.flatnonzero(vectors.mass if self._block.dense is not None else []):
            # One vector at a time: a product of matrices may round otherwise for another batch.
            self._dense[start + at] = vectors.mass[at] * ((vectors.dense[at] - self._block.centre) @ self._block.dense)
        if self._block.gram is not None:
            self._gram[start:end] = vectors.grams @ self._block.gram
            self._gram_squares[start:end] = row_squares(vectors.grams)
        self._size = end

    def _room(self, needed: int) -> None:
        have = len(self._mass)
        if needed <= have:
            return
        more = max(needed, 2 * have) - have
        self._key, self._gram, self._dense = (_longer(old, more) for old in (self._key, self._gram, self._dense))
        self._squares, self._gram_squares, self._mass = (
            _longer(old, more) for old in (self._squares, self._gram_squares, self._mass)
        )
        self._pairs = np.concatenate([self._pairs, np.zeros(more, bool)])


def _longer(old: Floats, more: int) -> Floats:
    return np.concatenate([old, np.zeros((more, *old.shape[1:]), np.float32)])


def _single(values: object) -> Floats:
    return np.asarray(values, np.float32)


def _weighted(shares: Shares, values: Floats) -> Sparse:
    return sparse.csr_array((values, shares.units.indices, shares.units.indptr), shape=shares.units.shape)
