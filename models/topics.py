"""The second level: the most probable of the 359 topics of «Инцидент менеджмент» inside the theme that was found.

There are no labels of topics to learn from. A topic scores by the signs of the lexicon that its text holds
(models.lexicon) and by the share of its group that the same signs find in unlabelled texts (topic_shares.csv). It is
computed on demand, when an incident is exchanged, never for every post (docs/topics.md).
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import profiles.titles
from core.labels import Guess, Theme
from models import lexicon
from models.lexicon import Group

SHARES = Path(__file__).parent / "topic_shares.csv"
SHOWN = 3
CLOSE = 0.5
"""The second theme has a say where it is at least so probable, compared with the first."""
CONTEXT = 0.3
"""Weight of the signs of the post above, compared with those of the text."""
DECAY = 0.6
"""Each further sign of a topic counts so much less than the one before it, the heaviest first."""
PRIOR = 0.6
"""How much the share of a topic counts, compared with what the text says."""
SHARPNESS = 0.6
"""Turns margins into scores about as sure as they are right (docs/topics.md)."""
WITHOUT_REST = frozenset({"crc"})
"""Groups whose last topic is not «… прочее»."""

Doubles = NDArray[np.float64]


class Topics:
    """Ranks the topics of a group. The result depends on nothing but the arguments."""

    def __init__(self, groups: Mapping[str, Group], shares: Mapping[str, float]) -> None:
        self._groups = groups
        self._shares = {
            code: np.asarray([shares.get(topic, 1 / len(group.topics)) for topic in group.topics])
            for code, group in groups.items()
        }

    def rank(self, text: str, themes: Sequence[Guess], context: str | None = None) -> tuple[Guess, ...]:
        """The three surest topics of the most probable theme, and of the second where it is close.

        `p` is the theme's probability times the topic's share of it. There are fewer than three where the themes hold
        no more topics, and none where no theme of the classifier is given. A text without words is «… прочее».
        """
        made = [
            Guess(topic, round(theme.p * p, 4))
            for theme in self._chosen(themes)
            for topic, p in self._scored(text, theme.code, context)
        ]
        return tuple(sorted(made, key=lambda guess: -guess.p)[:SHOWN])

    def _scored(self, text: str, code: str, context: str | None) -> Iterator[tuple[str, float]]:
        return zip(self._groups[code].topics, self.probabilities(text, code, context).tolist(), strict=True)

    def _chosen(self, themes: Sequence[Guess]) -> list[Guess]:
        known = sorted((theme for theme in themes if theme.code in self._groups), key=lambda theme: -theme.p)
        close = [theme for theme in known[1:2] if theme.p >= CLOSE * known[0].p]
        return known[:1] + close

    def probabilities(self, text: str, code: str, context: str | None = None) -> Doubles:
        """Probability of each topic of a group, in their order. They sum to less than 1 for a text without words."""
        shares = self._shares[code]
        read = lexicon.read_words(text)
        if not read:
            return self._wordless(code)
        margins = self.evidence(read, code) + PRIOR * np.log(shares)
        if context:
            margins += CONTEXT * self.evidence(lexicon.read_words(context), code)
        powers = np.exp(SHARPNESS * (margins - margins.max()))
        return np.asarray(powers / powers.sum())

    def evidence(self, read: Sequence[str], code: str) -> Doubles:
        """What the words of a text say for each topic of a group, 0 where they say nothing."""
        group = self._groups[code]
        weights: dict[int, list[float]] = defaultdict(list)
        for hit in group.hits(read):
            weights[hit.sign.topic].append(hit.weight)
        found = np.zeros(len(group.topics))
        for topic, heavy in weights.items():
            found[topic] = sum(one * DECAY**at for at, one in enumerate(sorted(heavy, reverse=True)))
        return found

    def _wordless(self, code: str) -> Doubles:
        low = self._shares[code] / len(self._shares[code])
        if code not in WITHOUT_REST:
            low[-1] = 1 / len(low)
        return np.asarray(low)

    def why(self, text: str, topic: str) -> tuple[str, ...]:
        """Signs of a topic that the text holds, the heaviest first, as they are written in the lexicon."""
        group = self._groups[topic.rsplit("-", 1)[0]]
        found = [hit for hit in group.hits(lexicon.read_words(text)) if group.topics[hit.sign.topic] == topic]
        return tuple(hit.sign.text for hit in sorted(found, key=lambda hit: -hit.weight))


@lru_cache(maxsize=1)
def shipped() -> Topics:
    """The lexicon that is shipped with the program, read at the first question."""
    return Topics(lexicon.load(), shares())


def shares(table: Path = SHARES) -> dict[str, float]:
    """Share of its group by topic."""
    with table.open(encoding="utf-8", newline="") as rows:
        return {topic: float(share) for topic, share in list(csv.reader(rows))[1:]}


def topics(text: str, themes: Theme | Sequence[Guess], context: str | None = None) -> tuple[Guess, ...]:
    """As `Topics.rank`, by the shipped lexicon; a theme that is decided counts as certain."""
    guesses = [Guess(str(themes), 1.0)] if isinstance(themes, Theme) else themes
    return shipped().rank(text, guesses, context)


def titles() -> Mapping[str, str]:
    """Titles of the official classifier by code, in its order."""
    return profiles.titles.topics()
