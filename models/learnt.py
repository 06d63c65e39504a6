"""Which texts a model learnt from, as numbers beside its artefact: who knows the answers by heart is judged by others.

A number is made of the words of a text and of the post above it, so a part of a file, one in another order or one
written anew is recognised as well as the file itself. No text can be read out of it.
"""

from collections.abc import Sequence
from hashlib import blake2b, sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import StaleModel
from models.data import Labelled
from models.manifest import LEARNT, REMEDY, Manifest

BYTES = 8
Marks = NDArray[np.uint64]


def marks(rows: Sequence[Labelled]) -> Marks:
    """A number of each row's words, (n,)."""
    return np.asarray([_mark(row) for row in rows], np.uint64)


def _mark(row: Labelled) -> int:
    said = "\n".join(" ".join(text.casefold().split()) for text in (row.text, row.context or row.unseen or ""))
    return int.from_bytes(blake2b(said.encode("utf-8", "surrogatepass"), digest_size=BYTES).digest(), "little")


def write(folder: Path, rows: Sequence[Labelled]) -> str:
    """Keep the marks of the rows beside the artefact, in rising order; gives the digest of the file."""
    path = folder / LEARNT
    np.save(path, np.unique(marks(rows)), allow_pickle=False)
    return sha256(path.read_bytes()).hexdigest()


def read(folder: Path, manifest: Manifest) -> Marks | None:
    """The marks of what a model learnt from; None of one from before they were kept. Raises StaleModel where the file
    is missing or is not the one that the manifest tells of."""
    if not manifest.learnt:
        return None
    path = folder / LEARNT
    try:
        if sha256(path.read_bytes()).hexdigest() == manifest.learnt:
            return np.asarray(np.load(path, allow_pickle=False), np.uint64)
    except (OSError, ValueError) as error:
        raise StaleModel(f"{path} нет или он не читается: не видно, на чём модель училась. {REMEDY}") from error
    raise StaleModel(f"{path} не тот, что описан в манифесте: не видно, на чём модель училась. {REMEDY}")


def known(rows: Sequence[Labelled], learnt: Marks | None) -> NDArray[np.bool_]:
    """Which rows (n,) a model learnt from; none of a model that tells nothing of it."""
    if learnt is None:
        return np.zeros(len(rows), bool)
    return np.isin(marks(rows), learnt)
