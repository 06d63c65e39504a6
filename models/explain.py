"""Why: the words that moved a decision most, each with its exact addend in the head's margin."""

from collections.abc import Iterable, Sequence

import numpy as np

from core.labels import Why
from models import heads
from nlp.features import Floats

SHOWN = 4
LEAST = 0.01
ABOVE = "⟨публикация выше⟩"
OWN = "⟨тема самого текста⟩"
"""Under a post above: what the themes of the text alone add, all words together."""
CONSTANT = "⟨без слов⟩"


SIGNS = (("<length", "⟨длина текста⟩"), ("<capitals", "⟨заглавные буквы⟩"), ("<", "⟨число⟩"))


def term(unit: str) -> str:
    """A unit as a person reads it: `^прошу` is "прошу…", the first word; marks of the surface are named."""
    if unit.startswith("^"):
        return f"{term(unit[1:])}…"
    return next((title for start, title in SIGNS if unit.startswith(start)), unit)


def why(units: Sequence[str], addends: Floats, columns: Iterable[tuple[str, Floats]]) -> tuple[Why, ...]:
    """Units (U,), addends (U, H) and the parts to explain (name, mixture of heads (H,)) -> at most `SHOWN` a part."""
    return tuple(reason for name, mixture in columns for reason in _part(units, addends @ mixture, name))


def _part(units: Sequence[str], weights: Floats, name: str) -> list[Why]:
    order = np.argsort(-weights, kind="stable")[:SHOWN]
    return [Why(name, term(units[at]), round(float(weights[at]), 4)) for at in order if weights[at] >= LEAST]


def mixture(columns: slice) -> Floats:
    """The mean of some heads, e.g. of `risk>=1…3`: one margin for a graded part."""
    found = np.zeros(len(heads.NAMES), np.float32)
    found[columns] = 1 / (columns.stop - columns.start)
    return found


def single(name: str) -> Floats:
    """One head alone."""
    found = np.zeros(len(heads.NAMES), np.float32)
    found[heads.NAMES.index(name)] = 1
    return found


RISK = mixture(heads.RISK)
