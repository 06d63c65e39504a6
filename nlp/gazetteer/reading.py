"""A name or a resident's words about a place, taken apart: words of the name, types, numbers. Offsets are kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nlp.gazetteer.house import HOUSE, ORDINAL, House, house_of
from nlp.gazetteer.words import SILENT, TYPES, numeral
from nlp.normalise import compose, drop_invisible

LONGEST = 400
"""Characters of a text that are read: a name with its address is shorter."""
ALIKE = str.maketrans("ABCEHKMOPTXYabceghkmnopturxy", "АВСЕНКМОРТХУавсеgнкмпортuгху")
SURELY_ALIKE = frozenset("ABCEHKMOPTXYaceopxykmtbh")
LATIN = re.compile(r"[A-Za-z]")
LETTERS = re.compile(r"[A-Za-zА-Яа-яЁё]{2,60}")
YO = str.maketrans("ёЁ", "еЕ")
HYPHENED = "|".join(sorted((re.escape(form) for form in TYPES if "-" in form), key=len, reverse=True))
WORD = re.compile(rf"(?<![а-яa-z])(?:{HYPHENED})(?![а-яa-z])|[а-яa-z]+")
TIED = re.compile(r"(?<=[А-Яа-я]{3})-(?=\d)|(?<=[а-я])(?=[А-Я][а-я])|(?<=[Уу]л)(?=\d)|(?<=пер)(?=\d)")
INSIDE = re.compile(
    r"(?<![а-я])(?:подъезд[а-я]{0,3}|под|кв|квартир[а-я]{1,2}|этаж[а-я]{0,2}|эт|пом|офис[а-я]?|оф|тел)\.?"
    r"[ ]?№?[ ]?\d{1,7}|(?<![\d/-])\d{1,3}(?:-?[а-я]{1,3})?[ ](?:подъезд|этаж|парадн)[а-я]{0,3}(?![а-я]|[ ]ул)"
)
"""What is inside a house or no address at all."""
PLAIN_TYPES = frozenset(
    ("улица", "улице", "улицу", "улицы", "ул", "пер", "переулок", "переулке", "проезд", "проезде", "пр-д")
)
"""Of several types in a name without other words ("Набережная улица") these are the types."""
LONE_TYPES = frozenset("гдпшх")
"""Letters that stand for a type even without a full stop."""


class Word(NamedTuple):
    """A word of a name; `short`: it may be the beginning of a longer one ("Б.", "Ал.")."""

    text: str
    start: int
    end: int
    capital: bool
    short: bool


class Number(NamedTuple):
    """A number that may be a house's or part of a name; an ordinal is never a house's, one with a cue always is."""

    house: House
    start: int
    end: int
    cue: bool
    ordinal: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says.

    `quiet` are words that mostly say nothing ("двор"), `typed` those that name a type, `types` what they may mean.
    Where nothing but types is said ("2-я линия") they are the words. `text` is folded, its numbers blank; `shouted`
    says that no letter is small.
    """

    words: tuple[Word, ...]
    quiet: tuple[Word, ...]
    typed: tuple[Word, ...]
    types: frozenset[str]
    numbers: tuple[Number, ...]
    text: str
    shouted: bool


def fold(text: str) -> str:
    """One spelling of letters: ё -> е, Latin look-alikes -> Russian letters, "улМира" -> "ул Мира"."""
    text = compose(drop_invisible(text[:LONGEST])).translate(YO)
    text = LETTERS.sub(_russian, text) if LATIN.search(text) else text
    return TIED.sub(" ", text)


def _russian(found: re.Match[str]) -> str:
    word = found.group()
    latin = [letter for letter in word if letter.isascii()]
    mixed = len(latin) < len(word)
    alike = mixed or SURELY_ALIKE.issuperset(latin)
    return word.translate(ALIKE) if latin and alike else word


def read(text: str) -> Reading:
    """Take a text apart. Linear in its length; at most `LONGEST` characters."""
    folded = fold(text)
    lower = folded.lower()
    if len(lower) != len(folded):
        folded = lower
    lower = INSIDE.sub(_blank, lower)
    numbers = list(_numbers(lower))
    for number in numbers:
        lower = lower[: number.start] + " " * (number.end - number.start) + lower[number.end :]
    words, quiet, typed, types, spoken = _words(lower, folded)
    numbers.extend(spoken)
    numbers.sort(key=lambda number: number.start)
    if not words and typed:
        words = [word for word in typed if word.text not in PLAIN_TYPES] or typed
        types = set[str]().union(*(TYPES[word.text] for word in typed if word not in words))
    return Reading(
        tuple(words),
        tuple(quiet),
        tuple(typed),
        frozenset(types),
        tuple(numbers),
        lower,
        folded.isupper() and len(words) + len(typed) > 1,
    )


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _numbers(lower: str) -> Iterator[Number]:
    if not any(map(str.isdigit, lower)):
        return
    for found in ORDINAL.finditer(lower):
        yield Number(House((int(found[1]),)), *found.span(), cue=False, ordinal=True)
    rest = ORDINAL.sub(_blank, lower)
    for found in HOUSE.finditer(rest):
        yield Number(house_of(found), *found.span(), cue=bool((found["cue"] or "").strip("№ ")), ordinal=False)


def _words(lower: str, folded: str) -> tuple[list[Word], list[Word], list[Word], set[str], list[Number]]:
    words: list[Word] = []
    quiet: list[Word] = []
    typed: list[Word] = []
    types: set[str] = set()
    spoken: list[Number] = []
    for found in WORD.finditer(lower):
        text, (start, end) = found.group(), found.span()
        dotted = lower[end : end + 1] == "."
        word = Word(text, start, end, folded[start].isupper(), dotted or len(text) == 1)
        if text in TYPES and (len(text) > 1 or dotted or text in LONE_TYPES):
            typed.append(word)
            types |= TYPES[text]
        elif (number := numeral(text)) is not None:
            spoken.append(Number(House((number,)), start, end, cue=False, ordinal=True))
        elif text not in SILENT or (dotted and len(text) < 3):
            words.append(word)
        elif len(text) > 3:
            quiet.append(word)
    return words, quiet, typed, types, spoken
