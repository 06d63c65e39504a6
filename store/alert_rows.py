"""Alerts and deliveries, to columns and back. Pure: no connection here."""

from dataclasses import asdict
from typing import Any

from core.alerts import Alert, Delivery, DeliveryState, News, Way
from core.risk import Level
from store.rows import Row

ALERT = tuple(name for name in Alert.__dataclass_fields__ if name != "id")
DELIVERY = tuple(name for name in Delivery.__dataclass_fields__ if name != "id")


def alert_row(profile: str, alert: Alert) -> dict[str, Any]:
    """An alert as a row without its id."""
    row = {name: getattr(alert, name) for name in ALERT}
    return row | {"profile_id": profile, "body": dict(alert.body), "missing": list(alert.missing)}


def alert_of(row: Row) -> Alert:
    """A row as an alert."""
    plain = {name: row[name] for name in (*ALERT, "id")}
    coded = {"kind": News(row["kind"]), "level": Level(row["level"]), "missing": tuple(row["missing"])}
    return Alert(**plain | coded)


def delivery_row(profile: str, delivery: Delivery) -> dict[str, Any]:
    """A delivery as a row without its id."""
    row = asdict(delivery)
    del row["id"]
    return row | {"profile_id": profile}


def delivery_of(row: Row) -> Delivery:
    """A row as a delivery."""
    plain = {name: row[name] for name in (*DELIVERY, "id")}
    return Delivery(**plain | {"channel": Way(row["channel"]), "state": DeliveryState(row["state"])})
