"""One measure: what is to be done, by which position, until which day. A change returns a new record."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Origin(StrEnum):
    """Where a measure was set down."""

    ROADMAP = "roadmap"
    MINUTES = "minutes"
    PROMISE = "promise"
    CAMPAIGN = "campaign"
    HAND = "hand"


class State(StrEnum):
    """Where a measure stands. Whether it is late is told by the dates."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


ORIGIN_TITLES = {
    Origin.ROADMAP: "дорожная карта",
    Origin.MINUTES: "протокол",
    Origin.PROMISE: "обещание в ответе",
    Origin.CAMPAIGN: "информационная кампания",
    Origin.HAND: "внесено вручную",
}
MIRRORED = frozenset({Origin.CAMPAIGN, Origin.MINUTES})
STATE_TITLES = {State.OPEN: "исполняется", State.DONE: "исполнено", State.DROPPED: "снято"}


@dataclass(frozen=True, slots=True)
class Measure:
    """`due` is a day local to the profile; `source` is what it came of (`answer:17`, `task:4`), the same is taken once;
    `proof` says by what it is seen that it is done, or why it was dropped: words or a link. `position` is
    never a name. `revision` grows with each change and is the ETag."""

    id: int
    what: str
    block: str
    made_at: datetime
    position: str = ""
    due: date | None = None
    origin: Origin = Origin.HAND
    source: str = ""
    state: State = State.OPEN
    proof: str = ""
    incident_id: int | None = None
    roadmap_id: int | None = None
    moved_at: datetime | None = None
    made_by: str = ""
    moved_by: str = ""
    revision: int = 1

    @property
    def mirrored(self) -> bool:
        """Whether it follows a task of a campaign or of minutes: it is told there."""
        return self.origin in MIRRORED and bool(self.source)


@dataclass(frozen=True, slots=True)
class MeasureQuery:
    """Filters; an empty tuple means "any". `standing` bounds by days: those that were due, done or open within them."""

    states: tuple[State, ...] = ()
    origins: tuple[Origin, ...] = ()
    blocks: tuple[str, ...] = ()
    roadmap_id: int | None = None
    standing: tuple[datetime, datetime] | None = None
    late_on: date | None = None
    limit: int = 200
