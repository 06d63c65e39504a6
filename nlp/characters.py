"""What characters texts hold, for a whole batch at once: which texts need no rule of spelling, and a few counts.

A text is `plain` where neither a rule of `nlp.normalise` (but for `FOR_PLAIN` and spaces) nor one of `nlp.masks` (but
for persons) can change it. Only characters on a short list may be plain; whatever is not on it is left to the rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.kinds import (
    BLANK,
    CAPITAL,
    CYRILLIC,
    DIGIT,
    DOUBLE,
    END,
    KINDS,
    LATIN,
    LETTER,
    MARK,
    NEAR,
    OPENER,
    OTHER,
    Classes,
)  # fmt: skip

Codes = NDArray[np.uint32]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
DIGITS, REACH = 5, 16
"""So many digits within so many characters may be a phone or a number."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Of N texts: whether each is plain, and whether its spaces may need squeezing."""

    plain: Flags
    spaced: Flags


@dataclass(frozen=True, slots=True)
class Tally:
    """Of N texts: whether each has no letters but Russian and Latin ones; counts of Cyrillic letters, of both kinds of
    letters, of capitals, of characters that open a mask."""

    listed: Flags
    cyrillic: Counts
    letters: Counts
    capitals: Counts
    openers: Counts


def survey(texts: Sequence[str]) -> Survey:
    """Look at N texts, linear in their length. A character may be held against a neighbour text, never overlooked."""
    codes, kinds, starts = _read(texts)
    odd = [np.flatnonzero(kinds & OTHER), _repeats(codes, kinds), _meetings(codes, kinds), _numbers(kinds)]
    return Survey(plain=~_any(np.concatenate(odd), starts), spaced=_any(_gaps(kinds), starts))


def tally(texts: Sequence[str]) -> Tally:
    """Count the characters of N texts, linear in their length."""
    _, kinds, starts = _read(texts)

    def count(kind: int) -> Counts:
        return _sums((kinds & kind) != 0, starts)

    return Tally(
        ~_any(np.flatnonzero(kinds & OTHER), starts), count(CYRILLIC), count(LETTER), count(CAPITAL), count(OPENER)
    )


def _read(texts: Sequence[str]) -> tuple[Codes, Classes, Counts]:
    """Codes of the characters of N texts with a break around each, their kinds, and where each text begins (N,)."""
    joined = "\n".join(["", *texts, ""]).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, np.uint32)
    starts = np.cumsum([1, *(len(text) + 1 for text in texts)])[:-1]
    starts[:1] = 0  # the first text owns the break before it, each text the one behind it
    return codes, KINDS[np.minimum(codes, END)], starts


def _sums(found: Flags, starts: Counts) -> Counts:
    return np.add.reduceat(found, starts, dtype=np.int64) if len(starts) else np.zeros(0, np.int64)


def _any(places: Counts, starts: Counts) -> Flags:
    """Which texts hold one of the places."""
    found = np.zeros(len(starts), bool)
    found[np.searchsorted(starts, places, side="right") - 1] = True
    return found


def _repeats(codes: Codes, kinds: Classes) -> Counts:
    """A letter three times, a mark four times, a mark of bold or italics twice."""
    twice = np.flatnonzero(codes[1:] == codes[:-1])
    thrice = twice[:-1][np.diff(twice) == 1]
    four = thrice[:-1][np.diff(thrice) == 1]
    return np.concatenate(
        [twice[kinds[twice] & DOUBLE != 0], thrice[kinds[thrice] & LETTER != 0], four[kinds[four] & MARK != 0]]
    )


def _gaps(kinds: Classes) -> Counts:
    """Two blanks in a row: both their places, for the break between texts is one of them."""
    blank = (kinds & BLANK) != 0
    found = np.flatnonzero(blank[1:] & blank[:-1])
    return np.concatenate([found, found + 1])


def _meetings(codes: Codes, kinds: Classes) -> Counts:
    """Latin beside Russian letters, and marks beside neighbours that may make them a link, a mention or a heading."""
    latin = np.flatnonzero(kinds[:-1] & LATIN)
    near = np.flatnonzero(kinds[:-1] & NEAR)
    sign, before, after = codes[near], codes[near - 1], codes[near + 1]
    left, right = kinds[near - 1], kinds[near + 1]

    def one_of(some: Codes, said: str) -> Flags:
        return np.isin(some, [ord(one) for one in said])

    suspect = (
        ((sign == ord("@")) & ((right & (LATIN | DIGIT) != 0) | one_of(after, "_.")))
        | ((sign == ord("@")) & ((left & (LETTER | DIGIT) != 0) | one_of(before, "_.+-")))
        | ((sign == ord("#")) & ((after == ord("#")) | (right & BLANK != 0)))
        | ((sign == ord("/")) & ((before == ord(":")) | (left & LATIN != 0)))
        | ((sign == ord("[")) & one_of(after, "[h"))
        | ((sign == ord("]")) & (after == ord("(")))
    )
    return np.concatenate([latin[(kinds[latin + 1] | kinds[latin - 1]) & CYRILLIC != 0], near[suspect]])


def _numbers(kinds: Classes) -> Counts:
    """Digits so near each other that they may be a phone or a number."""
    at = np.flatnonzero(kinds & DIGIT)
    return at[: 1 - DIGITS][at[DIGITS - 1 :] - at[: 1 - DIGITS] <= REACH] if len(at) >= DIGITS else at[:0]
