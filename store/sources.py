"""The register of sources."""

from typing import Any

from sqlalchemy import Connection, and_, delete, exists, select, update

from core.errors import Conflict, NotFound
from core.posts import Source, SourceKey
from core.scope import Scope
from store.rows import source_columns, source_of
from store.tables import brought, posts, quarantine, sources
from store.upsert import insert_new


def _one(scope: Scope, key: SourceKey) -> Any:
    return and_(
        sources.c.profile_id == scope.profile, sources.c.platform == key.platform, sources.c.address == key.address
    )


class SourceTable:
    """Fulfils `core.ports.Sources`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, scope: Scope, source: Source) -> Source:
        """Enter a source. Raises Conflict if its key is entered already."""
        row = {
            "profile_id": scope.profile,
            "platform": source.key.platform,
            "address": source.key.address,
            **source_columns(source),
        }
        if not insert_new(self._connection, sources, [row]):
            raise Conflict(f"источник {source.key} уже добавлен")
        return source

    def get(self, scope: Scope, key: SourceKey) -> Source:
        """The source of this key. Raises NotFound."""
        row = self._connection.execute(select(sources).where(_one(scope, key))).mappings().first()
        if row is None:
            raise NotFound(f"нет источника {key}; добавьте его: mcu source add {key}")
        return source_of(row)

    def list(self, scope: Scope) -> list[Source]:
        """All sources of the profile in the order of their keys."""
        found = select(sources).where(sources.c.profile_id == scope.profile)
        ordered = found.order_by(sources.c.platform, sources.c.address)
        return [source_of(row) for row in self._connection.execute(ordered).mappings()]

    def save(self, scope: Scope, source: Source) -> None:
        """Keep all of a known source but its key."""
        self._connection.execute(update(sources).where(_one(scope, source.key)).values(**source_columns(source)))

    def drop(self, scope: Scope, key: SourceKey) -> bool:
        """Forget a source that never brought a post, and what could not be read of it; False where it brought one."""
        held = [exists().where(table.c.source_id == sources.c.id) for table in (posts, brought)]
        if not self._connection.execute(delete(sources).where(_one(scope, key), *(~each for each in held))).rowcount:
            return False
        own = quarantine.c.platform == key.platform, quarantine.c.source == key.address
        self._connection.execute(delete(quarantine).where(quarantine.c.profile_id == scope.profile, *own))
        return True
