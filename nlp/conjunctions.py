"""Tokens of a text as the second voice of the place tagger sees them: hashed features and conjunctions of neighbours.

A feature is a bucket number, so an artefact holds no word of any text. Buckets are mixed from CRC-32 of strings: a file
format.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from nlp.lemmas import form
from nlp.tagging import TOLD, Token, shape, unit
from nlp.vectors import vector

BITS = 19
BUCKETS = 1 << BITS
KEPT = 100_000
"""Bound of the words that a reader remembers."""
Floats = NDArray[np.float32]
EDGE = "#"
NAMES = ("lemma", "shape", "tail3", "tail4", "coarse", "group", "fine", "word", "tag1", "tag2", "tag3", "tag4", "tag5")
"""Columns of a word: hashes of what it says by itself, 0 where it says nothing. `coarse`, `group`, `fine` are numbers
of the nearest centre of word vectors at three levels."""
COLUMN = {name: at for at, name in enumerate(NAMES)}
NEAR = ("lemma", "shape", "tail3", "tail4", "coarse", "group", "fine")
SINGLES = (
    *((name, 0) for name in NAMES),
    *((name, at) for at in (-1, 1) for name in NEAR),
    *((name, at) for at in (-2, 2) for name in ("lemma", "shape", "coarse", "group", "fine")),
    ("lemma", -3),
    ("lemma", 3),
)
"""A column and the distance of its word from the token that is judged."""
JOINT = (
    "shape shape+1", "shape-1 shape", "shape-1 shape shape+1", "lemma-1 shape", "shape lemma+1", "lemma-1 lemma",
    "shape shape+1 shape+2", "shape-2 shape-1 shape", "lemma-2 lemma-1 shape", "lemma-1 lemma shape+1",
    "shape-2 shape-1 shape shape+1", "shape-1 shape shape+1 shape+2", "lemma lemma+1", "lemma-1 shape lemma+1",
    "shape lemma+1 lemma+2", "lemma-2 shape-1 shape", "group-1 shape", "group shape+1", "group shape-1",
    "group-1 group", "group group+1",
)  # fmt: skip
"""Conjunctions: columns with the distances of their words."""
REACH, PARTS = 3, 4
FIRST, SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
"""Odd multipliers of a common mixing of 64-bit numbers (Fibonacci hashing, xxHash)."""
Hashes = NDArray[np.uint64]
Numbers = NDArray[np.int64]


def code(feature: str) -> int:
    """Hash of a string, never 0."""
    return crc32(feature.encode()) + 1


def _mixed(numbers: Hashes) -> Hashes:
    numbers = (numbers ^ (numbers >> np.uint64(31))) * SECOND
    return numbers ^ (numbers >> np.uint64(29))


def _part(name: str) -> tuple[int, int]:
    """`lemma-1` -> its column, and its place in the window."""
    found = PART.fullmatch(name)
    column, distance = found.groups() if found else (name, "")
    return COLUMN[column], REACH + int(distance or 0)


PART = re.compile(r"([a-z]+\d?)([+-]\d)?")
ONE = np.asarray([(COLUMN[name], REACH + at) for name, at in SINGLES]).T
TAGS = [name.startswith("tag") for name, _ in SINGLES]
SALTS = _mixed(np.arange(1, len(SINGLES) + len(JOINT) + 4, dtype=np.uint64) * FIRST)
SALTS[: len(SINGLES)][TAGS] = SALTS[TAGS.index(True)]  # a grammeme is the same in whatever column it stands
TURNS = [feature.split() for feature in JOINT]


def _turn(at: int) -> tuple[list[int], NDArray[np.int64]]:
    """The conjunctions that have a part number `at`, and the (column, place) of it."""
    have = [row for row, parts in enumerate(TURNS) if len(parts) > at]
    return have, np.asarray([_part(TURNS[row][at]) for row in have]).T


JOINTS = tuple(_turn(at) for at in range(PARTS))


class Reader:
    """Tokens -> buckets. `centres`: groups of word vectors, coarse to fine, each (groups, D); words of one group share
    features, so a street that was never seen looks like those that were."""

    def __init__(self, centres: Sequence[Floats]) -> None:
        self._centres = [(centre, (centre * centre).sum(axis=1) / 2) for centre in centres]
        self._clear()

    def _clear(self) -> None:
        self._index: dict[str, int] = {"": 0}
        self._rows = np.zeros((4096, len(NAMES)), np.uint64)
        self._rows[0, :2] = code(EDGE)

    def features(self, tokens: Sequence[Token]) -> Numbers:
        """Buckets of n tokens, (n, features); bucket 0 is nothing."""
        texts = [token.text for token in tokens]
        found = self._ids(texts)
        edges = np.zeros(REACH, np.int64)
        window = sliding_window_view(self._rows[np.concatenate([edges, found, edges])], 2 * REACH + 1, axis=0)
        singles = window[:, ONE[0], ONE[1]]
        joint = np.broadcast_to(SALTS[len(SINGLES) : -3], (len(texts), len(JOINT))).copy()
        for have, (column, place) in JOINTS:
            joint[:, have] = (joint[:, have] ^ window[:, column, place]) * FIRST
        own = np.where(singles > 0, _mixed((singles ^ SALTS[: len(SINGLES)]) * FIRST), 0)
        every = np.hstack([own, _mixed(joint), self._around(tokens, self._rows[found, COLUMN["shape"]])])
        return np.asarray(every >> np.uint64(64 - BITS), np.int64)

    def _around(self, tokens: Sequence[Token], shapes: Hashes) -> Hashes:
        """Three features more: a token's shape with the length of the text, with its loudness, with a missing space."""
        loud = int(2 * sum(token.text.isupper() and len(token.text) > 1 for token in tokens) > len(tokens))
        glued = np.zeros(len(tokens), np.uint64)
        glued[1:] = [one.end == other.start for one, other in pairwise(tokens)]
        length = np.full(len(tokens), min(6, len(tokens).bit_length()), np.uint64)
        said = np.stack([length, np.full(len(tokens), loud, np.uint64), glued], axis=1)
        return _mixed(((said * SECOND ^ shapes[:, None]) ^ SALTS[-3:]) * FIRST)

    def _ids(self, texts: Sequence[str]) -> Numbers:
        found = list(map(self._index.get, texts))
        if None in found:
            self._meet(dict.fromkeys(texts))
            found = list(map(self._index.get, texts))
        return np.asarray(found, np.int64)

    def _meet(self, texts: Iterable[str]) -> None:
        """Learn the words that are new; a full memory is emptied, results stay the same."""
        if len(self._index) > KEPT:
            self._clear()
        new = [text for text in texts if text not in self._index]
        short = len(self._index) + len(new) - len(self._rows)
        if short > 0:
            more = np.zeros((max(short, len(self._rows)), len(NAMES)), np.uint64)
            self._rows = np.concatenate([self._rows, more])
        for text in new:
            at = self._index[text] = len(self._index)
            self._rows[at] = self._columns(text)

    def _columns(self, token: str) -> list[int]:
        low, kind = token.lower(), shape(token)
        if not low[0].isalpha():
            row = [low, kind, "", "", "", "", "", f"w={low}"]
        else:
            known = form(low)
            tags = sorted(known.tags & TOLD)[:5]
            row = [known.lemma, kind, f"3={low[-3:]}", f"4={kind}{low[-4:]}", *self._groups(low), f"w={low}", *tags]
        return [code(said) if said else 0 for said in row + [""] * (len(NAMES) - len(row))]

    def _groups(self, low: str) -> list[str]:
        """Number of the nearest centre at each level; `-` of a word without a vector, nothing where none was learnt."""
        found = vector(low)
        numbers = [
            "-" if found is None else str(int((centre @ unit(found) - half).argmax())) for centre, half in self._centres
        ]
        return (numbers + [""] * 3)[:3]
