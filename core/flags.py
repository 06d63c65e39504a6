"""The decision that a post must be seen by a person, and the person's decision on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.labels import KIND_TITLES, Assessment, Kind, Theme
from core.posts import Counters, Post
from core.profile import Profile
from core.reasons import Reason
from core.risk import LEVEL_TITLES, Level, Risk, Signals, weigh
from core.routing import Matter, Whereabouts, route


class FlagStatus(StrEnum):
    """A card's state in the queue."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


STATUS_TITLES = {
    FlagStatus.OPEN: "ждёт разбора",
    FlagStatus.CONFIRMED: "подтверждена",
    FlagStatus.REJECTED: "отклонена",
}

FLAG_FROM: Mapping[Kind, Level] = {
    Kind.PROBLEM: Level.MEDIUM,
    Kind.QUESTION: Level.MEDIUM,
    Kind.SUGGESTION: Level.MEDIUM,
    Kind.CHATTER: Level.MEDIUM,
    Kind.THANKS: Level.HIGH,
    Kind.OFFICIAL: Level.HIGH,
}
"""The least level at which a text of each kind is shown for its risk."""

ASKING = frozenset({Kind.PROBLEM, Kind.QUESTION, Kind.SUGGESTION})
"""Kinds whose authors wait for an answer."""
SOLVABLE_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """A post's current version with its assessment and spread: all that a decision needs."""

    post_id: int
    version_id: int
    assessment_id: int
    by_source: bool
    assessment: Assessment
    signals: Signals
    place: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """The decision on a case: its risk, the block, and the reasons to show it (none: it is not flagged)."""

    case: Case
    risk: Risk
    block: str
    reasons: tuple[Reason, ...] = ()
    territory: str = ""

    @property
    def flagged(self) -> bool:
        """Whether a person must see it."""
        return bool(self.reasons)


def _by_level(case: Case, risk: Risk) -> Reason | None:
    least = FLAG_FROM[case.assessment.kind]
    if risk.level.rank < least.rank:
        return None
    return Reason("level", risk.score, {"level": risk.level, "title": LEVEL_TITLES[risk.level]})


def _by_asking(case: Case, risk: Risk) -> Reason | None:
    """An ordinary complaint is answered too; what the page itself wrote asks nothing."""
    said = case.assessment
    if case.by_source or said.kind not in ASKING or said.solvable < SOLVABLE_FROM:
        return None
    return Reason("asks", 0, {"title": KIND_TITLES[said.kind]})


def _by_doubt(case: Case, risk: Risk) -> Reason | None:
    said = case.assessment
    if case.by_source or not said.abstain or said.kind is not Kind.PROBLEM:
        return None
    return Reason("uncertain")


RULES = (_by_level, _by_asking, _by_doubt)
PLAIN = frozenset({"route_theme", "route_fallback"})
"""Reasons for a block that a card need not tell: it shows theme and block anyway."""


def _hot(case: Case, profile: Profile) -> tuple[Reason, ...]:
    """The same theme at the same place for the n-th time."""
    times = case.signals.repeats + 1
    if not case.place or times < profile.windows.hot:
        return ()
    return (Reason("hot_place", 0, {"times": times, "days": profile.repeat_days}),)


def decide(case: Case, profile: Profile, where: Whereabouts | None = None) -> Scored:
    """Weigh a case and say whether a person must see it, and why; route it to its block and find its territory."""
    said = case.assessment
    risk = weigh(said, case.signals, profile)
    grounds = tuple(reason for rule in RULES if (reason := rule(case, risk)))
    places = [place.text for place in said.places]
    territory = (where or Whereabouts(profile.territories)).of(places)
    matter = Matter(said.theme, "", " ".join(places), territory, case.text, risk.level)
    way = route(profile, matter)
    told = tuple(reason for reason in way.reasons if reason.code not in PLAIN)
    reasons = grounds + risk.reasons + _hot(case, profile) + told if grounds else ()
    return Scored(case, risk, way.block, reasons, territory)


@dataclass(frozen=True, slots=True)
class Flag:
    """A card: the post, what the model says of it, its risk, and its state.

    `revision` grows with each change that a monitor must see; `labels` are people's corrections of the model.
    """

    id: int
    revision: int
    post: Post
    source_title: str
    thread_text: str
    assessment: Assessment
    risk: Risk
    reasons: tuple[Reason, ...]
    block: str
    place: str
    status: FlagStatus
    raised_at: datetime
    counters: Counters | None = None
    versions: int = 1
    decided_at: datetime | None = None
    decided_by: str = ""
    decision: str = ""
    labels: Mapping[str, object] = field(default_factory=dict)
    territory: str = ""
    post_id: int = 0

    @property
    def theme(self) -> Theme:
        """The theme in force: a person's correction, else the model's."""
        return Theme(str(self.labels.get("theme", self.assessment.theme)))


@dataclass(frozen=True, slots=True)
class FlagQuery:
    """What the queue is asked for. An empty tuple means "any". There is no filter by author, on purpose."""

    levels: tuple[Level, ...] = ()
    themes: tuple[Theme, ...] = ()
    blocks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    statuses: tuple[FlagStatus, ...] = (FlagStatus.OPEN,)
    place: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[int, int] | None = None
    limit: int = 50
    newer_than: int | None = None
    incidents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue, most dangerous first; `next` is the cursor (score, id) of the following page."""

    flags: tuple[Flag, ...]
    total: int
    next: tuple[int, int] | None = None


class Decision(StrEnum):
    """What a person decided on a card."""

    CONFIRM = "confirm"
    REJECT = "reject"
    CORRECT = "correct"
    UNDO = "undo"


DECISION_TITLES = {
    Decision.CONFIRM: "подтверждена",
    Decision.REJECT: "отклонена",
    Decision.CORRECT: "тема исправлена",
    Decision.UNDO: "решение отменено",
}


DECIDED: Mapping[Decision, FlagStatus] = {
    Decision.CONFIRM: FlagStatus.CONFIRMED,
    Decision.REJECT: FlagStatus.REJECTED,
    Decision.CORRECT: FlagStatus.OPEN,
    Decision.UNDO: FlagStatus.OPEN,
}
"""The state of a card after each decision; a correction of labels leaves it in the queue, an undo brings it back."""


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision on a card; it is also a training label. `labels` holds the corrected fields only.

    Of a card's decisions only those in force teach anything (`undoing.in_force`). `id` grows with every decision.
    """

    flag_id: int
    by: str
    decision: Decision
    at: datetime
    reason: str = ""
    labels: Mapping[str, object] = field(default_factory=dict)
    id: int = 0
