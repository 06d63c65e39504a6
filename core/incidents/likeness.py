"""How much two bags of words have in common, rare words more than frequent ones."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from math import fsum, log, sqrt


@dataclass(slots=True)
class Rarity:
    """Weights of words by the number of texts that hold them (`spread`). A weight stays as it was first asked for."""

    spread: Mapping[str, int]
    texts: int
    known: dict[str, float] = field(default_factory=dict)
    norms: dict[int, float] = field(default_factory=dict)

    def weight(self, words: Set[str]) -> float:
        """Sum of the squared weights: an exact one, for a set has another order in each process."""
        return fsum(map(self.of, words))

    def of(self, word: str) -> float:
        """The squared weight of a word."""
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = log(1 + (self.texts + 1) / (1 + self.spread.get(word, 0))) ** 2
        return found

    def norm(self, post_id: int, words: Set[str]) -> float:
        """The length of a post's bag, squared."""
        found = self.norms.get(post_id)
        if found is None:
            found = self.norms[post_id] = self.weight(words)
        return found

    def nearness(self, one: int, ours: Set[str], other: int, theirs: Set[str]) -> float:
        """0–1: cosine of the bags of two posts."""
        common = ours & theirs
        return self.weight(common) / sqrt(self.norm(one, ours) * self.norm(other, theirs)) if common else 0.0
