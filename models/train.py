"""Train on labelled files and write an artefact with its manifest (`mcu train`)."""

import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryFile

from core.errors import BadInput, cause
from models import centre, fitting, learnt, manifest, overlay, registry
from models.data import Labelled, read
from models.manifest import DataFile, Manifest
from models.pipelines import Recipe
from models.validated import validated


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
    metrics, ends = validated(rows, model, margins)
    written = registry.save(
        model,
        out,
        Manifest(
            version=f"base-{moment:%Y.%m.%d}",
            created=moment.isoformat(timespec="seconds"),
            code=_code(),
            data=tuple(used),
            metrics=metrics,
            intervals=ends,
            learnt=learnt.write(out, rows),
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
    """The program's version, and the commit where it runs from a checkout: versions are rarer than changes."""
    try:
        known = version("mcu-monitor")
    except PackageNotFoundError:
        known = ""
    commit = _commit(Path(__file__).parents[1])
    return f"{known}+{commit}" if commit else known


def _commit(home: Path) -> str:
    """The commit of a checkout, `-dirty` where files differ from it; empty where it is none or git is not there."""
    if not (home / ".git").exists():
        return ""
    command = ["git", "-C", str(home), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)  # noqa: S603 - words of our own
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""
