"""The loss of a chain of tags over a batch of texts, and its gradients: forward and backward sums, brought to 1."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.chain import MAY_FOLLOW, MAY_START, MAY_STOP, TAGS, Floats

Doubles = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Sheet(NamedTuple):
    """Texts (B) of a batch side by side, padded to T tokens: which places hold a token (B, T), the number of the last
    token (B,)."""

    held: NDArray[np.bool_]
    last: Numbers


class Sums(NamedTuple):
    """Points of the tags, forward and backward sums, each (B, T, 5), and the scale of each step (B, T)."""

    points: Doubles
    ahead: Doubles
    behind: Doubles
    scales: Doubles


def sheet(lengths: Numbers) -> Sheet:
    """The sheet of texts of these lengths, each at least 1."""
    return Sheet(np.arange(lengths.max())[None] < lengths[:, None], lengths - 1)


def gradients(scores: Floats, tags: Numbers, lengths: Numbers, chain: Mapping[str, Floats]) -> dict[str, Floats]:
    """Slopes of the loss (minus the log-probability of the true tags) by `scores` (n, 5) of all tokens of the batch in
    a row, and by `steps`, `first` and `last` of the chain."""
    paper = sheet(lengths)
    moves = np.where(MAY_FOLLOW, np.exp(chain["steps"]), 0.0)
    ends = np.where(MAY_START, np.exp(chain["first"]), 0.0), np.where(MAY_STOP, np.exp(chain["last"]), 0.0)
    sums = _sums(scores, paper, moves, ends)
    wrong = sums.ahead * sums.behind
    true = np.zeros_like(wrong)
    true[paper.held] = np.eye(TAGS)[tags]
    rows = np.arange(len(lengths))
    slopes = (wrong - true) * paper.held[:, :, None]
    return {
        "scores": np.asarray(slopes[paper.held], np.float32),
        "steps": np.asarray(_pairs(sums, moves, paper) - _steps(true), np.float32),
        "first": np.asarray(slopes[:, 0].sum(axis=0), np.float32),
        "last": np.asarray(slopes[rows, paper.last].sum(axis=0), np.float32),
    }


def _sums(scores: Floats, paper: Sheet, moves: Doubles, ends: tuple[Doubles, Doubles]) -> Sums:
    points = np.ones((*paper.held.shape, TAGS))
    points[paper.held] = np.exp(scores - scores.max(axis=1, keepdims=True))
    ahead, scales = np.zeros_like(points), np.ones(paper.held.shape)
    now = ends[0] * points[:, 0]
    for at in range(points.shape[1]):
        now = now if at == 0 else (now @ moves) * points[:, at]
        scales[:, at] = now.sum(axis=1)
        now = now / scales[:, at, None]
        ahead[:, at] = now
    return Sums(points, ahead, _behind(points, scales, ahead, paper, moves, ends[1]), scales)


def _behind(
    points: Doubles, scales: Doubles, ahead: Doubles, paper: Sheet, moves: Doubles, closing: Doubles
) -> Doubles:
    """Backward sums; with the forward ones they sum to 1 at each token."""
    rows = np.arange(len(points))
    ending = closing / (ahead[rows, paper.last] @ closing)[:, None]
    behind = np.zeros_like(points)
    now = ending
    for at in range(points.shape[1] - 1, -1, -1):
        if at < points.shape[1] - 1:
            now = (points[:, at + 1] * now / scales[:, at + 1, None]) @ moves.T
        now = np.where((paper.last <= at)[:, None], ending, now)
        behind[:, at] = now
    return behind


def _pairs(sums: Sums, moves: Doubles, paper: Sheet) -> Doubles:
    """How often each step is expected, (5, 5)."""
    after = sums.points[:, 1:] * sums.behind[:, 1:] / sums.scales[:, 1:, None]
    held = paper.held[:, 1:]
    return np.asarray(moves * (sums.ahead[:, :-1][held].T @ after[held]), np.float64)


def _steps(true: Doubles) -> Doubles:
    """How often each step is taken; padding takes none."""
    return np.asarray(np.einsum("bti,btj->ij", true[:, :-1], true[:, 1:]), np.float64)
