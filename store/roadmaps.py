"""Road maps. Their measures are in the table of measures."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from core.errors import NotFound, Outdated
from core.labels import Theme
from core.roadmaps import RoadMap
from core.scope import Scope
from store.rows import Row
from store.tables import roadmaps

PLAIN = (
    *("title", "cause", "block", "territory", "starts", "ends", "made_at", "made_by", "ended_at", "result"),
    "revision",
)


class RoadMapTable:
    """Fulfils `core.ports.RoadMaps`. A scope of some blocks sees the road maps of those."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, scope: Scope, limit: int) -> list[RoadMap]:
        """Road maps, the latest beginning first."""
        query = select(roadmaps).where(*_seen_by(scope)).order_by(roadmaps.c.starts.desc(), roadmaps.c.id.desc())
        return [_roadmap_of(row) for row in self._connection.execute(query.limit(limit)).mappings()]

    def get(self, scope: Scope, roadmap_id: int) -> RoadMap:
        """One road map. Raises NotFound if there is none within the scope."""
        query = select(roadmaps).where(roadmaps.c.id == roadmap_id, *_seen_by(scope))
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise NotFound(f"нет дорожной карты {roadmap_id}")
        return _roadmap_of(row)

    def add(self, scope: Scope, card: RoadMap) -> RoadMap:
        """Enter one; gives it back with its id."""
        values = _columns(scope, card)
        number = self._connection.execute(insert(roadmaps).values(**values).returning(roadmaps.c.id)).scalar_one()
        return replace(card, id=number)

    def save(self, scope: Scope, card: RoadMap) -> RoadMap:
        """Keep a changed one; its revision grows. Raises Outdated."""
        mine = roadmaps.c.id == card.id, roadmaps.c.profile_id == scope.profile
        values = _columns(scope, card) | {"revision": card.revision + 1}
        changed = update(roadmaps).where(*mine, roadmaps.c.revision == card.revision).values(**values)
        if self._connection.execute(changed).rowcount != 1:
            raise Outdated(f"дорожная карта {card.id} изменилась, пока вы решали")
        return replace(card, revision=card.revision + 1)


def _seen_by(scope: Scope) -> list[ColumnElement[bool]]:
    found = [roadmaps.c.profile_id == scope.profile]
    return found if scope.blocks is None else [*found, roadmaps.c.block.in_(scope.blocks)]


def _columns(scope: Scope, card: RoadMap) -> dict[str, Any]:
    return {"profile_id": scope.profile, "theme": card.theme, **{name: getattr(card, name) for name in PLAIN}}


def _roadmap_of(row: Row) -> RoadMap:
    return RoadMap(id=row["id"], theme=Theme(row["theme"]), **{name: row[name] for name in PLAIN})
