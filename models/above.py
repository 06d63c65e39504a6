"""The post above a comment as its own spaces: its lemmas, its word vectors, and what it is itself about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.special import softmax

from models import heads, pipelines
from models.pipelines import Design, Recipe
from nlp.features import Floats, Vocabulary, prepare, units
from nlp.spaces import Texts, table

STEEPNESS = 3.0
"""Margins of the post's own themes × this -> softmax: fixed, so that it does not hang on the calibration."""


@dataclass(frozen=True, slots=True)
class AboveWeights:
    """key (K, H), dense (D, H), theme (27, H), bias (H,)."""

    key: Floats
    dense: Floats
    theme: Floats
    bias: Floats


def themes(margins: Floats) -> Floats:
    """Margins of posts (N, H) -> probabilities of their own themes (N, 27)."""
    return np.asarray(softmax(STEEPNESS * margins[:, heads.THEME].astype(np.float64), axis=1), np.float32)


@dataclass(frozen=True, slots=True)
class FirstWeights:
    """A machine on texts alone, in the coordinates of its design: flat (K + G, H), dense (D, H), bias (H,)."""

    flat: Floats
    dense: Floats
    bias: Floats

    def margins(self, rows: Design) -> Floats:
        """Margins of rows (N, H)."""
        return np.asarray(rows.flat @ self.flat + rows.dense @ self.dense + self.bias, np.float32)


@dataclass(frozen=True, slots=True)
class Posts:
    """Distinct posts (P,) with their number by text, their units, and the margins of their own themes (P, H)."""

    index: Mapping[str, int]
    texts: Texts
    own: Design
    margins: Floats


def posts(found: Iterable[str | None], known: Vocabulary, centre: Floats, recipe: Recipe, first: FirstWeights) -> Posts:
    """Work out the distinct posts above some comments, in the order of their appearance."""
    distinct = list(dict.fromkeys(post for post in found if post))
    texts = table([units(prepare(post)) for post in distinct], known)
    own = pipelines.design(texts, recipe, centre)
    return Posts({post: at for at, post in enumerate(distinct)}, texts, own, first.margins(own))


def design(contexts: Sequence[str | None], known: Posts, centre: Floats, recipe: Recipe) -> Design:
    """Features of the posts above (N,): csr (N, K + 27 + 1) and dense (N, D); zeros where there is none."""
    part = pipelines.design(known.texts, inside(recipe), centre, grams=False)
    root = np.float32(np.sqrt(recipe.context_theme))
    constant = np.full((len(known.index), 1), root, np.float32)
    flat = sparse.csr_array(sparse.hstack([part.flat, themes(known.margins) * root, constant], format="csr"))
    return _spread(contexts, known.index, Design(flat, part.dense))


def inside(recipe: Recipe) -> Recipe:
    """The recipe of the spaces of the post above."""
    return replace(recipe, key=recipe.context, pair=recipe.pair * recipe.context, dense=recipe.context_dense)


def _spread(contexts: Sequence[str | None], index: Mapping[str, int], rows: Design) -> Design:
    """Rows of distinct posts -> one row a comment."""
    pairs = [(row, index[context]) for row, context in enumerate(contexts) if context]
    at = ([row for row, _ in pairs], [column for _, column in pairs])
    pick = sparse.csr_array((np.ones(len(pairs), np.float32), at), shape=(len(contexts), len(index)))
    return Design(sparse.csr_array(pick @ rows.flat), np.asarray(pick @ rows.dense, np.float32))


def weights(rows: Design, found: Floats, recipe: Recipe, known: Vocabulary) -> AboveWeights:
    """Coefficients of rows (N, H) -> weights by feature of the post above."""
    flat = np.asarray(rows.flat.T @ found, np.float32)
    root = np.float32(np.sqrt(recipe.context_theme))
    keys = len(known.keys)
    return AboveWeights(
        key=flat[:keys] * pipelines.key_scale(known, inside(recipe))[:, None],
        dense=np.asarray(rows.dense.T @ found, np.float32)
        * np.float32(np.sqrt(recipe.context_dense) * pipelines.DENSE_SCALE),
        theme=flat[keys : keys + len(heads.THEMES)] * root,
        bias=flat[-1] * root,
    )
