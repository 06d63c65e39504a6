"""A word for a municipality's own place is heard as no person, unless it is a name of persons, too."""

from functools import lru_cache

from nlp.dictionary import readings
from nlp.naming import KEPT_WORDS, PERSONAL


@lru_cache(maxsize=KEPT_WORDS)
def personal(word: str) -> bool:
    """Whether the dictionary has a lower-case word as a name of persons: «Надежда» may be a village and a woman."""
    return any(each.is_known and PERSONAL & each.tag.grammemes for each in readings(word))
