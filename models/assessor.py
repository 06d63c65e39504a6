"""The assessor of the product: texts in, assessments out (core.ports.Assessor)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from core.labels import Assessment, Guess, Place, Subject, Why
from models import above, calibrate, explain, heads, rare, threads
from models.artefact import Model
from models.calibrate import Doubles, Probabilities
from models.projector import Block, Projector
from models.silence import silent
from models.standing import kept
from nlp.appeals import lawful_call
from nlp.features import FEATURE_CHARS, Floats
from nlp.numbering import Numbering
from nlp.places import may_name_place
from nlp.reading import Reading, bits, read
from nlp.tokens import judged

BATCH, BATCH_CHARS = 1024, 1_000_000
"""Bounds of what is worked out at once, for memory; results do not depend on them."""
SHOWN_THEMES = 3
DIGITS = 4
CODES = tuple(map(str, heads.THEMES))
COLUMNS = {theme: heads.NAMES.index(f"theme:{theme}") for theme in heads.THEMES}
PLACE_CHARS = 100_000
"""Places are looked for in the beginning of a longer text."""
KEPT_POSTS = 5_000
"""Posts above whose share is kept; they are shared by the comments of a thread."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Some subjects (N,) as they were read, with the rules that fired, the share of the posts above (N, H), that of the
    texts' own themes under them (N, H), margins (N, H), probabilities."""

    subjects: Sequence[Subject]
    read: Reading
    fired: Sequence[tuple[rare.Hit, ...]]
    above: Floats
    own: Floats
    margins: Floats
    made: Probabilities


