"""What accounts used of their budgets: rows that one transaction at a time changes, in whatever process."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, select

from core.budgets import Account, Use, Uses
from core.scope import Scope
from store.rows import Row
from store.tables import uses
from store.upsert import insert_new, put

KEY = ("profile_id", "platform", "account", "method")


class UseTable:
    """Fulfils `core.ports.UseBook`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, scope: Scope, account: Account, methods: Sequence[str]) -> Uses:
        """The records of these methods; nobody else changes them before the transaction ends.

        On PostgreSQL missing ones are made first, for only what is there can be locked; on SQLite a transaction that
        writes is alone anyway.
        """
        if self._connection.dialect.name == "postgresql":
            insert_new(self._connection, uses, [_row(scope, account, name, Use()) for name in methods])
        asked = select(uses).where(_of(scope, account), uses.c.method.in_(methods)).order_by(uses.c.method)
        return {row["method"]: _use(row) for row in self._connection.execute(asked.with_for_update()).mappings()}

    def save(self, scope: Scope, account: Account, changed: Uses) -> None:
        """Keep records that are held."""
        put(self._connection, uses, [_row(scope, account, name, use) for name, use in changed.items()], KEY)

    def list(self, scope: Scope) -> dict[Account, Uses]:
        """All records of the installation, by account."""
        asked = select(uses).where(uses.c.profile_id == scope.profile)
        found: dict[Account, dict[str, Use]] = {}
        ordered = asked.order_by(uses.c.platform, uses.c.account, uses.c.method)
        for row in self._connection.execute(ordered).mappings():
            found.setdefault(Account(row["platform"], row["account"]), {})[row["method"]] = _use(row)
        return dict(found)


def _of(scope: Scope, account: Account) -> Any:
    return and_(
        uses.c.profile_id == scope.profile, uses.c.platform == account.platform, uses.c.account == account.digest
    )


def _row(scope: Scope, account: Account, method: str, use: Use) -> dict[str, Any]:
    return {
        "profile_id": scope.profile,
        "platform": account.platform,
        "account": account.digest,
        "method": method,
        "free_at": use.free_at,
        # JSON has no numbers for keys.
        "hours": {str(hour): count for hour, count in use.hours.items()},
        "paused_until": use.paused_until,
        "reason": use.reason,
        "pauses": use.pauses,
    }


def _use(row: Row) -> Use:
    hours = {int(hour): count for hour, count in row["hours"].items()}
    return Use(row["free_at"], hours, row["paused_until"], row["reason"], row["pauses"])
