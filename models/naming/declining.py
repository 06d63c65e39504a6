"""Names in whatever case: by the dictionary, or as words of their endings are declined."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from nlp.dictionary import dictionary

ENDINGS = {
    "а": {"gent": "ы", "datv": "е", "accs": "у", "ablt": "ой", "loct": "е"},
    "я": {"gent": "и", "datv": "е", "accs": "ю", "ablt": "ей", "loct": "е"},
    "": {"gent": "а", "datv": "у", "accs": "а", "ablt": "ом", "loct": "е"},
    "ь": {"gent": "я", "datv": "ю", "accs": "я", "ablt": "ем", "loct": "е"},
    "й": {"gent": "я", "datv": "ю", "accs": "я", "ablt": "ем", "loct": "е"},
}
FIXED = tuple("еёиоуыэю")


@lru_cache(maxsize=200_000)
def declined(word: str, case: str, gender: str, role: str = "") -> str:
    """A lower-case nominative in `case` ("nomn" … "loct") for a man ("masc") or a woman ("femn")."""
    parse = _parse(word, gender, role)
    if case == "nomn" and not (role == "Surn" and gender == "femn"):
        return word
    if parse is not None:
        found = parse.inflect({case, "sing", gender}) or (
            parse.inflect({case, "sing"}) if gender in parse.tag else None
        )
        if found is not None:
            return str(found.word)
    return _by_ending(word, case, gender)


def _parse(word: str, gender: str, role: str) -> Any:
    found = [each for each in dictionary().parse(word) if "nomn" in each.tag and (not role or role in each.tag)]
    mine = [each for each in found if gender in each.tag]
    return (mine or found or [None])[0]


def _by_ending(word: str, case: str, gender: str) -> str:
    if case == "nomn" or word.endswith(FIXED):
        return word
    ending = word[-1] if word[-1] in ENDINGS else ""
    if gender == "femn" and ending not in ("а", "я"):
        return word
    return (word[:-1] if ending else word) + ENDINGS[ending][case]
