"""Words of all names with their forms, and which of them a resident's word may be: as it is, inflected, misspelt."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract, extractOne

from core.geo import Grounds
from nlp.dictionary import dictionary
from nlp.gazetteer.forms import forms
from nlp.gazetteer.words import FULL_TYPES
from nlp.lemmas import lemma

KEPT_WORDS = 20_000
"""Bound of a vocabulary's memory of asked words."""
LONGEST = 40
MOST = 6
"""At most so many words of the vocabulary are considered for one misspelt word."""


class Hit(NamedTuple):
    """A word of the vocabulary by its number, likeness 0–1, and how it was found."""

    word: int
    likeness: float
    grounds: Grounds


class Vocabulary:
    """Finds words of names. Built once from lower-case words with ё folded; `find` keeps what it was asked."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(set(words))
        self._numbers = {word: at for at, word in enumerate(self.words)}
        self._forms: dict[str, tuple[int, ...]] = {}
        self._lemmas: dict[str, tuple[int, ...]] = {}
        for at, word in enumerate(self.words):
            for form in forms(word):
                self._forms[form] = (*self._forms.get(form, ()), at)
        self._near = _buckets(self._forms)
        self.find = lru_cache(maxsize=KEPT_WORDS)(self._find)

    def number(self, word: str) -> int:
        """The number of a word that the vocabulary was built from."""
        return self._numbers[word]

    def _find(self, word: str) -> tuple[Hit, ...]:
        own = self._numbers.get(word)
        found = [
            Hit(at, 1.0, Grounds.EXACT) if at == own else Hit(at, 0.98, Grounds.INFLECTED)
            for at in self._forms.get(word, ())
        ]
        if not found and word.startswith("ул"):
            found = [Hit(at, 0.95, Grounds.SHORTENED) for at in self._forms.get(word[2:], ())]
        if found or len(word) < 4 or len(word) > LONGEST:
            return tuple(found)
        named = self._forms.get(lemma(word), ())
        return tuple(Hit(at, 0.93, Grounds.INFLECTED) for at in named) or self._misspelt(word)

    def _misspelt(self, word: str) -> tuple[Hit, ...]:
        most = allowed(len(word))
        best: dict[int, float] = {}
        for form, distance, _ in extract(
            word, self._candidates(word), scorer=OSA.distance, score_cutoff=most, limit=4 * MOST
        ):
            if abs(len(form) - len(word)) <= most and allowed(len(form)) >= distance:
                for at in self._forms[form]:
                    best[at] = max(best.get(at, 0.0), misspelt(int(distance), max(len(word), len(form))))
        if best and is_known(word):
            best = {at: value * 0.85 for at, value in best.items()}
        kept = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
        return tuple(Hit(at, value, Grounds.MISSPELT) for at, value in kept)

    def _candidates(self, word: str) -> list[str]:
        """Forms with the same first letter, and those whose beginning a slip in the first two letters explains."""
        found = list(self._near.get(word[0], ()))
        for key in {"?" + word[1:3], "?" + word[:2], word[1:4], word[1] + word[0] + word[2]}:
            found.extend(self._near.get(key, ()))
        return found


def _buckets(known: Iterable[str]) -> dict[str, Sequence[str]]:
    """Forms by the first letter, by the first three, and by the second and third."""
    found: dict[str, list[str]] = {}
    for form in known:
        if len(form) > 3:
            for key in (form[0], form[:3], "?" + form[1:3]):
                found.setdefault(key, []).append(form)
    return dict(found)


def allowed(length: int) -> int:
    """Slips of the hand that a word of this many letters may have and still be known."""
    return 0 if length < 4 else 1 if length < 7 else 2


def misspelt(distance: int, length: int) -> float:
    """Likeness of a word with slips: 0.93 for one in ten letters, 0.75 for two in seven."""
    return max(0.5, 1 - 0.1 * distance - (0.5 * distance) / length + 0.05)


@lru_cache(maxsize=KEPT_WORDS)
def likely_type(word: str) -> str | None:
    """The word for a type ("проспекте") that a word with a slip stands for ("прочпекте")."""
    if not 5 <= len(word) <= LONGEST or is_known(word):
        return None
    most = 1 if len(word) < 7 else 2
    found = extractOne(word, FULL_TYPES, scorer=OSA.distance, score_cutoff=most)
    return found[0] if found else None


@lru_cache(maxsize=50_000)
def is_known(word: str) -> bool:
    """Whether a word is one of the dictionary: such a word is rarely a slip of the hand."""
    return bool(dictionary().word_is_known(word))
