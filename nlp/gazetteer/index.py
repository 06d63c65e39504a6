"""Entries by their names: every name and alias taken apart once, houses gathered under their streets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from core.geo import Entry, Point, Rank
from nlp.gazetteer.house import House, covered, parse
from nlp.gazetteer.reading import Reading, read
from nlp.gazetteer.vocabulary import Vocabulary
from nlp.gazetteer.words import GENERIC, OPTIONAL, RANK_OF_TYPE

SIZES = ("больш", "мал", "нов", "стар", "верхн", "нижн")
ADJECTIVE = ("ая", "яя", "ий", "ый", "ой", "ое", "ые", "ие", "ого", "ых", "их")
Key = tuple[str, tuple[str, ...], tuple[int, ...], frozenset[str]]


@dataclass(slots=True)
class Target:
    """A street with its houses, a settlement, an object. `around` are words of its parents' names."""

    entry: Entry
    around: frozenset[int]
    houses: dict[int, list[tuple[House, Entry]]] = field(default_factory=dict)

    point: Point | None = None

    def settle(self) -> None:
        """Take the entry's own point, else the mean of its houses."""
        houses = {entry.key: entry.point for numbered in self.houses.values() for _, entry in numbered if entry.point}
        points = list(houses.values())
        mean = Point(round(fmean(p.lat for p in points), 6), round(fmean(p.lon for p in points), 6)) if points else None
        self.point = self.entry.point or mean


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name some targets: numbers of its words in the vocabulary with their weights, and its numbers."""

    words: tuple[int, ...]
    weights: tuple[float, ...]
    numbers: tuple[int, ...]
    types: frozenset[str]
    rank: Rank
    targets: list[Target]


def signature(reading: Reading) -> tuple[tuple[str, ...], tuple[int, ...], frozenset[str]]:
    """Words, numbers and types of a name."""
    numbers = tuple(number.house.numbers[0] for number in reading.numbers)
    words = sorted((*reading.words, *reading.quiet), key=lambda word: word.start)
    return tuple(word.text for word in words), numbers, reading.types


def weights(words: Sequence[str]) -> Iterator[float]:
    """What each word of a name counts: the last one and adjectives in full, first names and ranks less."""
    for at, word in enumerate(words):
        if word in OPTIONAL:
            yield 0.6 if word.startswith(SIZES) else 0.25
        elif word in GENERIC and len(words) > 1:
            yield 0.4
        elif at == len(words) - 1:
            yield 1.0
        else:
            yield 0.8 if word.endswith(ADJECTIVE) else 0.45


class Index:
    """`names` by number, `postings` from a word to the names that it stands in."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._reading: dict[str, Reading] = {}
        everything = list(entries)
        places = [entry for entry in everything if entry.rank is not Rank.HOUSE]
        houses = [entry for entry in everything if entry.rank is Rank.HOUSE]
        spoken = {name for entry in everything for name in (entry.name, *entry.aliases)}
        parents = {entry.parent for entry in everything}
        parts = {part.strip() for parent in parents for part in parent.split(",")}
        for text in spoken | parts:
            self._reading[text] = read(text)
        self.vocabulary = Vocabulary(word for reading in self._reading.values() for word in signature(reading)[0])
        self._around = {parent: self._words_of(parent) for parent in parents}
        self._own: dict[tuple[str, ...], Target] = {}
        self._targets: dict[Key, Target] = {}
        self._found: dict[tuple[tuple[int, ...], tuple[int, ...], frozenset[str], Rank], Name] = {}
        self._add_places(places)
        self._add_houses(houses)
        self._add_aliases(places)
        for target in (*self._own.values(), *self._targets.values()):
            target.settle()
        self.names = list(self._found.values())
        self.postings: dict[int, list[int]] = {}
        for at, name in enumerate(self.names):
            for word in name.words:
                self.postings.setdefault(word, []).append(at)
        del self._reading, self._around, self._targets, self._own, self._found

    def _words_of(self, parent: str) -> frozenset[int]:
        parts = (self._reading[part.strip()] for part in parent.split(","))
        return frozenset(self.vocabulary.number(word) for reading in parts for word in signature(reading)[0])

    def _add_places(self, places: Sequence[Entry]) -> None:
        for entry in places:
            words, numbers, types = key = signature(self._reading[entry.name])
            target = self._own[entry.key] = self._target(entry)
            if entry.rank is not Rank.OBJECT:
                self._targets.setdefault((entry.parent, *key), target)
            self._name(words, numbers, types, target)

    def _target(self, entry: Entry) -> Target:
        return Target(entry, self._around[entry.parent])

    def _name(self, words: tuple[str, ...], numbers: tuple[int, ...], types: frozenset[str], target: Target) -> None:
        if not words:
            return
        known = tuple(map(self.vocabulary.number, words))
        key = known, numbers, types, target.entry.rank
        if key not in self._found:
            self._found[key] = Name(known, tuple(weights(words)), numbers, types, target.entry.rank, [])
        if not any(target is other for other in self._found[key].targets):
            self._found[key].targets.append(target)

    def _add_houses(self, houses: Sequence[Entry]) -> None:
        """Houses of the same street told with its type and without it ("Марата", "улица Марата") come together."""
        told: dict[tuple[str, tuple[str, ...], tuple[int, ...]], list[Key]] = {}
        streets = {self._key(entry): entry for entry in reversed(houses)}
        for key in (*self._targets, *streets):
            if key[3]:
                told.setdefault(key[:3], []).append(key)
        for entry in houses:
            key = self._key(entry)
            if not key[3] and key not in self._targets:
                key = _typed(told.get(key[:3], [])) or key
            self._house(key, entry)

    def _key(self, entry: Entry) -> Key:
        return (entry.parent, *signature(self._reading[entry.name]))

    def _house(self, key: Key, entry: Entry) -> None:
        house = parse(entry.house)
        if key not in self._targets:
            target = self._targets[key] = self._target(Entry(entry.name, "street", entry.parent))
            self._name(*key[1:], target)
        if house:
            keep(self._targets[key], house, entry)

    def _add_aliases(self, places: Sequence[Entry]) -> None:
        """An alias that is an address ("Школьная 4") makes the object a house of that street."""
        streets: dict[tuple[str, tuple[str, ...]], Target] = {}
        for (parent, words, _, _), target in self._targets.items():
            if target.entry.rank is Rank.STREET:
                streets.setdefault((parent, words), target)
        for entry in places:
            own = self._own[entry.key]
            for alias in entry.aliases:
                words, numbers, types = signature(self._reading[alias])
                street = streets.get((entry.parent, words)) if entry.rank is Rank.OBJECT else None
                if street and self._reading[alias].numbers:
                    keep(street, self._reading[alias].numbers[-1].house, entry)
                else:
                    self._name(words, numbers, types, own)


def _typed(keys: Sequence[Key]) -> Key | None:
    """The one typed street of a name; where there are several, the улица."""
    streets = [key for key in keys if "улица" in key[3]]
    return streets[0] if streets else keys[0] if len(keys) == 1 else None


def keep(street: Target, house: House, entry: Entry) -> None:
    """Enter a house under every number that it stands for."""
    for number in {house.flat[0], *covered(house)}:
        street.houses.setdefault(number, []).append((house, entry))


def rank_of_types(types: Iterable[str]) -> frozenset[Rank]:
    """Sorts of places that types speak of."""
    return frozenset(RANK_OF_TYPE[name] for name in types)
