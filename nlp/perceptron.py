"""The second voice of the place tagger: weights of hashed conjunctions, the best path of three tags by Viterbi."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.chain import Span
from nlp.conjunctions import Reader
from nlp.tagging import Floats, Token

OUT, BEGIN, INSIDE = range(3)
NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Perceptron:
    """`weights` (buckets, 3), `steps` (3, 3) from tag to tag, `centres` the groups of word vectors (groups, D)."""

    weights: Floats
    steps: Floats
    centres: tuple[Floats, ...] = ()
    reader: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reader", Reader(self.centres))

    def spans(self, tokens: Sequence[Token]) -> set[Span]:
        """[from, to) spans of at least one token."""
        if not tokens:
            return set()
        scores = emissions(self.weights, self.reader.features(tokens))
        return set(spans(viterbi(scores.tolist(), self.steps.tolist())))


def emissions(weights: NDArray[np.floating[Any]], found: NDArray[np.signedinteger[Any]]) -> Floats:
    """Scores of the three tags for each token, (tokens, 3), from buckets (tokens, features)."""
    return np.asarray(weights.take(found, axis=0).sum(axis=1), np.float32)


def viterbi(scores: Sequence[Sequence[float]], steps: Sequence[Sequence[float]]) -> list[int]:
    """The best tags; "inside" never begins a text nor follows "outside"."""
    (oo, ob, _), (bo, bb, bi), (io, ib, ii) = steps
    out, begin, inside = scores[0][0], scores[0][1], NEVER
    back: list[tuple[int, int, int]] = []
    for here in scores[1:]:
        best = (
            _best(out + oo, begin + bo, inside + io),
            _best(out + ob, begin + bb, inside + ib),
            _best(NEVER, begin + bi, inside + ii),
        )
        out, begin, inside = best[0][0] + here[0], best[1][0] + here[1], best[2][0] + here[2]
        back.append((best[0][1], best[1][1], best[2][1]))
    tags = [_best(out, begin, inside)[1]]
    for pointers in reversed(back):
        tags.append(pointers[tags[-1]])
    return tags[::-1]


def _best(out: float, begin: float, inside: float) -> tuple[float, int]:
    if out >= begin and out >= inside:
        return out, OUT
    return (begin, BEGIN) if begin >= inside else (inside, INSIDE)


def spans(tags: Sequence[int]) -> Iterator[tuple[int, int]]:
    """[first, last) token numbers of each place."""
    start: int | None = None
    for at, tag in enumerate([*tags, OUT]):
        if start is not None and tag != INSIDE:
            yield start, at
            start = None
        if tag == BEGIN:
            start = at
