"""Counted units of a batch of texts, laid out and counted by numpy: the same units as `nlp.features.units` gives."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.numbering import Numbering
from nlp.pairs import Numbers


@dataclass(frozen=True, slots=True)
class Bags:
    """Distinct known units of N texts in the order of their appearance: numbers (M,), counts (M,), and where each text
    begins, (N + 1,)."""

    numbers: Numbers
    counts: Numbers
    starts: Numbers

    def __len__(self) -> int:
        return len(self.starts) - 1

    def some(self, texts: Numbers) -> "Bags":
        """The bags of some texts, by number."""
        parts = [np.arange(self.starts[text], self.starts[text + 1]) for text in texts]
        at = np.concatenate([*parts, np.zeros(0, np.int64)]).astype(np.int64)
        starts = np.cumsum([0, *(len(part) for part in parts)])
        return Bags(self.numbers[at], self.counts[at], starts)


def lay(units: Numbering, rows: Numbers, sizes: Numbers, marks: Numbers) -> Bags:
    """Rows of the tokens of N texts (T,), tokens by text (N,), numbers of each text's marks (N, 2) -> counted units.

    A text of n tokens has 2 + 2n places: marks, own units, the first token's mark, pairs.
    """
    own, part, first, _ = units.columns()
    begin = np.cumsum([0, *(2 + 2 * sizes)])
    text = np.repeat(np.arange(len(sizes)), sizes)
    nth = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    laid = np.zeros(begin[-1], np.int64)
    laid[begin[:-1]], laid[begin[:-1] + 1] = marks[:, 0], marks[:, 1]
    at = begin[text] + 2 + nth
    laid[at] = own[rows]
    parts = part[rows]
    laid[at + sizes[text]] = np.where(nth == 0, first[rows], units.pairs.numbers(np.roll(parts, 1), parts))
    return _counted(laid, begin, units.size)


def _counted(laid: Numbers, begin: Numbers, size: int) -> Bags:
    """Numbers by place, 0 for nothing -> distinct ones by text. A text, a number and a place are packed into one
    integer (10 + 20 + 25 bits at most), so one sort finds the repeats and the first place of each."""
    place = np.flatnonzero(laid)
    text = np.searchsorted(begin, place, side="right") - 1
    bits = len(laid).bit_length()
    packed = np.sort(((text * size + laid[place]) << bits) | place)
    group = packed >> bits
    heads = np.flatnonzero(np.diff(group, prepend=-1))
    counts = np.zeros(len(laid), np.int64)
    counts[packed[heads] & ((1 << bits) - 1)] = np.diff(heads, append=len(group))
    kept = np.flatnonzero(counts)
    return Bags(laid[kept], counts[kept], np.searchsorted(kept, begin))


def marks(units: Numbering, texts: Sequence[str], capitals: Numbers) -> Numbers:
    """Numbers of the marks of length and of capitals of N prepared texts, (N, 2)."""
    length = np.asarray([len(text) + 1 for text in texts], np.int64)
    share = np.minimum(9, 10 * capitals // np.maximum(length, 1))
    return np.stack([units.lengths[np.frexp(length)[1] - 1], units.capitals[share]], axis=1)