class LinearAssessor:
    """All heads by one feature pass. The result for a subject depends on nothing but the subject.

    `parent` stands for the post above where `context` is missing. Probabilities are rounded to 4 digits. One call at
    a time works inside; others wait.
    """

    def __init__(self, model: Model, version: str) -> None:
        weights, thread = model.weights, model.threads
        self._model, self._version, self._lock = model, version, Lock()
        self._units = Numbering(model.known, bits(rare.bits))
        self._text = Projector(
            model.known, self._units, Block(weights.key, weights.gram, weights.dense, weights.centre)
        )
        self._higher = Projector(
            model.known, self._units, Block(weights.above_key, None, weights.above_dense, weights.centre)
        )
        self._remark = Projector(model.known, self._units, Block(thread.text_key, None, None, weights.centre))
        self._thread = Projector(model.known, self._units, Block(thread.post_key, None, None, weights.centre))
        self._posts: dict[str, Floats] = {}

    @property
    def version(self) -> str:
        """Name of the model version."""
        return self._version

    def assess(self, subjects: Sequence[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        """Assessments in the order of the subjects. `why` and `places` False leave those fields empty, for speed."""
        made: list[Assessment] = []
        for batch in batches(subjects):
            with self._lock:
                scored = self.score(batch)
                made.extend(self._assessments(scored, why, places))
        return made

    def score(self, subjects: Sequence[Subject]) -> Scored:
        """Margins and probabilities of one batch."""
        self._units.make_room()
        seen = read([subject.text for subject in subjects], self._units)
        bags = seen.bags
        fired = [tuple(rare.hits(text)) if may else () for text, may in zip(seen.prepared, seen.extra, strict=True)]
        posts = [subject.context or subject.parent for subject in subjects]
        higher, themes = self._above(posts)
        margins = self._text.margins(bags) + self._model.weights.bias
        has_post = np.asarray([bool(post) for post in posts], bool)
        own = self._own(margins, has_post, themes)
        margins[has_post, heads.THEME] = 0
        margins += higher + own
        if has_post.any():
            margins[has_post, heads.THEME] += self._remark.margins(bags.some(np.flatnonzero(has_post)))
        made = self._model.calibration.probabilities(margins, has_post)
        if any(fired):
            margins += _ruled(fired)
            # Only the theme hears the rules: the chain of the other heads was learnt without them.
            made = replace(made, theme=self._model.calibration.first(margins, has_post).theme)
        return Scored(subjects, seen, fired, higher, own, margins, made)

    def _own(self, margins: Floats, has_post: NDArray[np.bool_], posts: Floats) -> Floats:
        """What the themes of the texts alone add under a post above of some themes (N, 27): (N, H), else zeros."""
        found = np.zeros_like(margins)
        for at in np.flatnonzero(has_post):
            own = threads.own_themes(margins[at : at + 1])[0]
            found[at, heads.THEME] = self._model.threads.said(own, posts[at])
        return found

    def addends(self, subject: Subject) -> tuple[list[str], Floats]:
        """Terms of one text, the post above, the text's own theme under it, the constant, and their addends (terms, H):
        they sum to the margins."""
        scored = self.score([subject])
        found, weights = self._addends(scored, 0)
        constant = self._model.weights.bias.copy()
        if subject.context or subject.parent:
            constant[heads.THEME] = 0
        return [*found, explain.CONSTANT], np.vstack([weights, constant])

    def _addends(self, scored: Scored, at: int) -> tuple[list[str], Floats]:
        """All addends of a margin but the constant."""
        bag, subject = scored.read.bags.some(np.asarray([at])), scored.subjects[at]
        found, weights = self._text.addends(bag)
        if subject.context or subject.parent:
            weights[:, heads.THEME] = self._remark.addends(bag)[1]
        rules = _ruled([(rule,) for rule in scored.fired[at]])
        names = [f"rule:{rule.theme}" for rule in scored.fired[at]]
        return [*found, explain.ABOVE, explain.OWN, *names], np.vstack(
            [weights, scored.above[at], scored.own[at], rules]
        )

    def _above(self, contexts: Sequence[str | None]) -> tuple[Floats, Floats]:
        """Shares of the posts above (N, H), and the probabilities of their own themes (N, 27); zeros without a post."""
        wanted = dict.fromkeys(context for context in contexts if context)
        if len(self._posts) + len(wanted) > KEPT_POSTS:
            self._posts.clear()
        self._learn([context for context in wanted if context not in self._posts])
        width = len(heads.NAMES)
        nothing = np.zeros(width + threads.THEMES, np.float32)
        found = np.stack([self._posts[context] if context else nothing for context in contexts])
        return found[:, :width], found[:, width:]

    def _learn(self, contexts: Sequence[str]) -> None:
        weights, thread = self._model.weights, self._model.threads
        for context in contexts:
            bag = read([context], self._units).bags
            margins = self._text.margins(bag) + weights.bias
            share = self._higher.margins(bag) + above.themes(margins) @ weights.above_theme + weights.above_bias
            own = threads.own_themes(margins)
            share[:, heads.THEME] = self._thread.margins(bag) + own @ thread.post_theme
            self._posts[context] = np.concatenate([share[0], own[0]])

    def _assessments(self, scored: Scored, why: bool, places: bool) -> Iterator[Assessment]:
        for at, (subject, said) in enumerate(zip(scored.subjects, self._said(scored.made), strict=True)):
            post = subject.context or subject.parent
            if not scored.read.russian[at] and not judged(scored.read.cleared[at], post):
                yield silent(self._version)
                continue
            yield Assessment(
                **said,
                model=self._version,
                places=self._places(subject.text[:PLACE_CHARS]) if places else (),
                why=self._why(scored, at) if why else (),
                lawful_call=scored.read.may_call[at] and lawful_call(scored.read.cleared[at]),
            )

    def _said(self, made: Probabilities) -> Iterator[dict[str, Any]]:
        """The fields that come from probabilities, text by text; the whole batch is rounded and sorted at once."""
        cuts = self._model.calibration
        neg, risk = made.expected(heads.NEG), made.expected(heads.RISK)
        order = np.argsort(-made.theme, axis=1, kind="stable")[:, :SHOWN_THEMES]
        kinds = made.kind.argmax(axis=1)
        columns = {
            "themes": _guesses(order, np.take_along_axis(made.theme, order, axis=1)),
            "theme": [heads.THEMES[at] for at in order[:, 0]],
            "kind": [heads.KINDS[at] for at in kinds],
            "kind_p": _p(made.kind.max(axis=1)),
            "solvable": _p(made.of(heads.SOLVABLE)[:, 0]),
            "neg": calibrate.grades(neg, cuts.neg_cuts).tolist(),
            "neg_score": _p(neg),
            "risk": calibrate.grades(risk, cuts.risk_cuts).tolist(),
            "risk_score": _p(risk),
            "signs": [dict(zip(heads.SIGNS, values, strict=True)) for values in _p(made.of(heads.SIGN))],
            "abstain": (np.round(made.theme.max(axis=1), DIGITS) < self._model.thresholds[order[:, 0]]).tolist(),
        }
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(columns, values, strict=True))

    def _places(self, text: str) -> tuple[Place, ...]:
        """What the tagger finds, where the cheap test lets it look, without flats."""
        found = self._model.tagger.places(text) if may_name_place(text) else ()
        return kept(found)

    def _why(self, scored: Scored, at: int) -> tuple[Why, ...]:
        found, weights = self._addends(scored, at)
        theme = f"theme:{heads.THEMES[int(scored.made.theme[at].argmax())]}"
        kind = f"kind:{heads.KINDS[int(scored.made.kind[at].argmax())]}"
        parts = [(theme, explain.single(theme)), (kind, explain.single(kind)), ("risk", explain.RISK)]
        rules = [
            Why(f"rule:{hit.theme}", hit.words, rare.ADDEND) for hit in scored.fired[at] if theme.endswith(hit.theme)
        ]
        return (*rules, *explain.why(found, weights, parts))


def batches(subjects: Sequence[Subject]) -> Iterator[Sequence[Subject]]:
    """Parts of at most `BATCH` subjects and (but for a single text) `BATCH_CHARS` characters, in their order."""
    start, chars = 0, 0
    for at, subject in enumerate(subjects):
        size = sum(
            min(len(said), 2 * FEATURE_CHARS) for said in (subject.text, subject.context, subject.parent) if said
        )
        if at - start == BATCH or (at > start and chars + size > BATCH_CHARS):
            yield subjects[start:at]
            start, chars = at, 0
        chars += size
    if start < len(subjects):
        yield subjects[start:]


def _ruled(fired: Sequence[Sequence[rare.Hit]]) -> Floats:
    """What the rules that fired add to the margins of N texts, (N, H)."""
    found = np.zeros((len(fired), len(heads.NAMES)), np.float32)
    for at, rules in enumerate(fired):
        for rule in rules:
            found[at, COLUMNS[rule.theme]] += rare.ADDEND
    return found


def _p(values: Doubles) -> list[Any]:
    return cast(list[Any], np.round(values, DIGITS).tolist())


def _guesses(order: NDArray[np.int64], values: Doubles) -> list[tuple[Guess, ...]]:
    """Themes by number (N, 3) and their probabilities -> the guesses of each text."""
    rows = zip(order.tolist(), _p(values), strict=True)
    return [tuple(Guess(CODES[one], p) for one, p in zip(at, sure, strict=True)) for at, sure in rows]
