"""Leases: rows that say which process uses what only one may use."""

from datetime import datetime

from sqlalchemy import Connection, and_, delete, select

from core.leases import Held, taken
from core.scope import Scope
from store.rows import Row
from store.tables import leases
from store.upsert import insert_new, put

KEY = ("profile_id", "name")


class LeaseTable:
    """Fulfils `core.ports.LeaseBook`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, scope: Scope, wanted: Held, now: datetime) -> Held | None:
        """Take or renew a lease; returns who has it if it may not be had."""
        row = {"profile_id": scope.profile, **{name: getattr(wanted, name) for name in wanted.__slots__}}
        if insert_new(self._connection, leases, [row]):
            return None
        asked = select(leases).where(leases.c.profile_id == scope.profile, leases.c.name == wanted.name)
        found = self._connection.execute(asked.with_for_update()).mappings().first()
        held = _held(found) if found else None
        if not taken(held, wanted, now):
            return held
        put(self._connection, leases, [row], KEY)
        return None

    def release(self, scope: Scope, name: str, holder: str) -> None:
        """Give back one's own lease; another's stays."""
        own = and_(leases.c.profile_id == scope.profile, leases.c.name == name, leases.c.holder == holder)
        self._connection.execute(delete(leases).where(own))

    def list(self, scope: Scope) -> list[Held]:
        """All leases, those whose term is over included."""
        asked = select(leases).where(leases.c.profile_id == scope.profile).order_by(leases.c.name)
        return [_held(row) for row in self._connection.execute(asked).mappings()]


def _held(row: Row) -> Held:
    return Held(row["name"], row["holder"], row["doing"], row["since"], row["until"])
