"""A challenger beside the champion: the same posts and counters, another model. What would a monitor have seen?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.flags import Case, Scored, decide
from core.labels import Assessment, Theme
from core.posts import PostKey
from core.profile import Profile
from core.risk import Signals
from core.routing import Whereabouts

SHOWN = 20
"""So many posts of each kind of difference are shown."""


class Turn(StrEnum):
    """How the challenger's decision on a post differs."""

    MORE = "more"
    LESS = "less"
    SOONER = "sooner"
    LATER = "later"


TURN_TITLES = {
    Turn.MORE: "показал бы ещё",
    Turn.LESS: "не показал бы",
    Turn.SOONER: "показал бы раньше",
    Turn.LATER: "показал бы позже",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A post as the champion sees it with its counters of now, what the challenger says of the same text, when the text
    was first assessed, and when its card was raised (None: it has none)."""

    key: PostKey
    case: Case
    other: Assessment
    seen_at: datetime
    raised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A post on which the two decide otherwise; `won` is the time gained (SOONER)."""

    turn: Turn
    pair: Pair
    one: Scored
    other: Scored
    won: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Posts that both have seen, cards of each, differences (all counted, the gravest `SHOWN` of each turn kept), and
    the share on which the themes, the kinds and the levels of risk agree."""

    posts: int = 0
    one: int = 0
    other: int = 0
    turns: tuple[tuple[Turn, int], ...] = ()
    shown: tuple[Difference, ...] = ()
    themes: float | None = None
    kinds: float | None = None
    levels: float | None = None
    moved: tuple[tuple[Theme, Theme, int], ...] = ()
    """Commonest changes of theme: the champion's, the challenger's, posts."""


def compare(pairs: Iterable[Pair], profile: Profile, where: Whereabouts | None = None) -> Comparison:
    """Decide on every pair by both models."""
    both = [(each, *_decided(each, profile, where)) for each in pairs]
    found = [each for pair in both if (each := _difference(*pair, profile, where))]
    counts = Counter(each.turn for each in found)
    themes = [(one.case.assessment.theme, other.case.assessment.theme) for _, one, other in both]
    kinds = [(one.case.assessment.kind, other.case.assessment.kind) for _, one, other in both]
    moved = Counter(pair for pair in themes if pair[0] != pair[1]).most_common(10)
    return Comparison(
        len(both),
        sum(one.flagged for _, one, _ in both),
        sum(other.flagged for _, _, other in both),
        tuple((turn, counts[turn]) for turn in Turn),
        tuple(each for turn in Turn for each in _gravest(found, turn)),
        _same(themes),
        _same(kinds),
        _same([(one.risk.level, other.risk.level) for _, one, other in both]),
        tuple((one, other, n) for (one, other), n in moved),
    )


def _decided(pair: Pair, profile: Profile, where: Whereabouts | None) -> tuple[Scored, Scored]:
    one = decide(pair.case, profile, where)
    return one, decide(replace(pair.case, assessment=pair.other), profile, where)


def _difference(
    pair: Pair, one: Scored, other: Scored, profile: Profile, where: Whereabouts | None
) -> Difference | None:
    if one.flagged != other.flagged:
        return Difference(Turn.MORE if other.flagged else Turn.LESS, pair, one, other)
    if not one.flagged:
        return None
    # Both show it by now; which of them would have at first sight, before anybody had seen or repeated it?
    first = replace(pair, case=replace(pair.case, signals=Signals()))
    was, would = (each.flagged for each in _decided(first, profile, where))
    if was == would:
        return None
    won = max(pair.raised_at - pair.seen_at, timedelta(0)) if would and pair.raised_at else timedelta(0)
    return Difference(Turn.SOONER if would else Turn.LATER, pair, one, other, won)


def _gravest(found: Sequence[Difference], turn: Turn) -> list[Difference]:
    mine = [each for each in found if each.turn is turn]
    return sorted(mine, key=lambda each: (-max(each.one.risk.score, each.other.risk.score), str(each.pair.key)))[:SHOWN]


def _same(pairs: Sequence[tuple[object, object]]) -> float | None:
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None
