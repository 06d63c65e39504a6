"""Texts of one theme parted by cause: those that share telling words lie together. Pure; the caller gives the words.

A leader's clustering: each text joins the cluster whose words it shares most of (weighted by how rare a word is among
all of them), else begins one. Linear in the number of clusters. Deterministic: sums are exact (`fsum`), since the words
of a text come in another order in each process.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum, log

NEAR = 0.22
"""Least likeness (weighted share of common words, 0–1) with which a text joins."""
COMMON = 0.6
"""A word that stands in more of the texts tells nothing of the cause: it is the theme itself."""
TELLING, LEAST, SAME = 4, 2, 3
"""Words told of a cause, the least texts of one, and the least common words and texts that make most texts one."""
_HOUSE = re.compile(r"[,\s]*(?:№|\b(?:д|дом)\b|\d).*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text by its words (dictionary forms), with whatever the caller wants back."""

    words: frozenset[str]
    index: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Texts of one cause by their indices, the most typical first; `words` tell it, the most telling first."""

    words: tuple[str, ...]
    members: tuple[int, ...]


def apart(words: Callable[[str], frozenset[str]], text: str, place: str) -> frozenset[str]:
    """The words of a text without those of its address: texts of one street have not one cause."""
    return words(text) - words(_HOUSE.sub("", place))


def weights(found: Sequence[frozenset[str]]) -> dict[str, float]:
    """How much a word tells: the rarer, the more; one that stands once, or nearly everywhere, nothing."""
    counts = Counter(word for words in found for word in words)
    most = max(COMMON * len(found), LEAST)
    return {word: log(1 + len(found) / count) for word, count in counts.items() if LEAST <= count <= most}


def likeness(one: Counter[str], size: int, words: frozenset[str], weight: dict[str, float]) -> float:
    """How much of a text's weight a cluster has: each word counts by its share in the cluster."""
    whole = fsum(weight[word] for word in words)
    common = fsum(weight[word] * one[word] / size for word in words)
    return common / whole if whole else 0.0


def clustered(found: Sequence[frozenset[str]], least: int = LEAST) -> list[Cluster]:
    """Clusters of at least so many texts, the largest first."""
    weight = weights(found)
    same = list(_same(found, least))
    told = {index for one in same for index in one.members}
    pieces = [Piece(words & weight.keys(), index) for index, words in enumerate(found) if index not in told]
    groups: list[tuple[Counter[str], list[Piece]]] = []
    for piece in sorted(pieces, key=lambda one: (-fsum(weight[word] for word in one.words), one.index)):
        scored = [
            (likeness(words, len(held), piece.words, weight), -place) for place, (words, held) in enumerate(groups)
        ]
        best, place = max(scored, default=(0.0, 0))
        if piece.words and best >= NEAR:
            groups[-place][0].update(piece.words)
            groups[-place][1].append(piece)
        elif piece.words:
            groups.append((Counter(piece.words), [piece]))
    made = [_cluster(words, held, weight) for words, held in groups if len(held) >= least]
    return [*same, *sorted(made, key=lambda one: (-len(one.members), one.words))]


def _same(found: Sequence[frozenset[str]], least: int) -> Iterator[Cluster]:
    """Where most texts say one thing, its words are too common to part them: those texts are one cause."""
    counts = Counter(word for words in found for word in words)
    common = {word for word, count in counts.items() if count > COMMON * len(found)}
    members = [index for index, words in enumerate(found) if len(words & common) * 2 > len(common)]
    if len(common) >= SAME and len(members) >= max(least, SAME):
        told = sorted(common, key=lambda word: (-counts[word], word))[:TELLING]
        yield Cluster(tuple(told), tuple(sorted(members, key=lambda index: (-len(found[index] & common), index))))


def _cluster(words: Counter[str], held: Sequence[Piece], weight: dict[str, float]) -> Cluster:
    size = len(held)
    ranked = sorted(words, key=lambda word: (-(words[word] / size) * weight[word], word))
    told = tuple(word for word in ranked if words[word] * 3 >= size)[:TELLING]
    typical = sorted(held, key=lambda one: (-likeness(words, size, one.words, weight), one.index))
    return Cluster(told, tuple(one.index for one in typical))
