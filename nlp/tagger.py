"""Places by a learnt sequence of tags (outside, begin, inside): weights by hashed feature, the best path by Viterbi."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.labels import Place
from nlp.tagging import Reader, Token, split

OUT, BEGIN, INSIDE = range(3)
NEVER = -1e9
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagger:
    """`weights` (buckets, 3), `steps` (3, 3) from tag to tag, `centres` the groups of word vectors (groups, D); `slope`
    and `shift` turn the lead of a span over "outside" into a confidence."""

    weights: Floats
    steps: Floats
    centres: tuple[Floats, ...] = ()
    slope: float = 0.01
    shift: float = 0.0
    reader: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reader", Reader(self.centres))

    def places(self, text: str) -> tuple[Place, ...]:
        """Places in the order of the text; offsets exact, confidence 0–1."""
        tokens = split(text)
        if not tokens:
            return ()
        scores = emissions(self.weights, self.reader.features(tokens))
        tags = viterbi(scores.tolist(), self.steps.tolist())
        return tuple(self._place(text, tokens, scores, span) for span in spans(tags))

    def _place(self, text: str, tokens: Sequence[Token], scores: Floats, span: tuple[int, int]) -> Place:
        first, last = span
        start, end = tokens[first].start, tokens[last - 1].end
        logit = self.slope * lead(scores[first:last]) + self.shift
        return Place(text[start:end], start, end, round(1 / (1 + exp(-min(max(logit, -30), 30))), 4))


def lead(scores: Floats) -> float:
    """By how much a span's tokens prefer on average a place to "outside", in the root of points."""
    points = float((scores[:, BEGIN:].max(axis=1) - scores[:, OUT]).mean())
    return sqrt(max(points, 0.0))


def emissions(weights: NDArray[np.floating[Any]], found: NDArray[np.int64]) -> Floats:
    """Scores of the three tags for each token, (tokens, 3), from buckets (tokens, features)."""
    return np.asarray(weights[found].sum(axis=1), np.float32)


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
