"""Residents' words for the topics of the official classifier, found in a text.

The words are data (lexicon.toml, whose head explains the signs). A sign fires when all its words stand near each
other, in any order. It weighs the more, the rarer its words are in texts of its group (topic_words.csv).
"""

import csv
import math
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

from nlp.lemmas import form
from nlp.normalise import normalise
from nlp.tokens import words

FILE = Path(__file__).parent / "lexicon.toml"
TABLE = Path(__file__).parent / "topic_words.csv"
WINDOW = 7
"""All words of a sign lie within so many words of the text."""
LONGEST_TEXT = 5_000
"""A longer text is read by its beginning only."""
MOST, MOST_OF_TWO = 8, 40
"""Occurrences of a word that a sign of three words and more looks at, and one of two words."""
KEPT_WORDS = 20_000
"""Words whose atoms a group keeps."""
IDLE = frozenset(
    ["в", "во", "на", "по", "у", "с", "со", "за", "и", "из", "к", "ко", "о", "об", "от", "до", "для", "под", "над"]
)
"""Words that a sign of several words does not need."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a topic: its place in the group, the atoms that must stand near each other, as it was written."""

    topic: int
    atoms: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A sign found in a text, and its weight."""

    sign: Sign
    weight: float


class Group:
    """The signs of one group of the classifier. `counts`: texts of the group with a word, "" for all of them."""

    def __init__(
        self, code: str, topics: Mapping[str, str], sets: Mapping[str, str], counts: Mapping[str, int]
    ) -> None:
        self.code, self.topics = code, tuple(f"{code}-{number}" for number in topics)
        self._atoms: dict[str, int] = {}
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._begin: dict[str, set[int]] = defaultdict(set)
        self.signs = tuple(
            Sign(at, atoms, text)
            for at, line in enumerate(topics.values())
            for text in signs(line)
            if (atoms := tuple(self._atom(word, sets) for word in needed(text)))
        )
        self._by_first: dict[int, list[int]] = defaultdict(list)
        for at, sign in enumerate(self.signs):
            self._by_first[sign.atoms[0]].append(at)
        self.words = lru_cache(maxsize=KEPT_WORDS)(self._found)
        self.weights = self._weighed(counts)

    def _atom(self, word: str, sets: Mapping[str, str]) -> int:
        word = sets[word[1:]] if word.startswith("@") else word
        atom = self._atoms.setdefault(word, len(self._atoms))
        for one in word.split("/"):
            if one.endswith("*"):
                self._begin[one[:-1]].add(atom)
            else:
                self._exact[form(one).lemma].add(atom)
        return atom

    def _found(self, word: str) -> tuple[int, ...]:
        lemma = form(word).lemma
        found = set(self._exact.get(lemma, ()))
        for whole in {word, lemma}:
            for end in range(2, len(whole) + 1):
                found |= self._begin.get(whole[:end], set())
        return tuple(sorted(found))

    def _weighed(self, counts: Mapping[str, int]) -> list[float]:
        total = counts.get("", 0)
        seen = [0] * len(self._atoms)
        for word, texts in counts.items():
            for atom in self._found(word) if word else ():
                seen[atom] += texts
        rarity = [math.log((total + UNREAD) / (min(texts, total) + UNREAD / 50)) for texts in seen]
        return [weight([rarity[atom] for atom in sign.atoms]) for sign in self.signs]

    def hits(self, read: Sequence[str]) -> list[Hit]:
        """Signs that fire in the words of a text."""
        places: dict[int, list[int]] = defaultdict(list)
        for at, word in enumerate(read):
            for atom in self.words(word):
                places[atom].append(at)
        candidates = (at for atom in places for at in self._by_first.get(atom, ()))
        return [Hit(self.signs[at], self.weights[at]) for at in candidates if near(self.signs[at].atoms, places)]


UNREAD = 200
"""Texts that a group is granted beside those that were counted, with each word in one of 50: some groups have none."""
HEAVIEST = 6.0
LATER = 0.6
"""What each further word of a sign adds of its rarity."""


def weight(rarities: Sequence[float]) -> float:
    """Weight of a sign: the rarest word counts in full, the others in part; between 0.3 and `HEAVIEST`."""
    first, *rest = sorted(rarities, reverse=True)
    return min(HEAVIEST, max(0.3, first + LATER * sum(rest)))


def near(atoms: Sequence[int], places: Mapping[int, Sequence[int]]) -> bool:
    """Whether all atoms occur, on different words, within the window."""
    if len(atoms) == 1:
        return True
    found = [places.get(atom, ()) for atom in atoms]
    if not all(found):
        return False
    if len(found) == 2:
        return any(0 < abs(one - first) < WINDOW for first in found[0][:MOST_OF_TWO] for one in found[1][:MOST_OF_TWO])
    some = [at[:MOST] for at in found]
    return any(max(chosen) - min(chosen) < WINDOW and len(set(chosen)) == len(chosen) for chosen in product(*some))


def signs(line: str) -> Iterator[str]:
    """The signs of a topic as they are written."""
    return (sign.strip() for sign in line.replace("ё", "е").split(",") if sign.strip())


def needed(sign: str) -> list[str]:
    """The words of a sign that must be found."""
    all_words = sign.split()
    kept = [word for word in all_words if word not in IDLE]
    return kept if len(all_words) > 1 else all_words


def read_words(text: str) -> list[str]:
    """The words of a text as the signs see them."""
    return words(normalise(text[:LONGEST_TEXT]))


def load(file: Path = FILE, table: Path = TABLE) -> dict[str, Group]:
    """Groups by code, in the order of the file."""
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    sets = {name: line.replace("ё", "е") for name, line in raw.pop("words").items()}
    counted = counts(table)
    return {code: Group(code, topics, sets, counted.get(code, {})) for code, topics in raw.items()}


def counts(table: Path) -> dict[str, dict[str, int]]:
    """Texts by group and word."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    if table.exists():
        with table.open(encoding="utf-8", newline="") as rows:
            for group, word, texts in list(csv.reader(rows))[1:]:
                found[group][word] = int(texts)
    return found
