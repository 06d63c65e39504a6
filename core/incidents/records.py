"""One matter that one or many posts speak of, with all that was done about it. A change returns a new record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from core.labels import Theme
from core.reasons import Reason
from core.risk import Level
from core.routing import Route


class Nature(StrEnum):
    """Which table of moves an incident follows."""

    MATTER = "matter"
    RISK = "risk"


class Regime(StrEnum):
    """The law of its deadlines: an appeal is one under 59-ФЗ, a message is not; they are never mixed."""

    MESSAGE = "message"
    APPEAL = "appeal"


class Status(StrEnum):
    """Where an incident stands. `moves.NEXT` says which statuses belong to which nature."""

    REGISTERED = "registered"
    ROUTED = "routed"
    RETURNED = "returned"
    IN_WORK = "in_work"
    INTERIM = "interim"
    FORWARDED = "forwarded"
    CLOSED = "closed"

    FOUND = "found"
    VERIFIED = "verified"
    REFUTED = "refuted"
    REJECTED = "rejected"
    WATCHED = "watched"
    WORKED_OFF = "worked_off"

    ANSWERED = "answered"
    REOPENED = "reopened"


class Outcome(StrEnum):
    """What came of it (decree 000, п. 2.2.3: more really solved, fewer explanations)."""

    SOLVED = "solved"
    EXPLAINED = "explained"
    POSTPONED = "postponed"
    NOT_SOLVED = "not_solved"
    FORWARDED = "forwarded"


class Channel(StrEnum):
    """How the matter reached the centre (decree 000, п. 1.1, 3.3; 001, п. 1.1.4; 003, п. 1.1)."""

    NETWORK = "network"
    ORAL = "oral"
    PAPER = "paper"
    PHONE = "phone"
    EMAIL = "email"
    OK = "ok"
    POS = "pos"
    IM = "im"
    OTHER = "other"


class Applicant(StrEnum):
    """Who turned to the centre by another channel: a kind, never a name (decree 000, п. 1.1)."""

    CITIZEN = "citizen"
    GROUP = "group"
    COMPANY = "company"
    NAMELESS = "nameless"


STATUS_TITLES = {
    Status.REGISTERED: "зарегистрирован",
    Status.ROUTED: "направлен ответственному",
    Status.RETURNED: "возвращён получателем",
    Status.IN_WORK: "в работе",
    Status.INTERIM: "дан промежуточный ответ",
    Status.FORWARDED: "передан в другой орган",
    Status.CLOSED: "закрыт",
    Status.FOUND: "обнаружен",
    Status.VERIFIED: "подтверждён проверкой",
    Status.REFUTED: "опровергнут",
    Status.REJECTED: "отклонён",
    Status.WATCHED: "реакция отслеживается",
    Status.WORKED_OFF: "отработан",
    Status.ANSWERED: "дан ответ",
    Status.REOPENED: "открыт снова",
}
NATURE_TITLES = {Nature.MATTER: "вопрос", Nature.RISK: "информационный риск"}
REGIME_TITLES = {Regime.MESSAGE: "сообщение", Regime.APPEAL: "обращение (59-ФЗ)"}
OUTCOME_TITLES = {
    Outcome.SOLVED: "решено",
    Outcome.EXPLAINED: "разъяснено",
    Outcome.POSTPONED: "отложено",
    Outcome.NOT_SOLVED: "не решено",
    Outcome.FORWARDED: "передано",
}
CHANNEL_TITLES = {
    Channel.NETWORK: "публикация в сети",
    Channel.ORAL: "устно",
    Channel.PAPER: "на бумаге",
    Channel.PHONE: "по телефону",
    Channel.EMAIL: "по электронной почте",
    Channel.OK: "Одноклассники",
    Channel.POS: "ПОС",
    Channel.IM: "«Инцидент менеджмент»",
    Channel.OTHER: "другой канал",
}
APPLICANT_TITLES = {
    Applicant.CITIZEN: "гражданин",
    Applicant.GROUP: "коллективное",
    Applicant.COMPANY: "юридическое лицо",
    Applicant.NAMELESS: "без подписи",
}

ENDED = frozenset({Status.CLOSED, Status.WORKED_OFF, Status.REJECTED})
"""Statuses in which no clock runs and nothing new joins without reopening."""


@dataclass(frozen=True, slots=True)
class Member:
    """A post of an incident, and why it is one. `by` is empty where a rule joined it. `via` are the incidents out of
    which merges brought it here, the first one first: by them a merge is undone."""

    post_id: int
    joined_at: datetime
    reason: Reason
    by: str = ""
    via: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An official answer: its text, the platforms where it stands, links to the publications (П. 2).

    `final` is False for an interim one; `promised` is the date that the text promises, in the profile's zone; `remarks`
    are what the check said of it when it was entered (core.answers).
    """

    text: str
    platforms: tuple[str, ...]
    links: tuple[str, ...] = ()
    final: bool = True
    by: str = ""
    at: datetime | None = None
    promised: datetime | None = None
    id: int = 0
    remarks: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """Why «отработан» is proposed: since when nothing new came, how many texts the reaction has, how many of them are
    negative, and the profile's window and threshold at that moment."""

    at: datetime
    quiet_since: datetime
    total: int
    negative: int
    watch: timedelta
    most: float

    @property
    def share(self) -> float | None:
        """The share of negative in the reaction; None where nobody wrote."""
        return self.negative / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an incident's history: who moved or changed it, when, from what to what, and why.

    `id` grows with every step of the installation: machines that follow the changes go on behind the last they saw.
    `detail` holds ids and codes only.
    """

    at: datetime
    who: str
    action: str
    before: str = ""
    after: str = ""
    reason: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    incident_id: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class Incident:
    """One matter. `number` is the centre's own; `outgoing` that of an appeal's answer, or of an item of ПОС or ИМ.

    `place` is as the gazetteer or the text has it; `territory` a code of the profile; `block` and `recipient` say who
    must answer. `revision` grows with each change and is the ETag. `merged_into` is set on one whose posts went to
    another; it is kept for ever. `until` is the date to which it is postponed. `latest_at` is when its newest post was
    published. `by_hand`: a person entered it or set its nature, so no rule changes that any more. `text` is the masked
    gist of what came by another channel. `storm_ended` is when a storm's rate fell: from then on it gathers no more.
    `due_at`, `warn_at`, `notice_at` are its clocks' nearest end, warning and notice (`core.deadlines.dues`). `route` is
    where the rules sent it and why, whatever people did since; `times`: the same theme at the same place for the n-th
    time, 0 where no place is named.
    `ready` says that «отработан» is proposed, and by which numbers; a person confirms it by the step.
    """

    id: int
    nature: Nature
    status: Status
    theme: Theme
    opened_at: datetime
    moved_at: datetime
    regime: Regime = Regime.MESSAGE
    channel: Channel = Channel.NETWORK
    level: Level = Level.LOW
    title: str = ""
    topic: str = ""
    place: str = ""
    territory: str = ""
    block: str = ""
    recipient: str = ""
    number: str = ""
    outgoing: str = ""
    outcome: Outcome | None = None
    until: datetime | None = None
    storm: bool = False
    revision: int = 1
    merged_into: int | None = None
    applicant: Applicant | None = None
    text: str = ""
    by_hand: bool = False
    latest_at: datetime | None = None
    storm_ended: datetime | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    notice_at: datetime | None = None
    route: Route | None = None
    times: int = 0
    ready: Ready | None = None
    members: tuple[Member, ...] = field(default=())
    answers: tuple[Answer, ...] = field(default=())

    @property
    def ended(self) -> bool:
        """Whether nothing is to be done any more."""
        return self.status in ENDED or self.merged_into is not None

    @property
    def post_ids(self) -> tuple[int, ...]:
        """The posts that speak of it, in the order of their joining."""
        return tuple(member.post_id for member in self.members)
