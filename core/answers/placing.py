"""Whether a published answer still stands (decree 000, Порядок, п. 2: the officer controls the placing)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core import backoff


class Standing(StrEnum):
    """What was found behind a link; `UNKNOWN`: nobody has looked yet, or the page could not be read."""

    PLACED = "placed"
    GONE = "gone"
    UNKNOWN = "unknown"


STANDING_TITLES = {
    Standing.PLACED: "размещено",
    Standing.GONE: "удалено",
    Standing.UNKNOWN: "не проверено",
}

PAUSES = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72, 168))
"""Between looks at a page that stands, or is gone: the longer it stays so, the seldomer."""
FIRST_RETRY, LAST_RETRY = timedelta(minutes=10), timedelta(days=1)
"""Between looks at a page that could not be read; doubled each time."""
CONTROLLED = timedelta(days=60)
"""So long after its placing a link is looked at."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a link: what was found, and why, in Russian."""

    standing: Standing
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """A link of an answer. `looks` counts equal findings in a row; `next_at` None: it is controlled no more."""

    incident_id: int
    answer_id: int
    link: str
    placed_at: datetime
    next_at: datetime | None
    standing: Standing = Standing.UNKNOWN
    reason: str = ""
    seen_at: datetime | None = None
    since: datetime | None = None
    looks: int = 0
    id: int = 0


def fresh(incident_id: int, answer_id: int, links: Sequence[str], at: datetime) -> list[Placement]:
    """The placements of new links: each is looked at as soon as may be."""
    return [Placement(incident_id, answer_id, link, at, at) for link in dict.fromkeys(links)]


def looked(known: Placement, seen: Seen, at: datetime, chance: float = 0.0) -> Placement:
    """The placement after a look. A page that cannot be read keeps what was known of it, with the reason."""
    unread = seen.standing is Standing.UNKNOWN
    standing = known.standing if unread else seen.standing
    same = (unread and bool(known.reason)) or (not unread and standing is known.standing and not known.reason)
    looks = known.looks + 1 if same else 1
    pause = (
        backoff.grown(FIRST_RETRY, looks, LAST_RETRY, chance)
        if unread
        else PAUSES[min(looks, len(PAUSES)) - 1] * (1 + backoff.JITTER * chance)
    )
    next_at = at + pause if at + pause <= known.placed_at + CONTROLLED else None
    since = known.since if standing is known.standing else at
    told = seen.reason if unread else ""
    return replace(known, standing=standing, reason=told, seen_at=at, since=since, looks=looks, next_at=next_at)
