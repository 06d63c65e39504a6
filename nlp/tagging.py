"""Tokens of a text as a place tagger sees them: hashed features, no names kept.

A feature is a bucket number, so an artefact holds no word of any text. Buckets are those of CRC-32: a file format.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.lemmas import form

BUCKETS = 1 << 18
TOKEN = re.compile(r"\[[^\[\]\s]{1,20}\]|[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*|[A-Za-z]+|\d+|\n|[^\s]")
# fmt: off
TOLD = frozenset({
    "Geox", "Surn", "Name", "Patr", "ADJF", "NOUN", "VERB", "PREP", "Orgn", "Abbr", "NUMR", "gent", "loct", "CONJ",
    "INFN", "ADVB", "NPRO", "PRCL",
})
# fmt: on
EDGE = "#"


class Token(NamedTuple):
    """A token and its place in the text."""

    text: str
    start: int
    end: int


class Word(NamedTuple):
    """What a token says by itself: its shape, its lemma, its endings, and all its own features."""

    shape: str
    lemma: str
    tails: tuple[str, ...]
    own: tuple[int, ...]


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
    """Number of a feature's bucket."""
    return crc32(feature.encode()) & (BUCKETS - 1)


@lru_cache(maxsize=100_000)
def word(token: str) -> Word:
    """A token's own features."""
    kind, low = shape(token), token.lower()
    if not low[0].isalpha():
        return Word(kind, low, (), (bucket(f"s={kind}"), bucket(f"w={low}")))
    known = form(low)
    tails = f"3={low[-3:]}", f"4={kind}{low[-4:]}"
    told = [f"g={tag}" for tag in sorted(known.tags & TOLD)]
    own = [f"s={kind}", f"w={low}", f"l={known.lemma}", *tails, *told]
    return Word(kind, known.lemma, tails, tuple(map(bucket, own)))


NOTHING = Word(EDGE, EDGE, (), ())


@lru_cache(maxsize=200_000)
def beside(distance: int, token: str) -> tuple[int, ...]:
    """Features of a token at a distance from the one that is judged."""
    there = word(token) if token else NOTHING
    names = [f"{distance}l{there.lemma}"]
    if abs(distance) < 3:
        names.append(f"{distance}s{there.shape}")
    if abs(distance) == 1:
        names.extend(f"{distance}{tail}" for tail in there.tails)
    return tuple(map(bucket, names))


@lru_cache(maxsize=200_000)
def together(*parts: str) -> int:
    """Bucket of a conjunction."""
    return bucket("|".join(parts))


DISTANCES = (-3, -2, -1, 1, 2, 3)


def features(tokens: Sequence[Token]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Buckets of all tokens in one array, and where each token's buckets begin."""
    texts = ["", "", "", *(token.text for token in tokens), "", "", ""]
    words = [word(text) if text else NOTHING for text in texts]
    found: list[int] = []
    starts: list[int] = []
    for at in range(3, len(tokens) + 3):
        starts.append(len(found))
        found.extend(words[at].own)
        for distance in DISTANCES:
            found.extend(beside(distance, texts[at + distance]))
        found.extend(_joint(words, at))
    return np.asarray(found, np.int64), np.asarray(starts, np.int64)


def _joint(words: Sequence[Word], at: int) -> tuple[int, ...]:
    before, here, after = words[at - 1], words[at], words[at + 1]
    return (
        together("sr", here.shape, after.shape),
        together("ls", before.shape, here.shape),
        together("lsr", before.shape, here.shape, after.shape),
        together("Ls", before.lemma, here.shape),
        together("sR", here.shape, after.lemma),
        together("LL", before.lemma, here.lemma),
        together("ss2", here.shape, after.shape, words[at + 2].shape),
        together("2ss", words[at - 2].shape, before.shape, here.shape),
    )
