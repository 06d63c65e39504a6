"""From texts to weights: one design of four spaces (and the post above as its own), a ridge machine for all heads.

The machine is solved in the dual (one Cholesky factor serves every head), so folds and 46 heads cost what one costs.
A head's margin is linear in the features; calibration is a named last step (`models.calibrate`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from nlp.features import Floats, Vocabulary
from nlp.spaces import Sparse, Texts, lengths, scaled, squares

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Weights of the spaces in the kernel, the ridge, and how much rows are trusted (docs/models.md has the choice).

    `…_balance`: rows of a rare class count more, by (mean size / size of its class) to this power.
    """

    key: float = 1.0
    pair: float = 0.3
    gram: float = 1.0
    dense: float = 1.0
    context: float = 4.0
    context_dense: float = 1.0
    context_theme: float = 4.0
    ridge: float = 3.0
    theme_balance: float = 0.5
    kind_balance: float = 0.3


@dataclass(frozen=True, slots=True)
class Design:
    """Rows of features: sparse (N, K + G) and dense (N, D), each row of unit length or zero."""

    flat: Sparse
    dense: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """What is learnt: columns are heads (H). Text: `key` (K, H), `gram` (G, H), `dense` (D, H); the post above:
    `above_key`, `above_dense`, `above_theme` (27, H) on the probabilities of its own theme; `bias`, `above_bias` (H,);
    `centre` (D,), the mean word vector."""

    key: Floats
    gram: Floats
    dense: Floats
    above_key: Floats
    above_dense: Floats
    above_theme: Floats
    bias: Floats
    above_bias: Floats
    centre: Floats

    def arrays(self) -> dict[str, Floats]:
        """All arrays by name."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


def mean_vector(texts: Texts) -> Floats:
    """The centre of the texts' mean word vectors, (D,)."""
    means = word_means(texts)
    return np.asarray(means[np.abs(means).sum(axis=1) > 0].mean(axis=0), np.float32)


def word_means(texts: Texts) -> Floats:
    """Mean word vectors by weight, (N, D); zeros for a text without known words."""
    total = texts.counts @ texts.vectors.mass
    return np.asarray(
        (texts.counts @ (texts.vectors.dense * texts.vectors.mass[:, None])) / np.where(total > 0, total, 1)[:, None],
        np.float32,
    )


def design(texts: Texts, recipe: Recipe, centre: Floats, *, grams: bool = True) -> Design:
    """Features of N texts, every space scaled by the root of its weight."""
    vectors, counts = texts.vectors, texts.counts
    parts = [_keys(texts, recipe)]
    if grams:
        factors = np.sqrt(recipe.gram) / lengths(counts, squares(vectors.grams))
        parts.append(scaled(counts, factors.astype(np.float32)) @ vectors.grams)
    return Design(sparse.csr_array(sparse.hstack(parts, format="csr")), _dense(texts, centre, recipe.dense))


def _dense(texts: Texts, centre: Floats, weight: float) -> Floats:
    means = word_means(texts)
    empty = np.abs(means).sum(axis=1) == 0
    centred = (means - centre) * np.sqrt(weight) * DENSE_SCALE
    centred[empty] = 0
    return np.asarray(centred, np.float32)


DENSE_SCALE = 0.5
"""Brings the mean of word vectors, whose length is about 2, to the length of the other spaces."""


def _keys(texts: Texts, recipe: Recipe) -> Sparse:
    """Lemmas and pairs, each of its own length, in the same columns."""
    vectors, counts = texts.vectors, texts.counts
    own = squares(vectors.keys)
    single = np.where(vectors.pairs, 0, own).astype(np.float32)
    paired = np.where(vectors.pairs, own, 0).astype(np.float32)
    alone = scaled(counts, (np.sqrt(recipe.key) / lengths(counts, single)).astype(np.float32))
    joined = scaled(counts, (np.sqrt(recipe.pair) / lengths(counts, paired)).astype(np.float32))
    masked = scaled(vectors.keys, single.astype(bool).astype(np.float32))
    return alone @ masked + joined @ scaled(vectors.keys, vectors.pairs.astype(np.float32))


def kernel(rows: Design) -> Floats:
    """Inner products of all rows, (N, N); made by strips, a sparse product of all rows at once would take gigabytes.

    The commonest features stand in nearly every text: they are multiplied as what they are, a full matrix.
    """
    n, columns = rows.flat.shape
    order = np.argsort(-np.bincount(rows.flat.indices, minlength=columns), kind="stable")
    full = np.hstack([rows.dense, rows.flat[:, np.sort(order[:COMMON])].toarray()]).astype(np.float32)
    rare = rows.flat[:, np.sort(order[COMMON:])]
    found = np.empty((n, n), np.float32)
    for start in range(0, n, STRIP):
        strip, until = slice(start, start + STRIP), slice(0, start + STRIP)
        found[strip, until] = full[strip] @ full[until].T + (rare[strip] @ sparse.csr_array(rare[until].T)).toarray()
        found[until, strip] = found[strip, until].T
    return found


