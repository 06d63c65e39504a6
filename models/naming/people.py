"""Drawn persons: first names, patronymics, family names in the ways people write them. Same draw, same persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from models.naming.declining import declined
from nlp.dictionary import dictionary
from nlp.guess.words import notable

HERE = Path(__file__).parent
KINDS = {
    "F": 30, "FP": 15, "S": 24, "FS": 11, "SF": 8, "SFP": 5, "FPS": 3, "Sii": 5, "iiS": 3, "P": 3, "Fi": 2, "iS": 1,
    "H": 3,
}  # fmt: skip
"""How often each way is drawn: First, Patronymic, Surname, initials, House of many."""
HOUSE = {"nomn": "ы", "gent": "ых", "datv": "ым", "accs": "ых", "ablt": "ыми", "loct": "ых"}
COINS = "аеиоу"
MIXED = "бвгдзклмнпрст"


@dataclass(frozen=True)
class Names:
    """Words to draw from: lower case, nominative."""

    common: Mapping[str, Sequence[str]]
    rare: Mapping[str, Sequence[str]]
    surnames: Sequence[str]
    foreign: Mapping[str, Sequence[str]]
    nouns: Sequence[str]


def lists(name: str) -> dict[str, list[str]]:
    """Lines of a file by their first word."""
    found: dict[str, list[str]] = {}
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, *words = line.split()
            found.setdefault(key, []).extend(words)
    return found


def known(nouns: Sequence[str]) -> Names:
    """All names of the dictionary beside the lists; takes a minute. `nouns` may be family names, too."""
    rare: dict[str, set[str]] = {"masc": set(), "femn": set()}
    surnames: set[str] = set()
    for word, tag, normal, *_ in dictionary().dictionary.iter_known_words():
        if word == normal and "nomn" in tag:
            if "Name" in tag:
                rare["femn" if "femn" in tag else "masc"].add(word)
            elif "Surn" in tag:
                surnames.add(word)
    return Names(
        lists("common.txt"), {key: sorted(each) for key, each in rare.items()}, sorted(surnames), lists("foreign.txt"),
        nouns,
    )  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """Draws persons from `names`."""

    names: Names
    draw: Random

    def gender(self) -> str:
        """A man or a woman."""
        return self.draw.choice(("masc", "femn"))

    def first(self, gender: str, short: bool = True) -> str:
        """A first name: common, rare, or short."""
        chance = self.draw.random()
        if chance < 0.2:
            return self.draw.choice(self.names.rare[gender])
        if short and chance < 0.5:
            return self.tender(gender)
        return self.draw.choice(self.names.common["fem" if gender == "femn" else "masc"])

    def tender(self, gender: str) -> str:
        """A short name, of the list or made of a stem."""
        word = self.draw.choice(self.names.common["shortf" if gender == "femn" else "short"])
        if self.draw.random() > 0.35 or len(word) < 4:
            return word
        ends = (
            ("уня", "енька", "очка", "уся", "юша", "уля")
            if gender == "femn"
            else ("ян", "ик", "юха", "ок", "ыч", "уня")
        )
        return word.rstrip("аяьй") + self.draw.choice(ends)

    def patronymic(self, gender: str, case: str) -> str:
        """A patronymic of a common name, as it is written or as it is said."""
        name = self.draw.choice(self.names.common["masc"])
        stem = name[:-2] + "ь" if name.endswith("ий") else name.rstrip("ьй")
        soft = name.endswith(("ь", "й"))
        if name.endswith(("а", "я")):
            word = name[:-1] + ("ич" if gender == "masc" else "инична")
        else:
            word = stem + ("ев" if soft else "ов") + ("ич" if gender == "masc" else "на")
        if self.draw.random() < 0.15:
            word = word.replace("ович", "ыч").replace("евич", "ич").replace("овна", "на")
        return declined(word, case, gender, "Patr")

    def surname(self, gender: str, case: str) -> str:
        """A family name: of the dictionary, of other peoples, a common word, or coined."""
        chance = self.draw.random()
        if chance < 0.52:
            return declined(self.draw.choice(self.names.surnames), case, gender, "Surn")
        if chance < 0.66:
            return self._ends(self.draw.choice(self.names.foreign["stems"]), gender, case)
        if chance < 0.72:
            return self.draw.choice(self.names.foreign["="]).replace("-", " ")
        if chance < 0.81:
            return self._man(self.draw.choice(self.names.foreign["whole"]), gender, case)
        if chance < 0.94:
            return self._man(self.draw.choice(self.names.nouns), gender, case)
        return self._ends(self._coined(), gender, case)

    def _ends(self, stem: str, gender: str, case: str) -> str:
        base = stem.rstrip("аеиоуё") + self.draw.choice(("ов", "ин", "ев", "ов"))
        return declined(base, case, gender, "Surn")

    def _man(self, word: str, gender: str, case: str) -> str:
        """A word that a woman's family name leaves as it is."""
        return declined(word, case, "masc") if gender == "masc" or word.endswith(("а", "я")) else word

    def _coined(self) -> str:
        size = self.draw.randint(2, 3)
        return "".join(self.draw.choice(MIXED) + self.draw.choice(COINS) for _ in range(size)) + self.draw.choice(MIXED)

    def namesake(self, case: str, kind: str) -> str:
        """What is named after a person: somebody of history as often as not."""
        if "S" not in kind or self.draw.random() < 0.6:
            return self.person(case, kind)
        gender = self.gender()
        famed = declined(self.draw.choice(sorted(notable())), case, gender).capitalize()
        first = declined(self.first(gender, short=False), case, gender).capitalize()
        return f"{first} {famed}" if "F" in kind else famed

    def person(self, case: str, kind: str = "", gender: str = "") -> str:
        """A person in a case, as somebody would write him."""
        gender = gender or self.gender()
        kind = kind or self.draw.choices(list(KINDS), list(KINDS.values()))[0]
        parts = []
        for part in kind.replace("ii", "I"):
            if part == "F":
                parts.append(declined(self.first(gender, "P" not in kind), case, gender).capitalize())
            elif part == "P":
                parts.append(self.patronymic(gender, case).capitalize())
            elif part == "H":
                parts.append(self._house(case).capitalize())
            elif part == "S":
                parts.append(" ".join(word.capitalize() for word in self.surname(gender, case).split()))
            else:
                parts.append(self._initials(2 if part == "I" else 1))
        return self._spelt(" ".join(parts))

    def _house(self, case: str) -> str:
        """A family as a whole: «Зуевы», «у Зуевых»."""
        stem = self.draw.choice((*self.names.surnames, *self.names.foreign["stems"])).rstrip("аеиоуё")
        return (stem if stem.endswith(("ов", "ев", "ин", "ын")) else stem + "ов") + HOUSE[case]

    def _initials(self, count: int) -> str:
        gap = self.draw.choice(("", " "))
        return gap.join(self.draw.choice("АБВГДЕЗИКЛМНОПРСТФЮЯ") + "." for _ in range(count))

    def _spelt(self, person: str) -> str:
        chance = self.draw.random()
        if chance < 0.11:
            return person.lower()
        if chance < 0.14:
            return person.upper()
        return self._slipped(person) if chance < 0.17 else person.replace("ё", "е") if chance < 0.6 else person

    def _slipped(self, person: str) -> str:
        at = self.draw.randrange(1, len(person)) if len(person) > 2 else 1
        return person[:at] + person[at + 1 :] if person[at : at + 1].isalpha() and len(person) > 4 else person
