"""The named last step: margins -> probabilities, fitted on margins that were made out of fold.

Themes and kinds: a ridge margin m of ±1 targets means about the share (m + 1) / 2, so the softmax is taken of
slope × log of that share + shift by class. The rest: a logistic curve each, then a chain: a logistic
regression of each on all that was said (kind -> solvable -> risk). Grades: the expected grade is the sum of
P(≥ k); the cuts between grades are those that agree best (quadratic kappa) out of fold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import linalg
from scipy.optimize import minimize
from scipy.special import expit, logsumexp, softmax

from models import heads
from models.agreement import kappa

Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]
SHIFT_PENALTY = 1.0
CHAIN_TRUST = 0.01
ENOUGH = 100
"""Fewer texts with a post above teach no calibration of their own."""
FIRST_CUTS = np.asarray([0.5, 1.5, 2.5])
BENDS = ((heads.THEME, 20.0), (heads.KIND, 10.0))
"""How sharply a share below 0 bends up to 0; chosen by calibration error out of fold (docs/models.md)."""


@dataclass(frozen=True, slots=True)
class Probabilities:
    """theme (N, 27), kind (N, 6), binary (N, H − 33) in the order of `heads`."""

    theme: Doubles
    kind: Doubles
    binary: Doubles

    def of(self, columns: slice) -> Doubles:
        """Probabilities of some of the binary heads."""
        return self.binary[:, columns.start - heads.BINARY.start : columns.stop - heads.BINARY.start]

    def expected(self, columns: slice) -> Doubles:
        """Expected grade 0–3 (N,) of negativity or risk."""
        return np.asarray(np.minimum.accumulate(self.of(columns), axis=1).sum(axis=1))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Slope and shift of each head (H,); the same once more for texts with a post above, where themes and kinds have
    other shares, (2,) and (H,); the chain from everything that was said to the yes-or-no heads: mean and scale (X,),
    weights (X, B), shift (B,); three ascending cuts for negativity and for risk."""

    slope: Doubles
    shift: Doubles
    above_slope: Doubles
    above_shift: Doubles
    chain_mean: Doubles
    chain_scale: Doubles
    chain: Doubles
    chain_shift: Doubles
    neg_cuts: Doubles
    risk_cuts: Doubles

    def probabilities(self, margins: NDArray[np.float32], above: Flags) -> Probabilities:
        """Margins (N, H), and whether each text has a post above (N,) -> probabilities."""
        first = self.first(margins, above)
        said = (_said(margins, first) - self.chain_mean) / self.chain_scale
        return replace(first, binary=expit(said @ self.chain + self.chain_shift))

    def first(self, margins: NDArray[np.float32], above: Flags) -> Probabilities:
        """Probabilities before the chain: each head by itself."""
        logits = lifted(margins.astype(np.float64)) * self.slope + self.shift
        for (columns, _), slope in zip(BENDS, self.above_slope, strict=True):
            logits[above, columns] = logits[above, columns] * slope + self.above_shift[columns]
        return Probabilities(
            theme=softmax(logits[:, heads.THEME], axis=1),
            kind=softmax(logits[:, heads.KIND], axis=1),
            binary=expit(logits[:, heads.BINARY]),
        )


def _said(margins: NDArray[np.float32], first: Probabilities) -> Doubles:
    """All that the chain reads, (N, X)."""
    return np.hstack([margins.astype(np.float64), first.theme, first.kind, first.binary])


def lifted(margins: Doubles) -> Doubles:
    """Margins (N, H) with those of themes and kinds as logarithms of shares; shares stay positive by a soft bend."""
    found = margins.copy()
    for columns, bend in BENDS:
        found[:, columns] = np.log(np.logaddexp(0, bend * (margins[:, columns] + 1) / 2) / bend)
    return found


def grades(expected: Doubles, cuts: Doubles) -> NDArray[np.int64]:
    """Expected grades (N,) -> grades 0–3."""
    return np.asarray(np.searchsorted(cuts, expected, side="right"), np.int64)


