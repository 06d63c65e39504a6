"""What one word says of whether it names a person: numbers of its looks, its readings and its dictionary form.

A number is the CRC-32 of a string, so that weights hold no word. Rare words of persons are told by their endings only.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from nlp.dictionary import readings
from nlp.naming import KEPT_WORDS, LEAST_SCORE, LONGEST, PATRONYMIC, PERSONAL

SHORTEST = 2
SURER = 110
"""So much farther above the threshold must stand what the dictionary has as no name, or what ends as a village does."""
PLACELIKE = re.compile(r"(?:ск|ово|ево|ье|ья|ью|град|поль|бург)$")


class Word(NamedTuple):
    """`look` what it may be and how it is written; `tag` its part of speech with case and gender; `cases` those that a
    name would stand in; `lemma`; `own` the endings and, of a word that is more than a name, the word itself."""

    look: int
    kind: int
    tag: int
    cases: int
    lemma: int
    own: tuple[int, ...]
    maybe: bool
    anywhere: bool
    living: bool
    acting: bool
    ends: bool
    fabled: bool
    common: bool
    surer: int


def number(feature: str) -> int:
    """The number of a string."""
    return crc32(feature.encode())


@lru_cache(maxsize=2)
def notable(fabled: bool = False) -> frozenset[str]:
    """Dictionary forms of names that everybody knows from books, history and street signs; `fabled`: nobody else's."""
    lines = (Path(__file__).parent / "notable.txt").read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if not line.startswith("#") and line.startswith("=" if fabled else "")]
    return frozenset(word for line in told for word in line.split()) - {"="}


def shape(token: str) -> str:
    """How a word is written: `C`apital, `U`PPER, `l`ower, `m`ixed."""
    if token.islower():
        return "l"
    if token.isupper():
        return "U" if len(token) > 1 else "I"
    return "C" if token[0].isupper() and token[1:].islower() else "m"


@lru_cache(maxsize=KEPT_WORDS)
def word(token: str) -> Word:
    """A word, a number, a mask or a sign by itself."""
    if not token[0].isalpha():
        return _sign("#" if token[0].isdigit() else token)
    low = token.lower()
    if len(low) > LONGEST:
        return _sign("long")
    return _word(low, shape(token))


@lru_cache(maxsize=1024)
def _sign(name: str) -> Word:
    """One for all numbers: a table's are never the same twice."""
    one = number(f"s={name}")
    return Word(one, one, one, one, one, (), False, False, False, False, name in ".!?\n…", False, True, 0)


def _word(low: str, form: str) -> Word:
    found = _part(low)
    tag = found[0].tag
    kind = _kind(low, found)
    personal = [each for each in found if PERSONAL & each.tag.grammemes]
    nouns = personal or [each for each in found if "NOUN" in each.tag]
    cases = sorted({str(each.tag.case) for each in nouns})
    gender = sorted({str(each.tag.gender) for each in nouns})
    known = found[0].is_known
    lemma = found[0].normal_form.replace("ё", "е")
    ends = [f"4={low[-4:]}", f"3={low[-3:]}", f"2={low[-2:]}"]
    owner = any(each.is_known and not PERSONAL & each.tag.grammemes for each in found) or "Name" in tag
    own = [f"{end}|{form}" for end in ends] + ([f"w={lemma}|{form}", f"v={low}|{form}"] if owner else [])
    named = bool(_roles(found)) or not known or PATRONYMIC.fullmatch(low) is not None
    abbreviation = form == "U" and not (known and personal)
    may = len(low) >= SHORTEST and not low[0].isascii() and not abbreviation
    return Word(
        look=number(f"look={kind}|{form}"),
        kind=number(f"kind={kind}"),
        tag=number(f"tag={_tag(tag)}"),
        cases=number(f"cases={cases}{gender}"),
        lemma=number(f"lemma={lemma}"),
        own=tuple(map(number, own)),
        maybe=may and (named or form in "CU"),
        anywhere=may and named,
        living="NOUN" in tag and "anim" in tag and not PERSONAL & tag.grammemes,
        acting="VERB" in tag,
        ends=False,
        fabled=form in "CU" and found[0].normal_form.replace("ё", "е") in notable(fabled=True),
        common=not personal,
        surer=SURER if _plain(low, found) or _placelike(low, known) else 0,
    )


def _plain(low: str, found: Any) -> bool:
    """Whether the dictionary has it, and as no name at all: "график", "космонавтов"."""
    known = found[0].is_known and not any(each.is_known and PERSONAL & each.tag.grammemes for each in found)
    return known and PATRONYMIC.fullmatch(low) is None


def _placelike(low: str, known: bool) -> bool:
    """Whether an unknown word ends as towns and villages do, and family names do not."""
    return not known and PLACELIKE.search(low) is not None


def _part(low: str) -> Any:
    """Readings of the part between hyphens that is likeliest a name, else of the last."""
    parts = [readings(part) for part in low.split("-") if part] or [readings(low)]
    return next((found for found in parts if PERSONAL & found[0].tag.grammemes), parts[-1])


def _roles(found: Any) -> frozenset[str]:
    return frozenset().union(*(PERSONAL & each.tag.grammemes for each in found if each.score >= LEAST_SCORE))


def _among(found: Any, names: frozenset[str]) -> bool:
    return any(each.normal_form.replace("ё", "е") in names or each.word.replace("ё", "е") in names for each in found)


def _kind(low: str, found: Any) -> str:
    """`N`ame, `S`urname, `P`atronymic of the likeliest reading, small letters for the others; what else it may be."""
    first = PERSONAL & found[0].tag.grammemes
    others = _roles(found) - first
    told = "".join(sorted(role[0] for role in first)) + "".join(sorted(role[0].lower() for role in others))
    if PATRONYMIC.fullmatch(low):
        told += "p"
    common = next((each for each in found if each.is_known and not PERSONAL & each.tag.grammemes), None)
    told += "k" if found[0].is_known else "u"
    if _among(found, notable()):
        told += "h"
    if any("Geox" in each.tag and each.is_known for each in found):
        told += "g"
    if common is not None:
        living = "a" if "anim" in common.tag else ""
        told += f"-{common.tag.POS}{living}{'!' if common.score > 0.3 else ''}"
    return told


def _tag(tag: Any) -> str:
    personal = "".join(sorted(PERSONAL & tag.grammemes))
    return (
        f"{tag.POS}{tag.case or ''}{tag.gender or ''}{tag.number or ''}{tag.animacy or ''}{tag.person or ''}{personal}"
    )