STRIP, COMMON = 512, 1024


@dataclass(frozen=True, slots=True)
class Task:
    """Heads that share one trust in the rows (N,): they are solved with one factor."""

    columns: slice
    trust: Floats


def solve(
    inner: Floats,
    wanted: Floats,
    tasks: Sequence[Task],
    ridge: float,
    folds: Sequence[Numbers],
    rows: Numbers | None = None,
) -> tuple[Floats, Floats, Floats]:
    """Ridge in the dual: kernel (N, N), wanted (N, H) -> coefficients (N, H), bias (H,), margins out of fold (N, H).
    With `rows` only those of the kernel are looked at, and all else is of them. Beside the kernel one matrix of its
    size is held."""
    found, bias, margins = np.zeros_like(wanted), np.zeros(wanted.shape[1], np.float32), np.zeros_like(wanted)
    for task in tasks:
        part = wanted[:, task.columns]
        bias[task.columns] = np.average(part, axis=0, weights=task.trust)
        system = inner.copy() if rows is None else inner[np.ix_(rows, rows)]
        system[np.diag_indices(len(system))] += (ridge / task.trust).astype(np.float32)
        # Turned, which is the same matrix: LAPACK works in columns and would copy one that lies in rows.
        factor = linalg.cho_factor(system.T, lower=True, overwrite_a=True, check_finite=False)
        found[:, task.columns] = linalg.cho_solve(factor, part - bias[task.columns], check_finite=False)
        inverse, failed = linalg.lapack.strtri(factor[0], lower=1, overwrite_c=1)
        if failed:
            raise ArithmeticError(f"the kernel's factor has no inverse: row {failed}")
        margins[:, task.columns] = out_of_fold(inverse, part, task.trust, folds)
    return found, bias, margins


def out_of_fold(inverse: Floats, part: Floats, trust: Floats, folds: Sequence[Numbers]) -> Floats:
    """Margins (N, h) of every row by a machine that has not seen its fold, from the `inverse` of the factor of the
    machine that has seen all (N, N; what stands above the diagonal is rubbish) and the targets (N, h).

    With A the whole system and F a fold: what the others say of F is y − (A⁻¹)[F, F]⁻¹ (A⁻¹ (y − b))[F], exactly, for
    the mean b of the others (S. An, W. Liu, S. Venkatesh, Fast cross-validation algorithms for least squares support
    vector machine and kernel ridge regression, 2007). One factor and its inverse replace a factor a fold.
    """
    margins = np.zeros_like(part)
    everything = np.arange(len(part))
    for fold in folds:
        rest = np.setdiff1d(everything, fold)
        bias = np.average(part[rest], axis=0, weights=trust[rest]).astype(np.float32)
        columns = inverse[:, fold]
        columns[everything[:, None] < fold] = 0
        said = columns.T @ _lower(inverse, part - bias)
        margins[fold] = part[fold] - linalg.solve(columns.T @ columns, said, assume_a="pos", check_finite=False)
    return margins


def _lower(inverse: Floats, part: Floats) -> Floats:
    return np.asarray(linalg.blas.strmm(1.0, inverse, part, lower=1), np.float32)


def text_weights(rows: Design, found: Floats, recipe: Recipe, known: Vocabulary) -> tuple[Floats, Floats, Floats]:
    """Coefficients of rows (N, H) -> weights by feature: key (K, H), gram (G, H), dense (D, H).

    Pairs share the columns of keys: a column is either a lemma or a pair, so its weight carries its own scale.
    """
    flat = np.asarray(rows.flat.T @ found, np.float32)
    dense = np.asarray(rows.dense.T @ found, np.float32) * np.float32(np.sqrt(recipe.dense) * DENSE_SCALE)
    keys = flat[: len(known.keys)] * key_scale(known, recipe)[:, None]
    return keys, flat[len(known.keys) :] * np.float32(np.sqrt(recipe.gram)), dense


def key_scale(known: Vocabulary, recipe: Recipe) -> Floats:
    """Root of the weight of each key's space, (K,)."""
    return np.sqrt([recipe.pair if " " in name else recipe.key for name in known.keys]).astype(np.float32)
