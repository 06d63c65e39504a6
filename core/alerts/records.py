"""An alert, and each of its deliveries: to whom, by which channel, how far it came. A change returns a new record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.alerts.kinds import OPEN, PAGES, DeliveryState, News, Way
from core.errors import Transient
from core.risk import Level


class Unsure(Transient):
    """The connection broke when the message was on its way: nobody knows whether it arrived."""


@dataclass(frozen=True, slots=True)
class Alert:
    """What is to be told. `source` says from what it was derived (`step:17`) and is there once in the profile.

    `number` is what people call the incident; `gist` is masked; `body` is what the format of the kind needs besides:
    ids, codes, an official answer, never a resident's words. `lawful`: a lawful call to complain alone. `urgent`: level
    critical or danger to life. `rung` counts the steps of the ladder that were taken, `missing` the recipients without
    an address. `taken_at`: somebody said that he takes it.
    """

    kind: News
    source: str
    at: datetime
    level: Level = Level.LOW
    number: str = ""
    gist: str = ""
    incident_id: int | None = None
    block: str = ""
    territory: str = ""
    risk: bool = False
    lawful: bool = False
    urgent: bool = False
    body: Mapping[str, object] = field(default_factory=dict)
    addressed: bool = False
    missing: tuple[str, ...] = ()
    rung: int = 0
    taken_at: datetime | None = None
    taken_by: str = ""
    id: int = 0

    @property
    def link(self) -> str:
        """The path of its card or page within the program; empty where it has none."""
        return f"/incidents/{self.incident_id}" if self.incident_id else PAGES.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One way of an alert to one recipient. `key` is the stable number of the message, made once and never changed:
    random_id, idempotency key and Message-ID come of it.

    `begun_at` is set while it is being sent: whoever finds it set knows that a process died over it. `unsure`: it may
    have arrived twice. `digest_id` is the delivery that carried it with others.
    """

    alert_id: int
    recipient: str
    channel: Way
    address: str
    key: str
    due_at: datetime
    state: DeliveryState = DeliveryState.WAITING
    rung: int = 0
    tries: int = 0
    begun_at: datetime | None = None
    sent_at: datetime | None = None
    error: str = ""
    receipt: str = ""
    unsure: bool = False
    digest_id: int | None = None
    acked_at: datetime | None = None
    acked_by: str = ""
    id: int = 0

    @property
    def open(self) -> bool:
        """Whether it is still to be sent by itself."""
        return self.state in OPEN and self.digest_id is None

    @property
    def doubtful(self) -> bool:
        """Whether «доставка не подтверждена» is shown."""
        return self.acked_at is None and (self.unsure or self.state is DeliveryState.UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a channel sends it. `number` is the stable number that people see in it."""

    key: str
    number: str
    address: str
    subject: str
    text: str
    urgent: bool = False
    payload: Mapping[str, object] = field(default_factory=dict)
