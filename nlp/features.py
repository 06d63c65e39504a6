"""One feature pass: a text becomes units (words, pairs of lemmas, marks), a unit becomes a small sparse vector.

Four spaces: `lemma` (lemmas and marks), `pair` (two lemmas in a row), `gram` (character n-grams of the word forms) and
`dense` (word vectors). A text's vector is the weighted sum of its units' vectors, divided in each space by a length
that is known unit by unit; so every head's margin is an exact sum over units, which is what `why` shows, and a unit
is worked out once and kept. The names of this module are a file format: artefacts keep keys written by them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from nlp.lemmas import form
from nlp.masks import contacts, persons
from nlp.naming import roles
from nlp.normalise import normalise
from nlp.tokens import tokens
from nlp.typos import mended

FEATURE_CHARS = 10_000
"""A longer text is judged by its beginning."""
GRAM_SIZES = (2, 3, 4, 5)
LEAST_TEXTS = 3
LEAST_TEXTS_GRAM = 5
KEPT_TOKENS = 100_000
CAPITAL = re.compile(r"[A-ZА-ЯЁ]")
LENGTH_MARKS = tuple(f"<length:{power}>" for power in range(32))
CAPITAL_MARKS = tuple(f"<capitals:{share}>" for share in range(10))
PERSONAL = frozenset({"Name", "Surn", "Patr"})
FAMILY = frozenset({"Surn", "Patr"})

Floats = NDArray[np.float32]


def prepare(text: str) -> str:
    """What the features read: the normalised and masked beginning of a text."""
    return persons(cleared(text))


def cleared(text: str) -> str:
    """The beginning of a text before persons are masked: normalised, without links, mentions and numbers."""
    return contacts(normalise(text[: 2 * FEATURE_CHARS])[:FEATURE_CHARS])


def is_word(unit: str) -> bool:
    """Whether a unit is a word form (pairs hold a space; marks start with a sign)."""
    return unit[0].isalpha() and " " not in unit


def is_pair(unit: str) -> bool:
    """Whether a unit is two lemmas in a row."""
    return " " in unit


def units(prepared: str) -> list[str]:
    """Units of a prepared text with repeats: surface marks, words and other tokens, pairs, each in its order."""
    found = surface(prepared)
    both = [token_unit(token) for token in tokens(prepared)]
    if both:
        own, keys = zip(*both, strict=True)
        found.extend(own)
        found.append(f"^{keys[0]}")
        found.extend(map(" ".join, pairwise(keys)))
    return found


def surface(prepared: str) -> list[str]:
    """Marks of length and of capitals, e.g. `<length:7>` for 128–255 characters, `<capitals:3>` for 30–39 %."""
    share = min(9, 10 * len(CAPITAL.findall(prepared)) // (len(prepared) + 1))
    return [LENGTH_MARKS[(len(prepared) + 1).bit_length() - 1], CAPITAL_MARKS[share]]


@lru_cache(maxsize=KEPT_TOKENS)
def token_unit(token: str) -> tuple[str, str]:
    """A token's own unit and the key by which it stands in pairs; worked out once a distinct token."""
    first = token[0]
    if first.isalpha():
        word = mended(token)
        return word, form(word).lemma
    if first.isdigit():
        shape = f"<{min(len(token), 5)}-digit>"
        return shape, shape
    short = token if first == "[" else token[0] * min(len(token), 3)
    return short, short


def grams(word: str) -> list[str]:
    """Character n-grams of a word between spaces; none of a word of one or two letters."""
    padded = f" {word[:30]} "
    if len(word) < 3:
        return []
    return [padded[at : at + size] for size in GRAM_SIZES for at in range(len(padded) - size + 1)]


def key(unit: str) -> str:
    """What the vocabulary knows a unit by: a word by its lemma, the rest by itself."""
    return form(unit).lemma if is_word(unit) else unit


def weights(found: Sequence[str]) -> dict[str, float]:
    """Distinct units in order of appearance -> 1 + ln(count)."""
    return {unit: 1.0 + log(count) for unit, count in Counter(found).items()}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Keys and n-grams that are known, with their rarities: `idf[i] = ln((1 + n) / (1 + texts)) + 1`."""

    keys: Mapping[str, int]
    key_idf: Floats
    grams: Mapping[str, int]
    gram_idf: Floats


def vocabulary(bags: Sequence[Iterable[str]]) -> Vocabulary:
    """Learn from the units of n texts what occurs in enough of them; names of persons are never kept."""
    keys: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for bag in bags:
        distinct = set(bag)
        keys.update({key(unit) for unit in distinct if not _personal(unit)})
        parts.update({gram for unit in distinct if is_word(unit) for gram in grams(unit)})
    kept, key_idf = _frequent(keys, LEAST_TEXTS, len(bags))
    kept_grams, gram_idf = _frequent(parts, LEAST_TEXTS_GRAM, len(bags))
    return Vocabulary(kept, key_idf, kept_grams, gram_idf)


def _personal(unit: str) -> bool:
    """Whether a unit holds a person's name; adjectives (of streets, of districts) do not count."""
    return any(map(_names_person, unit.lstrip("^").split(" ")))


def _names_person(word: str) -> bool:
    known = form(word) if word[:1].isalpha() else None
    if known is None or "ADJF" in known.tags:
        return False
    return bool(PERSONAL & known.tags or FAMILY & roles(word))


def _frequent(counts: Mapping[str, int], least: int, texts: int) -> tuple[dict[str, int], Floats]:
    kept = sorted(name for name, count in counts.items() if count >= least)
    rarity = [log((1 + texts) / (1 + counts[name])) + 1 for name in kept]
    return {name: at for at, name in enumerate(kept)}, np.asarray(rarity, np.float32)
