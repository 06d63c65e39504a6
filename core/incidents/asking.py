"""What the list of incidents is asked for, and a page of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.incidents.records import Incident, Nature, Regime, Status
from core.labels import Theme
from core.risk import Level


class Deadline(StrEnum):
    """How the nearest clock of an incident stands."""

    NEAR = "near"
    OVERDUE = "overdue"


class Order(StrEnum):
    """What comes first in a list: the most dangerous, or what is due first (what has no term comes last)."""

    DANGER = "danger"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class IncidentQuery:
    """Filters; an empty tuple means "any". There is none by author, on purpose.

    `since` and `until` bound the moment of opening; `text` is looked for in posts, in the gist and in the number.
    `deadlines` are judged as of `at`, which must be given with them. `proposed`: whether «отработан» is proposed.
    `after` is the place of the last incident of the page before: (rank of the level, id), by the due time (microseconds
    of it, id). Emptied incidents, whose posts went to another, are shown only on request.
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
    ids: tuple[int, ...] = ()
    storm: bool | None = None
    ended: bool | None = None
    merged: bool = False
    proposed: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    deadlines: tuple[Deadline, ...] = ()
    at: datetime | None = None
    order: Order = Order.DANGER
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
