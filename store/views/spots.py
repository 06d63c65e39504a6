"""Incidents for the map: each with the point that its posts carry, or as numbers by place and level."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from core.geo import Point
from core.heaps import Entry, Heap
from core.incidents import ENDED, Status
from core.labels import Theme
from core.maps import MapQuery, Matter
from core.risk import Level
from core.scope import Scope
from store.sight import seen_by
from store.tables import incident_posts, incidents, posts

SHOWN = ("id", "title", "theme", "level", "status", "place", "opened_at")
LIGHT = tuple(incidents.c[name] for name in ("id", "place", "level", "opened_at"))
"""What an index tells of an incident."""


class SpotTable:
    """Fulfils `core.ports.Spots`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: tuple[object, tuple[int, int]] | None = None

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

    def heaps(self, scope: Scope, query: MapQuery) -> list[Heap]:
        """How many incidents of each place and level; those whose posts carry a point are told one by one."""
        of = incidents.c.place, incidents.c.level
        counted = select(*of, func.count()).where(*seen_by(scope), *_asked(query)).group_by(*of).order_by(*of)
        pointed = self._pointed(scope, query)
        # Taken off here: to look for a point at each incident costs the database more than to count them all.
        apart = Counter((row.place, row.level) for row in pointed)
        rows = self._connection.execute(counted)
        left = ((place, level, count - apart[place, level]) for place, level, count in rows)
        heaps = [Heap(place, Level(level), count) for place, level, count in left if count > 0]
        return [*heaps, *map(_heap, pointed)]

    def worst(self, scope: Scope, query: MapQuery, most: int) -> list[Entry]:
        """Of each place so many of the most dangerous incidents; all whose posts carry a point."""
        order = incidents.c.rank.desc(), incidents.c.id.desc()
        danger = func.row_number().over(partition_by=incidents.c.place, order_by=order).label("danger")
        numbered = select(*LIGHT, danger).where(*self._plain(scope, query)).subquery()
        found = select(*(numbered.c[each.name] for each in LIGHT)).where(numbered.c.danger <= most)
        return self._entries(scope, query, found)

    def within(self, scope: Scope, query: MapQuery, heaps: Iterable[Heap]) -> list[Entry]:
        """All incidents of these heaps; those whose posts carry a point, whatever heap is theirs."""
        places = sorted({each.place for each in heaps if not each.only})
        found = select(*LIGHT).where(*self._plain(scope, query), incidents.c.place.in_(places))
        return self._entries(scope, query, found)

    def newest(self, scope: Scope, query: MapQuery, heaps: Iterable[Heap], limit: int) -> list[int]:
        """The ids of the newest incidents of these heaps."""
        places = sorted({each.place for each in heaps})
        order = incidents.c.opened_at.desc(), incidents.c.id.desc()
        found = select(incidents.c.id).where(*self._plain(scope, query), incidents.c.place.in_(places))
        return list(self._connection.execute(found.order_by(*order).limit(limit)).scalars())

    def _entries(self, scope: Scope, query: MapQuery, plain: Select[Any]) -> list[Entry]:
        found = [_entry(row, 0) for row in self._connection.execute(plain)]
        return found + [_entry(row, row.id) for row in self._pointed(scope, query)]

    def named(self, scope: Scope, ids: Iterable[int]) -> dict[int, Matter]:
        """Those of these incidents that the caller may see, by their ids."""
        shown = [incidents.c[name] for name in SHOWN]
        query = select(*shown, *_told(scope)).where(*seen_by(scope), incidents.c.id.in_(sorted(set(ids))))
        return {row["id"]: _matter(row) for row in self._connection.execute(query).mappings()}

    def _pointed(self, scope: Scope, query: MapQuery) -> Sequence[Any]:
        """Incidents whose posts carry a point, with the mean of them."""
        own = _points(scope, *self._ends(scope, query)).subquery()
        query_ = select(*LIGHT, own.c.lat, own.c.lon).join(own, own.c.incident_id == incidents.c.id)
        return self._connection.execute(query_.where(*seen_by(scope), *_asked(query)).order_by(incidents.c.id)).all()

    def _plain(self, scope: Scope, query: MapQuery) -> list[Any]:
        """Incidents of the query that lie where their place does: no post of theirs carries a point."""
        own = _own(scope, *self._ends(scope, query))
        return [*seen_by(scope), *_asked(query), incidents.c.id.not_in(own)]

    def _ends(self, scope: Scope, query: MapQuery) -> tuple[int, int]:
        """Between which numbers the incidents of the query lie. Those of a month stand together, so that posts of other
        years need not be read for it."""
        # The count keeps PostgreSQL from walking all incidents by their numbers until it meets the first of these.
        key = scope.profile, scope.blocks, scope.territories, query
        if self._known is None or self._known[0] != key:  # a page asks twice
            asked = select(func.min(incidents.c.id), func.max(incidents.c.id), func.count())
            first, last, _ = self._connection.execute(asked.where(*seen_by(scope), *_asked(query))).one()
            self._known = key, (first or 0, last or 0)
        return self._known[1]


def _points(scope: Scope, first: int, last: int) -> Select[Any]:
    """The mean point of an incident's posts, of those that have one."""
    of = incident_posts.c.incident_id
    means = (func.avg(posts.c[name]).label(name) for name in ("lat", "lon"))
    return _own(scope, first, last).add_columns(*means).group_by(of)


def _told(scope: Scope) -> list[Any]:
    """How many posts an incident has and their mean point, asked for incident by incident: for some of them."""
    mine = incident_posts.c.incident_id == incidents.c.id, incident_posts.c.profile_id == scope.profile
    held = select(func.count()).select_from(incident_posts).where(*mine).correlate(incidents)
    joined = held.join(posts, posts.c.id == incident_posts.c.post_id)
    means = {name: joined.with_only_columns(func.avg(posts.c[name])) for name in ("lat", "lon")}
    return [query.scalar_subquery().label(name) for name, query in {"posts": held, **means}.items()]


def _own(scope: Scope, first: int, last: int) -> Select[Any]:
    """Incidents whose posts carry a point, a row a post, of those between two numbers."""
    of = incident_posts.c.incident_id
    return (
        select(of)
        .join(posts, posts.c.id == incident_posts.c.post_id)
        .where(posts.c.profile_id == scope.profile, posts.c.lat.is_not(None), of >= first, of <= last)
    )


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


def _heap(row: Any) -> Heap:
    return Heap(row.place, Level(row.level), 1, Point(row.lat, row.lon), row.id)


def _entry(row: Any, only: int) -> Entry:
    return Entry(row.id, (row.place, Level(row.level), only), row.opened_at)
