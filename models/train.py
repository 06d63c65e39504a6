"""Train on labelled files and write an artefact with its manifest (`mcu train`)."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

from core.errors import BadInput, cause
from models import agreement, calibrate, centre, fitting, heads, manifest, overlay, registry
from models.artefact import Model
from models.data import Labelled, read
from models.manifest import DataFile, Manifest
from models.pipelines import Recipe
from nlp.features import Floats


def train(
    data: Sequence[Path],
    out: Path,
    *,
    progress: Callable[[str], None],
    labels: Sequence[Path] = (),
    texts: Sequence[Path] = (),
    own: Sequence[Labelled] = (),
    recipe: Recipe | None = None,
    created: datetime | None = None,
) -> Manifest:
    """Learn from files of labels and save into the folder `out`. Raises BadInput (file, line, field).

    `labels` are further labels by id (`models.overlay`) of texts in `data` and `texts`. Files named `thread_*.jsonl`
    are learnt with the post above, all others without; `own` are the centre's rows (`models.centre`). The same rows
    give the same weights. `created` is the moment that the manifest names (now, unless given).
    """
    files = [(path, read(path)) for path in data]
    _room(out)
    known = overlay.texts([*data, *texts]) if labels else {}
    files += [(path, overlay.read(path, known)) for path in labels]
    rows = centre.merged([row for _, part in files for row in part], own)
    progress(f"прочитано строк: {len(rows)}")
    model, margins = fitting.fit(rows, recipe or Recipe(), progress)
    moment = created or datetime.now(UTC)
    used = [DataFile(path.name, manifest.digest(path), len(part)) for path, part in files]
    used += [centre.described(own)] if own else []
    written = registry.save(
        model,
        out,
        Manifest(
            version=f"base-{moment:%Y.%m.%d}",
            created=moment.isoformat(timespec="seconds"),
            code=_code(),
            data=tuple(used),
            metrics=cross_validated(rows, model, margins),
        ),
    )
    progress(f"модель {written.version} сохранена в {out}")
    return written


def _room(out: Path) -> None:
    """The folder of the model, before minutes are spent on it. Raises BadInput."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise BadInput(f"в папку {out} записать нельзя ({cause(error)})") from error


def _code() -> str:
    try:
        return version("mcu-monitor")
    except PackageNotFoundError:
        return ""


def cross_validated(rows: Sequence[Labelled], model: Model, margins: Floats) -> dict[str, float]:
    """A few measures on margins out of fold (n, H): what a choice between recipes may look at."""
    made = model.calibration.probabilities(margins, fitting.with_post(rows))
    theme = made.theme.argmax(axis=1)
    true = [heads.THEMES.index(row.theme) for row in rows]
    right = theme == np.asarray(true)
    table = agreement.by_class(true, theme, len(heads.THEMES))
    kind = made.kind.argmax(axis=1) == np.asarray([heads.KINDS.index(row.kind) for row in rows])
    neg = calibrate.grades(made.expected(heads.NEG), model.calibration.neg_cuts)
    risk = calibrate.grades(made.expected(heads.RISK), model.calibration.risk_cuts)
    thread = fitting.guiding(rows)
    found = {
        "theme_accuracy": right.mean(),
        "theme_macro_f1": table[table[:, 3] >= 10, 2].mean() if (table[:, 3] >= 10).any() else 0.0,
        "theme_accuracy_at_80": agreement.accuracy_at(made.theme.max(axis=1), right, 0.8),
        "theme_ece": agreement.calibration_error(made.theme.max(axis=1), right),
        "thread_theme_accuracy": right[thread].mean() if thread.any() else 0.0,
        "kind_accuracy": kind.mean(),
        "neg_kappa": agreement.kappa([row.neg for row in rows], neg),
        "risk_kappa": agreement.kappa([row.risk for row in rows], risk),
    }
    return {name: round(float(value), 4) for name, value in found.items()}
