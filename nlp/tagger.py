"""Places by a learnt network and a chain of tags; a span is named where its probability is worth it."""

from dataclasses import dataclass, field
from math import log

from core.labels import Place
from nlp.chain import Floats, Span, apart, probabilities, sigmoid
from nlp.convolution import Network, Weights
from nlp.perceptron import Perceptron
from nlp.tagging import Token, around, split

LEAST = 0.33
"""Spans of a smaller worth are not named: exact-span F1 out of fold is best there (docs/models.md)."""
AGREED = 0.15
"""What the worth of a span grows by where the perceptron names it too."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """`slope` and `shift` turn the logit of a span's probability into that of a confidence that held-out texts bear
    out; `second` is asked which of the spans it would name."""

    weights: Weights
    slope: float = 1.0
    shift: float = 0.0
    second: Perceptron | None = None
    network: Network = field(init=False, repr=False, compare=False)
    chain: tuple[Floats, Floats, Floats] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "network", Network(self.weights))
        means = tuple(part.mean(axis=0) for part in (self.weights.steps, self.weights.first, self.weights.last))
        object.__setattr__(self, "chain", means)

    def places(self, text: str) -> tuple[Place, ...]:
        """Places in the order of the text; offsets exact, confidence 0–1."""
        tokens = split(text)
        found = self.spans(text, tokens)
        return tuple(self._place(text, tokens, span, found[span]) for span in apart(self.worth(found, tokens), LEAST))

    def worth(self, found: dict[Span, float], tokens: list[Token]) -> dict[Span, float]:
        """Probabilities, raised where the second voice agrees. It is asked only where there is something to ask."""
        if self.second is None or not found:
            return found
        named = self.second.spans(tokens)
        return {span: p + AGREED * (span in named) for span, p in found.items()}

    def spans(self, text: str, tokens: list[Token]) -> dict[Span, float]:
        """Probability of each [from, to) span of tokens."""
        if not tokens:
            return {}
        inputs, lemmas = self.network.words([token.text for token in tokens])
        scores = self.network.scores(inputs, around(text, tokens, lemmas))
        return probabilities(scores, *self.chain)

    def _place(self, text: str, tokens: list[Token], span: Span, p: float) -> Place:
        start, end = tokens[span[0]].start, tokens[span[1] - 1].end
        logit = log(max(p, 1e-6)) - log(max(1 - p, 1e-6))
        return Place(text[start:end], start, end, round(sigmoid(self.slope * logit + self.shift), 4))
