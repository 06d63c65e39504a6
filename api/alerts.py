"""What the API gives of alerts and their deliveries. Addresses of recipients are not shown; gists are masked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from pydantic import Field

from api.answers import Mask, Out
from api.deliveries import DeliveryOut
from api.questions import In
from core.alerts import (
    KIND_TITLES,
    Alert,
    AlertPage,
    Delivery,
    DeliveryState,
    News,
    Way,
    heading,
    notice,
)
from core.profile import Profile
from core.risk import Level


class AlertOut(Out):
    """An alert with all its deliveries."""

    id: int
    kind: News
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
    notice: dict[str, DeliveryState] = Field(
        description="Главе (mayor) и ЦУР (crc): лучшее состояние доставки каждому."
    )
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
        cls, page: AlertPage, counts: Mapping[tuple[Way, DeliveryState], int], profile: Profile, mask: Mask
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
