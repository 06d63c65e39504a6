"""A campaign with its tasks, and the notice that one is needed. A change returns a new record."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.labels import Theme
from core.reasons import Reason


class State(StrEnum):
    """Where a campaign stands."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


STATE_TITLES = {State.PLANNED: "готовится", State.RUNNING: "идёт", State.ENDED: "завершена"}


class NoticeKind(StrEnum):
    """Why a campaign is needed: a season comes, a storm stands, a theme grows."""

    SEASON = "season"
    STORM = "storm"
    GROWTH = "growth"


class Verdict(StrEnum):
    """What a person said to a notice."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done in a campaign, by which position, until which day (local). Nobody's name."""

    title: str
    position: str = ""
    due: date | None = None
    done_at: datetime | None = None
    done_by: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Campaign:
    """Days are local to the profile. `code` is that of the threat in the profile, empty where there is none;
    `incident_id` the storm that it answers, `notice_id` the notice that it came of; `result` what came of it.
    `revision` grows with each change and is the ETag."""

    id: int
    title: str
    theme: Theme
    starts: date
    ends: date
    made_at: datetime
    moved_at: datetime
    made_by: str = ""
    state: State = State.PLANNED
    code: str = ""
    block: str = ""
    reason: str = ""
    result: str = ""
    incident_id: int | None = None
    notice_id: int | None = None
    revision: int = 1
    tasks: tuple[Task, ...] = ()

    @property
    def left(self) -> tuple[Task, ...]:
        """Tasks that are not done."""
        return tuple(task for task in self.tasks if task.done_at is None)


@dataclass(frozen=True, slots=True)
class CampaignQuery:
    """Filters; an empty tuple means "any"."""

    states: tuple[State, ...] = ()
    themes: tuple[Theme, ...] = ()
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Notice:
    """«Нужна информационная кампания»: an event for the alert chat. `id` is its number for ever, `key` what makes it
    once: a season of a threat in a year, a storm, a week of a theme. `starts` and `ends` are the days to be covered."""

    key: str
    kind: NoticeKind
    title: str
    theme: Theme
    at: datetime
    starts: date
    ends: date
    reasons: tuple[Reason, ...]
    code: str = ""
    block: str = ""
    incident_id: int | None = None
    verdict: Verdict = Verdict.OPEN
    decided_at: datetime | None = None
    decided_by: str = ""
    campaign_id: int | None = None
    id: int = 0
