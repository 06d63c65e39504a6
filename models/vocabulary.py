"""Which of a text's words a model knows: a growing share that it does not says that the talk of the town moves on."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from models import manifest as manifests
from models.artefact import unpacked
from nlp.features import is_word, key, prepare, units

Unknown = Callable[[Sequence[str]], list[float | None]]


@lru_cache(maxsize=2)
def known(folder: Path, sha256: str) -> frozenset[str]:
    """The keys of an artefact; `sha256` is its digest, by which they are kept."""
    path = manifests.verify(folder, manifests.read(folder))
    with np.load(path, allow_pickle=False) as arrays:
        return frozenset(unpacked(arrays["keys"]))


def unknown(folder: Path) -> Unknown:
    """A function: texts -> the share of each one's words that the artefact's model does not know (None: no words)."""
    keys = known(folder, manifests.read(folder).sha256)

    def share(text: str) -> float | None:
        words = [key(unit) for unit in units(prepare(text)) if is_word(unit)]
        return sum(word not in keys for word in words) / len(words) if words else None

    return lambda texts: [share(text) for text in texts]
