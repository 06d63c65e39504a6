"""Teach a small network over tokens (nlp.convolution) by back-propagation: forward with drop-out, backward, Adam.

Texts of a batch lie in a row with a gap between them, so that no text sees its neighbour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.chain import TAGS, Floats
from nlp.convolution import DILATIONS, neighbours
from nlp.tagging import AROUND, BUCKETS, Word
from nlp.vectors import DIMENSIONS

GAP = max(DILATIONS)
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Lesson(NamedTuple):
    """One text for the teacher: numbers of its words (n,), of their lower-case forms, what is around, true tags."""

    words: Numbers
    low: Numbers
    around: Floats
    tags: Numbers


class Lexicon(NamedTuple):
    """All words (W): their own buckets and those of their looks, as counts (W, buckets), and vectors (W, 300)."""

    names: sparse.csr_matrix
    looks: sparse.csr_matrix
    vectors: Floats

    @classmethod
    def of(cls, words: Sequence[Word]) -> "Lexicon":
        """From words in their order."""
        return cls(
            _counts([word.name for word in words]),
            _counts([word.looks for word in words]),
            np.stack([word.vector for word in words]),
        )


def _counts(found: Sequence[Sequence[int]]) -> sparse.csr_matrix:
    starts = np.cumsum([0, *map(len, found)])
    columns = np.concatenate([np.asarray(row, np.int64) for row in found])
    return sparse.csr_matrix((np.ones(len(columns), np.float32), columns, starts), (len(found), BUCKETS))


@dataclass(frozen=True, slots=True)
class Habits:
    """How to learn: units of a layer, shares of units and of words' names that are dropped, share of texts that are
    read in lower case, passes, tokens of a batch, rate of Adam at the start, decay of weights."""

    units: int = 64
    drop: float = 0.4
    nameless: float = 0.3
    lowered: float = 0.1
    epochs: int = 10
    tokens: int = 1200
    rate: float = 0.002
    decay: float = 0.01
    size: float = 30.0
    """Texts that a batch's slope is divided by: the scale only matters beside Adam's tiny constant."""


@dataclass(slots=True)
class Trace:
    """What the way back needs of the way there: batch, its layout, the words of it, and what each layer saw."""

    lengths: Numbers
    rows: Numbers
    total: int
    around: Floats
    words: "Bag"
    inner: Floats
    now: Floats
    drops: list[Floats | None] = field(default_factory=list)
    seen: list[Floats] = field(default_factory=list)
    fired: list[Flags] = field(default_factory=list)
    means: Floats | None = None
    whole: Floats | None = None


class Bag(NamedTuple):
    """The different words of a batch: their features, which one each token is, whether its name may be seen, and the
    buckets (T,) that they name, in rising order."""

    known: Lexicon
    which: Numbers
    named: Floats
    touched: Numbers


def fresh(units: int, draw: np.random.Generator) -> dict[str, Floats]:
    """Weights of one member before it learns anything, by the names of `nlp.convolution.Weights`."""
    layers = len(DILATIONS)

    def normal(*size: int, scale: float) -> Floats:
        return np.asarray(draw.standard_normal(size) * scale, np.float32)

    zeros = {"base": (units,), "shifts": (layers, units), "level": (TAGS,), "steps": (TAGS, TAGS), "first": (TAGS,),
             "last": (TAGS,)}  # fmt: skip
    return {
        "table": normal(BUCKETS, units, scale=0.1),
        "vectors": normal(DIMENSIONS, units, scale=0.27),
        "around": normal(AROUND, units, scale=0.1),
        "taps": normal(layers, 3 * units, units, scale=0.57 / units**0.5),
        "whole": normal(units, units, scale=0.5 / units**0.5),
        "out": normal(units, TAGS, scale=1 / units**0.5),
        **{name: np.zeros(size, np.float32) for name, size in zeros.items()},
    }


class Machine:
    """One member that learns. All chance comes from `draw`."""

    def __init__(self, lexicon: Lexicon, habits: Habits, draw: np.random.Generator) -> None:
        self.lexicon, self.habits, self.draw = lexicon, habits, draw
        self.weights = fresh(habits.units, draw)
        self.used: Flags = np.zeros(BUCKETS, np.bool_)
        self._slow = {name: np.zeros_like(value) for name, value in self.weights.items()}
        self._fast = {name: np.zeros_like(value) for name, value in self.weights.items()}
        self._turn = 0

    def forward(self, batch: Sequence[Lesson], *, learning: bool) -> tuple[Floats, Trace]:
        """Scores (n, 5) of the tokens of the batch in a row; without drop-out unless `learning`."""
        kept, trace = self.weights, self._inputs(batch, learning)
        now = self._dropped(np.maximum(trace.inner, 0), trace, learning)
        for layer, reach in enumerate(DILATIONS):
            seen = neighbours(now, reach)
            mixed = seen @ kept["taps"][layer] + kept["shifts"][layer]
            if layer == 0:
                mixed[trace.rows] += self._whole(now, trace)
            fired = np.zeros(mixed.shape, np.bool_)
            fired[trace.rows] = mixed[trace.rows] > 0
            trace.seen.append(seen)
            trace.fired.append(fired)
            now = now + self._dropped(mixed * fired, trace, learning)
        trace.now = now
        return now[trace.rows] @ kept["out"] + kept["level"], trace

    def _inputs(self, batch: Sequence[Lesson], learning: bool) -> Trace:
        lengths = np.asarray([len(lesson.words) for lesson in batch])
        starts = GAP + np.concatenate([[0], np.cumsum(lengths + GAP)[:-1]])
        rows = np.concatenate([np.arange(start, start + n) for start, n in zip(starts, lengths, strict=True)])
        lowered = self.draw.random(len(batch)) < (self.habits.lowered if learning else 0)
        ids = np.concatenate([one.low if low else one.words for one, low in zip(batch, lowered, strict=True)])
        around = np.concatenate([lesson.around for lesson in batch])
        bag = self._bag(ids, learning)
        total = int(starts[-1] + lengths[-1] + GAP)
        inner = np.zeros((total, self.habits.units), np.float32)
        inner[rows] = self._alone(bag) + around @ self.weights["around"] + self.weights["base"]
        return Trace(lengths, rows, total, around, bag, inner, inner)

    def _bag(self, ids: Numbers, learning: bool) -> Bag:
        words, which = np.unique(ids, return_inverse=True)
        all_words = self.lexicon
        known = Lexicon(all_words.names[words], all_words.looks[words], all_words.vectors[words])
        named = self.draw.random((len(ids), 1)) >= (self.habits.nameless if learning else 0)
        return Bag(known, which, np.asarray(named, np.float32), _touched(known))

    def _alone(self, bag: Bag) -> Floats:
        names = bag.known.names @ self.weights["table"]
        others = bag.known.looks @ self.weights["table"] + bag.known.vectors @ self.weights["vectors"]
        return np.asarray(others[bag.which] + names[bag.which] * bag.named, np.float32)

    def _dropped(self, values: Floats, trace: Trace, learning: bool) -> Floats:
        drop = None
        if learning:
            kept = self.draw.random(values.shape, dtype=np.float32) >= self.habits.drop
            drop = np.asarray(kept / np.float32(1 - self.habits.drop), np.float32)
        trace.drops.append(drop)
        return values if drop is None else values * drop

    def _whole(self, now: Floats, trace: Trace) -> Floats:
        """What the mean of each text adds to its tokens."""
        starts = np.concatenate([[0], np.cumsum(trace.lengths)[:-1]])
        means = np.add.reduceat(now[trace.rows], starts, axis=0) / trace.lengths[:, None].astype(np.float32)
        whole = np.tanh(means @ self.weights["whole"])
        trace.means, trace.whole = np.asarray(means, np.float32), np.asarray(whole, np.float32)
        return np.repeat(whole, trace.lengths, axis=0)

    def backward(self, slopes: Floats, trace: Trace) -> dict[str, Floats]:
        """Slopes by all weights but the chain's, from those by the scores (n, 5).

        Of the table only those of the buckets that the batch touches, (T, units): the others are nothing."""
        kept, units = self.weights, self.habits.units
        found = {"out": trace.now[trace.rows].T @ slopes, "level": slopes.sum(axis=0)}
        taps, shifts = np.zeros_like(kept["taps"]), np.zeros_like(kept["shifts"])
        back = np.zeros((trace.total, units), np.float32)
        back[trace.rows] = slopes @ kept["out"].T
        for layer in reversed(range(len(DILATIONS))):
            mixed = _undropped(back, trace.drops[layer + 1]) * trace.fired[layer]
            taps[layer], shifts[layer] = trace.seen[layer].T @ mixed, mixed.sum(axis=0)
            back = back + _unmixed(mixed @ kept["taps"][layer].T, DILATIONS[layer])
            if layer == 0:
                found["whole"], share = self._unwhole(mixed, trace)
                back[trace.rows] += share
        inner = (_undropped(back, trace.drops[0]) * (trace.inner > 0))[trace.rows]
        return {**found, "taps": taps, "shifts": shifts, **self._unread(inner, trace)}

    def _unwhole(self, mixed: Floats, trace: Trace) -> tuple[Floats, Floats]:
        assert trace.whole is not None
        assert trace.means is not None
        starts = np.concatenate([[0], np.cumsum(trace.lengths)[:-1]])
        slopes = np.add.reduceat(mixed[trace.rows], starts, axis=0) * (1 - trace.whole**2)
        share = slopes @ self.weights["whole"].T / trace.lengths[:, None].astype(np.float32)
        return trace.means.T @ slopes, np.repeat(share, trace.lengths, axis=0)

    def _unread(self, inner: Floats, trace: Trace) -> dict[str, Floats]:
        bag = trace.words
        n = len(bag.which)
        gather = sparse.csr_matrix((np.ones(n, np.float32), (bag.which, np.arange(n))), (len(bag.known.vectors), n))
        words, named = gather @ inner, gather @ (inner * bag.named)
        table = _narrow(bag.known.looks, bag.touched).T @ words + _narrow(bag.known.names, bag.touched).T @ named
        return {
            "around": trace.around.T @ inner,
            "base": inner.sum(axis=0),
            "vectors": bag.known.vectors.T @ words,
            "table": np.asarray(table, np.float32),
        }

    def step(self, slopes: Mapping[str, Floats], rate: float, touched: Numbers) -> None:
        """One step of Adam. Of the table only the buckets that the batch `touched` move."""
        self._turn += 1
        self.used[touched] = True
        pace = rate * (1 - FAST**self._turn) ** 0.5 / (1 - SLOW**self._turn)
        for name, slope in slopes.items():
            where = touched if name == "table" else slice(None)
            slow, fast, kept = (table[name][where] for table in (self._slow, self._fast, self.weights))
            less = 1 - rate * self.habits.decay if name in DECAYING else 1.0
            _adam(slope / np.float32(self.habits.size), slow, fast, kept, pace, less)
            if name == "table":  # rows that were taken out of a table are copies
                self._slow[name][where], self._fast[name][where], self.weights[name][where] = slow, fast, kept


def _adam(small: Floats, slow: Floats, fast: Floats, kept: Floats, pace: float, less: float) -> None:
    """D. Kingma, J. Ba, Adam (2015), in place: a new array for every sum and product takes longer than the sums."""
    slow *= SLOW
    slow += (1 - SLOW) * small
    squares = (1 - FAST) * small
    squares *= small
    fast *= FAST
    fast += squares
    down = np.sqrt(fast)
    down += 1e-8
    kept *= less
    kept -= pace * slow / down


SLOW, FAST = 0.9, 0.99
DECAYING = frozenset({"table", "vectors", "taps", "whole", "out"})


def _touched(known: Lexicon) -> Numbers:
    return np.unique(np.concatenate([known.names.indices, known.looks.indices])).astype(np.int64)


def _narrow(counts: sparse.csr_matrix, buckets: Numbers) -> sparse.csr_matrix:
    """The columns of these buckets alone, of a matrix that has nothing in the others: a whole table of slopes would be
    made and thrown away at every batch."""
    columns = np.searchsorted(buckets, counts.indices)
    return sparse.csr_matrix((counts.data, columns, counts.indptr), (counts.shape[0], len(buckets)))


def _undropped(back: Floats, drop: Floats | None) -> Floats:
    return back if drop is None else back * drop


def _unmixed(slopes: Floats, reach: int) -> Floats:
    """The reverse of `neighbours`: (n, 3 H) -> (n, H)."""
    units = slopes.shape[1] // 3
    back = slopes[:, units : 2 * units].copy()
    back[:-reach] += slopes[reach:, :units]
    back[reach:] += slopes[:-reach, 2 * units :]
    return back
