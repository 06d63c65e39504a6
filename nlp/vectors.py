"""Word vectors of navec (news, 250,000 words × 300, MIT), read from natasha's data without importing natasha.

`import natasha` would import the dead pymorphy2 (docs/models.md); its files are
found by the package's folder.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.lemmas import form

DIMENSIONS = 300
EMBEDDING = "data/emb/navec_news_v1_1B_250K_300d_100q.tar"


def natasha_file(name: str) -> Path:
    """Path of a data file inside the installed natasha package. Raises FileNotFoundError."""
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("пакет natasha не установлен")
    return Path(spec.submodule_search_locations[0]) / name


@lru_cache(maxsize=1)
def embedding() -> Any:
    """The navec table, loaded at the first word (0.4 s, 30 MB)."""
    from navec import Navec

    return Navec.load(str(natasha_file(EMBEDDING)))


def vector(word: str) -> NDArray[np.float32] | None:
    """Vector (300,) of a lower-case word or else of its lemma; None for an unknown word."""
    table = embedding()
    found = table.get(word)
    if found is None:
        found = table.get(form(word).lemma)
    return None if found is None else np.asarray(found, np.float32)
