"""What the list of incidents is asked for, and a page of it."""

from dataclasses import dataclass
from datetime import datetime

from core.incidents.records import Incident, Nature, Regime, Status
from core.labels import Theme
from core.risk import Level


@dataclass(frozen=True, slots=True)
class IncidentQuery:
    """Filters; an empty tuple means "any". There is none by author, on purpose.

    `since` and `until` bound the moment of opening; `text` is looked for in posts, in the gist and in the number.
    `after` is the (rank of the level, id) of the last incident of the page before. Emptied incidents, whose posts went
    to another, are shown only on request.
    """

    statuses: tuple[Status, ...] = ()
    natures: tuple[Nature, ...] = ()
    regimes: tuple[Regime, ...] = ()
    levels: tuple[Level, ...] = ()
    themes: tuple[Theme, ...] = ()
    blocks: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    place: str = ""
    text: str = ""
    storm: bool | None = None
    ended: bool | None = None
    merged: bool = False
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[int, int] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One page, most dangerous first, newest first within a level; `next` is the cursor of the following page.

    The records of a page carry no members and no answers; `posts` says how many posts each has, by its id.
    """

    incidents: tuple[Incident, ...]
    total: int
    posts: dict[int, int]
    next: tuple[int, int] | None = None
