"""Tokens of a text as the place tagger sees them: hashed features and word vectors, no names kept.

A feature is a bucket number, so an artefact holds no word of any text. Buckets are mixed from CRC-32 of strings: a file
format.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.lemmas import form
from nlp.vectors import DIMENSIONS, vector

BITS = 14
BUCKETS = 1 << BITS
MIXER = 2654435761
"""Multiplier of Knuth's hashing of 32-bit numbers."""
Floats = NDArray[np.float32]
TOKEN = re.compile(r"\[[^\[\]\s]{1,20}\]|[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*|[A-Za-z]+|\d+|\n|[^\s]")
# fmt: off
TOLD = frozenset({
    "Geox", "Surn", "Name", "Patr", "ADJF", "NOUN", "VERB", "PREP", "Orgn", "Abbr", "NUMR", "gent", "loct", "CONJ",
    "INFN", "ADVB", "NPRO", "PRCL",
})
# fmt: on
LENGTHS = 8
AROUND = LENGTHS + 11
"""Numbers that a token has from its text: see `around`."""
FAR = 200


class Token(NamedTuple):
    """A token and its place in the text."""

    text: str
    start: int
    end: int


class Word(NamedTuple):
    """What a word says by itself: buckets of itself and its lemma, buckets of its looks, unit vector (300,), and a
    number of its lemma."""

    name: tuple[int, ...]
    looks: tuple[int, ...]
    vector: Floats
    lemma: int


def split(text: str) -> list[Token]:
    """Words, numbers and signs with their offsets; a line feed is a token."""
    return [Token(found.group(), *found.span()) for found in TOKEN.finditer(text)]


def shape(token: str) -> str:
    """`d3` a number of three digits, `C` Capitalised, `U` UPPER, `l` lower, `U1` and `l1` one letter; a sign itself."""
    if token[0].isdigit():
        return f"d{min(len(token), 4)}"
    if not token[0].isalpha():
        return token
    if len(token) == 1:
        return "U1" if token.isupper() else "l1"
    return "U" if token.isupper() else "C" if token[0].isupper() else "l"


def bucket(feature: str) -> int:
    """Number of a feature below `BUCKETS`."""
    return (crc32(feature.encode()) * MIXER & 0xFFFFFFFF) >> (32 - BITS)


def word(token: str) -> Word:
    """A word, a number or a sign by itself."""
    low, kind = token.lower(), f"k={shape(token)}"
    if not low[0].isalpha():
        name, looks = [f"w={low}", "digit" if low[0].isdigit() else "sign"], [kind]
        return Word(_buckets(name), _buckets(looks), NOTHING, crc32(low.encode()))
    known, found = form(low), vector(low)
    looks = [
        kind, f"3={low[-3:]}", f"2={low[-2:]}", f"4={low[-4:]}", f"p={low[:3]}", f"q={low[:4]}",
        f"n={min(len(low), 8)}", "strange" if found is None else "known",
        *(f"t={tag}" for tag in sorted(known.tags & TOLD)),
    ]  # fmt: skip
    name = [f"w={low}", f"l={known.lemma}"]
    own = NOTHING if found is None else unit(found)
    return Word(_buckets(name), _buckets(looks), own, crc32(known.lemma.encode()))


NOTHING = np.zeros(DIMENSIONS, np.float32)


def _buckets(features: Sequence[str]) -> tuple[int, ...]:
    return tuple(map(bucket, features))


def unit(found: Floats) -> Floats:
    """A vector of length 1."""
    return np.asarray(found / (np.linalg.norm(found) + 1e-6), np.float32)


def around(text: str, tokens: Sequence[Token], lemmas: Sequence[int]) -> Floats:
    """What n tokens have from their text, (n, AROUND): the text's length in powers of two, whether it is loud, a
    missing space before and after, whether the lemma was there before, how far the text is read, shares of capitals
    and of numbers, and the signs of hashtags, mentions and masks."""
    n = len(tokens)
    made = np.zeros((n, AROUND), np.float32)
    if not n:
        return made
    made[:, min(LENGTHS - 1, n.bit_length())] = 1
    rest = made[:, LENGTHS:]
    rest[:, 0] = 2 * sum(token.text.isupper() and len(token.text) > 1 for token in tokens) > n
    rest[1:, 1] = [one.end == other.start for one, other in pairwise(tokens)]
    rest[:-1, 2] = rest[1:, 1]
    rest[:, 3] = _again(lemmas)
    at = np.arange(n, dtype=np.float32)
    rest[:, 4], rest[:, 5] = at / n, np.minimum(1, at / FAR)
    rest[:, 6] = sum(token.text[0].isupper() for token in tokens) / n
    rest[:, 7] = sum(token.text[0].isdigit() for token in tokens) / n
    rest[:, 8:] = [sign in text for sign in "#@["]
    return made


def _again(lemmas: Sequence[int]) -> list[bool]:
    seen: set[int] = set()
    again = []
    for lemma in lemmas:
        again.append(lemma in seen)
        seen.add(lemma)
    return again
