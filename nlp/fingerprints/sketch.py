"""Fingerprints: winnowed hashes of character shingles (Schleimer, Wilkerson, Aiken, SIGMOD 2003).

Of every WINDOW neighbouring shingles the least hash is kept, so two texts that share WINDOW + SHINGLE - 1 letters in
a row share a mark, wherever they stand and whatever surrounds them: a cut, a preface or a tail costs only its share.
Letters of any language will do. Nothing here depends on the process: no `hash()`, no seed, no state.
"""

import struct
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from nlp.fingerprints.reading import WORD, clean, fold

SHINGLE, WINDOW, MOST_MARKS = 5, 4, 128
VERSION = 1
HEAD = struct.Struct("<BIQ")
POWERS = [pow(0x9E3779B97F4A7C15, SHINGLE - at, 1 << 64) for at in range(SHINGLE)]
MIX = np.uint64(0xBF58476D1CE4E5B9)
SHIFT = np.uint64(29)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`letters`: how many were read; `key`: of the whole folded text; `marks`: sorted hashes, at most 128, 16 bits."""

    letters: int
    key: int
    marks: tuple[int, ...]

    def shared(self, other: "Fingerprint") -> float:
        """Which share of the marks of the poorer fingerprint the other has, 0–1; symmetric; a guess, not a verdict."""
        least = min(len(self.marks), len(other.marks))
        return len(set(self.marks) & set(other.marks)) / least if least else float(self.key == other.key)

    def __bytes__(self) -> bytes:
        """At most 269 bytes for the store."""
        return HEAD.pack(VERSION, self.letters, self.key) + struct.pack(f"<{len(self.marks)}H", *self.marks)

    def hex(self) -> str:
        """The same in hexadecimal digits."""
        return bytes(self).hex()

    @classmethod
    def parse(cls, stored: bytes) -> "Fingerprint":
        """Of `bytes(fingerprint)`. ValueError: cut short, or made by other rules (then make it anew from the text)."""
        if len(stored) < HEAD.size or (len(stored) - HEAD.size) % 2 or stored[0] != VERSION:
            raise ValueError(f"not a fingerprint of version {VERSION}")
        _, letters, key = HEAD.unpack_from(stored)
        return cls(letters, key, struct.unpack_from(f"<{(len(stored) - HEAD.size) // 2}H", stored, HEAD.size))


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text in any language. Time is linear in the length; the empty text has no marks."""
    return sketch("".join(WORD.findall(fold(clean(text)))))


def sketch(letters: str) -> Fingerprint:
    """The fingerprint of letters and digits that are already folded."""
    raw = letters.encode("utf-32-le", "replace")
    key = int.from_bytes(blake2b(raw, digest_size=8).digest(), "little")
    codes = np.frombuffer(raw, dtype="<u4").astype(np.uint64)
    return Fingerprint(len(letters), key, _marks(codes))


def _marks(codes: NDArray[np.uint64]) -> tuple[int, ...]:
    count = len(codes) - SHINGLE + 1
    if count < 1:
        return ()
    hashes = codes[:count] * np.uint64(POWERS[0])
    for at in range(1, SHINGLE):
        hashes += codes[at : at + count] * np.uint64(POWERS[at])
    hashes ^= hashes >> SHIFT
    hashes *= MIX
    hashes ^= hashes >> SHIFT
    for _ in range(min(WINDOW, count) - 1):
        hashes = np.minimum(hashes[:-1], hashes[1:])
    # The least hashes of both a text and its part agree, so the limit keeps shares comparable (bottom-k sketch).
    hashes.sort()
    first = np.concatenate(([True], hashes[1:] != hashes[:-1]))
    return tuple(sorted(set(hashes[first][:MOST_MARKS].astype(np.uint16).tolist())))