def fit(
    margins: NDArray[np.float32],
    wanted: NDArray[np.float32],
    neg: Sequence[int],
    risk: Sequence[int],
    above: Flags,
    guiding: Flags | None = None,
) -> Calibration:
    """Learn from margins out of fold (N, H), the targets ±1 (N, H), the true grades (N,), who has a post above (N,),
    and which of those rows the calibration under a post follows (N,): all of them, unless said."""
    alone = _fit_heads(margins, wanted, ~above if (~above).sum() >= ENOUGH else np.ones_like(above))
    guiding = above if guiding is None or guiding.sum() < ENOUGH else guiding
    found = _fit_chain(_fit_above(alone, margins, wanted, guiding), margins, wanted, above)
    made = found.probabilities(margins, above)
    return replace(
        found,
        neg_cuts=_fit_cuts(made.expected(heads.NEG), np.asarray(neg)),
        risk_cuts=_fit_cuts(made.expected(heads.RISK), np.asarray(risk)),
    )


def _fit_heads(margins: NDArray[np.float32], wanted: NDArray[np.float32], rows: Flags) -> Calibration:
    """Each head by itself, themes and kinds on some rows only; the rest of the calibration does nothing yet."""
    width = margins.shape[1]
    slope, shift = np.ones(width), np.zeros(width)
    shares = lifted(margins.astype(np.float64))
    for columns, _ in BENDS:
        slope[columns], shift[columns] = _fit_softmax(shares[rows][:, columns], wanted[rows][:, columns] > 0)
    for column in range(heads.BINARY.start, heads.BINARY.stop):
        slope[column], shift[column] = logistic(margins[:, column].astype(float), wanted[:, column] > 0)
    none = np.zeros(0)
    return Calibration(
        slope, shift, np.ones(len(BENDS)), np.zeros(width), none, none, none, none, FIRST_CUTS, FIRST_CUTS
    )


def _fit_above(
    alone: Calibration, margins: NDArray[np.float32], wanted: NDArray[np.float32], above: Flags
) -> Calibration:
    if above.sum() < ENOUGH:
        return alone
    slope, shift = alone.above_slope.copy(), alone.above_shift.copy()
    logits = lifted(margins[above].astype(np.float64)) * alone.slope + alone.shift
    for at, (columns, _) in enumerate(BENDS):
        slopes, shift[columns] = _fit_softmax(logits[:, columns], wanted[above][:, columns] > 0, start=0.0)
        slope[at] = slopes[0]
    return replace(alone, above_slope=slope, above_shift=shift)


STILL = 1e-4
"""A head that no row answers with yes says the same of all, but for rounding: that must not be blown up."""


def _fit_chain(
    found: Calibration, margins: NDArray[np.float32], wanted: NDArray[np.float32], above: Flags
) -> Calibration:
    said = _said(margins, found.first(margins, above))
    mean, scale = said.mean(axis=0), said.std(axis=0)
    scale = np.where(scale > STILL, scale, 1)
    yes = wanted[:, heads.BINARY] > 0
    fitted = [_fit_link((said - mean) / scale, yes[:, at]) for at in range(yes.shape[1])]
    return replace(
        found,
        chain_mean=mean,
        chain_scale=scale,
        chain=np.stack([weights for weights, _ in fitted], axis=1),
        chain_shift=np.asarray([shift for _, shift in fitted]),
    )


