"""Teach the place tagger: networks with a chain of tags, and a perceptron beside them. Same rows, same weights."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import partial
from typing import Any

import numpy as np
from joblib import Parallel, cpu_count, delayed, parallel_config
from joblib.externals.loky import ProcessPoolExecutor, get_reusable_executor
from threadpoolctl import threadpool_limits

from models import perceptron
from models.calibrate import logistic
from models.chain import gradients
from models.data import Labelled
from models.network import Habits, Lesson, Lexicon, Machine
from models.truth import true_tags
from nlp.chain import Floats
from nlp.convolution import Weights
from nlp.tagger import Tagger
from nlp.tagging import Token, Word, around, split, word

SEED = 7
MEMBERS = 2
WORKERS, MANY = 2, 2000
"""Processes in which members learn, and rows from which they are worth their start (some seconds). With the second
voice they are more than the cores of a small machine: three jobs that share two cores are done sooner than two and
then one alone."""
IDLE = 2
"""Seconds after which a process that has nothing more to do ends and gives its memory back."""
Job = Callable[[], Any]
HELD = 20
"""Each member leaves out one text of so many, others than the other members: there its confidence is fitted."""
ENOUGH = 30
WARM = 100
"""Batches in which the rate of learning rises."""
CALM = 0.05
"""Share of the rate that is left at the end."""


def teach(
    rows: Sequence[Labelled], habits: Habits | None = None, members: int = MEMBERS, workers: int | None = None
) -> Tagger:
    """Learn from the places of the rows; each member's confidence is fitted on texts that it has not seen.

    Members and the second voice know nothing of each other: where there are rows enough they learn beside each other,
    members in `workers` processes and the second voice in one of its own, which changes nothing of what they learn.
    """
    habits, workers = habits or Habits(), _workers(rows) if workers is None else workers
    with _beside(partial(perceptron.teach, rows), workers > 1) as second:  # it needs no lessons: let it begin
        lessons, lexicon = prepare(rows)
        jobs: list[Job] = [partial(_member, rows, lessons, lexicon, habits, turn) for turn in range(members)]
        taught = _done(jobs, workers)
        slope, shift = confidence([pair for _, seen in taught for pair in seen])
        return Tagger(together([weights for weights, _ in taught]), slope, shift, second())


@contextmanager
def _beside(job: Job, apart: bool) -> Iterator[Job]:
    """What gives the result of a job: at once begun in a process of its own, or done when it is asked for."""
    if not apart:
        yield partial(_alone, job)
        return
    with ProcessPoolExecutor(1, timeout=IDLE) as process:
        yield process.submit(_alone, job).result


def _alone(job: Job) -> Any:
    with threadpool_limits(1):
        return job()


def _member(
    rows: Sequence[Labelled], lessons: Sequence[Lesson], lexicon: Lexicon, habits: Habits, turn: int
) -> tuple[dict[str, Floats], list[tuple[float, bool]]]:
    """A member's weights, and how sure it is of what it finds in the texts that it was not shown."""
    held = set(range(turn, len(rows), HELD)) if len(rows) > HELD else set()
    kept = [lesson for at, lesson in enumerate(lessons) if at not in held and len(lesson.words)]
    weights = learn(kept, lexicon, habits, SEED + turn)
    return weights, judged(Tagger(together([weights])), [rows[at] for at in sorted(held)])


def _workers(rows: Sequence[Labelled]) -> int:
    return WORKERS if len(rows) >= MANY and cpu_count() > 1 else 1


def _done(jobs: Sequence[Job], workers: int) -> list[Any]:
    """What the jobs give, in their order. Each has one thread for matrices, beside others or alone: so sums are added
    up in the same order and the weights are the same; the matrices are too small for two threads to gain by them."""
    with threadpool_limits(1), parallel_config("loky", inner_max_num_threads=1):
        done = list(Parallel(n_jobs=workers)(delayed(job)() for job in jobs))
    if workers > 1:
        get_reusable_executor().shutdown()  # idle, they would keep their memory while the kernel takes up its own
    return done


