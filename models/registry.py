"""Artefacts on disk: a folder with `model.npz` and `manifest.json`. Reading runs no code of the artefact."""

import platform
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.errors import StaleModel
from models import manifest as manifests
from models.artefact import Model, from_arrays, to_arrays
from models.assessor import LinearAssessor
from models.manifest import ARTEFACT, MANIFEST, REMEDY, Manifest


def save(model: Model, folder: Path, manifest: Manifest) -> Manifest:
    """Write an artefact; the manifest is written last, with the artefact's digest, which also ends
    the version's name (`base-2026.11.21-1a2b3c`). Returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ARTEFACT
    np.savez_compressed(path, **to_arrays(model))  # type: ignore[arg-type]
    sha256 = manifests.digest(path)
    written = replace(
        manifest,
        version=f"{manifest.version}-{sha256[:6]}",
        sha256=sha256,
        python=platform.python_version(),
        numpy=np.__version__,
        libraries=manifests.libraries(),
    )
    (folder / MANIFEST).write_text(written.to_json() + "\n", encoding="utf-8")
    return written


def load(folder: Path) -> LinearAssessor:
    """The assessor of a folder. Raises StaleModel with what to do; the digest is checked before anything is read."""
    manifest = manifests.read(folder)
    path = manifests.verify(folder, manifest)
    try:
        with np.load(path, allow_pickle=False) as arrays:
            model = from_arrays({name: arrays[name] for name in arrays.files})
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise StaleModel(f"Модель не загружена: {path} не читается ({error}). {REMEDY}") from error
    return LinearAssessor(model, manifest.version)
