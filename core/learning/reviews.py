"""Reviews of cards as labels: only the decisions in force teach."""

from collections.abc import Sequence

from core.flags import Decision, Review
from core.learning.records import Label, Origin
from core.undoing import in_force


def labels_of(reviews: Sequence[Review], model: str) -> list[Label]:
    """All decisions of one card, the oldest first -> its labels. The monitor saw what `model` said.

    A rejection says that nothing is to be done, not what the text is about: it teaches `solvable` alone.
    """
    return [label_of(review, model) for review in in_force(reviews)]


def label_of(review: Review, model: str) -> Label:
    """One decision in force as a label."""
    given = dict(review.labels)
    if review.decision is Decision.REJECT:
        given.setdefault("solvable", False)
    return Label(
        review.by,
        review.at,
        given,
        decision=review.decision,
        origin=Origin.REVIEW,
        model=model,
        shown=True,
        reason=review.reason,
    )