def prepare(rows: Sequence[Labelled]) -> tuple[list[Lesson], Lexicon]:
    """Lessons in the order of the rows, and their words."""
    index: dict[str, int] = {}
    tokens = [split(row.text) for row in rows]
    for token in (token for text in tokens for token in text):
        index.setdefault(token.text, len(index))
    for low in [text.lower() for text in index]:
        index.setdefault(low, len(index))
    words = [word(text) for text in index]
    lessons = [_lesson(row, found, index, words) for row, found in zip(rows, tokens, strict=True)]
    return lessons, Lexicon.of(words)


def _lesson(row: Labelled, tokens: Sequence[Token], index: dict[str, int], words: Sequence[Word]) -> Lesson:
    ids = np.asarray([index[token.text] for token in tokens], np.int64)
    low = np.asarray([index[token.text.lower()] for token in tokens], np.int64)
    outer = around(row.text, tokens, [words[at].lemma for at in ids])
    return Lesson(ids, low, outer, np.asarray(true_tags(row.text, tokens, row.places), np.int64))


def learn(lessons: Sequence[Lesson], lexicon: Lexicon, habits: Habits, seed: int) -> dict[str, Floats]:
    """One member's weights."""
    machine = Machine(lexicon, habits, np.random.default_rng(seed))
    turn = 0
    for epoch in range(habits.epochs):
        batches = list(_batches(lessons, habits.tokens, machine.draw))
        for at, batch in enumerate(batches):
            turn += 1
            done = (epoch + at / len(batches)) / habits.epochs
            _practise(machine, batch, habits.rate * min(1, turn / WARM) * (1 - done * (1 - CALM)))
    machine.weights["table"][~machine.used] = 0
    return machine.weights


def _practise(machine: Machine, batch: Sequence[Lesson], rate: float) -> None:
    scores, trace = machine.forward(batch, learning=True)
    tags = np.concatenate([lesson.tags for lesson in batch])
    slopes = gradients(scores, tags, trace.lengths, machine.weights)
    found = machine.backward(slopes.pop("scores"), trace)
    machine.step({**found, **slopes}, rate, trace.words.touched)


def _batches(lessons: Sequence[Lesson], tokens: int, draw: np.random.Generator) -> Iterator[list[Lesson]]:
    """Texts of like length together, each batch of about so many tokens, in random order."""
    lengths = np.asarray([len(lesson.words) for lesson in lessons])
    order = np.argsort(lengths * (1 + 0.3 * draw.random(len(lessons))), kind="stable")
    number = np.cumsum(lengths[order]) // tokens
    cuts = np.flatnonzero(np.diff(number)) + 1
    groups = np.split(order, cuts)
    for at in draw.permutation(len(groups)):
        yield [lessons[one] for one in groups[at]]


def together(taught: Sequence[dict[str, Floats]]) -> Weights:
    """Members side by side; half precision, as they are kept."""
    half = {one.name: np.stack([part[one.name] for part in taught]).astype(np.float16) for one in fields(Weights)}
    return Weights(**{name: array.astype(np.float32) for name, array in half.items()})


def judged(tagger: Tagger, rows: Sequence[Labelled]) -> list[tuple[float, bool]]:
    """Confidence of each place that is found, and whether it is right."""
    return [(place.confidence, place.text in row.places) for row in rows for place in tagger.places(row.text)]


def confidence(seen: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and shift of a span's confidence; 1 and 0 where there are too few spans to learn them from."""
    right = np.asarray([one for _, one in seen], bool)
    if len(seen) < ENOUGH or right.all() or not right.any():
        return 1.0, 0.0
    sure = np.clip([p for p, _ in seen], 1e-4, 1 - 1e-4)
    return logistic(np.log(sure / (1 - sure)), right)
