"""A recipe tried on the same folds as every other: what notebooks compare. Without the tagger of places: quick."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import agreement, calibrate, fitting, heads, pipelines
from models.calibrate import Calibration, Doubles, Probabilities
from models.data import Labelled
from models.fitting import Progress
from models.pipelines import Recipe


@dataclass(frozen=True, slots=True)
class Trial:
    """What machines said of rows (n,) that they had not seen, calibrated; and the measures of it."""

    recipe: Recipe
    made: Probabilities
    calibration: Calibration
    measures: Mapping[str, float]

    @property
    def theme(self) -> NDArray[np.int64]:
        """Numbers of the likeliest themes (n,)."""
        return np.asarray(self.made.theme.argmax(axis=1), np.int64)

    @property
    def sure(self) -> Doubles:
        """Their probabilities (n,)."""
        return np.asarray(self.made.theme.max(axis=1), np.float64)


def silent(text: str) -> None:
    """Nobody listens."""


def tried(rows: Sequence[Labelled], recipe: Recipe | None = None, progress: Progress = silent) -> Trial:
    """Out-of-fold opinions of a recipe. Rows with a post above are judged with it by the other heads, and by their own
    words by the head of themes."""
    used = recipe or Recipe()
    material = fitting.material(rows, used, progress)
    _, _, margins = pipelines.solve(material.inner, material.wanted, material.tasks, used.ridge, fitting.split(rows))
    post = fitting.with_post(rows)
    grades = [row.neg for row in rows], [row.risk for row in rows]
    calibration = calibrate.fit(margins, heads.targets(rows), *grades, post)
    made = calibration.probabilities(margins, post)
    return Trial(used, made, calibration, _measures(rows, made, calibration))


def true_themes(rows: Sequence[Labelled]) -> NDArray[np.int64]:
    """Numbers of the given themes (n,)."""
    return np.asarray([heads.THEMES.index(row.theme) for row in rows], np.int64)


def _measures(rows: Sequence[Labelled], made: Probabilities, cuts: Calibration) -> dict[str, float]:
    true, said = true_themes(rows), made.theme.argmax(axis=1)
    table = agreement.by_class(true, said, len(heads.THEMES))
    kinds = np.asarray([heads.KINDS.index(row.kind) for row in rows])
    found = {
        "theme_accuracy": float((true == said).mean()),
        "theme_macro_f1": float(table[table[:, 3] > 0, 2].mean()),
        "theme_ece": agreement.calibration_error(made.theme.max(axis=1), true == said),
        "kind_accuracy": float((made.kind.argmax(axis=1) == kinds).mean()),
        "neg_kappa": agreement.kappa(
            [row.neg for row in rows], calibrate.grades(made.expected(heads.NEG), cuts.neg_cuts)
        ),
        "risk_kappa": agreement.kappa(
            [row.risk for row in rows], calibrate.grades(made.expected(heads.RISK), cuts.risk_cuts)
        ),
    }
    return {name: round(value, 4) for name, value in found.items()}


def search(rows: Sequence[Labelled], recipes: Sequence[Recipe], *, workers: int = 1, dask: str = "") -> list[Trial]:
    """Try recipes side by side, in the order given: by `workers` processes, or on a Dask cluster at the address `dask`
    (needs the extra `cluster`)."""
    from joblib import Parallel, delayed, parallel_config

    jobs = [delayed(tried)(rows, recipe) for recipe in recipes]
    if not dask:
        return list(Parallel(n_jobs=workers)(jobs))
    from distributed import Client

    with Client(dask), parallel_config(backend="dask"):
        return list(Parallel()(jobs))
