"""Many labels of one text -> the one that is taught, and whether the text is kept for judging."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from core.learning.agreement import last_words
from core.learning.records import FIELDS, Cause, Example, Label, Values, said_by, spoken, values

JUDGED_OF = 5
"""One text of so many is never learnt from: the gate judges by it."""


def settled(example: Example) -> Values:
    """What people say together: field by field the commonest word, blind ones before led ones, the last before the
    first; where nobody spoke, what the model said."""
    labels = last_words(example.labels)
    said = {name: _word(example, labels, name) for name in FIELDS}
    return Values(**said)  # type: ignore[arg-type]  # each field by its own name


def _word(example: Example, labels: Sequence[Label], name: str) -> object:
    spoke = [label for label in labels if name in spoken(label)]
    heard = [label for label in spoke if label.blind] or spoke
    words = [getattr(values(label, example.said), name) for label in heard]
    if not words:
        return getattr(said_by(example.said), name)
    counts = Counter(words)
    most = max(counts.values())
    return next(word for word in reversed(words) if counts[word] == most)


def teaches(example: Example) -> bool:
    """Whether a model can learn from it: somebody spoke of any field, and all fields are known."""
    return any(spoken(label) for label in example.labels) and settled(example).complete


def judged(example: Example) -> bool:
    """Whether a text is kept for judging: the weekly random slice, and one text of `JUDGED_OF` by a digest of its words
    (the same at each training, so that no later model has learnt from it)."""
    if any(label.cause is Cause.RANDOM for label in example.labels):
        return True
    words = " ".join(example.text.casefold().split())
    return int(hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest(), 16) % JUDGED_OF == 0
