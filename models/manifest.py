"""What an artefact says of itself, and the check that it is what it says."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from core.errors import StaleModel

FORMAT = 4
READABLE = (3, FORMAT)
"""Format 3 knows no products of themes under a post above: they count as zero."""
MANIFEST = "manifest.json"
ARTEFACT = "model.npz"
LEARNT = "learnt.npy"
REMEDY = "Обучите модель заново («mcu train») или верните прежнюю («mcu model rollback»)."


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that was learnt from: its name, digest and number of rows."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Versions, data, metrics of cross-validation (None: not measured) with their 95 % intervals, digests of the
    artefact and of the marks of what it `learnt` from (`models.learnt`; empty: not kept). `created` is an ISO moment,
    UTC; `code` the program's version, with the commit where it ran from a checkout."""

    version: str
    created: str
    sha256: str = ""
    format: int = FORMAT
    code: str = ""
    python: str = ""
    numpy: str = ""
    libraries: Mapping[str, str] = field(default_factory=dict)
    data: tuple[DataFile, ...] = ()
    metrics: Mapping[str, float | None] = field(default_factory=dict)
    intervals: Mapping[str, list[float]] = field(default_factory=dict)
    learnt: str = ""

    def to_json(self) -> str:
        """Pretty JSON, keys sorted."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True)


EXACT = ("pymorphy3", "pymorphy3-dicts-ru", "natasha")
"""Libraries that decide how a text is cut into features: another version gives other lemmas or word vectors."""
NOTED = ("scipy",)
"""Libraries that only training needs."""


def libraries() -> dict[str, str]:
    """The installed versions of what an artefact rests on."""
    return {name: found for name in (*EXACT, *NOTED) if (found := _installed(name))}


def _installed(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # what only reads or lists manifests needs it not

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(folder: Path) -> Manifest:
    """The manifest of a folder. Raises StaleModel where it is missing, damaged or of another format."""
    path = folder / MANIFEST
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StaleModel(f"Модель не загружена: {path} нет или он повреждён. {REMEDY}") from error
    if not isinstance(raw, dict) or raw.get("format") not in READABLE:
        raise StaleModel(f"Модель не загружена: {path} другого формата (нужен {FORMAT}). {REMEDY}")
    try:
        return _manifest(raw)
    except (TypeError, KeyError) as error:
        raise StaleModel(f"Модель не загружена: в {path} не хватает полей ({error}). {REMEDY}") from error


def _manifest(raw: dict[str, Any]) -> Manifest:
    data = tuple(DataFile(**item) for item in raw.pop("data", ()))
    found = Manifest(**raw, data=data)
    if not isinstance(found.version, str) or len(found.sha256) != 64:
        raise KeyError("version, sha256")
    return found


def verify(folder: Path, manifest: Manifest) -> Path:
    """Path of the artefact after its digest was compared. Raises StaleModel."""
    path = folder / ARTEFACT
    if not path.is_file():
        raise StaleModel(f"Модель не загружена: нет файла {path}. {REMEDY}")
    if digest(path) != manifest.sha256:
        raise StaleModel(f"Модель не загружена: {path} не тот, что описан в {MANIFEST} (sha256). {REMEDY}")
    if manifest.numpy.split(".")[0] != _installed("numpy").split(".")[0]:
        raise StaleModel(
            f"Модель не загружена: обучена с numpy {manifest.numpy}, установлен {_installed('numpy')}. {REMEDY}"
        )
    for name in EXACT:
        told, found = manifest.libraries.get(name), _installed(name)
        if told and told != found:
            raise StaleModel(
                f"Модель не загружена: обучена с {name} {told}, установлен {found or 'никакой'}; "
                f"слова разобрались бы иначе. {REMEDY}"
            )
    return path
