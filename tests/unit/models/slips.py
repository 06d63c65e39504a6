"""Generated slips: texts with one keyboard slip in some of their longer words. The same seed gives the same texts."""

import re
from collections.abc import Iterator, Sequence
from random import Random

WORD = re.compile(r"[а-яё]{6,}")
SHARE = 0.25
"""So many of the longer words of a text get a slip."""


def slipped(texts: Sequence[str], seed: int = 5) -> Iterator[str]:
    """Each text with slips in about a quarter of its words of six letters and more."""
    draw = Random(seed)
    for text in texts:
        yield WORD.sub(lambda found: _slip(found.group(), draw) if draw.random() < SHARE else found.group(), text)


def _slip(word: str, draw: Random) -> str:
    at = draw.randrange(1, len(word) - 1)
    before, here, after = word[:at], word[at], word[at + 1 :]
    return draw.choice([before + after[0] + here + after[1:], before + after, before + here * 2 + after])
