"""The judge: a sum of learnt weights for each word that may name a person; above the threshold stands [ФИО]."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from nlp.guess.sight import BUCKETS, NEAR, candidates, features, read
from nlp.guess.spans import HIDDEN, SECRET, SHOWN, Hearing
from nlp.guess.words import Word

WEIGHTS = Path(__file__).parent / "weights.bin"
STEP = 8


@lru_cache(maxsize=1)
def weights() -> tuple[array[int], int]:
    """Weights by bucket, and the sum above which a word is a name (kept in steps of 8)."""
    table = array("b")
    table.frombytes(WEIGHTS.read_bytes())
    if len(table) != BUCKETS + 1:
        raise ValueError("весов имён не столько, сколько признаков")
    return table, table[-1] * STEP


def worth(seen: Sequence[Word]) -> dict[int, int]:
    """By token that may be a name: how far it is above the threshold."""
    table, least = weights()
    return {at - NEAR: sum(map(table.__getitem__, features(at, seen))) - least for at in candidates(seen)}


def guessed(text: str, known: frozenset[str] = frozenset()) -> str:
    """A text with [ФИО] for persons whom the judge hears; what everybody knows is hidden from the rules that follow.
    `known`: words for the municipality's own places and bodies (`nlp.gazetteer.owned`)."""
    seen = read(text)
    named = worth(seen)
    if not _any(named) and not any(each.fabled for each in seen):
        return text
    hearing = Hearing(text, named, seen[NEAR:-NEAR], known)
    made, end = [], 0
    for start, stop, fabled in hearing.spans():
        if start >= end:
            made += [text[end:start], text[start:stop].translate(HIDDEN) if fabled else "[ФИО]"]
            end = stop
    return "".join([*made, text[end:]])


def _any(named: Mapping[int, int]) -> bool:
    return bool(named) and max(named.values()) > 0


def shown(text: str) -> str:
    """What was hidden, back."""
    return text.translate(SHOWN) if SECRET.search(text) else text
