"""Alerts and their deliveries as a person reads them. Addresses of recipients are not shown; gists are masked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.web.alerts.asking import WAYS
from api.web.incidents.history import who_of
from core.alerts import STATE_TITLES, Alert, Delivery, DeliveryState, heading, position
from core.profile import Profile
from core.risk import LEVEL_TITLES
from core.usecases.replaying import AGAIN, may_replay

Mask = Callable[[str], str]
LINK = "link:"
SIGNS = {
    DeliveryState.WAITING: "○",
    DeliveryState.SENT: "→",
    DeliveryState.UNCONFIRMED: "?",
    DeliveryState.FAILED: "↻",
    DeliveryState.DEAD: "✗",
    DeliveryState.ACKNOWLEDGED: "✓",
}
"""A mark beside the words: colour is not the only sign."""


@dataclass(frozen=True, slots=True)
class Going:
    """One delivery in words: to which position, by which way, how far it came."""

    delivery: Delivery
    whom: str
    way: str
    state: str
    sign: str
    by: str

    @property
    def again(self) -> bool:
        """Whether it may be sent again."""
        return may_replay(self.delivery, named=True)

    @property
    def unread(self) -> bool:
        """Whether its receipt can still be noted."""
        return self.delivery.acked_at is None and self.delivery.sent_at is not None


@dataclass(frozen=True, slots=True)
class Line:
    """An alert in words with its deliveries; `missing` are positions without an address."""

    alert: Alert
    heading: str
    level: str
    gist: str
    going: Sequence[Going]
    missing: Sequence[str]
    by: str

    @property
    def failed(self) -> bool:
        """Whether anything of it did not arrive and can be sent again."""
        return any(each.delivery.state in AGAIN and each.delivery.acked_at is None for each in self.going)


def by_whom(said: str, alert: Alert, profile: Profile) -> str:
    """Who confirmed: a login, or the position whose link was opened."""
    return position(said.removeprefix(LINK), alert.block, profile) if said.startswith(LINK) else who_of(said)


def going_of(alert: Alert, found: Delivery, profile: Profile) -> Going:
    """A delivery in words; one in doubt says so whatever its state is."""
    state = DeliveryState.UNCONFIRMED if found.doubtful else found.state
    by = by_whom(found.acked_by, alert, profile) if found.acked_at else ""
    whom = position(found.recipient, alert.block, profile)
    return Going(found, whom, WAYS[found.channel], STATE_TITLES[state], SIGNS[state], by)


def line_of(alert: Alert, found: Sequence[Delivery], profile: Profile, mask: Mask) -> Line:
    """An alert in words."""
    return Line(
        alert,
        heading(alert),
        LEVEL_TITLES[alert.level],
        mask(alert.gist),
        [going_of(alert, each, profile) for each in found],
        [position(role, alert.block, profile) for role in alert.missing],
        by_whom(alert.taken_by, alert, profile) if alert.taken_at else "",
    )
