"""The theme of a comment whose post above is known: a small machine of its own over what is known of both.

It reads the words of the comment and of the post, and the probabilities of the themes that each would have alone: an
empty remark ("спасибо!") leaves the word to the post; the product of both says which of two themes the annotator
follows. It learns from the rows that the first annotator judged with the thread in sight and, with little trust, from
what other comments of the same posts are about: by themselves (their predicted themes), or by a second annotator.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse
from scipy.special import softmax

from models import heads, pipelines
from models.pipelines import Design, Recipe
from nlp.features import Floats, Vocabulary
from nlp.spaces import Sparse

STEEPNESS = 5.0
"""Margins of themes × this -> softmax: fixed, so that it does not hang on the calibration."""
TEXT, POST = Recipe(key=1.0, pair=0.3), Recipe(key=1.5, pair=0.45)
THEME_WEIGHT, JOINT_WEIGHT = 4.0, 4.0
RIDGE = 2.0
HINT = 0.05
"""Trust in one comment that was judged without its thread or by others, as a hint of what its post is about."""
THEMES = len(heads.THEMES)


@dataclass(frozen=True, slots=True)
class ThreadWeights:
    """Columns are the themes (27): words of the comment (K, 27) and of the post (K, 27), probabilities of the themes
    of the comment alone (27, 27) and of the post alone (27, 27), their products (729, 27), and a constant (27,)."""

    text_key: Floats
    text_theme: Floats
    post_key: Floats
    post_theme: Floats
    joint: Floats
    bias: Floats

    @staticmethod
    def nothing(keys: int) -> "ThreadWeights":
        """The machine of a model that has seen no thread: the comment's own probabilities decide."""
        words, own = np.zeros((keys, THEMES), np.float32), np.eye(THEMES, dtype=np.float32)
        return ThreadWeights(words, own, words, own * 0, np.zeros((THEMES**2, THEMES), np.float32), own[0] * 0)

    def said(self, text: Floats, post: Floats) -> Floats:
        """What the probabilities of the themes of a comment alone (27,) add under those of its post (27,): (27,)."""
        return np.asarray(text @ self.text_theme + joined(text[None], post[None])[0] @ self.joint + self.bias)


@dataclass(frozen=True, slots=True)
class Threads:
    """Rows for the machine (n,): words of comments and posts csr (n, K), margins of their themes alone (n, 27),
    the themes by number (n,), the trust in each (n,), zero: not learnt from. Hints have no words of a comment and no
    margins: zeros."""

    text: Sparse
    text_theme: Floats
    post: Sparse
    post_theme: Floats
    wanted: NDArray[np.int64]
    trust: Floats


def own_themes(margins: Floats) -> Floats:
    """Margins (N, H ≥ 27) -> probabilities of the themes of each text alone (N, 27)."""
    return np.asarray(softmax(STEEPNESS * margins[:, heads.THEME].astype(np.float64), axis=1), np.float32)


def joined(text: Floats, post: Floats) -> Floats:
    """Probabilities of themes of comments and of posts (N, 27) -> their products (N, 729), the comment's first."""
    return np.asarray((text[:, :, None] * post[:, None, :]).reshape(len(text), -1), np.float32)


def words(design: Design, known: Vocabulary, recipe: Recipe) -> Sparse:
    """The words' part of a design (N, K + G) with the weights of `recipe` instead of the common ones."""
    own = sparse.diags_array(pipelines.key_scale(known, recipe) / pipelines.key_scale(known, Recipe()))
    return sparse.csr_array(design.flat[:, : len(known.keys)] @ own)


def hints(posts: Sequence[str | None], themes: NDArray[np.int64]) -> list[tuple[str, int, int]]:
    """Post, theme and number of its comments (judged alone) that are about it; comments about nothing say nothing."""
    pairs = zip(posts, themes.tolist(), strict=True)
    counts = Counter((post, theme) for post, theme in pairs if post and heads.THEMES[theme] != "none")
    return sorted((post, theme, count) for (post, theme), count in counts.items())


def learn(rows: Threads, known: Vocabulary) -> ThreadWeights:
    """Fit on all rows. Source: ridge on ±1 targets, in the dual."""
    taught = np.flatnonzero(rows.trust)
    flat = _flat(rows)[taught]
    found, bias = _solve(flat, rows.wanted[taught], rows.trust[taught])
    weights = np.asarray(flat.T @ found, np.float32)
    root, twin = np.float32(np.sqrt(THEME_WEIGHT)), np.float32(np.sqrt(JOINT_WEIGHT))
    keys = len(known.keys)
    parts = np.cumsum([keys, THEMES, keys, THEMES])
    text, own, post, above, joint = np.split(weights, parts)
    of_text, of_post = (pipelines.key_scale(known, recipe)[:, None] for recipe in (TEXT, POST))
    return ThreadWeights(text * of_text, own * root, post * of_post, above * root, joint * twin, bias)


def out_of_fold(rows: Threads, folds: Sequence[NDArray[np.int64]]) -> Floats:
    """Margins (n, 27) of the rows in `folds` by machines that have not seen their fold; zeros elsewhere."""
    flat = _flat(rows)
    made = np.zeros((len(rows.wanted), THEMES), np.float32)
    for fold in folds:
        rest = np.setdiff1d(np.flatnonzero(rows.trust), fold)
        found, bias = _solve(flat[rest], rows.wanted[rest], rows.trust[rest])
        made[fold] = flat[fold] @ (flat[rest].T @ found) + bias
    return made


def _flat(rows: Threads) -> Sparse:
    root, twin = np.float32(np.sqrt(THEME_WEIGHT)), np.float32(np.sqrt(JOINT_WEIGHT))
    joint = joined(rows.text_theme, rows.post_theme) * twin
    parts = [rows.text, rows.text_theme * root, rows.post, rows.post_theme * root, joint]
    return sparse.csr_array(sparse.hstack([sparse.csr_array(part) for part in parts], format="csr"))


def _solve(flat: Sparse, themes: NDArray[np.int64], trust: Floats) -> tuple[Floats, Floats]:
    wanted = np.where(themes[:, None] == np.arange(THEMES), 1.0, -1.0)
    bias = wanted[trust >= 1].mean(axis=0)
    system = (flat @ flat.T).toarray().astype(np.float64) + np.diag(RIDGE / trust)
    found = linalg.solve(system, wanted - bias, assume_a="pos")
    return np.asarray(found, np.float32), np.asarray(bias, np.float32)
