"""The heads of the model: one column of margins each, in a fixed order. The order is part of the artefact's format."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.labels import Kind, Sign, Theme
from models.data import Labelled

THEMES: tuple[Theme, ...] = tuple(Theme)
KINDS: tuple[Kind, ...] = tuple(Kind)
SIGNS: tuple[Sign, ...] = tuple(Sign)
GRADES = (1, 2, 3)
HALF_DENIED = -0.5

NAMES: tuple[str, ...] = (
    *(f"theme:{theme}" for theme in THEMES),
    *(f"kind:{kind}" for kind in KINDS),
    "solvable",
    *(f"neg>={grade}" for grade in GRADES),
    *(f"risk>={grade}" for grade in GRADES),
    *(f"sign:{sign}" for sign in SIGNS),
)


def _columns(prefix: str) -> slice:
    at = [column for column, name in enumerate(NAMES) if name.startswith(prefix)]
    return slice(at[0], at[-1] + 1)


THEME = _columns("theme:")
KIND = _columns("kind:")
SOLVABLE = _columns("solvable")
NEG = _columns("neg>=")
RISK = _columns("risk>=")
SIGN = _columns("sign:")
BINARY = slice(SOLVABLE.start, SIGN.stop)


def targets(rows: Sequence[Labelled]) -> NDArray[np.float32]:
    """Rows (n,) -> what each head should say, (n, heads), +1 yes and -1 no."""
    return np.asarray([[1.0 if yes else -1.0 for yes in _answers(row)] for row in rows], np.float32)


def softened(wanted: NDArray[np.float32], rows: Sequence[Labelled]) -> NDArray[np.float32]:
    """The targets with the second theme of a text only half denied."""
    wanted = wanted.copy()
    for at, row in enumerate(rows):
        if row.theme2:
            wanted[at, THEMES.index(row.theme2)] = HALF_DENIED
    return wanted


def _answers(row: Labelled) -> Iterable[bool]:
    yield from (row.theme is theme for theme in THEMES)
    yield from (row.kind is kind for kind in KINDS)
    yield row.solvable
    yield from (row.neg >= grade for grade in GRADES)
    yield from (row.risk >= grade for grade in GRADES)
    yield from (sign in row.signs for sign in SIGNS)
