"""What a text about a place points to in a municipality's gazetteer."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.geo import Entry, Grounds, Match, Point
from nlp.gazetteer.house import House, likeness
from nlp.gazetteer.index import Index, Target
from nlp.gazetteer.reading import Reading, read
from nlp.gazetteer.scoring import Fit, Question, distance, fit, leftover
from nlp.gazetteer.vocabulary import Hit, likely_type
from nlp.gazetteer.words import TYPES

LEAST = 0.5
"""A worse likeness is no match."""
SAME_HOUSE = 0.6
"""A less alike house is another one of the same number: it tells where to look, no more."""
MARGIN = 0.7
"""Names that fit less than this share of the best are not looked into."""
MOST = 8
NO_HOUSE, UNKNOWN_HOUSES, ELSEWHERE = 0.8, 0.95, 0.7
"""The street has houses, but not this one; it has none; the place is not the one that is near."""
SHARPNESS = 12
"""How fast a worse match loses its share of the confidence."""
NEAR_KM = 10.0
Near = str | Point | None


class Gazetteer:
    """The places of a municipality, ready to be asked. About 1.3 KB of memory an entry; safe to share by threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._index = Index(entries)

    def __len__(self) -> int:
        return len(self._index.names)

    def resolve(self, text: str, *, near: Near = None, sure: bool = False) -> tuple[Match, ...]:
        """What a text may name, the most probable first; nothing where there is no sign of a place.

        `near` is the settlement that the talk is about (its name) or a point; `sure` says that the text is the span of
        a place, so that a bare name in small letters counts too.
        """
        asked = self._question(read(text), sure)
        fits = self._fits(asked)
        around = self._near_words(near) if isinstance(near, str) else frozenset[int]()
        found = [self._match(made, target, asked, near, around) for made in fits for target in made.name.targets]
        best: dict[tuple[str, ...], tuple[float, Match]] = {}
        for score, match in found:
            key = match.entry.key
            if score >= LEAST and (key not in best or best[key][0] < score):
                best[key] = score, match
        return shared(list(best.values()))

    def _question(self, reading: Reading, sure: bool) -> Question:
        find = self._index.vocabulary.find
        by_word = [find(word.text) for word in reading.words]
        if not all(by_word):
            reading = retyped(reading, by_word)
            by_word = [find(word.text) for word in reading.words]
        words = (*reading.words, *reading.quiet)
        by_word.extend(exact(find(word.text)) for word in reading.quiet)
        hits: dict[int, tuple[int, Hit]] = {}
        for at, found in enumerate(by_word):
            for hit in found:
                if hit.word not in hits or hits[hit.word][1].likeness < hit.likeness:
                    hits[hit.word] = at, hit
        return Question(reading, words, hits, by_word, sure)

    def _fits(self, asked: Question) -> list[Fit]:
        postings = self._index.postings
        numbers = sorted({name for word in asked.hits for name in postings.get(word, ())})
        words = self._index.vocabulary.words
        found = [made for number in numbers if (made := fit(self._index.names[number], asked, words))]
        best = max((made.score for made in found), default=0.0)
        return [made for made in found if made.score >= max(MARGIN * best, LEAST / 1.5)]

    def _near_words(self, near: str) -> frozenset[int]:
        found = self._question(read(near), sure=True)
        return frozenset(word for word, (_, hit) in found.hits.items() if hit.likeness > 0.9)

    def _match(
        self, made: Fit, target: Target, asked: Question, near: Near, around: frozenset[int]
    ) -> tuple[float, Match]:
        score = made.score * leftover(made, asked, target.around)
        entry, point, surely = self._house(target, made)
        score *= surely
        if around:
            here = len(around & (target.around | frozenset(made.name.words)))
            score *= ELSEWHERE + (1 - ELSEWHERE) * here / len(around)
        elif isinstance(near, Point) and point:
            score *= ELSEWHERE + (1 - ELSEWHERE) / (1 + distance(near, point) / NEAR_KM)
        score = min(score, 1.0)
        housed = entry is not target.entry
        return score, Match(entry, score, housed, point, made.grounds)

    def _house(self, target: Target, made: Fit) -> tuple[Entry, Point | None, float]:
        """The house's own entry and point where it is known, else the street's, with a factor of confidence."""
        if made.house is None or not target.houses:
            return target.entry, target.point, 1.0 if made.house is None else UNKNOWN_HOUSES
        found = best_house(target, made.house.house)
        if not found:
            return target.entry, target.point, NO_HOUSE
        alike, entry = found
        if alike < SAME_HOUSE:
            return target.entry, entry.point or target.point, NO_HOUSE + 0.05
        return entry, entry.point or target.point, 0.85 + 0.15 * alike


def exact(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Without slips of the hand."""
    return tuple(hit for hit in hits if hit.grounds is not Grounds.MISSPELT)


def retyped(reading: Reading, hits: Sequence[Sequence[Hit]]) -> Reading:
    """Words that no name has but that look like a type with a slip of the hand ("прочпекте") are types."""
    slips = {word: form for word, found in zip(reading.words, hits, strict=True)
             if not found and (form := likely_type(word.text))}  # fmt: skip
    if not slips or len(slips) == len(reading.words):
        return reading
    types = reading.types.union(*(TYPES[form] for form in slips.values()))
    typed = sorted((*reading.typed, *(word._replace(text=form) for word, form in slips.items())), key=lambda w: w.start)
    return replace(reading, words=tuple(w for w in reading.words if w not in slips), typed=tuple(typed), types=types)


def best_house(target: Target, said: House) -> tuple[float, Entry] | None:
    """The known house that is most alike."""
    known = target.houses.get(said.flat[0], ())
    rated = [(likeness(said, house), entry) for house, entry in known]
    rated = [pair for pair in rated if pair[0] > 0.3]
    return max(rated, key=lambda pair: pair[0]) if rated else None


def shared(found: list[tuple[float, Match]]) -> tuple[Match, ...]:
    """Confidence is shared by what fits alike: two villages of one name have half of it each."""
    found.sort(key=lambda pair: (-pair[0], pair[1].entry.key))
    total = sum(score**SHARPNESS for score, _ in found)
    best = found[0][0] if found else 0.0
    alike = sum(1 for score, _ in found if score > best - 0.02) - 1
    return tuple(
        replace(match, confidence=round(score ** (SHARPNESS + 1) / total, 3), others=alike)
        for score, match in found[:MOST]
    )
