"""Pairs of units that a vocabulary knows, found for many neighbours at once."""

import re
from collections.abc import Mapping
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
PAIR = re.compile(r"(\[[^\]]*\]|\S+) (\[[^\]]*\]|\S+)")
"""Two keys with a space between; a mask such as "[дата рождения]" is one key."""


class Pairs:
    """Pairs among some units with their numbers: each half is a part, two parts are one code, codes are sorted."""

    def __init__(self, units: Mapping[str, int]) -> None:
        halves = {number: found.groups() for unit, number in units.items() if (found := PAIR.fullmatch(unit))}
        self._parts = {part: at for at, part in enumerate(dict.fromkeys(chain.from_iterable(halves.values())), 1)}
        parts = np.asarray([[self._parts[half] for half in both] for both in halves.values()], np.int64).reshape(-1, 2)
        codes = self._code(parts[:, 0], parts[:, 1])
        order = np.argsort(codes)
        self._codes, self._numbers = codes[order], np.asarray([*halves], np.int64)[order]

    def part(self, key: str) -> int:
        """Number of a key as a half of pairs, 0 where it is in none."""
        return self._parts.get(key, 0)

    def numbers(self, left: Numbers, right: Numbers) -> Numbers:
        """Numbers of pairs by the parts of their halves (n,); 0 where a pair is not known."""
        found = np.zeros(len(left), np.int64)
        at = np.flatnonzero((left > 0) & (right > 0))
        if not len(at) or not len(self._codes):
            return found
        wanted = self._code(left[at], right[at])
        place = np.minimum(np.searchsorted(self._codes, wanted), len(self._codes) - 1)
        found[at] = np.where(self._codes[place] == wanted, self._numbers[place], 0)
        return found

    def _code(self, left: Numbers, right: Numbers) -> Numbers:
        return np.asarray(left * (len(self._parts) + 1) + right, np.int64)
