"""What each word can be in a person's name, and the cheap test whether a text may name a person at all.

The rules that mask persons (`nlp.masks`) are slow patterns; they find nothing unless a first name stands beside a
patronymic or a family name, or initials stand together. Both are seen from words that are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from nlp.dictionary import readings
from nlp.tokens import tokens

if TYPE_CHECKING:  # every command masks, few count: numpy is not loaded for a name of a type
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

LEAST_SCORE = 0.04
KEPT_WORDS = 50_000
LONGEST = 40
"""No pattern of `nlp.masks` takes a longer word for a name, and the dictionary is slow on it."""
PERSONAL = frozenset({"Name", "Surn", "Patr"})
PATRONYMIC = re.compile(
    r"[а-яё]{2,24}(?:[оеё]вич(?:а|у|ем|е)?|[оеё]вн(?:а|ы|е|у|ой|ою)|ични?(?:чн)?(?:а|ы|е|у|ой)|[иы]ничн(?:а|ы|е|у"
    r"|ой))"
    r"|(?:ильич|кузьмич|лукич|фомич)(?:а|у|ом|ем|е)?"
)
INITIALS = re.compile(r"\.(?<=[А-ЯЁ]\.)[ \u00a0]{0,2}[А-ЯЁ](?!\w)")
"""Two initials: they begin with a full stop, which is found quickly."""
NAME, FAMILY, FATHER = 1, 2, 4
BITS = {"Name": NAME, "Surn": FAMILY, "Patr": FATHER}
BESIDE = frozenset(
    (one, other)
    for one in range(8)
    for other in range(8)
    if (one & NAME and other & (FAMILY | FATHER)) or (one & FAMILY and other & NAME)
)
"""Bits of two words in a row that may be a name."""


@lru_cache(maxsize=KEPT_WORDS)
def roles(word: str) -> frozenset[str]:
    """Which of Name, Surn, Patr a lower-case word can be: by the dictionary, or by its ending."""
    found: set[str] = set()
    for part in word.split("-"):
        for parse in readings(part):
            if parse.score >= LEAST_SCORE:
                found |= PERSONAL & parse.tag.grammemes
    if PATRONYMIC.fullmatch(word):
        found.add("Patr")
    return frozenset(found)


@lru_cache(maxsize=KEPT_WORDS)
def likely(word: str) -> frozenset[str]:
    """Which of Name, Surn, Patr the likeliest reading of a lower-case word is."""
    return PERSONAL & frozenset(readings(word)[0].tag.grammemes)


def bits(token: str) -> int:
    """NAME, FAMILY and FATHER of all that a lower-case token, or a part of it between hyphens, can be."""
    if not token[0].isalpha():
        return 0
    parts = [part for part in token.split("-") if len(part) <= LONGEST]
    return sum(BITS[role] for role in frozenset().union(*map(roles, parts), *map(likely, parts)))


remembered = lru_cache(maxsize=KEPT_WORDS)(bits)


def may_name(text: str, found: Sequence[str]) -> bool:
    """Whether a text, whose lower-case tokens are given, may hold a full name; no is certain, yes is not."""
    return not BESIDE.isdisjoint(pairwise(map(remembered, found))) or initials(text)


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """A text in small letters; many rules look for their signs in the same."""
    return text.lower()


@lru_cache(maxsize=4)
def names_any(text: str) -> bool:
    """The same of a text alone; the rules ask it one after another of what is mostly the same text."""
    return may_name(text, tokens(text))


def initials(text: str) -> bool:
    """Whether two initials stand together."""
    return "." in text and INITIALS.search(text) is not None


def beside(left: Numbers, right: Numbers) -> Numbers:
    """Which pairs of neighbours may be a name, by their bits: `BESIDE` for a whole batch, not 0 for yes."""
    return (left & NAME & (right >> 1 | right >> 2)) | (left >> 1 & right & NAME)
