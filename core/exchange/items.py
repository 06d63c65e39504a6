"""An item of a system as its table tells it, and what became of a table. A change returns a new record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.exchange.layouts import System
from core.labels import Theme
from core.reasons import Reason

NO_REASON = Reason("")


OURS = "МЦУ-"
"""How the number begins under which a matter of ours goes out that has none in the other system."""


def our_number(incident_id: int) -> str:
    """What an export calls it."""
    return f"{OURS}{incident_id}"


def ours(number: str) -> int | None:
    """The incident of such a number that has come back."""
    told = number.removeprefix(OURS)
    return int(told) if told != number and told.isascii() and told.isdecimal() and len(told) < 10 else None


class Link(StrEnum):
    """How an item stands to the incidents: not looked for, proposed to a person, linked, refused by a person."""

    NONE = "none"
    PROPOSED = "proposed"
    LINKED = "linked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Linked:
    """The incident of an item and why it is that one; `by` is empty where a rule found it."""

    state: Link = Link.NONE
    incident_id: int | None = None
    reason: Reason = NO_REASON
    by: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One row. `columns` holds the row by the system's own names, persons left out, texts masked; `text` the gist by
    which it is compared; `done` when it was finished (None: it is open); `score` the applicant's mark, 1–5.
    `digest` is that of the columns: the same twice changes nothing. `lacks` are the usual columns that the row's table
    does not have."""

    system: System
    number: str
    received: datetime
    theme: Theme
    text: str
    place: str = ""
    url: str = ""
    finished: bool = False
    appeal: bool = False
    score: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    lacks: tuple[str, ...] = ()
    linked: Linked = Linked()
    id: int = 0


CHOSEN = ("Категория", "Подкатегория", "Факт")
"""What an applicant of ПОС chooses from lists, from the widest to the narrowest."""


def chosen(columns: Mapping[str, str]) -> str:
    """The choices in one line: the gist of a row that has no text."""
    return ". ".join(filter(None, (columns.get(name, "") for name in CHOSEN)))


def is_chosen(text: str, columns: Mapping[str, str]) -> bool:
    """Whether a text is but its choices: it repeats the topic, no resident wrote it."""
    return bool(text) and text.strip(" .") == chosen(columns).strip(" .")


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A row that could not be taken: where it stands, and why. `taken`: it was, and something in it is strange."""

    sheet: str
    row: int
    column: str
    reason: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """What came of a table: rows read, items new, changed and known as they were, rows spoilt, items linked. `beyond`
    counts spoilt rows that the protocol has no place for; `noted` tells of one read without its protocol whether that
    holds anything."""

    system: System
    file: str
    at: datetime
    by: str
    rows: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    linked: int = 0
    proposed: int = 0
    opened: int = 0
    spoilt: tuple[Spoilt, ...] = ()
    noted: bool = False
    id: int = 0

    @property
    def beyond(self) -> int:
        """Spoilt rows that are counted only."""
        return self.bad - sum(not each.taken for each in self.spoilt)


@dataclass(frozen=True, slots=True)
class ItemQuery:
    """Filters; `scored` leaves only those with a mark, `after` is the id of the last item of the page before."""

    system: System | None = None
    link: Link | None = None
    since: datetime | None = None
    until: datetime | None = None
    finished: bool | None = None
    scored: bool = False
    after: int = 0
    limit: int = 100
