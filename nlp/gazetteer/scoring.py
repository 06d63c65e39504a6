"""How well a name of the gazetteer fits what a text says, as a product of named factors, each 0–1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from core.geo import Grounds, Point, Rank
from nlp.gazetteer.index import Name, rank_of_types
from nlp.gazetteer.reading import Number, Reading, Word
from nlp.gazetteer.vocabulary import Hit, is_known
from nlp.gazetteer.words import FAINT, GENERIC, OPTIONAL, SHORT_NAMES, TYPES
from nlp.lemmas import form

OTHER_TYPE, OTHER_RANK, UNTYPED, UNSAID = 0.75, 0.6, 0.985, 0.97
STRANGE, NAMELESS = 0.8, 0.97
"""A word that belongs to no place at all; one that many places share."""
NO_NUMBER, SPARE_NUMBER = 0.5, 0.6
MOST_BARE = 500
"""A larger number without "дом" is no sign of a house."""
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Question:
    """What a text says and, for each of its words, what names it may belong to.

    `words` are those of the reading and its quiet ones, `by_word` the hits of each; `hits` is keyed by the number of a
    vocabulary's word: which word of the text, and the hit. `sure`: the text is known to be a place.
    """

    reading: Reading
    words: Sequence[Word]
    hits: Mapping[int, tuple[int, Hit]]
    by_word: Sequence[tuple[Hit, ...]]
    sure: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """A name with its likeness, the words of the text that it takes, and the house that is left for it."""

    name: Name
    score: float
    grounds: Grounds
    taken: frozenset[int]
    house: Number | None
    spare: frozenset[int]


def fit(name: Name, asked: Question, words: list[str]) -> Fit | None:
    """Compare a name with the text; None where the text gives no sign that this place is meant.

    `words` are the vocabulary's.
    """
    found, total, taken, grounds = 0.0, 0.0, set[int](), Grounds.EXACT
    for word, weight in zip(name.words, name.weights, strict=True):
        total += weight
        hit = asked.hits.get(word)
        if hit:
            found += weight * hit[1].likeness
            taken.add(hit[0])
            grounds = max(grounds, hit[1].grounds, key=ORDER.index)
        elif (short := _shortened(words[word], asked, taken)) is not None:
            found += weight * 0.92
            taken.add(short)
            grounds = max(grounds, Grounds.SHORTENED, key=ORDER.index)
    after = max((asked.words[at].end for at in taken), default=0)
    ordinal, house, wrong = _numbers(name, asked.reading.numbers, after)
    score = found / total * ordinal * wrong * _types(name, asked.reading)
    spare = frozenset(range(len(asked.reading.words))) - taken
    made = Fit(name, score, grounds, frozenset(taken), house, spare)
    return made if taken and _shown(made, asked) else None


ORDER = tuple(Grounds)


def _shortened(word: str, asked: Question, taken: set[int]) -> int | None:
    """Which short word of the text is the beginning of a word: "Б." of Большая, "Ал." of Александра."""
    for at, said in enumerate(asked.reading.words):
        if at not in taken and said.text != word and (said.short or len(said.text) <= 3):
            usual = SHORT_NAMES.get(said.text, said.text)
            if word.startswith(usual) or (word.startswith(said.text) and len(said.text) < len(word)):
                return at
    return None


def _numbers(name: Name, said: tuple[Number, ...], after: int) -> tuple[float, Number | None, float]:
    """Factor of the name's own numbers, the number left for the house, factor of ordinals that are left over."""
    left = list(said)
    factor = 1.0
    for wanted in name.numbers:
        fitting = [n for n in left if n.house.numbers[0] == wanted and (n.ordinal or n.house.plain) and not n.cue]
        fitting.sort(key=lambda n: not n.ordinal)
        if fitting:
            left.remove(fitting[0])
        else:
            factor *= NO_NUMBER
    houses = [number for number in left if not number.ordinal]
    cued = [number for number in houses if number.cue]
    following = [number for number in houses if number.start >= after]
    house = next(iter(cued or following or houses[::-1]), None)
    spare = SPARE_NUMBER if any(number.ordinal for number in left) else 1.0
    return factor, house, spare


