"""Words that a municipality has for its own places and bodies: the masker hears no person in them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from nlp.gazetteer.forms import forms

KEPT_WORDS, SHORTEST = 50_000, 4
WORD = re.compile("[а-яё]+")
FAMILY = re.compile(r".*(?:(?:[оеё]в|[иы]н)(?:а|у|ым|ом|ой|е|ы|ых)?|[сц]к(?:ий|ая|ого|ой|ому|ую|им))")
"""A form that a family name has as well: «у Бахарева» is a person, whatever village is near."""


def owned(names: Iterable[str]) -> frozenset[str]:
    """All forms, in small letters with ё folded, of the words of proper names; those of family names are left out."""
    words = {word for name in names for word in WORD.findall(name.lower()) if len(word) >= SHORTEST}
    return frozenset(form for word in words for form in _forms(word.replace("ё", "е")) if not FAMILY.fullmatch(form))


@lru_cache(maxsize=KEPT_WORDS)
def _forms(word: str) -> tuple[str, ...]:
    return forms(word)
