"""The assessor of the product: texts in, assessments out (core.ports.Assessor)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import NamedTuple

import numpy as np

from core.labels import Assessment, Guess, Kind, Place, Sign, Subject, Theme, Why
from models import above, calibrate, explain, heads
from models.artefact import Model
from models.calibrate import Doubles, Probabilities
from models.projector import Block, Projector
from nlp.appeals import lawful_call
from nlp.features import Floats, prepare, units
from nlp.places import addresses, clear_of, may_name_place
from nlp.tokens import is_russian

BATCH = 256
SHOWN_THEMES = 3
PLACE_CHARS = 100_000
"""Places are looked for in the beginning of a longer text."""
KEPT_POSTS = 5_000
"""Posts above whose share is kept; they are shared by the comments of a thread."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Some subjects (N,) with their units, the share of the posts above (N, H), margins (N, H), probabilities."""

    subjects: Sequence[Subject]
    bags: Sequence[Sequence[str]]
    above: Floats
    margins: Floats
    made: Probabilities


class Grades(NamedTuple):
    """Negativity and risk of one text: grade and expected grade each."""

    neg: int
    neg_score: float
    risk: int
    risk_score: float


class LinearAssessor:
    """All heads by one feature pass. The result for a subject depends on nothing but the subject.

    `parent` stands for the post above where `context` is missing. Probabilities are rounded to 4 digits. One call at
    a time works inside; others wait.
    """

    def __init__(self, model: Model, version: str) -> None:
        weights = model.weights
        self._model, self._version, self._lock = model, version, Lock()
        self._text = Projector(model.known, Block(weights.key, weights.gram, weights.dense, weights.centre))
        self._higher = Projector(model.known, Block(weights.above_key, None, weights.above_dense, weights.centre))
        self._posts: dict[str, Floats] = {}

    @property
    def version(self) -> str:
        """Name of the model version."""
        return self._version

    def assess(self, subjects: Sequence[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        """Assessments in the order of the subjects. `why` and `places` False leave those fields empty, for speed."""
        made: list[Assessment] = []
        for start in range(0, len(subjects), BATCH):
            with self._lock:
                scored = self.score(subjects[start : start + BATCH])
                made.extend(self._assessments(scored, why, places))
        return made

    def score(self, subjects: Sequence[Subject]) -> Scored:
        """Margins and probabilities of one batch."""
        bags = [units(prepare(subject.text)) for subject in subjects]
        higher = self._above([subject.context or subject.parent for subject in subjects])
        margins = self._text.margins(bags) + self._model.weights.bias + higher
        has_post = np.asarray([bool(subject.context or subject.parent) for subject in subjects], bool)
        made = self._model.calibration.probabilities(margins, has_post)
        return Scored(subjects, bags, higher, margins, made)

    def addends(self, subject: Subject) -> tuple[list[str], Floats]:
        """Terms of one text, the post above, the constant, and their addends (terms, H): they sum to the margins."""
        found, weights = self._text.addends(units(prepare(subject.text)))
        higher = self._above([subject.context or subject.parent])
        return [*found, explain.ABOVE, explain.CONSTANT], np.vstack([weights, higher, self._model.weights.bias])

    def _above(self, contexts: Sequence[str | None]) -> Floats:
        """Shares of the posts above (N, H), zeros where there is none."""
        wanted = dict.fromkeys(context for context in contexts if context)
        if len(self._posts) + len(wanted) > KEPT_POSTS:
            self._posts.clear()
        self._learn([context for context in wanted if context not in self._posts])
        nothing = np.zeros(len(heads.NAMES), np.float32)
        return np.stack([self._posts[context] if context else nothing for context in contexts])

    def _learn(self, contexts: Sequence[str]) -> None:
        weights = self._model.weights
        for context in contexts:
            bag = units(prepare(context))
            own = above.themes(self._text.margins([bag]) + weights.bias)
            self._posts[context] = (self._higher.margins([bag]) + own @ weights.above_theme + weights.above_bias)[0]

    def _assessments(self, scored: Scored, why: bool, places: bool) -> Iterator[Assessment]:
        grades = self._grades(scored.made)
        for at, subject in enumerate(scored.subjects):
            if not is_russian(subject.text):
                yield self._silent()
                continue
            said = self._said(scored.made, at, grades[at])
            yield replace(
                said,
                places=self._places(subject.text[:PLACE_CHARS]) if places else (),
                why=self._why(scored, at) if why else (),
                lawful_call=lawful_call(subject.text),
            )

    def _grades(self, made: Probabilities) -> list[Grades]:
        neg, risk = made.expected(heads.NEG), made.expected(heads.RISK)
        cuts = self._model.calibration
        both = calibrate.grades(neg, cuts.neg_cuts), neg, calibrate.grades(risk, cuts.risk_cuts), risk
        return [Grades(int(a), _p(b), int(c), _p(d)) for a, b, c, d in zip(*both, strict=True)]

    def _said(self, made: Probabilities, at: int, grades: Grades) -> Assessment:
        order = np.argsort(-made.theme[at], kind="stable")[:SHOWN_THEMES]
        themes = tuple(Guess(str(heads.THEMES[one]), _p(made.theme[at, one])) for one in order)
        kind = int(made.kind[at].argmax())
        return Assessment(
            theme=heads.THEMES[order[0]],
            themes=themes,
            kind=heads.KINDS[kind],
            kind_p=_p(made.kind[at, kind]),
            solvable=_p(made.of(heads.SOLVABLE)[at, 0]),
            neg=grades.neg,
            neg_score=grades.neg_score,
            risk=grades.risk,
            risk_score=grades.risk_score,
            signs=_signs(made.of(heads.SIGN)[at]),
            model=self._version,
            abstain=themes[0].p < self._model.threshold,
        )

    def _places(self, text: str) -> tuple[Place, ...]:
        """What the tagger finds, and the surest addresses by rule where it finds nothing."""
        if not may_name_place(text):
            return ()
        found = self._model.tagger.places(text)
        return tuple(sorted([*found, *clear_of(found, addresses(text))], key=lambda place: place.start))

    def _why(self, scored: Scored, at: int) -> tuple[Why, ...]:
        found, weights = self._text.addends(scored.bags[at])
        theme = f"theme:{heads.THEMES[int(scored.made.theme[at].argmax())]}"
        kind = f"kind:{heads.KINDS[int(scored.made.kind[at].argmax())]}"
        parts = [(theme, explain.single(theme)), (kind, explain.single(kind)), ("risk", explain.RISK)]
        return explain.why([*found, explain.ABOVE], np.vstack([weights, scored.above[at]]), parts)

    def _silent(self) -> Assessment:
        """What is said of a text that is empty or not Russian: nothing."""
        return Assessment(
            theme=Theme.NONE,
            themes=(Guess(str(Theme.NONE), 1.0),),
            kind=Kind.CHATTER,
            kind_p=1.0,
            solvable=0.0,
            neg=0,
            neg_score=0.0,
            risk=0,
            risk_score=0.0,
            signs=dict.fromkeys(Sign, 0.0),
            model=self._version,
            abstain=True,
        )


def _p(value: float) -> float:
    return round(float(value), 4)


def _signs(values: Doubles) -> dict[Sign, float]:
    return {sign: _p(value) for sign, value in zip(heads.SIGNS, values, strict=True)}
