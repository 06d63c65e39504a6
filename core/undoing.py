"""Taking back a decision on a card: which decisions are in force, and what a card becomes without the last of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.errors import Conflict
from core.flags import DECIDED, Decision, Flag, Review
from core.labels import Theme
from core.profile import Profile
from core.routing import Matter, blocks_of, route


def in_force(reviews: Sequence[Review]) -> list[Review]:
    """The decisions that stand, given all of one card, the oldest first: an undo takes away the last before it."""
    kept: list[Review] = []
    for review in reviews:
        if review.decision is not Decision.UNDO:
            kept.append(review)
        elif kept:
            kept.pop()
    return kept


@dataclass(frozen=True, slots=True)
class Restored:
    """What a card becomes: people's corrections that are left, and the theme and block that follow from them."""

    labels: dict[str, object]
    theme: Theme
    block: str


def undo(flag: Flag, reviews: Sequence[Review], profile: Profile) -> Restored:
    """The card without the last decision that stands. Raises Conflict where there is none to take back."""
    kept = in_force(reviews)
    if not kept or DECIDED[kept[-1].decision] is not flag.status:
        raise Conflict(f"карточка {flag.id}: отменять нечего")
    labels: dict[str, object] = {}
    for review in kept[:-1]:
        labels |= review.labels
    theme = Theme(str(labels.get("theme", flag.assessment.theme)))
    return Restored(labels, theme, flag.block if theme is flag.theme else _block(flag, theme, labels, profile))


def _block(flag: Flag, theme: Theme, labels: dict[str, object], profile: Profile) -> str:
    """As when the theme was corrected by a person, or when the card was raised."""
    if "theme" in labels:
        return blocks_of(profile, theme)[0].code
    places = " ".join(place.text for place in flag.assessment.places)
    matter = Matter(theme, "", places, flag.territory, flag.post.text, flag.risk.level)
    return route(profile, matter).block


def taken_back(given: Review) -> Review:
    """The undo as a review: it corrects nothing by itself."""
    return replace(given, decision=Decision.UNDO, labels={})
