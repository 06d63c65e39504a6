"""A small network over the tokens of one text: word by word, then with neighbours, then a score for each tag.

Several members (M) vote by the mean of their scores. Only numpy; what a word says by itself is kept in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.chain import Floats
from nlp.tagging import Word, word

DILATIONS = (1, 2, 4)
"""How far the neighbours stand that each layer looks at."""
KEPT = 100_000
"""Bound of the words that are kept."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of M members with H units: `table` (M, buckets, H), `vectors` (M, 300, H), `around` (M, AROUND, H), `base`
    (M, H) make a token; `taps` (M, layers, 3 H, H), `shifts` (M, layers, H) and `whole` (M, H, H), the text's mean in
    the first layer, mix neighbours; `out` (M, H, 5), `level` (M, 5) score the tags; `steps` (M, 5, 5), `first`,
    `last` (M, 5) their chain."""

    table: Floats
    vectors: Floats
    around: Floats
    base: Floats
    taps: Floats
    shifts: Floats
    whole: Floats
    out: Floats
    level: Floats
    steps: Floats
    first: Floats
    last: Floats


class Network:
    """Scores of tags for the tokens of a text. Words are remembered; a full memory is emptied, results stay."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._clear()

    def _clear(self) -> None:
        self._index: dict[str, int] = {}
        self._lemmas: list[int] = []
        self._rows = np.zeros((4096, *self.weights.base.shape), np.float32)

    def words(self, texts: Sequence[str]) -> tuple[Floats, list[int]]:
        """Inputs (n, M, H) and numbers of the lemmas of n words."""
        if len(self._index) > KEPT:
            self._clear()
        index = self._index
        ids = [index[text] if text in index else self._meet(text) for text in texts]
        return self._rows[ids], [self._lemmas[at] for at in ids]

    def _meet(self, text: str) -> int:
        at = self._index[text] = len(self._index)
        if at == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        found = word(text)
        self._lemmas.append(found.lemma)
        self._rows[at] = self._alone(found)
        return at

    def _alone(self, found: Word) -> Floats:
        hashed = self.weights.table[:, [*found.name, *found.looks]].sum(axis=1)
        return np.asarray(hashed + found.vector @ self.weights.vectors + self.weights.base, np.float32)

    def scores(self, inputs: Floats, around: Floats) -> Floats:
        """Scores of the tags (n, 5): means of the members."""
        kept = self.weights
        now = np.maximum(inputs.swapaxes(0, 1) + around @ kept.around, 0)
        for layer, reach in enumerate(DILATIONS):
            mixed = neighbours(now, reach) @ kept.taps[:, layer] + kept.shifts[:, layer, None]
            if layer == 0:
                mixed += np.tanh(now.mean(axis=1, keepdims=True) @ kept.whole)
            now = now + np.maximum(mixed, 0)
        return np.asarray((now @ kept.out + kept.level[:, None]).mean(axis=0), np.float32)


def neighbours(now: Floats, reach: int) -> Floats:
    """(..., n, H) -> (..., n, 3 H): each token between those `reach` before and after it, zeros beyond the ends."""
    size = now.shape[-1]
    made = np.zeros((*now.shape[:-1], 3 * size), np.float32)
    made[..., reach:, :size] = now[..., :-reach, :]
    made[..., size : 2 * size] = now
    made[..., :-reach, 2 * size :] = now[..., reach:, :]
    return made
