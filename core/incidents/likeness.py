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
    norms: dict[frozenset[str], float] = field(default_factory=dict)

    def weight(self, words: Set[str]) -> float:
        """Sum of the squared weights: an exact one, for a set has another order in each process."""
        try:
            return fsum(map(self.known.__getitem__, words))
        except KeyError:  # words that were never asked for are reckoned once, the others are looked up without a call
            return fsum(map(self.of, words))

    def of(self, word: str) -> float:
        """The squared weight of a word."""
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = log(1 + (self.texts + 1) / (1 + self.spread.get(word, 0))) ** 2
        return found

    def norm(self, words: frozenset[str]) -> float:
        """The length of a bag, squared."""
        found = self.norms.get(words)
        if found is None:
            found = self.norms[words] = self.weight(words)
        return found

    def nearness(self, ours: frozenset[str], theirs: frozenset[str]) -> float:
        """0–1: cosine of two bags."""
        common = ours & theirs
        return self.weight(common) / sqrt(self.norm(ours) * self.norm(theirs)) if common else 0.0
