"""What a single word can be: a family name that may stand alone, a word for a living one, somebody's odd family name.

All words are lower-case, and what was said of one is remembered.
"""

import re
from functools import lru_cache

from nlp.dictionary import readings
from nlp.naming import KEPT_WORDS, LONGEST, likely, roles

MAN = re.compile(r"[а-яё]{2,20}(?:[оеё]в|[иы]н)")
ENDING = re.compile(r"[а-яё]{2,20}(?:[оеё]в|[иы]н)(?:а|у|ой|ым|ы)?")
HOUSE = re.compile(r"[а-яё]{2,20}(?:[оеё]в|[иы]н)(?:ы|ых|ым|ыми)")
NOTABLE = frozenset(
    ["ленин", "пушкин", "путин", "сталин", "гагарин", "ельцин", "горбачёв", "собянин", "мишустин", "есенин"]
)


@lru_cache(maxsize=KEPT_WORDS)
def family(word: str) -> bool:
    """Whether a lower-case word is a family name that may stand alone: of one man in the nominative, or of a house."""
    if len(word) > LONGEST or word in NOTABLE:
        return False
    found = readings(word)
    tag = found[0].tag
    if "Surn" not in tag or any("Geox" in each.tag for each in found):
        return bool(HOUSE.fullmatch(word)) and not any(each.is_known for each in found)
    return bool(HOUSE.fullmatch(word)) or (bool(MAN.fullmatch(word)) and "nomn" in tag)


@lru_cache(maxsize=KEPT_WORDS)
def may_stand(word: str) -> bool:
    """Whether a lower-case word may name a person at all: what is looked at first."""
    return len(word) <= LONGEST and (bool(roles(word)) or bool(likely(word)) or family(word))


@lru_cache(maxsize=KEPT_WORDS)
def living(word: str) -> bool:
    """Whether a lower-case word is a common noun for a living one: «охранник», «племянник»."""
    tag = readings(word)[0].tag
    return "NOUN" in tag and "anim" in tag and not likely(word)


@lru_cache(maxsize=KEPT_WORDS)
def uncommon(word: str) -> bool:
    """Whether a lower-case word may be somebody's family name, though the dictionary says another thing or nothing."""
    first = readings(word)[0]
    return "Surn" in roles(word) or not first.is_known or ("NOUN" in first.tag and "nomn" in first.tag)


@lru_cache(maxsize=KEPT_WORDS)
def ending(word: str) -> bool:
    """Whether a lower-case word ends as family names do, and is no noun of its own («магазин»)."""
    first = readings(word)[0]
    common = first.is_known and "NOUN" in first.tag and first.tag.case == "nomn" and "Surn" not in first.tag
    return bool(ENDING.fullmatch(word)) and (not common or "Geox" in first.tag)
