"""What the API gives of alerts and their deliveries. Addresses of recipients are not shown; gists are masked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from pydantic import Field

from api.answers import Mask, Out
from api.questions import In
from core.alerts import (
    KIND_TITLES,
    STATE_TITLES,
    Alert,
    AlertPage,
    Channel,
    Delivery,
    Kind,
    State,
    heading,
    notice,
    position,
)
from core.profile import Profile
from core.risk import Level


class DeliveryOut(Out):
    """One way of an alert to one recipient."""

    id: int
    recipient: str = Field(examples=["mayor"])
    position: str = Field(examples=["Глава муниципального образования"])
    channel: Channel
    state: State
    state_title: str = Field(examples=["отправлено"])
    unconfirmed: bool = Field(description="Показывать «доставка не подтверждена»: извещение могло прийти дважды.")
    rung: int = Field(description="Ступень лестницы: 0 — извещение само.")
    tries: int
    due_at: datetime = Field(description="Когда уйдёт, если ещё не ушло.")
    sent_at: datetime | None
    error: str
    number: str = Field(description="Номер, который стоит в самом извещении.", examples=["17-3"])
    acknowledged_at: datetime | None
    acknowledged_by: str
    digest: int | None = Field(description="Доставка сводки, в которой оно ушло.")

    @classmethod
    def shown(cls, found: Delivery, block: str, profile: Profile) -> Self:
        """From the record."""
        same = ("id", "recipient", "channel", "state", "rung", "tries", "due_at", "sent_at", "error")
        return cls(
            **{name: getattr(found, name) for name in same},
            position=position(found.recipient, block, profile),
            state_title=STATE_TITLES[found.state],
            unconfirmed=found.doubtful,
            number=f"{found.alert_id}-{found.id}",
            acknowledged_at=found.acked_at,
            acknowledged_by=found.acked_by,
            digest=found.digest_id,
        )


class AlertOut(Out):
    """An alert with all its deliveries."""

    id: int
    kind: Kind
    title: str = Field(examples=["обнаружен риск"])
    heading: str = Field(examples=["Обнаружен информационный риск № 17"])
    at: datetime
    level: Level
    urgent: bool = Field(description="Критический уровень или опасность для жизни: без сводки и тихих часов.")
    incident_id: int | None
    number: str
    gist: str
    block: str
    missing: list[str] = Field(description="Получатели, адреса которых не заданы.")
    taken_at: datetime | None
    taken_by: str
    notice: dict[str, State] = Field(description="Главе (mayor) и ЦУР (crc): лучшее состояние доставки каждому.")
    deliveries: list[DeliveryOut]

    @classmethod
    def shown(cls, alert: Alert, found: tuple[Delivery, ...], profile: Profile, mask: Mask) -> Self:
        """From the records."""
        same = ("id", "kind", "at", "level", "urgent", "incident_id", "number", "block", "taken_at", "taken_by")
        return cls(
            **{name: getattr(alert, name) for name in same},
            title=KIND_TITLES[alert.kind],
            heading=heading(alert),
            gist=mask(alert.gist),
            missing=list(alert.missing),
            notice=dict(notice(found)),
            deliveries=[DeliveryOut.shown(each, alert.block, profile) for each in found],
        )


class AlertsOut(Out):
    """A page of alerts, the newest first."""

    alerts: list[AlertOut]
    total: int
    counts: dict[str, int] = Field(
        description="Сколько доставок в каждом состоянии, по всем путям.", examples=[{"sent": 40, "dead": 1}]
    )
    next: int | None = Field(description="Значение after для следующей страницы.")

    @classmethod
    def shown(
        cls, page: AlertPage, counts: Mapping[tuple[Channel, State], int], profile: Profile, mask: Mask
    ) -> Self:  # fmt: skip
        """From the records."""
        states: dict[str, int] = {}
        for (_, state), count in counts.items():
            states[state] = states.get(state, 0) + count
        return cls(
            alerts=[AlertOut.shown(each, page.deliveries.get(each.id, ()), profile, mask) for each in page.alerts],
            total=page.total,
            counts=states,
            next=page.next,
        )


class AcknowledgeIn(In):
    """Who takes an alert names no delivery; who notes that a recipient confirmed names that recipient's."""

    delivery: int | None = Field(None, ge=1, le=2**62)


class ReplayIn(In):
    """Which deliveries to send again; without them all that did not arrive."""

    deliveries: list[int] | None = Field(None, min_length=1, max_length=200, examples=[[3]])
