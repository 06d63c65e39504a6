"""How much two bags of words have in common, rare words more than frequent ones."""

from collections.abc import Mapping, Set
from math import log, sqrt


def nearness(one: Set[str], other: Set[str], spread: Mapping[str, int], texts: int) -> float:
    """0–1: cosine of two bags of lemmas weighted by rarity. `spread` counts the texts in which a word stands."""
    common = one & other
    if not common:
        return 0.0

    def weight(words: Set[str]) -> float:
        return sum(log(1 + (texts + 1) / (1 + spread.get(word, 0))) ** 2 for word in words)

    return weight(common) / sqrt(weight(one) * weight(other))
