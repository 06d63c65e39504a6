"""Dictionary forms by pymorphy3, and the line of them that the full-text index keeps.

The dictionary is opened at the first word (0.1–0.3 s); each word is parsed once and kept in a bounded cache.
"""

from functools import lru_cache
from typing import NamedTuple

from nlp.dictionary import readings
from nlp.masks import mask
from nlp.normalise import normalise
from nlp.tokens import words

KEPT_WORDS = 200_000
"""Bound of the cache: about 60 MB when full."""
INDEX_CHARS = 200_000
"""A longer text is indexed by its beginning only."""
LONGEST_WORD = 40
"""A longer run of letters is no word of the dictionary and stays as it is."""


class Form(NamedTuple):
    """A word's dictionary form (ё folded) and the grammemes of its most probable parse."""

    lemma: str
    tags: frozenset[str]


@lru_cache(maxsize=KEPT_WORDS)
def form(word: str) -> Form:
    """Parse one lower-case word."""
    if len(word) > LONGEST_WORD or not word[0].isalpha():
        return Form(word, frozenset())
    parse = readings(word)[0]
    return Form(parse.normal_form.replace("ё", "е"), frozenset(parse.tag.grammemes))


def lemma(word: str) -> str:
    """Dictionary form of one lower-case word; what is no word comes back as it is."""
    return form(word).lemma


def lemmas(text: str) -> list[str]:
    """Dictionary forms of a text's words in their order; marks and smiles are left out."""
    return [lemma(word) for word in words(normalise(text))]


TOGETHER = {"ям": "яма", "ямы": "яма", "лифта": "лифт", "люка": "люк", "крыш": "крыша", "дорог": "дорога"}
"""Words that the dictionary takes for rarer ones ("ямы" for "ям"): in the index they stand with what residents mean.
The model's own lemmas stay as they are: its vocabulary was learnt with them."""


def index_line(text: str) -> str:
    """Lemmas of the masked text, joined by spaces: what the full-text index keeps, and how it is asked.

    Persons, phones and links never reach the index. At most `INDEX_CHARS` characters of the text are read.
    """
    return masked_line(mask(text[:INDEX_CHARS]))


def masked_line(text: str) -> str:
    """The same of a text that was masked before it was stored."""
    return " ".join(map(_indexed, words(normalise(text[:INDEX_CHARS]))))


@lru_cache(maxsize=KEPT_WORDS // 4)
def _indexed(word: str) -> str:
    found = lemma(word)
    return TOGETHER.get(found, found)
