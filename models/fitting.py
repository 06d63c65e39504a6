"""Labelled rows -> a model: features, machine, calibration. No files; the same rows give the same model."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import above, calibrate, heads, pipelines, threads
from models.above import FirstWeights, Posts
from models.artefact import Model, rounded
from models.data import Labelled
from models.pipelines import Design, Recipe, Task, Weights
from models.tagging import teach
from models.threads import Threads, ThreadWeights
from nlp.features import Floats, Vocabulary, prepare, units, vocabulary
from nlp.spaces import table

FOLDS = 5
SEED = 7
FEW = 5
RARE = 30
THRESHOLD, RARE_THRESHOLD = 0.35, 0.5
"""Calibrated probability of the theme below which the model abstains: earlier for themes of fewer than `RARE` rows."""

Progress = Callable[[str], None]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Material:
    """All that the machines need of the rows (N,): features, kernel (N, N) of texts and among comments of posts above,
    targets (N, H), tasks; the rows judged by their text alone, and coefficients of the themes (N, H), bias (H,), their
    margins out of fold (N, H)."""

    known: Vocabulary
    centre: Floats
    body: Design
    above: Design | None
    posts: Posts
    alone: Numbers
    inner: Floats
    wanted: Floats
    tasks: tuple[Task, ...]
    themes: Floats
    bias: Floats
    held: Floats


def material(rows: Sequence[Labelled], recipe: Recipe, progress: Progress) -> Material:
    """Features and kernels of the rows, and the machine of themes on texts alone."""
    progress("признаки текстов")
    bags = [units(prepare(row.text)) for row in rows]
    known = vocabulary(bags)
    texts = table(bags, known)
    centre = pipelines.mean_vector(texts)
    body = pipelines.design(texts, recipe, centre)
    wanted, asked, alone = heads.softened(heads.targets(rows), rows), tasks(rows, recipe), _alone(rows)
    inner = pipelines.kernel(body)
    themes, held = np.zeros_like(wanted), np.zeros_like(wanted)
    folds = split([rows[at] for at in alone.tolist()])
    themes[alone], bias, held[alone] = pipelines.solve(
        inner, wanted[alone], [_less(asked[0], alone)], recipe.ridge, folds, alone
    )
    progress("признаки публикаций над комментариями")
    posts = above.posts([row.context or row.unseen for row in rows], known, centre, recipe, _first(body, themes, bias))
    contexts = [row.context for row in rows]
    higher = above.design(contexts, posts, centre, recipe) if any(contexts) else None
    if higher is not None:
        judged = np.flatnonzero(with_post(rows))
        inner[np.ix_(judged, judged)] += pipelines.kernel(Design(higher.flat[judged], higher.dense[judged]))
    return Material(known, centre, body, higher, posts, alone, inner, wanted, asked, themes, bias, held)


def _alone(rows: Sequence[Labelled]) -> Numbers:
    """Numbers of the rows that teach the themes of texts alone; all rows where all were judged with a thread."""
    found = np.flatnonzero([row.context is None for row in rows])
    return found if len(found) else np.arange(len(rows))


def _less(task: Task, rows: Numbers) -> Task:
    return Task(task.columns, task.trust[rows])


def tasks(rows: Sequence[Labelled], recipe: Recipe) -> tuple[Task, ...]:
    """Trust in the rows (n,) for the themes, for the kinds, and for the other heads."""
    by_theme = _balance([row.theme for row in rows], recipe.theme_balance)
    by_kind = _balance([row.kind for row in rows], recipe.kind_balance)
    return (
        Task(heads.THEME, np.asarray(by_theme, np.float32)),
        Task(heads.KIND, np.asarray(by_kind, np.float32)),
        Task(heads.BINARY, np.ones(len(rows), np.float32)),
    )


def _balance(classes: Sequence[str], power: float) -> NDArray[np.float64]:
    """Trust by the rarity of a row's class, on average 1; a class never counts as smaller than `FEW`."""
    sizes = Counter(classes)
    found = np.asarray([max(sizes[one], FEW) for one in classes], float) ** -power
    return np.asarray(found / found.mean(), np.float64)


def _first(body: Design, found: Floats, bias: Floats) -> FirstWeights:
    flat = np.asarray(body.flat.T @ found, np.float32)
    return FirstWeights(flat, np.asarray(body.dense.T @ found, np.float32), bias)


def fit(rows: Sequence[Labelled], recipe: Recipe, progress: Progress) -> tuple[Model, Floats]:
    """Learn from rows (n,). Returns the model and its margins out of fold (n, H), not calibrated."""
    progress("места")
    tagger = teach([row for row in rows if row.context is None] or rows)  # before the kernel takes up the memory
    made = material(rows, recipe, progress)
    progress("обучение и перекрёстная проверка")
    found, bias, margins = pipelines.solve(made.inner, made.wanted, made.tasks[1:], recipe.ridge, split(rows))
    margins[:, heads.THEME] = alone = _alone_margins(made)
    progress("калибровка")
    machine, margins[with_post(rows), heads.THEME] = _threads(rows, made, alone)
    calibration = calibrate.fit(
        margins,
        heads.targets(rows),
        [row.neg for row in rows],
        [row.risk for row in rows],
        with_post(rows),
        guiding(rows),
    )
    found[:, heads.THEME], bias[heads.THEME] = made.themes[:, heads.THEME], made.bias[heads.THEME]
    model = Model(made.known, _weights(made, found, bias, recipe), machine, calibration, thresholds(rows), tagger)
    return rounded(model), margins


