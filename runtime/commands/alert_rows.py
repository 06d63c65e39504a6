"""Alerts and deliveries as lines for people and for programs."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from core.alerts import CHANNEL_TITLES, KIND_TITLES, STATE_TITLES, Alert, Delivery, DeliveryState, heading, position
from core.profile import Profile


def rows(alert: Alert, found: tuple[Delivery, ...], zone: ZoneInfo, profile: Profile) -> Iterator[tuple[object, ...]]:
    """An alert as lines of a table: one a delivery, one a recipient without an address."""
    own = alert.id, f"{alert.at.astimezone(zone):%d.%m %H:%M}", heading(alert)
    for each in found:
        yield *own, position(each.recipient, alert.block, profile), CHANNEL_TITLES[each.channel], said(each)
    for role in alert.missing:
        yield *own, position(role, alert.block, profile), "—", "нет адреса (MCU_ALERT_ROUTES)"
    if not found and not alert.missing:
        yield *own, "—", "—", STATE_TITLES[DeliveryState.WAITING]


def said(delivery: Delivery) -> str:
    """The state of a delivery in words, with what is wrong."""
    doubt = STATE_TITLES[DeliveryState.UNCONFIRMED]
    parts = [STATE_TITLES[delivery.state], delivery.error]
    if delivery.doubtful and delivery.state is not DeliveryState.UNCONFIRMED:
        parts.append(doubt)
    return "; ".join(part for part in parts if part)


def to_row(alert: Alert, delivery: Delivery | None) -> dict[str, object]:
    """A delivery with its alert as JSON."""
    row: dict[str, object] = {
        "alert": alert.id,
        "at": alert.at.isoformat(),
        "kind": alert.kind,
        "title": KIND_TITLES[alert.kind],
        "level": alert.level,
        "number": alert.number,
        "missing": list(alert.missing),
    }
    if delivery is None:
        return row
    sent = delivery.sent_at.isoformat() if delivery.sent_at else None
    return row | {
        "delivery": delivery.id,
        "recipient": delivery.recipient,
        "channel": delivery.channel,
        "address": delivery.address,
        "key": delivery.key,
        "state": delivery.state,
        "unconfirmed": delivery.doubtful,
        "tries": delivery.tries,
        "sent_at": sent,
        "error": delivery.error,
    }