def _types(name: Name, reading: Reading) -> float:
    types = reading.types
    if types & name.types:
        return 1.0
    strong = [word for word in reading.typed if len(word.text) > 1]
    if not types or (not strong and not name.types):
        return 1.0 if name.rank is not Rank.STREET or not name.types or "улица" in name.types else UNSAID
    same = name.rank in rank_of_types(types) or name.rank is Rank.OBJECT
    if not name.types:
        return UNTYPED if same else OTHER_RANK
    return OTHER_TYPE if same and strong else OTHER_RANK if strong else 0.9


def _shown(made: Fit, asked: Question) -> bool:
    """Whether anything but chance speaks for a place: a type, a house beside the name, a capital, a rare word."""
    used = [asked.words[at] for at in made.taken]
    typed, housed = _typed_beside(made, asked.reading, used), _housed(made, asked.reading, used)
    common = all(is_known(word.text) or word.text in GENERIC for word in used)
    if made.grounds is Grounds.MISSPELT and common:
        return typed and housed
    if typed or housed:
        return True
    if made.name.rank is Rank.OBJECT and made.name.numbers and made.score > NO_NUMBER:
        return True
    if all(is_known(word.text) and form(word.text).tags & FUNCTION for word in used):
        return False
    strange = any(not asked.by_word[at] and asked.words[at].text not in OPTIONAL for at in made.spare)
    if made.grounds is Grounds.MISSPELT or strange:
        return _capital(asked, used) and not common
    return asked.sure or not common or _capital(asked, used)


FUNCTION = frozenset({"Apro", "NPRO", "PREP", "CONJ", "PRCL", "ADVB", "VERB", "INFN", "GRND", "PRED"})
"""Grammemes of words that name nothing."""


def _capital(asked: Question, used: Sequence[Word]) -> bool:
    """A capital says something where not all letters are."""
    return any(word.capital for word in used) and not asked.reading.shouted


def _typed_beside(made: Fit, reading: Reading, used: Sequence[Word]) -> bool:
    """A type that fits stands within three letters of the name."""
    for word in reading.typed:
        if len(word.text) == 1 or (word.text in FAINT and made.grounds is Grounds.MISSPELT):
            continue
        near = any(-4 < said.start - word.end < 4 or -4 < word.start - said.end < 4 for said in used)
        types = TYPES[word.text]
        if near and (made.name.types & types if made.name.types else made.name.rank in rank_of_types(types)):
            return True
    return False


def _housed(made: Fit, reading: Reading, used: Sequence[Word]) -> bool:
    """A number that may be a house's follows the name (or its type), or has a cue."""
    if made.house is None or made.name.rank not in (Rank.STREET, Rank.HOUSE, Rank.SETTLEMENT):
        return False
    if made.house.cue:
        return True
    if made.house.house.flat[0] > MOST_BARE:
        return False
    before = [*used, *reading.typed]
    return any(-1 < made.house.start - word.end < 4 for word in before)


def leftover(made: Fit, asked: Question, around: frozenset[int]) -> float:
    """Factor of the words that the name does not take; words of its parents speak for it."""
    factor = 1.0
    for at in made.spare:
        hits = asked.by_word[at]
        if any(hit.word in around for hit in hits):
            factor *= 1.15
        elif asked.words[at].text in OPTIONAL or asked.words[at].text in GENERIC:
            factor *= NAMELESS
        else:
            factor *= STRANGE
    return factor


def distance(one: Point, other: Point) -> float:
    """Kilometres between two points along the sphere."""
    lat, lon = radians(other.lat - one.lat) / 2, radians(other.lon - one.lon) / 2
    part = sin(lat) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(lon) ** 2
    return 2 * EARTH_KM * asin(sqrt(part))
