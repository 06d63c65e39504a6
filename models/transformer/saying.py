"""Logits become an assessment: softmax by head at its temperature, expected grades, the margin as the one reason."""

from collections.abc import Iterator, Sequence

import numpy as np

from core.labels import Assessment, Guess, Kind, Sign, Theme, Why
from models.transformer.card import Card, Head
from models.transformer.network import Doubles, Logits

SHOWN_THEMES = 3
ENCODER = "⟨энкодер⟩"
"""The one addend of each margin: what an encoder takes from each word is not known."""


def said(logits: Logits, card: Card, version: str) -> Assessment:
    """All that the heads say of one text; probabilities rounded to 4 digits."""
    themes = guesses(softmax(logits["theme"] / card.heads["theme"].temperature), card.heads["theme"])
    kinds = guesses(softmax(logits["kind"] / card.heads["kind"].temperature), card.heads["kind"])
    neg, neg_score = grade(logits["neg"], card.heads["neg"])
    risk, risk_score = grade(logits["risk"], card.heads["risk"])
    return Assessment(
        theme=Theme(themes[0].code),
        themes=themes[:SHOWN_THEMES],
        kind=Kind(kinds[0].code),
        kind_p=kinds[0].p,
        solvable=_p(sigmoid(logits["solvable"] / card.heads["solvable"].temperature)[0]),
        neg=neg,
        neg_score=neg_score,
        risk=risk,
        risk_score=risk_score,
        signs=_signs(logits["signs"], card.heads["signs"]),
        model=version,
        abstain=themes[0].p < card.threshold,
    )


def guesses(shares: Doubles, head: Head) -> tuple[Guess, ...]:
    """All labels of a head, the most probable first."""
    return tuple(Guess(head.labels[at], _p(shares[at])) for at in np.argsort(-shares, kind="stable"))


def grade(logits: Doubles, head: Head) -> tuple[int, float]:
    """Grade by the head's cuts, and the expected grade 0–3."""
    levels = np.asarray([int(label) for label in head.labels])
    expected = float(softmax(logits / head.temperature) @ levels)
    return int(np.searchsorted(head.cuts, expected, side="right")), _p(expected)


def why(assessment: Assessment, logits: Logits, card: Card) -> Iterator[Why]:
    """The raw margin of theme, kind and risk (any risk against none), before temperature."""
    chosen = {"theme": [str(assessment.theme)], "kind": [str(assessment.kind)]}
    for name, labels in chosen.items():
        yield Why(f"{name}:{labels[0]}", ENCODER, _p(margin(logits[name], card.heads[name], labels)))
    yield Why("risk", ENCODER, _p(margin(logits["risk"], card.heads["risk"], ["1", "2", "3"])))


def margin(logits: Doubles, head: Head, labels: Sequence[str]) -> float:
    """Logarithm of the odds of some labels against the rest."""
    yes = np.isin(head.labels, labels)
    return float(np.logaddexp.reduce(logits[yes]) - np.logaddexp.reduce(logits[~yes]))


def softmax(logits: Doubles) -> Doubles:
    """Logits (labels,) -> shares that sum to 1."""
    return np.asarray(np.exp(logits - np.logaddexp.reduce(logits)))


def sigmoid(logits: Doubles) -> Doubles:
    """Logits -> probabilities, each by itself; never overflows."""
    return np.asarray(np.exp(-np.logaddexp(0, -logits)))


def _signs(logits: Doubles, head: Head) -> dict[Sign, float]:
    """Every sign; one that the model was not taught is 0."""
    found = dict(zip(head.labels, sigmoid(logits / head.temperature), strict=True))
    return {sign: _p(found.get(str(sign), 0.0)) for sign in Sign}


def _p(value: float) -> float:
    return round(float(value), 4)
