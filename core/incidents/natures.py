"""Which flagged posts make an information risk and which an ordinary matter. A person may say otherwise."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from core.errors import IllegalMove
from core.incidents.moves import FIRST
from core.incidents.records import NATURE_TITLES, Incident, Nature, Regime, Step
from core.labels import Assessment, Sign
from core.risk import SHOWN_FROM, Level, calm


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rules look at: the level of a post, what the model said of it, whether it is part of a storm."""

    level: Level
    said: Assessment | None = None
    storm: bool = False


def _lawful(seen: Seen) -> Nature | None:
    """A lawful call to complain alone is a matter to be answered (59-ФЗ, art. 6)."""
    return Nature.MATTER if seen.said and calm(seen.said) else None


def _storm(seen: Seen) -> Nature | None:
    return Nature.RISK if seen.storm else None


def _grave(seen: Seen) -> Nature | None:
    return Nature.RISK if seen.level.rank >= Level.HIGH.rank else None


def _signs(seen: Seen) -> Nature | None:
    signs = seen.said.signs if seen.said else {}
    return Nature.RISK if any(signs.get(sign, 0.0) >= SHOWN_FROM[sign] for sign in (Sign.LIFE, Sign.CROWD)) else None


RULES: tuple[Callable[[Seen], Nature | None], ...] = (_lawful, _storm, _grave, _signs)
"""The first that says something decides; else it is a matter. However many pass a lawful call on, it makes no risk."""


def nature_of(seen: Seen) -> Nature:
    """The nature that the rules give."""
    return next((nature for rule in RULES if (nature := rule(seen))), Nature.MATTER)


def renature(incident: Incident, nature: Nature, who: str, at: datetime, reason: str) -> tuple[Incident, Step]:
    """Another nature, set by a person: the incident starts anew in the other table, its answers stay.

    Raises IllegalMove for one that ended or was emptied, for an appeal, and where nothing would change.
    """
    wrong = {
        "он завершён": incident.ended,
        "обращение по 59-ФЗ остаётся вопросом": incident.regime is Regime.APPEAL,
        f"это уже {NATURE_TITLES[nature]}": incident.nature is nature,
        "нужна причина": not reason.strip(),
    }
    for why, so in wrong.items():
        if so:
            raise IllegalMove(f"инцидент {incident.id}: {why}")
    changed = replace(incident, nature=nature, status=FIRST[nature], moved_at=at, by_hand=True)
    return changed, Step(at, who, "nature", incident.nature, nature, reason.strip(), {}, incident.id)


def promoted(incident: Incident, nature: Nature, who: str, at: datetime) -> tuple[Incident, Step] | None:
    """A matter that nobody has begun becomes a risk when a dangerous post joins it; None where nothing changes."""
    untouched = incident.nature is Nature.MATTER and incident.status is FIRST[Nature.MATTER]
    if nature is not Nature.RISK or not untouched or incident.by_hand or incident.regime is Regime.APPEAL:
        return None
    changed = replace(incident, nature=nature, status=FIRST[nature], moved_at=at)
    return changed, Step(at, who, "nature", incident.nature, nature, "", {}, incident.id)
