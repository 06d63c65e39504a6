"""Spans of tokens by a chain of tags: the probability of each span, and the best spans that do not overlap.

Tags: outside, begin, inside, end, single. A chain never steps from outside to inside, nor from begin to outside.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import exp

import numpy as np
from numpy.typing import NDArray

TAGS = 5
OUT, BEGIN, INSIDE, END, SINGLE = range(TAGS)
MAY_FOLLOW = np.asarray(
    [[1, 1, 0, 0, 1], [0, 0, 1, 1, 0], [0, 0, 1, 1, 0], [1, 1, 0, 0, 1], [1, 1, 0, 0, 1]], np.bool_
)  # fmt: skip
"""From the tag of the row to the tag of the column."""
MAY_START = MAY_FOLLOW[OUT]
MAY_STOP = MAY_FOLLOW[:, OUT]
QUIET = 4.0
"""A token whose "outside" leads by so much stands outside for certain; only what lies between such is worked out."""
LONGEST = 32
FAINT = 0.02
"""Spans of a smaller probability are left out."""
Floats = NDArray[np.float32]
Span = tuple[int, int]
Row = Sequence[float]


def probabilities(scores: Floats, steps: Floats, first: Floats, last: Floats) -> dict[Span, float]:
    """Probability of each [from, to) span. `scores` (n, 5) of tags, `steps` (5, 5) from tag to tag, `first` and `last`
    (5,) of the tags at the ends of a text; all as logarithms."""
    found: dict[Span, float] = {}
    n = len(scores)
    moves = np.where(MAY_FOLLOW, np.exp(steps), 0.0)
    opening, closing = np.where(MAY_START, np.exp(first), 0.0).tolist(), np.where(MAY_STOP, np.exp(last), 0.0).tolist()
    rows = moves.tolist()
    for start, stop in _loud(scores):
        part = scores[start:stop]
        points = np.exp(part - part.max(axis=1, keepdims=True)).tolist()
        before = opening if start == 0 else rows[OUT]
        after = closing if stop == n else [row[OUT] for row in rows]
        for (one, other), p in _run(points, rows, before, after):
            found[start + one, start + other] = p
    return found


def _loud(scores: Floats) -> Iterator[Span]:
    """[from, to) runs of tokens that are not outside for certain."""
    loud = scores[:, BEGIN:].max(axis=1) > scores[:, OUT] - QUIET
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _run(points: Sequence[Row], moves: Sequence[Row], before: Row, after: Row) -> Iterator[tuple[Span, float]]:
    """Spans of one run: forward and backward sums, each step brought to a sum of 1 by its `scale`."""
    ahead, scales = _forward(points, moves, before)
    behind = _backward(points, moves, after, scales)
    total = sum(one * other for one, other in zip(ahead[-1], behind[-1], strict=True))
    for start in range(len(points)):
        p = ahead[start][SINGLE] * behind[start][SINGLE] / total
        if p > FAINT:
            yield (start, start + 1), p
        yield from _longer(start, points, moves, ahead[start][BEGIN] / total, behind, scales)


def _longer(
    start: int, points: Sequence[Row], moves: Sequence[Row], mass: float, behind: Sequence[Row], scales: Row
) -> Iterator[tuple[Span, float]]:
    last = BEGIN
    for at in range(start + 1, min(len(points), start + LONGEST)):
        if mass * behind[at - 1][last] <= FAINT:
            return
        mass /= scales[at]
        p = mass * moves[last][END] * points[at][END] * behind[at][END]
        if p > FAINT:
            yield (start, at + 1), p
        mass *= moves[last][INSIDE] * points[at][INSIDE]
        last = INSIDE


def _forward(points: Sequence[Row], moves: Sequence[Row], before: Row) -> tuple[list[Row], list[float]]:
    (oo, ob, _, _, os), (_, _, bi, be, _), (_, _, ii, ie, _), (eo, eb, _, _, es), (so, sb, _, _, ss) = moves
    now: Row = [one * other for one, other in zip(before, points[0], strict=True)]
    ahead: list[Row] = []
    scales: list[float] = []
    for at, point in enumerate(points):
        if at:
            o, b, i, e, s = now
            now = (
                (o * oo + e * eo + s * so) * point[OUT],
                (o * ob + e * eb + s * sb) * point[BEGIN],
                (b * bi + i * ii) * point[INSIDE],
                (b * be + i * ie) * point[END],
                (o * os + e * es + s * ss) * point[SINGLE],
            )
        scale = sum(now) or 1.0
        now = [one / scale for one in now]
        ahead.append(now)
        scales.append(scale)
    return ahead, scales


def _backward(points: Sequence[Row], moves: Sequence[Row], after: Row, scales: Row) -> list[Row]:
    (oo, ob, _, _, os), (_, _, bi, be, _), (_, _, ii, ie, _), (eo, eb, _, _, es), (so, sb, _, _, ss) = moves
    now: Row = list(after)
    behind = [now]
    for at in range(len(points) - 1, 0, -1):
        o, b, i, e, s = (one * other / scales[at] for one, other in zip(now, points[at], strict=True))
        inner = (b * ob + o * oo + s * os, i * bi + e * be, i * ii + e * ie, b * eb + o * eo + s * es)
        now = (*inner, b * sb + o * so + s * ss)
        behind.append(now)
    return behind[::-1]


def apart(found: Mapping[Span, float], least: float) -> list[Span]:
    """The most probable spans that do not overlap, none below `least`, in their order."""
    kept: list[Span] = []
    for (start, stop), p in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])):
        if p >= least and all(stop <= one or other <= start for one, other in kept):
            kept.append((start, stop))
    return sorted(kept)


def sigmoid(logit: float) -> float:
    """A probability; the logit is cut at 30."""
    return 1 / (1 + exp(-min(max(logit, -30.0), 30.0)))
