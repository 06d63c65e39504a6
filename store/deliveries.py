"""Deliveries of alerts: what waits, what was sent when, what a digest carried."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from core.alerts import OPEN, Delivery, DeliveryState, Way
from core.errors import NotFound
from core.scope import Scope
from store.alert_queries import seen
from store.alert_rows import delivery_of, delivery_row
from store.tables import alerts, deliveries
from store.upsert import insert_new

MIRRORED = ("state", "sent_at", "error", "acked_at", "acked_by", "unsure")
"""What the members of a digest have from the delivery that carries them."""


class DeliveryTable:
    """The part of `core.ports.Alerts` that keeps deliveries."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_deliveries(self, scope: Scope, found: Sequence[Delivery]) -> int:
        """Enter deliveries that are not there yet; returns how many were new."""
        return insert_new(self._connection, deliveries, [delivery_row(scope.profile, each) for each in found])

    def delivery(self, scope: Scope, delivery_id: int) -> Delivery:
        """One delivery. Raises NotFound."""
        return self._one(scope, deliveries.c.id == delivery_id, f"нет доставки {delivery_id}")

    def keyed(self, scope: Scope, key: str) -> Delivery:
        """The delivery of a stable number. Raises NotFound."""
        return self._one(scope, deliveries.c.key == key, "нет такой доставки")

    def _one(self, scope: Scope, which: Any, missing: str) -> Delivery:
        query = select(deliveries).where(deliveries.c.profile_id == scope.profile, which)
        if scope.blocks is not None or scope.territories is not None:
            query = query.where(deliveries.c.alert_id.in_(select(alerts.c.id).where(*seen(scope))))
        row = self._connection.execute(query.with_for_update()).mappings().first()
        if row is None:
            raise NotFound(missing)
        return delivery_of(row)

    def deliveries(self, scope: Scope, alert_ids: Sequence[int]) -> dict[int, tuple[Delivery, ...]]:
        """The deliveries of these alerts, in the order of their making."""
        mine = deliveries.c.profile_id == scope.profile, deliveries.c.alert_id.in_(alert_ids)
        found: dict[int, tuple[Delivery, ...]] = {}
        for row in self._connection.execute(select(deliveries).where(*mine).order_by(deliveries.c.id)).mappings():
            found[row["alert_id"]] = (*found.get(row["alert_id"], ()), delivery_of(row))
        return found

    def due(self, scope: Scope, channel: Way, now: datetime, limit: int) -> list[Delivery]:
        """What is to be sent by a channel now: the longest due first, urgent alerts before others."""
        query = select(deliveries).join(alerts, alerts.c.id == deliveries.c.alert_id)
        query = query.where(
            deliveries.c.profile_id == scope.profile,
            deliveries.c.channel == channel,
            deliveries.c.state.in_(OPEN),
            deliveries.c.digest_id.is_(None),
            deliveries.c.due_at <= now,
        )
        ordered = query.order_by(alerts.c.urgent.desc(), deliveries.c.due_at, deliveries.c.id).limit(limit)
        return [delivery_of(row) for row in self._connection.execute(ordered).mappings()]

    def recent(self, scope: Scope, channel: Way, address: str, since: datetime) -> list[datetime]:
        """When something that was not urgent was sent to an address, digests counted once."""
        query = select(deliveries.c.sent_at).join(alerts, alerts.c.id == deliveries.c.alert_id)
        query = query.where(
            deliveries.c.profile_id == scope.profile,
            deliveries.c.channel == channel,
            deliveries.c.address == address,
            deliveries.c.sent_at > since,
            deliveries.c.digest_id.is_(None),
            ~alerts.c.urgent,
        )
        return list(self._connection.execute(query.order_by(deliveries.c.sent_at)).scalars())

    def save_delivery(self, scope: Scope, delivery: Delivery) -> None:
        """Keep a changed delivery; those that it carries as a digest change with it."""
        row = delivery_row(scope.profile, delivery)
        own = deliveries.c.profile_id == scope.profile
        self._connection.execute(update(deliveries).where(own, deliveries.c.id == delivery.id).values(**row))
        carried = own, deliveries.c.digest_id == delivery.id, deliveries.c.acked_at.is_(None)
        self._connection.execute(update(deliveries).where(*carried).values({name: row[name] for name in MIRRORED}))

    def gather(self, scope: Scope, digest: Delivery, members: Sequence[Delivery]) -> None:
        """From now on a digest carries these."""
        mine = deliveries.c.profile_id == scope.profile, deliveries.c.id.in_([each.id for each in members])
        self._connection.execute(update(deliveries).where(*mine).values(digest_id=digest.id))

    def postpone(self, scope: Scope, ids: Sequence[int], until: datetime) -> None:
        """Let these wait until a moment."""
        mine = deliveries.c.profile_id == scope.profile, deliveries.c.id.in_(ids)
        self._connection.execute(update(deliveries).where(*mine).values(due_at=until))

    def counts(self, scope: Scope) -> dict[tuple[Way, DeliveryState], int]:
        """How many deliveries of each channel stand in each state; those that a digest carries are
        not counted, nor are those of alerts outside the scope."""
        of = deliveries.c.channel, deliveries.c.state
        query = select(*of, func.count()).join(alerts, alerts.c.id == deliveries.c.alert_id)
        query = query.where(*seen(scope), deliveries.c.digest_id.is_(None))
        return {(Way(row[0]), DeliveryState(row[1])): row[2] for row in self._connection.execute(query.group_by(*of))}
