"""Teach the place tagger: an averaged structured perceptron over hashed features. Same rows, same weights."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import MiniBatchKMeans

from models.calibrate import logistic
from models.data import Labelled
from nlp.tagger import BEGIN, INSIDE, OUT, Tagger, emissions, viterbi
from nlp.tagging import BUCKETS, Floats, Reader, Token, split, unit
from nlp.vectors import vector

EPOCHS = 8
SEED = 7
HELD = 5
LEVELS = (64, 256, 1024)
"""Groups of words that the tagger sees, coarse to fine."""
ENOUGH = 30
SCALE = 0.1


class Sentence(NamedTuple):
    """One text for the teacher: buckets (tokens, features) and the true tags."""

    buckets: NDArray[np.int64]
    tags: list[int]


def teach(rows: Sequence[Labelled], epochs: int = EPOCHS) -> Tagger:
    """Learn from the places of the rows; confidences are fitted on a fifth that a first tagger has not seen."""
    held = rows[::HELD]
    centres = groups(rows)
    first = _perceptron([row for at, row in enumerate(rows) if at % HELD], centres, epochs)
    slope, shift = _confidence(first, held)
    return replace(_perceptron(rows, centres, epochs), slope=slope, shift=shift)


def groups(rows: Sequence[Labelled]) -> tuple[Floats, ...]:
    """Centres of the vectors of the rows' words, for each of `LEVELS` (fewer where there are few words)."""
    words = sorted({token.text.lower() for row in rows for token in split(row.text) if token.text[0].isalpha()})
    found = [unit(known) for known in map(vector, words) if known is not None]
    if not found:
        return ()
    return tuple(_centres(np.stack(found), min(level, len(found))) for level in LEVELS)


def _centres(vectors: Floats, size: int) -> Floats:
    """Means of `size` groups by k-means; half precision, as they are kept."""
    machine = MiniBatchKMeans(size, random_state=SEED, n_init=1, batch_size=4096, max_iter=10).fit(vectors)
    return np.asarray(machine.cluster_centers_.astype(np.float16), np.float32)


def _confidence(tagger: Tagger, rows: Sequence[Labelled]) -> tuple[float, float]:
    """Slope and shift of a span's confidence, where there are enough spans to learn them from."""
    plain = replace(tagger, slope=SCALE, shift=0.0)
    found = [(place, place.text in row.places) for row in rows for place in plain.places(row.text)]
    if len(found) < ENOUGH:
        return tagger.slope, tagger.shift
    sure = np.clip([place.confidence for place, _ in found], 1e-4, 1 - 1e-4)
    slope, shift = logistic(np.log(sure / (1 - sure)) / SCALE, np.asarray([right for _, right in found], bool))
    return slope, shift


def _perceptron(rows: Sequence[Labelled], centres: tuple[Floats, ...], epochs: int) -> Tagger:
    lessons = list(_lessons(rows, Reader(centres)))
    weights, sums = np.zeros((BUCKETS, 3)), np.zeros((BUCKETS, 3))
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
    return Tagger(*learnt, centres)


def _lessons(rows: Sequence[Labelled], reader: Reader) -> Iterator[Sentence]:
    for row in rows:
        tokens = split(row.text)
        if tokens:
            yield Sentence(reader.features(tokens), true_tags(row.text, tokens, row.places))


def _correct(lesson: Sentence, said: Sequence[int], pair: tuple[NDArray[np.float64], ...], turn: int) -> None:
    for at, (true, wrong) in enumerate(zip(lesson.tags, said, strict=True)):
        if true != wrong:
            part = lesson.buckets[at]
            for table, step in zip(pair, (1, turn), strict=True):
                np.add.at(table[:, true], part, step)
                np.add.at(table[:, wrong], part, -step)
                table[0] = 0


def _correct_steps(true: Sequence[int], said: Sequence[int], pair: tuple[NDArray[np.float64], ...], turn: int) -> None:
    for path, sign in ((true, 1), (said, -1)):
        for one, other in pairwise(path):
            for table, step in zip(pair, (1, turn), strict=True):
                table[one, other] += sign * step


def true_tags(text: str, tokens: Sequence[Token], places: Sequence[str]) -> list[int]:
    """Tags of every occurrence of the places; a place that cuts a token is left out, longer ones go first."""
    tags = [OUT] * len(tokens)
    first = {token.start: at for at, token in enumerate(tokens)}
    last = {token.end: at for at, token in enumerate(tokens)}
    for place in sorted(set(places), key=lambda name: (-len(name), name)):
        for found in re.finditer(re.escape(place), text):
            start, end = first.get(found.start()), last.get(found.end())
            if start is not None and end is not None and not any(tags[start : end + 1]):
                tags[start : end + 1] = [BEGIN] + [INSIDE] * (end - start)
    return tags
