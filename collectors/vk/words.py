"""Words that are never searched for: names of persons. The system reads of matters, it looks for nobody."""

import re
from typing import Any

from core.errors import Denied
from nlp.dictionary import dictionary
from nlp.masks import mask
from nlp.namesakes import PLACE_AFTER, PLACE_BEFORE
from nlp.naming import PERSONAL

_WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_FAMILY = re.compile(r"[а-яё]{2,25}(?:[оеё]в|[иы]н)(?:а|у|ым|ой)?|[а-яё]{2,25}енко")
"""Endings by which a word that no dictionary knows is a family name."""
SURE = 0.5
"""The share of readings that must say "name"."""


def refuse_persons(words: str) -> None:
    """Raises Denied for words that name a person, or hold a phone, an address of mail or a page."""
    if mask(words) != words or mask(words.title()) != words.title():
        raise Denied(f"поиск «{mask(words)}»: имена людей, телефоны и адреса страниц не ищем")
    named = next((found[0] for found in _WORD.finditer(words) if _names(words, found)), "")
    if named:
        raise Denied(f"поиск: слово «{named}» — имя человека, людей система не ищет; назовите место или предмет")


def _names(words: str, found: re.Match[str]) -> bool:
    around = PLACE_BEFORE.search(words[: found.start()]) or PLACE_AFTER.match(words[found.end() :])
    return not around and any(map(_name, found[0].lower().split("-")))


def _name(word: str) -> bool:
    """Whether a word is first of all the name of a person: not where it is a thing or a place as well."""
    readings = dictionary().parse(word)
    if any(each.is_known and each.normal_form == word and _thing(each.tag) for each in readings):
        return False
    if not any(each.is_known for each in readings):
        return bool(_FAMILY.fullmatch(word))
    return bool(sum(each.score for each in readings if PERSONAL & each.tag.grammemes) >= SURE)


def _thing(tag: Any) -> bool:
    return "NOUN" in tag and ("Geox" in tag or not PERSONAL & tag.grammemes)
