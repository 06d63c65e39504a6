"""Latin letters that imitate Russian ones: to deceive a filter, or by a wrong layout."""

import re

from nlp.dictionary import dictionary

CONFUSABLE = str.maketrans("ABCEHKMOPTXYaceopxyk", "АВСЕНКМОРТХУасеорхук")
LATIN = re.compile(r"[A-Za-z]")
MEETING = re.compile(r"[A-Za-z](?:(?=[А-Яа-яЁё])|(?<=[А-Яа-яЁё][A-Za-z]))")
"""A Latin letter beside a Russian one; the pattern begins with the rarer of both, for speed."""
MIXED = re.compile(r"[A-Za-zА-Яа-яЁё]{2,60}")
IMITATED = re.compile(r"(?<![\w.@/-])[ABCEHKMOPTXYaceopxyk]{1,30}(?![\w.@/-])")


def latin_lookalikes(text: str) -> str:
    """Latin letters inside a Russian word become the Russian ones that they imitate; where that was done, words that
    are imitated whole ("BOДЫ HET") become Russian too, if the dictionary knows them."""
    if not LATIN.search(text) or not MEETING.search(text):
        return text
    mended = MIXED.sub(_russian, text)
    return IMITATED.sub(_imitated, mended) if mended != text else text


def _imitated(found: re.Match[str]) -> str:
    russian = found.group().translate(CONFUSABLE)
    return russian if dictionary().word_is_known(russian.lower()) else found.group()


def _russian(found: re.Match[str]) -> str:
    word = found.group()
    if word.isascii() or not _has_latin(word):
        return word
    russian = word.translate(CONFUSABLE)
    return word if _has_latin(russian) else russian


def _has_latin(word: str) -> bool:
    return LATIN.search(word) is not None