def _alone_margins(made: Material) -> Floats:
    """Margins of the themes of all texts alone (N, 27): out of fold of those that taught them."""
    kept = made.alone
    found = np.asarray(made.inner @ made.themes[:, heads.THEME] + made.bias[heads.THEME], np.float32)
    found[kept] = made.held[kept, heads.THEME]
    return found


def _threads(rows: Sequence[Labelled], made: Material, alone: Floats) -> tuple[ThreadWeights, Floats]:
    """The machine of comments with a post above, and its margins out of fold for those rows."""
    judged = np.flatnonzero(with_post(rows))
    if not len(judged):
        return ThreadWeights.nothing(len(made.known.keys)), np.zeros((0, threads.THEMES), np.float32)
    given = _thread_rows(rows, made, alone, judged)
    folds = split([rows[at] for at in judged.tolist()])
    return threads.learn(given, made.known), threads.out_of_fold(given, folds)[: len(judged)]


def _thread_rows(rows: Sequence[Labelled], made: Material, alone: Floats, judged: Numbers) -> Threads:
    first = guiding(rows)
    said = alone.argmax(axis=1)
    seconds = np.flatnonzero(with_post(rows) & ~first)
    said[seconds] = [heads.THEMES.index(rows[at].theme) for at in seconds.tolist()]
    hinted = [None if own else row.context or row.unseen for row, own in zip(rows, first, strict=True)]
    hints = threads.hints(hinted, said)
    index = made.posts.index
    own_rows = [rows[at] for at in judged.tolist()]
    at = [index[row.context or ""] for row in own_rows] + [index[post] for post, _, _ in hints]
    text = threads.words(Design(made.body.flat[judged], made.body.dense[judged]), made.known, threads.TEXT)
    text.resize((len(at), text.shape[1]))
    own = np.zeros((len(at), threads.THEMES), np.float32)
    own[: len(judged)] = threads.own_themes(alone[judged])
    true = [heads.THEMES.index(row.theme) for row in own_rows]
    return Threads(
        text=text,
        text_theme=own,
        post=threads.words(made.posts.own, made.known, threads.POST)[at],
        post_theme=threads.own_themes(made.posts.margins)[at],
        wanted=np.asarray(true + [theme for _, theme, _ in hints], np.int64),
        trust=np.asarray([*first[judged].astype(float)] + [threads.HINT * count for _, _, count in hints], np.float32),
    )


def thresholds(rows: Sequence[Labelled]) -> Floats:
    """Where each theme (27,) begins to be vouched for."""
    sizes = Counter(row.theme for row in rows)
    return np.asarray([RARE_THRESHOLD if sizes[one] < RARE else THRESHOLD for one in heads.THEMES], np.float32)


def with_post(rows: Sequence[Labelled]) -> NDArray[np.bool_]:
    """Which rows (n,) have a post above."""
    return np.asarray([row.context is not None for row in rows], bool)


def guiding(rows: Sequence[Labelled]) -> NDArray[np.bool_]:
    """Which rows (n,) with a post above the machine of threads follows: the first annotator's, or all."""
    above = with_post(rows)
    first = above & np.asarray([not row.second for row in rows], bool)
    return first if first.any() else above


def _weights(made: Material, found: Floats, bias: Floats, recipe: Recipe) -> Weights:
    key, gram, dense = pipelines.text_weights(made.body, found, recipe, made.known)
    if made.above is None:
        zero = above.AboveWeights(
            np.zeros_like(key), np.zeros_like(dense), np.zeros((len(heads.THEMES), len(bias)), np.float32), bias * 0
        )
        return _joined(key, gram, dense, zero, bias, made.centre)
    found = found.copy()
    found[:, heads.THEME] = 0  # the post above speaks of the theme by `models.threads` alone
    return _joined(key, gram, dense, above.weights(made.above, found, recipe, made.known), bias, made.centre)


def _joined(
    key: Floats, gram: Floats, dense: Floats, higher: above.AboveWeights, bias: Floats, centre: Floats
) -> Weights:
    return Weights(key, gram, dense, higher.key, higher.dense, higher.theme, bias, higher.bias, centre)


def split(rows: Sequence[Labelled]) -> list[NDArray[np.int64]]:
    """Folds of row numbers; comments of one thread stay together, so that a post's words are not learnt by heart, and a
    text that was labelled twice, with and without the post above, is in one fold."""
    groups: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        groups.setdefault(row.context or row.unseen or f"row {at}", []).append(at)
    order = np.random.default_rng(SEED).permutation(len(groups))
    members = list(groups.values())
    folds: list[list[int]] = [[] for _ in range(FOLDS)]
    for turn, group in enumerate(order):
        folds[turn % FOLDS].extend(members[group])
    return [np.asarray(sorted(fold), np.int64) for fold in folds if fold]
