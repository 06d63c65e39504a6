"""Labelled rows -> a model: features, machine, calibration. No files; the same rows give the same model."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import above, calibrate, heads, pipelines
from models.artefact import Model, rounded
from models.data import Labelled
from models.pipelines import Design, Recipe, Task, Weights
from models.tagging import teach
from nlp.features import Floats, Vocabulary, prepare, units, vocabulary
from nlp.spaces import table

FOLDS = 5
SEED = 7
ROUNDS = 2
"""The post's own themes are judged first by a machine of texts alone, then by the one that will be used."""
FEW = 5
THRESHOLD = 0.35
"""Calibrated probability of the theme below which the model abstains."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Material:
    """All that the machine needs of the rows (N,): features, kernel (N, N), targets (N, H), tasks."""

    known: Vocabulary
    centre: Floats
    body: Design
    above: Design | None
    inner: Floats
    wanted: Floats
    tasks: tuple[Task, ...]


def material(rows: Sequence[Labelled], recipe: Recipe, progress: Progress) -> Material:
    """Features and kernels of the rows."""
    progress("признаки текстов")
    bags = [units(prepare(row.text)) for row in rows]
    known = vocabulary(bags)
    texts = table(bags, known)
    centre = pipelines.mean_vector(texts)
    body = pipelines.design(texts, recipe, centre)
    wanted, asked = heads.softened(heads.targets(rows), rows), tasks(rows, recipe)
    inner = pipelines.kernel(body)
    contexts = [row.context for row in rows]
    if not any(contexts):
        return Material(known, centre, body, None, inner, wanted, asked)
    progress("признаки публикаций над комментариями")
    higher = None
    for _ in range(ROUNDS):
        first = _first(contexts if higher is None else None, body, _sum(inner, higher), wanted, asked, recipe)
        higher = above.design(contexts, known, centre, recipe, first)
    return Material(known, centre, body, higher, _sum(inner, higher), wanted, asked)


def tasks(rows: Sequence[Labelled], recipe: Recipe) -> tuple[Task, ...]:
    """Trust in the rows (n,) for the themes, for the kinds, and for the other heads."""
    thread = np.asarray([recipe.thread_trust if row.context else 1.0 for row in rows])
    by_theme = _balance([row.theme for row in rows], recipe.theme_balance)
    by_kind = _balance([row.kind for row in rows], recipe.kind_balance)
    return (
        Task(heads.THEME, np.asarray(thread * by_theme, np.float32)),
        Task(heads.KIND, np.asarray(by_kind, np.float32)),
        Task(heads.BINARY, np.ones(len(rows), np.float32)),
    )


def _balance(classes: Sequence[str], power: float) -> NDArray[np.float64]:
    """Trust by the rarity of a row's class, on average 1; a class never counts as smaller than `FEW`."""
    sizes = Counter(classes)
    found = np.asarray([max(sizes[one], FEW) for one in classes], float) ** -power
    return np.asarray(found / found.mean(), np.float64)


def _sum(inner: Floats, higher: Design | None) -> Floats:
    return inner if higher is None else inner + pipelines.kernel(higher)


def _first(
    contexts: Sequence[str | None] | None,
    body: Design,
    inner: Floats,
    wanted: Floats,
    asked: Sequence[Task],
    recipe: Recipe,
) -> above.FirstWeights:
    """The text's part of a machine: of the rows judged by their text alone, or of all rows (`contexts` None)."""
    alone = np.flatnonzero([context is None for context in contexts or ()])
    alone = alone if len(alone) else np.arange(len(wanted))
    theme = [Task(asked[0].columns, asked[0].trust[alone])]
    found, bias = pipelines.solve(inner[np.ix_(alone, alone)], wanted[alone], theme, recipe.ridge)
    flat = np.asarray(body.flat[alone].T @ found, np.float32)
    return above.FirstWeights(flat, np.asarray(body.dense[alone].T @ found, np.float32), bias)


def fit(rows: Sequence[Labelled], recipe: Recipe, progress: Progress) -> tuple[Model, Floats]:
    """Learn from rows (n,). Returns the model and its margins out of fold (n, H), not calibrated."""
    made = material(rows, recipe, progress)
    progress("перекрёстная проверка и калибровка")
    margins = pipelines.out_of_fold(made.inner, made.wanted, made.tasks, recipe.ridge, split(rows))
    calibration = calibrate.fit(
        margins, heads.targets(rows), [row.neg for row in rows], [row.risk for row in rows], with_post(rows)
    )
    progress("обучение на всех строках")
    found, bias = pipelines.solve(made.inner, made.wanted, made.tasks, recipe.ridge)
    progress("места")
    tagger = teach([row for row in rows if row.context is None] or rows)
    model = Model(made.known, _weights(made, found, bias, recipe), calibration, THRESHOLD, tagger)
    return rounded(model), margins


def with_post(rows: Sequence[Labelled]) -> NDArray[np.bool_]:
    """Which rows (n,) have a post above."""
    return np.asarray([row.context is not None for row in rows], bool)


def _weights(made: Material, found: Floats, bias: Floats, recipe: Recipe) -> Weights:
    key, gram, dense = pipelines.text_weights(made.body, found, recipe, made.known)
    if made.above is None:
        zero = above.AboveWeights(
            np.zeros_like(key), np.zeros_like(dense), np.zeros((len(heads.THEMES), len(bias)), np.float32), bias * 0
        )
        return _joined(key, gram, dense, zero, bias, made.centre)
    return _joined(key, gram, dense, above.weights(made.above, found, recipe, made.known), bias, made.centre)


def _joined(
    key: Floats, gram: Floats, dense: Floats, higher: above.AboveWeights, bias: Floats, centre: Floats
) -> Weights:
    return Weights(key, gram, dense, higher.key, higher.dense, higher.theme, bias, higher.bias, centre)


def split(rows: Sequence[Labelled]) -> list[NDArray[np.int64]]:
    """Folds of row numbers; comments of one thread stay together, so that a post's words are not learnt by heart."""
    groups: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        groups.setdefault(row.context or f"row {at}", []).append(at)
    order = np.random.default_rng(SEED).permutation(len(groups))
    members = list(groups.values())
    folds: list[list[int]] = [[] for _ in range(FOLDS)]
    for turn, group in enumerate(order):
        folds[turn % FOLDS].extend(members[group])
    return [np.asarray(sorted(fold), np.int64) for fold in folds if fold]
