"""The score 0–100 of a post, from named parts that are all shown.

It answers "how far and how badly may this go if nobody answers", for the text and its spread, never for its author.
Scales are logarithmic in the share of the municipality that has seen the post: a village and a city use one rule.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from math import log10

from core.labels import SIGN_TITLES, Assessment, Sign
from core.profile import Profile
from core.reasons import Reason


class Level(StrEnum):
    """Level of an information risk by the profile's thresholds."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low … 3 for critical."""
        return list(Level).index(self)


LEVEL_TITLES = {
    Level.LOW: "низкий",
    Level.MEDIUM: "средний",
    Level.HIGH: "высокий",
    Level.CRITICAL: "критический",
}

PART_TITLES = {
    "text": "содержание",
    "reach": "охват",
    "speed": "скорость распространения",
    "repeat": "повторность",
    "vulnerable": "уязвимые",
    "theme": "значимость темы",
}

MOST = {"text": 60, "reach": 10, "speed": 8, "repeat": 8, "vulnerable": 8, "theme": 6}
"""The most points that each part can give; together 100."""

SEEN_FROM, SEEN_ALL = 0.005, 0.3
"""Share of the population at which reach begins to count, and at which it counts in full."""
PACE_FROM, PACE_ALL = 0.0005, 0.02
"""The same for the share reached within an hour."""
REPEATS_ALL = 3
"""Earlier posts on the same theme and place at which repetition counts in full."""
CALM_SCORE = 2.0
"""A lawful call to complain is never weighed above "many people are affected" (guide, question 5)."""
DANGER = 3
"""The grade of a text's own risk at which danger to life is meant, not only named."""
SHOWN_FROM = {
    Sign.LIFE: 0.5,
    Sign.CROWD: 0.75,
    Sign.CORRUPT: 0.75,
    Sign.REPEAT: 0.5,
    Sign.VULNERABLE: 0.5,
    Sign.OBSCENE: 0.75,
}
"""Probability from which a sign is told to the monitor. Calls, accusations and abuse are found too weakly to be told
when merely likely (average precision on dev 0.26, 0.34 and 0.29), and a wrong one accuses the author."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the store knows of a post's spread. Counts are None where the platform does not tell."""

    views: int | None = None
    likes: int | None = None
    reposts: int | None = None
    replies: int | None = None
    gained: int | None = None
    over: timedelta | None = None
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Points of one part, never more than `most`."""

    name: str
    points: float
    most: int


@dataclass(frozen=True, slots=True)
class Risk:
    """Score 0–100, level, the parts that sum to the score, and what the monitor is told."""

    score: int
    level: Level
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...] = field(default=())


def audience(signals: Signals) -> int:
    """People who have probably seen the post: views, or a guess from reactions where views are not told."""
    if signals.views is not None:
        return signals.views
    return 30 * (signals.likes or 0) + 30 * (signals.replies or 0) + 100 * (signals.reposts or 0)


def _share(value: float, low: float, full: float) -> float:
    """0 at `low` and below, 1 at `full` and above, logarithmic between."""
    if value <= low:
        return 0.0
    return min(1.0, log10(value / low) / log10(full / low))


def calm(said: Assessment) -> bool:
    """Whether a text is a lawful call alone: an appeal is a right (59-ФЗ, art. 6); only real danger to life is more."""
    return said.lawful_call and not (said.has(Sign.LIFE) and said.risk >= DANGER)


def _text(said: Assessment, signals: Signals, profile: Profile) -> float:
    risk = min(said.risk_score, CALM_SCORE) if calm(said) else said.risk_score
    return 0.75 * risk / 3 + 0.25 * said.neg_score / 3


def _reach(said: Assessment, signals: Signals, profile: Profile) -> float:
    return _share(audience(signals) / profile.population, SEEN_FROM, SEEN_ALL)


def _speed(said: Assessment, signals: Signals, profile: Profile) -> float:
    if not signals.over or signals.gained is None:
        return 0.0
    hours = max(signals.over.total_seconds() / 3600, 0.5)
    return _share(signals.gained / hours / profile.population, PACE_FROM, PACE_ALL)


def _repeat(said: Assessment, signals: Signals, profile: Profile) -> float:
    return max(said.signs.get(Sign.REPEAT, 0.0), min(1.0, signals.repeats / REPEATS_ALL))


def _vulnerable(said: Assessment, signals: Signals, profile: Profile) -> float:
    return said.signs.get(Sign.VULNERABLE, 0.0)


def _theme(said: Assessment, signals: Signals, profile: Profile) -> float:
    return profile.weights.get(said.theme, 0.0)


SHARES: dict[str, Callable[[Assessment, Signals, Profile], float]] = {
    "text": _text,
    "reach": _reach,
    "speed": _speed,
    "repeat": _repeat,
    "vulnerable": _vulnerable,
    "theme": _theme,
}

QUIET = frozenset({"reach", "speed", "theme", "repeat", "vulnerable"})
"""Parts that add to a matter but make none: they are scaled down where the text itself carries no risk."""


def parts(said: Assessment, signals: Signals, profile: Profile) -> tuple[Part, ...]:
    """All parts in the order of `MOST`, each within its most."""
    matter = min(1.0, said.risk_score)
    return tuple(
        Part(name, round(most * SHARES[name](said, signals, profile) * (matter if name in QUIET else 1.0), 1), most)
        for name, most in MOST.items()
    )


def level_of(score: int, profile: Profile) -> Level:
    """Level by the profile's thresholds (the least score of each level)."""
    reached = [level for level in Level if score >= profile.thresholds.get(level, 0)]
    return reached[-1]


def _capped(level: Level, said: Assessment) -> Level:
    """A lawful call alone stays at medium, however far and fast it goes."""
    return Level.MEDIUM if calm(said) and level.rank > Level.MEDIUM.rank else level


def weigh(said: Assessment, signals: Signals, profile: Profile) -> Risk:
    """Weigh one assessed post. Pure: the same input gives the same score."""
    shown = parts(said, signals, profile)
    score = min(100, round(sum(part.points for part in shown)))
    level = level_of(score, profile)
    capped = _capped(level, said)
    return Risk(score, capped, shown, _reasons(said, signals, shown, capped is not level))


def _reasons(said: Assessment, signals: Signals, shown: tuple[Part, ...], capped: bool) -> tuple[Reason, ...]:
    points = {part.name: part.points for part in shown}
    found = [
        Reason("sign", points["text"], {"sign": sign, "title": SIGN_TITLES[sign]})
        for sign in Sign
        if said.signs.get(sign, 0.0) >= SHOWN_FROM[sign]
    ]
    if signals.repeats:
        found.append(Reason("repeated", points["repeat"], {"times": signals.repeats + 1}))
    if points["reach"] > 0:
        found.append(Reason("reach", points["reach"], {"audience": audience(signals)}))
    if points["speed"] > 0:
        found.append(Reason("speed", points["speed"], {"gained": signals.gained or 0}))
    if said.lawful_call:
        found.append(Reason("lawful_call", 0, {"capped": capped}))
    return tuple(found)
