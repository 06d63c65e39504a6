"""Incidents for the map, with the points that their posts carry."""

from typing import Any

from sqlalchemy import Connection, func, select

from core.geo import Point
from core.incidents import ENDED, Status
from core.labels import Theme
from core.maps import MapQuery, Matter
from core.risk import Level
from core.scope import Scope
from store.incidents import seen_by
from store.tables import incident_posts, incidents, posts

SHOWN = ("id", "title", "theme", "level", "status", "place", "opened_at")


class SpotTable:
    """Fulfils `core.ports.Spots`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def matters(self, scope: Scope, query: MapQuery) -> list[Matter]:
        """The newest incidents of the query."""
        newest = incidents.c.opened_at.desc(), incidents.c.id.desc()
        shown = select(*[incidents.c[name] for name in SHOWN]).where(*seen_by(scope), *_asked(query))
        chosen = shown.order_by(*newest).limit(query.limit).cte("chosen")
        of = incident_posts.c.incident_id
        # Of those alone: the posts of all incidents of all years would be read otherwise.
        held = (
            select(of, func.count().label("posts"), *(func.avg(posts.c[name]).label(name) for name in ("lat", "lon")))
            .join(posts, posts.c.id == incident_posts.c.post_id)
            .where(posts.c.profile_id == scope.profile, of.in_(select(chosen.c.id)))
            .group_by(of)
            .subquery()
        )
        found = (
            select(chosen, held.c.posts, held.c.lat, held.c.lon)
            .outerjoin(held, held.c.incident_id == chosen.c.id)
            .order_by(chosen.c.opened_at.desc(), chosen.c.id.desc())
        )
        return [_matter(row) for row in self._connection.execute(found).mappings()]


def _asked(query: MapQuery) -> list[Any]:
    found: list[Any] = [incidents.c.merged_into.is_(None)]
    if query.since:
        found.append(incidents.c.opened_at >= query.since)
    if query.until:
        found.append(incidents.c.opened_at < query.until)
    if query.themes:
        found.append(incidents.c.theme.in_(query.themes))
    if query.levels:
        found.append(incidents.c.level.in_(query.levels))
    if query.ended is not None:
        found.append(incidents.c.status.in_(ENDED) if query.ended else incidents.c.status.not_in(ENDED))
    return found


def _matter(row: Any) -> Matter:
    return Matter(
        id=row["id"],
        title=row["title"],
        theme=Theme(row["theme"]),
        level=Level(row["level"]),
        status=Status(row["status"]),
        place=row["place"],
        opened_at=row["opened_at"],
        posts=row["posts"] or 0,
        point=None if row["lat"] is None else Point(row["lat"], row["lon"]),
    )
