"""Units as numbers, so that a whole batch is counted by numpy: what is known of each distinct token is kept by row.

Number 0 is "nothing": a pair or a mark that the vocabulary does not know adds nothing to any sum, and is left out.
Words are numbered as they are met; a full memory is emptied between batches, results stay the same.
"""

from array import array
from collections.abc import Callable

import numpy as np

from nlp.features import CAPITAL_MARKS, KEPT_TOKENS, LENGTH_MARKS, Vocabulary, is_word, token_unit
from nlp.pairs import Numbers, Pairs


class Rows(dict[str, int]):
    """Tokens -> their rows; a token that is new is learnt when it is asked for."""

    def __init__(self, learn: Callable[[str], int]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, token: str) -> int:
        row = self[token] = self._learn(token)
        return row


class Numbering:
    """Numbers of units by a vocabulary. `bits`: what else is remembered of a token, one number. Not safe for threads.

    `generation` grows when the memory is emptied: numbers of words from before mean nothing then.
    """

    def __init__(self, known: Vocabulary, bits: Callable[[str], int]) -> None:
        self._bits = bits
        self._fixed = {"": 0, **{unit: at for at, unit in enumerate(filter(_is_mark, known.keys), 1)}}
        self.lengths = np.asarray([self._fixed.get(mark, 0) for mark in LENGTH_MARKS])
        self.capitals = np.asarray([self._fixed.get(mark, 0) for mark in CAPITAL_MARKS])
        self.pairs = Pairs(self._fixed)
        self.generation = 0
        self._clear()

    def _clear(self) -> None:
        self.generation += 1
        self.rows = Rows(self._learn)
        self._index = dict(self._fixed)
        self._names = list(self._fixed)
        self._own, self._part, self._first, self._said = array("q"), array("q"), array("q"), array("q")

    def make_room(self) -> None:
        """Between batches: empty a full memory."""
        if len(self.rows) > KEPT_TOKENS:
            self._clear()

    @property
    def size(self) -> int:
        """Numbers in use, with 0."""
        return len(self._names)

    def name(self, number: int) -> str:
        """The unit of a number."""
        return self._names[number]

    def columns(self) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """By row: the number of the token itself, its part in pairs, its number as the first of a text, its bits."""
        own, part, first, said = (np.array(column) for column in (self._own, self._part, self._first, self._said))
        return own, part, first, said

    def _learn(self, token: str) -> int:
        unit, key = token_unit(token)
        self._own.append(self._number(unit) if is_word(unit) else self._fixed.get(unit, 0))
        self._part.append(self.pairs.part(key))
        self._first.append(self._fixed.get(f"^{key}", 0))
        self._said.append(self._bits(token))
        return len(self._own) - 1

    def _number(self, word: str) -> int:
        number = self._index.setdefault(word, len(self._names))
        if number == len(self._names):
            self._names.append(word)
        return number


def _is_mark(unit: str) -> bool:
    return not is_word(unit)
