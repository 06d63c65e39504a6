"""What the API gives of a delivery. The recipient's address is not shown."""

from datetime import datetime
from typing import Self

from pydantic import Field

from api.answers import Out
from core.alerts import STATE_TITLES, Delivery, DeliveryState, Way, position
from core.profile import Profile


class DeliveryOut(Out):
    """One way of an alert to one recipient."""

    id: int
    recipient: str = Field(examples=["mayor"])
    position: str = Field(examples=["Глава муниципального образования"])
    channel: Way
    state: DeliveryState
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
