"""What the list of alerts is asked for, and a page of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.alerts.kinds import DeliveryState, News, Way
from core.alerts.records import Alert, Delivery


@dataclass(frozen=True, slots=True)
class AlertQuery:
    """Filters; an empty tuple means "any". `states` and `channels` are those of at least one delivery. `after` is the
    id of the last alert of the page before."""

    kinds: tuple[News, ...] = ()
    states: tuple[DeliveryState, ...] = ()
    channels: tuple[Way, ...] = ()
    incident_id: int | None = None
    taken: bool | None = None
    since: datetime | None = None
    after: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class AlertPage:
    """One page, the newest first, with the deliveries of each alert by its id; `next` is the cursor of the page
    behind."""

    alerts: tuple[Alert, ...]
    deliveries: Mapping[int, tuple[Delivery, ...]]
    total: int
    next: int | None = None
