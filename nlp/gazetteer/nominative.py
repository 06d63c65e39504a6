"""The name of a place as a list says it: "школы №1" -> "школа № 1", "на Советской" it never sees, "Советской" ->
"Советская". The first words of a name are put into the nominative; what depends on them stays ("улице Ленина" ->
"улица Ленина"), and so does a name that is a genitive by birth ("Энтузиастов 10"). The cases are
tests/unit/nlp/cases/nominative.txt.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from nlp.dictionary import readings
from nlp.gazetteer.words import STREET_TYPES

KEPT = 10_000
PART = re.compile(r"(\s*[,;]\s*|\s+и\s+(?=[А-ЯЁ]))")
WORD = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*\.?")
NUMBER_SIGN = re.compile(r"(?:№|\bN|\bномер)\s*(?=\d)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


THINGS = _words("""
школа гимназия лицей сад садик больница поликлиника госпиталь парк сквер станция остановка мост стадион
библиотека музей театр памятник рынок магазин кафе ресторан гостиница кладбище озеро река собор кинотеатр аптека
котельная автостанция вокзал дом двор улица проспект переулок площадь набережная бульвар шоссе проезд тупик
аллея тракт микрорайон квартал город поселок посёлок село деревня станица хутор разъезд район округ область
поселение
""")
"""Words that name a sort of place, whatever letter they begin with. "Мира" and "Победы" are names, not these."""
SETTLEMENTS = _words("город посёлок село деревня станица хутор станция")
COUNTED = _words("школа гимназия лицей котельная поликлиника больница аптека")
"""Places that are called by their number: "школе 41" -> "школа № 41"."""
SHORT = {
    **dict.fromkeys(_words("ул наб пл ал д дер ст"), "femn"),
    **dict.fromkeys(_words("пр пр-т пр-кт просп пер б-р мкр мкрн м-н туп г гор п пос пгт х"), "masc"),
    "ш": "neut",
}
"""Short forms of types, with the gender of an adjective that follows: "ул. Школьной" -> "ул. Школьная"."""
NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "anim"})
"""What the dictionary says of words that name one person or one place."""
FEMININE, MASCULINE = re.compile(r"(?:ой|ей|ую|юю)$"), re.compile(r"(?:ому|ему|ом|ем)$")

SECOND = {"loc2": "loct", "gen2": "gent"}
"""Cases that only some nouns have, as their adjectives stand: "в детском саду"."""


@lru_cache(maxsize=KEPT)
def nominative(name: str) -> str:
    """A name of a place in the nominative; what the rules do not know comes back as it was written."""
    parts = PART.split(NUMBER_SIGN.sub("№ ", name.strip()))
    return "".join(part if at and not part[:1].isupper() else _part(part) for at, part in enumerate(parts))


def _part(part: str) -> str:
    """One name of a list."""
    found = list(WORD.finditer(part))
    leading = [each for at, each in enumerate(found) if not _gap(part, found[: at + 1]).strip()]
    if not leading or leading[0].start() != 0:
        return part
    words = [each[0] for each in leading]
    said = _named(words)
    end = leading[len(said) - 1].end() if said else 0
    rest = part[end:]
    if said and said[-1].lower() in COUNTED:
        rest = re.sub(r"^\s+(?=\d{1,3}$)", " № ", rest)
    return " ".join(said) + rest


def _gap(part: str, found: Sequence[re.Match[str]]) -> str:
    """What stands between the words so far besides spaces."""
    return "".join(part[one.end() : two.start()] for one, two in pairwise(found))


def _named(words: Sequence[str]) -> list[str]:
    """The words of the name's beginning that were put into the nominative; none where nothing is to be put."""
    first = words[0].lower().rstrip(".")
    if first in SHORT and len(words) > 1:
        return [words[0], _short(words[1], SHORT[first])]
    found = ((at, thing) for at, word in enumerate(words[:4]) if (thing := _thing(word)))
    noun, head = next(found, (-1, None))
    if head is None or not all(_agrees(word, head) for word in words[:noun]):
        return [_adjective(words[0], "femn")] if FEMININE.search(words[0]) and _adjective(words[0], "femn") else []
    before = [_adjective(word, _gender(head)) for word in words[:noun]]
    return [*before, _as(words[noun], head.inflect({"nomn"}).word), *_after(words[noun + 1 :], head)]


def _short(word: str, gender: str) -> str:
    """The word after a short form: "ул. Чайковского" and "пр. Мира" stay."""
    fits = FEMININE if gender == "femn" else MASCULINE
    return (fits.search(word) and _adjective(word, gender)) or word


def _after(words: Sequence[str], head: Any) -> list[str]:
    """The name after its type agrees with it: "улице Советской", "города Перми". A genitive stays: "улице Ленина"."""
    if not words:
        return []
    if head.normal_form in STREET_TYPES and _agrees(words[0], head) and not _surname(words[0]):
        return [_adjective(words[0], _gender(head))]
    named = _town(words[0], head) if head.normal_form in SETTLEMENTS else None
    return [_as(words[0], named.inflect({"nomn"}).word)] if named else []


def _surname(word: str) -> bool:
    return any("Surn" in parse.tag for parse in readings(word.lower()))


def _town(word: str, head: Any) -> Any:
    """The reading of a settlement's name in the case of its type."""
    for parse in readings(word.lower()):
        if parse.tag.POS == "NOUN" and _case(parse) == _case(head) and ("Geox" in parse.tag or not parse.is_known):
            return parse if parse.inflect({"nomn"}) else None
    return None


def _agrees(word: str, head: Any) -> bool:
    """Whether a word may be an adjective of the head."""
    return any(parse.tag.POS == "ADJF" and _form(parse) == _form(head) for parse in readings(word.lower()))


def _form(parse: Any) -> tuple[str, str]:
    return _case(parse), _gender(parse)


def _case(parse: Any) -> str:
    case = str(parse.tag.case)
    return SECOND.get(case, case)


def _thing(word: str) -> Any:
    """The reading of a word as a thing that a place is, in the case that it stands in; None where it is none."""
    if word.isupper() or word.endswith("."):
        return None
    nouns = [parse for parse in readings(word.lower()) if parse.tag.POS == "NOUN" and parse.inflect({"nomn"})]
    known = sorted(
        (parse for parse in nouns if parse.normal_form in THINGS), key=lambda parse: parse.tag.number != "sing"
    )
    common = filter(_common, nouns) if word.islower() and not _adjectival(word) else ()
    return next(iter([*known, *common]), None)


def _common(parse: Any) -> bool:
    return bool(parse.is_known) and NAMES.isdisjoint(parse.tag.grammemes)


def _adjectival(word: str) -> bool:
    likeliest = readings(word)[0]
    return str(likeliest.tag.POS) == "ADJF" and float(likeliest.score) > 0.4


def _gender(head: Any) -> str:
    return "plur" if str(head.tag.number) == "plur" else str(head.tag.gender or "masc")


def _adjective(word: str, gender: str) -> str:
    """An adjective in the nominative of a gender; empty where the word is none."""
    for parse in readings(word.lower()):
        if parse.tag.POS != "ADJF":
            continue
        wanted = {"nomn", "plur"} if gender == "plur" else {"nomn", "sing", gender}
        said = parse.inflect(wanted)
        return _as(word, said.word) if said else ""
    return ""


def _as(word: str, said: str) -> str:
    """With the first letter as it was written."""
    return said.capitalize() if word[0].isupper() else said
