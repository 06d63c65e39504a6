"""The quarantine of payloads that nothing could read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from core.ports import Aside, Refusal
from core.posts import Platform, SourceKey
from core.scope import Scope
from store.rows import digest
from store.tables import quarantine
from store.upsert import insert_new


class QuarantineTable:
    """Fulfils `core.ports.Quarantine`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, scope: Scope, source: SourceKey, refused: Sequence[Refusal], at: datetime) -> int:
        """Keep refused payloads; the same refusal of the same source again is not kept twice."""
        rows = [
            {
                "profile_id": scope.profile,
                "platform": source.platform,
                "source": source.address,
                "line": each.line,
                "field": each.field,
                "reason": each.reason,
                "payload": each.payload,
                "digest": digest(f"{each.line}|{each.field}|{each.reason}|{each.payload}"),
                "at": at,
            }
            for each in refused
        ]
        return insert_new(self._connection, quarantine, rows)

    def list(self, scope: Scope, source: SourceKey | None = None, limit: int = 50) -> list[Aside]:
        """What was put aside last, the newest first."""
        asked = select(quarantine).where(quarantine.c.profile_id == scope.profile)
        if source:
            asked = asked.where(quarantine.c.platform == source.platform, quarantine.c.source == source.address)
        rows = self._connection.execute(asked.order_by(quarantine.c.id.desc()).limit(limit)).mappings()
        return [
            Aside(
                SourceKey(Platform(row["platform"]), row["source"]),
                Refusal(row["reason"], row["field"], row["line"], row["payload"]),
                row["at"],
            )
            for row in rows
        ]
