"""The alert chat: who is told what, when, and in which words. Pure; `usecases.alerting` applies it, `alerts/` sends."""

from core.alerts.audience import CONTACT, NOTICE, Routes, addresses, audience, notice, position
from core.alerts.deriving import Told, derive
from core.alerts.headings import heading
from core.alerts.kinds import (
    CHANNEL_TITLES,
    CHAT,
    FOREIGN,
    IDEMPOTENT,
    KIND_TITLES,
    MACHINES,
    OPEN,
    STATE_TITLES,
    DeliveryState,
    News,
    Way,
)
from core.alerts.ladder import rungs
from core.alerts.notices import campaign_alert, clock_alert, drift_alert, letter_alert
from core.alerts.queries import AlertPage, AlertQuery
from core.alerts.records import Alert, Delivery, Letter, Unsure
from core.alerts.timing import TRIES, Flood, Plan, again, due, plan, quiet_ends
from core.alerts.voice import Voice
from core.alerts.words import item_of, letter

__all__ = [
    "CHANNEL_TITLES",
    "CHAT",
    "CONTACT",
    "FOREIGN",
    "IDEMPOTENT",
    "KIND_TITLES",
    "MACHINES",
    "NOTICE",
    "OPEN",
    "STATE_TITLES",
    "TRIES",
    "Alert",
    "AlertPage",
    "AlertQuery",
    "Delivery",
    "DeliveryState",
    "Flood",
    "Letter",
    "News",
    "Plan",
    "Routes",
    "Told",
    "Unsure",
    "Voice",
    "Way",
    "addresses",
    "again",
    "audience",
    "campaign_alert",
    "clock_alert",
    "derive",
    "drift_alert",
    "due",
    "heading",
    "item_of",
    "letter",
    "letter_alert",
    "notice",
    "plan",
    "position",
    "quiet_ends",
    "rungs",
]
