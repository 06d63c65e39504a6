"""Generated slips of residents: texts with a slip in some of their longer words. The same seed gives the same texts."""

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

WORD = re.compile(r"[а-яё]{6,}")
SHARE = 0.25
"""So many of the longer words of a text get a slip."""
KEYS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
"""Rows of the keyboard: the finger hits the next key."""
VOWELS = {"а": "о", "о": "а", "е": "и", "и": "е", "я": "е"}
"""What residents hear in an unstressed place."""


def slipped(texts: Sequence[str], seed: int = 5, share: float = SHARE) -> Iterator[str]:
    """Each text with slips in about so many of its words of six letters and more."""
    draw = Random(seed)
    for text in texts:
        yield WORD.sub(lambda found: _slip(found.group(), draw) if draw.random() < share else found.group(), text)


def _slip(word: str, draw: Random) -> str:
    at = draw.randrange(1, len(word) - 1)
    return draw.choice(KINDS)(word[:at], word[at], word[at + 1 :], draw)


def swapped(before: str, here: str, after: str, draw: Random) -> str:
    return before + after[0] + here + after[1:]


def lost(before: str, here: str, after: str, draw: Random) -> str:
    return before + after


def doubled(before: str, here: str, after: str, draw: Random) -> str:
    return before + here * 2 + after


def missed(before: str, here: str, after: str, draw: Random) -> str:
    """The neighbour key instead of the right one."""
    row = next((row for row in KEYS if here in row), here)
    at = row.index(here) + draw.choice((-1, 1))
    return before + row[max(0, min(len(row) - 1, at))] + after


def heard(before: str, here: str, after: str, draw: Random) -> str:
    return before + VOWELS.get(here, here) + after


def held(before: str, here: str, after: str, draw: Random) -> str:
    """The key was held: "вооооды"."""
    return before + here * draw.randint(3, 6) + after


KINDS: tuple[Callable[[str, str, str, Random], str], ...] = (swapped, lost, doubled, missed, heard, held)
