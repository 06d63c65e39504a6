"""A case: an incident as it stood at the end of a period."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.incidents import Channel, Incident, Outcome, Status
from core.labels import Theme


class System(StrEnum):
    """By which system a matter came; ratings are kept apart by it (decrees 000, п. 3.4–3.5; 003, п. 2.5–2.6)."""

    NETWORKS = "networks"
    IM = "im"
    POS = "pos"
    OTHER = "other"


SYSTEM_TITLES = {
    System.NETWORKS: "социальные сети и мессенджеры",
    System.IM: "«Инцидент менеджмент»",
    System.POS: "ПОС",
    System.OTHER: "другие каналы",
}
OF_CHANNEL = {
    Channel.NETWORK: System.NETWORKS,
    Channel.OK: System.NETWORKS,
    Channel.IM: System.IM,
    Channel.POS: System.POS,
}


def system_of(channel: Channel) -> System:
    """The system of a channel."""
    return OF_CHANNEL.get(channel, System.OTHER)


class Pace(StrEnum):
    """How the answer stands against its term."""

    IN_TIME = "in_time"
    LATE = "late"
    OVERDUE = "overdue"
    RUNNING = "running"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which incidents: opened, moved or open within the moments; an empty tuple means any."""

    since: datetime
    until: datetime
    themes: tuple[Theme, ...] = ()
    blocks: tuple[str, ...] = ()
    systems: tuple[System, ...] = ()
    territories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """`status`, `outcome` and all else are as of the moment that was asked for. `answered_at` is that of the first
    final answer; `formal`: its last final answer lacks what an answer must name (None: there is none); `due` is the end
    of its clock; `promises` are the distinct dates promised, in their order; `marks` those of ПОС, 1–5; `glad`, `sad`
    and `calm` count replies of residents after the answer."""

    incident: Incident
    status: Status
    outcome: Outcome | None
    answered_at: datetime | None
    ended_at: datetime | None
    formal: bool | None
    pace: Pace
    due: datetime | None
    reopened: int = 0
    promises: tuple[datetime, ...] = ()
    marks: tuple[int, ...] = ()
    glad: int = 0
    sad: int = 0
    calm: int = 0
    text: str = ""

    @property
    def id(self) -> int:
        """The incident's number."""
        return self.incident.id

    @property
    def system(self) -> System:
        """By which system it came."""
        return system_of(self.incident.channel)

    @property
    def open(self) -> bool:
        """Whether something was to be done still."""
        return self.ended_at is None

    @property
    def angry(self) -> bool:
        """Whether most of those who spoke out after the answer were not content."""
        return self.sad > self.glad and self.sad > 0

    @property
    def recipient(self) -> str:
        """The position that answers; empty where none was named."""
        return self.incident.recipient

    def opened(self, since: datetime, until: datetime) -> bool:
        """Whether it came within the moments."""
        return since <= self.incident.opened_at < until

    def answered(self, since: datetime, until: datetime) -> bool:
        """Whether its answer was given within the moments."""
        return self.answered_at is not None and since <= self.answered_at < until

    def closed(self, since: datetime, until: datetime) -> bool:
        """Whether it was ended within the moments."""
        return self.ended_at is not None and since <= self.ended_at < until
