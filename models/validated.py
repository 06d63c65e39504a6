"""A few measures on margins out of fold, with their intervals: what a choice between recipes may look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import agreement, calibrate, fitting, heads, intervals
from models.artefact import Model
from models.calibrate import Doubles
from models.data import Labelled
from nlp.features import Floats

DRAWS, SEED = 300, 7
SEEN = 10
"""A theme of fewer texts has no say in the mean of the themes."""
Measures = Mapping[str, float | None]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Seen:
    """Of rows (n,) what is true and what was said: numbers of themes and how sure, whether the kind is right, grades;
    who has a post above."""

    theme: Numbers
    said_theme: Numbers
    sure: Doubles
    kind: NDArray[np.bool_]
    neg: Numbers
    said_neg: Numbers
    risk: Numbers
    said_risk: Numbers
    thread: NDArray[np.bool_]


def validated(rows: Sequence[Labelled], model: Model, margins: Floats) -> tuple[Measures, Mapping[str, list[float]]]:
    """Margins out of fold (n, H) -> measures (None: not measured, as of comments where there are none) and the 95 %
    intervals of those that were, by `DRAWS` draws of the rows."""
    seen = _seen(rows, model, margins)
    found = measures(seen, np.arange(len(rows)))
    draw = np.random.default_rng(SEED)
    drawn = [measures(seen, draw.integers(0, len(rows), len(rows))) for _ in range(DRAWS)]
    ends = {name: [each[name] for each in drawn if each[name] is not None] for name in found}
    told = {name: intervals.ends(values) for name, values in ends.items() if values and found[name] is not None}  # type: ignore[arg-type]  # None was left out
    return (
        {name: None if value is None else round(value, 4) for name, value in found.items()},
        {name: [round(end, 4) for end in both] for name, both in told.items()},
    )


def _seen(rows: Sequence[Labelled], model: Model, margins: Floats) -> Seen:
    made = model.calibration.probabilities(margins, fitting.with_post(rows))
    kinds = np.asarray([heads.KINDS.index(row.kind) for row in rows])
    return Seen(
        np.asarray([heads.THEMES.index(row.theme) for row in rows]),
        made.theme.argmax(axis=1),
        made.theme.max(axis=1),
        made.kind.argmax(axis=1) == kinds,
        np.asarray([row.neg for row in rows]),
        calibrate.grades(made.expected(heads.NEG), model.calibration.neg_cuts),
        np.asarray([row.risk for row in rows]),
        calibrate.grades(made.expected(heads.RISK), model.calibration.risk_cuts),
        fitting.guiding(rows),
    )


def measures(seen: Seen, at: Numbers) -> dict[str, float | None]:
    """The measures of the rows of these numbers."""
    right = (seen.theme == seen.said_theme)[at]
    table = agreement.by_class(seen.theme[at], seen.said_theme[at], len(heads.THEMES))
    thread, common = seen.thread[at], table[:, 3] >= SEEN
    return {
        "theme_accuracy": float(right.mean()),
        "theme_macro_f1": float(table[common, 2].mean()) if common.any() else None,
        "theme_accuracy_at_80": agreement.accuracy_at(seen.sure[at], right, 0.8),
        "theme_ece": agreement.calibration_error(seen.sure[at], right),
        "thread_theme_accuracy": float(right[thread].mean()) if thread.any() else None,
        "kind_accuracy": float(seen.kind[at].mean()),
        "neg_kappa": agreement.kappa(seen.neg[at], seen.said_neg[at]),
        "risk_kappa": agreement.kappa(seen.risk[at], seen.said_risk[at]),
    }