def _fit_link(said: Doubles, yes: Flags) -> tuple[Doubles, float]:
    """Logistic regression with a ridge by Newton's steps, each halved until it helps: what was said (N, X) -> weights
    (X,), shift. A step of a hundred unknowns is small beside the hundreds of readings of all rows that slopes alone
    would need."""
    rows = np.hstack([said, np.ones((len(said), 1))])
    held = np.append(np.ones(said.shape[1]), 0.0)

    def cost(values: Doubles) -> float:
        logits = rows @ values
        fit = (np.logaddexp(0, logits) - np.where(yes, logits, 0)).sum()
        return float(CHAIN_TRUST * fit + (held * values**2).sum() / 2)

    now = np.zeros(rows.shape[1])
    best = cost(now)
    for _ in range(STEPS):
        sure = expit(rows @ now)
        slope = CHAIN_TRUST * (rows.T @ (sure - yes)) + held * now
        bend = CHAIN_TRUST * (rows.T @ (rows * (sure * (1 - sure))[:, None])) + np.diag(held + LEAST)
        step = linalg.solve(bend, slope, assume_a="pos")
        tried = next((each for n in range(HALVES) if cost(each := now - step / 2**n) < best), now)
        now, former = tried, now
        best = cost(now)
        if np.abs(now - former).max() < CLOSE:
            break
    return now[:-1], float(np.clip(now[-1], -12, 12))


STEPS, HALVES, LEAST, CLOSE = 50, 20, 1e-9, 1e-7
"""Bounds of the steps, of their halvings, what keeps a system solvable, and a step that changes nothing."""


def _fit_softmax(margins: Doubles, wanted: Flags, start: float = 1.0) -> tuple[Doubles, Doubles]:
    classes = margins.shape[1]
    known = wanted.any(axis=0)

    def loss(values: Doubles) -> tuple[float, Doubles]:
        logits = margins * np.exp(values[0]) + np.where(known, values[1:], 0)
        gap = softmax(logits, axis=1) - wanted
        cost = (logsumexp(logits, axis=1) - logits[wanted]).sum() + SHIFT_PENALTY * (values[1:] ** 2).sum()
        steep = (gap * margins).sum() * np.exp(values[0])
        return float(cost), np.concatenate(
            [[steep], np.where(known, gap.sum(axis=0), 0) + 2 * SHIFT_PENALTY * values[1:]]
        )

    found = minimize(loss, np.concatenate([[start], np.zeros(classes)]), jac=True, method="L-BFGS-B").x
    return np.full(classes, np.exp(found[0])), np.where(known, found[1:], 0)


def logistic(margins: Doubles, wanted: Flags) -> tuple[float, float]:
    """Slope and shift of P(yes) = 1 / (1 + exp(−slope × margin − shift)) over margins (N,)."""
    if wanted.all() or not wanted.any():
        return 1.0, 0.0

    def loss(values: Doubles) -> tuple[float, Doubles]:
        logits = margins * values[0] + values[1]
        gap = expit(logits) - wanted
        cost = (np.logaddexp(0, logits) - np.where(wanted, logits, 0)).sum()
        return float(cost), np.asarray([(gap * margins).sum(), gap.sum()])

    slope, shift = minimize(loss, np.asarray([2.0, 0.0]), jac=True, method="L-BFGS-B").x
    return float(slope), float(shift)


def _fit_cuts(expected: Doubles, true: NDArray[np.int64]) -> Doubles:
    """Ascending cuts by turns over a grid, from 0.5, 1.5, 2.5."""
    cuts = FIRST_CUTS.copy()
    for _ in range(3):
        for at in range(3):
            cuts[at] = _best(_between(cuts, at), _judge(cuts, at, expected, true))
    return cuts


def _between(cuts: Doubles, at: int) -> Doubles:
    low = cuts[at - 1] + 0.05 if at else 0.2
    high = cuts[at + 1] - 0.05 if at < 2 else 2.8
    return np.arange(low, high + 1e-9, 0.05)


def _judge(cuts: Doubles, at: int, expected: Doubles, true: NDArray[np.int64]) -> Callable[[float], float]:
    def value(cut: float) -> float:
        tried = cuts.copy()
        tried[at] = cut
        return kappa(true, grades(expected, tried))

    return value


def _best(candidates: Doubles, value: Callable[[float], float]) -> float:
    return float(max(candidates, key=value))
