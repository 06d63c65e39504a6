"""Teach the second voice of the place tagger: an averaged structured perceptron. Same rows, same weights."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.data import Labelled
from models.truth import true_tags
from nlp import chain
from nlp.conjunctions import BUCKETS, Reader
from nlp.perceptron import BEGIN, INSIDE, OUT, Perceptron, emissions, viterbi
from nlp.tagging import Floats, Token, split, unit
from nlp.vectors import vector

EPOCHS = 8
SEED = 7
LEVELS = (64, 256, 1024)
"""Groups of words that the tagger sees, coarse to fine."""


class Sentence(NamedTuple):
    """One text for the teacher: buckets (tokens, features), narrow because all texts are held, and the true tags."""

    buckets: NDArray[np.int32]
    tags: list[int]


def groups(rows: Sequence[Labelled]) -> tuple[Floats, ...]:
    """Centres of the vectors of the rows' words, for each of `LEVELS` (fewer where there are few words)."""
    words = sorted({token.text.lower() for row in rows for token in split(row.text) if token.text[0].isalpha()})
    found = [unit(known) for known in map(vector, words) if known is not None]
    if not found:
        return ()
    return tuple(_centres(np.stack(found), min(level, len(found))) for level in LEVELS)


def _centres(vectors: Floats, size: int) -> Floats:
    """Means of `size` groups by k-means; half precision, as they are kept.

    It begins with words drawn at random: k-means++ measures each word against eight candidates for each of a thousand
    groups, which takes longer than all the passes, and it widens single precision anew at each step.
    """
    from sklearn.cluster import MiniBatchKMeans  # here: who only reads texts, or teaches a member, needs none of it

    machine = MiniBatchKMeans(size, init="random", random_state=SEED, n_init=1, batch_size=4096, max_iter=10)
    machine.fit(vectors)
    return np.asarray(machine.cluster_centers_.astype(np.float16), np.float32)


def teach(rows: Sequence[Labelled], epochs: int = EPOCHS) -> Perceptron:
    """Learn from the places of the rows."""
    centres = groups(rows)
    lessons = list(_lessons(rows, Reader(centres)))
    # Whole numbers: of the weights single precision keeps every one, of the sums it would not.
    weights, sums = np.zeros((BUCKETS, 3), np.float32), np.zeros((BUCKETS, 3))
    steps, step_sums = np.zeros((3, 3)), np.zeros((3, 3))
    draw = np.random.default_rng(SEED)
    turn = 1
    for _ in range(epochs):
        for at in draw.permutation(len(lessons)):
            lesson = lessons[at]
            said = viterbi(emissions(weights, lesson.buckets).tolist(), steps.tolist())
            if said != lesson.tags:
                _correct(lesson, said, (weights, sums), turn)
                _correct_steps(lesson.tags, said, (steps, step_sums), turn)
            turn += 1
    learnt = np.asarray(weights - sums / turn, np.float32), np.asarray(steps - step_sums / turn, np.float32)
    return Perceptron(*learnt, centres)


def _lessons(rows: Sequence[Labelled], reader: Reader) -> Iterator[Sentence]:
    for row in rows:
        tokens = split(row.text)
        if tokens:
            yield Sentence(reader.features(tokens).astype(np.int32), three_tags(row.text, tokens, row.places))


def _correct(lesson: Sentence, said: Sequence[int], pair: tuple[NDArray[Any], ...], turn: int) -> None:
    for at, (true, wrong) in enumerate(zip(lesson.tags, said, strict=True)):
        if true != wrong:
            part = lesson.buckets[at]
            for table, step in zip(pair, (1, turn), strict=True):
                np.add.at(table[:, true], part, step)
                np.add.at(table[:, wrong], part, -step)
                table[0] = 0


def _correct_steps(true: Sequence[int], said: Sequence[int], pair: tuple[NDArray[np.float64], ...], turn: int) -> None:
    moved = Counter(pairwise(true))
    moved.subtract(pairwise(said))
    for (one, other), count in moved.items():
        for table, step in zip(pair, (1, turn), strict=True):
            table[one, other] += count * step


def three_tags(text: str, tokens: Sequence[Token], places: Sequence[str]) -> list[int]:
    """True tags without ends: outside, begin, inside."""
    return [FEWER[tag] for tag in true_tags(text, tokens, places)]


FEWER = {chain.OUT: OUT, chain.BEGIN: BEGIN, chain.INSIDE: INSIDE, chain.END: INSIDE, chain.SINGLE: BEGIN}
