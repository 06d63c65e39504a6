"""The search over posts, and the facets of what is found anywhere."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from core.finding import Facets, Found, PostPage, PostQuery, moment_of, place_of
from core.flags import FlagQuery
from core.incidents import IncidentQuery
from core.labels import Theme
from core.scope import Scope
from store.flags import LIKE_ESCAPES, FlagTable, seen_by
from store.incidents import IncidentTable
from store.journal import JournalTable
from store.rows import post_of
from store.search import SearchIndex
from store.tables import assessments, flags, incidents, posts, search, sources, versions

PLACES_MOST, THEMES_MOST = 12, 30
Conditions = Sequence[ColumnElement[bool]]


class FindTable:
    """Fulfils `core.ports.Finds`."""

    def __init__(self, connection: Connection, index: SearchIndex) -> None:
        self._connection, self._index = connection, index
        self._cards = FlagTable(connection, index)
        self._incidents = IncidentTable(connection, index, JournalTable(connection))

    def posts(self, scope: Scope, query: PostQuery) -> PostPage:
        """One page of posts, the newest first."""
        conditions = self._asked(scope, query)
        total = int(self._connection.execute(_within(select(func.count()), scope).where(*conditions)).scalar_one())
        if query.after:
            moment, number = moment_of(query.after), query.after[1]
            same = and_(posts.c.published_at == moment, posts.c.id < number)
            conditions.append(or_(posts.c.published_at < moment, same))
        rows = list(self._connection.execute(_shown(scope).where(*conditions).limit(query.limit + 1)).mappings())
        shown = rows[: query.limit]
        last = shown[-1] if len(rows) > query.limit else None
        following = place_of(last["published_at"], last["id"]) if last else None
        return PostPage(tuple(map(_found, shown)), total, following)

    def post_facets(self, scope: Scope, query: PostQuery) -> Facets:
        """Of posts."""
        theme, place = assessments.c.theme, assessments.c.place
        return Facets(
            self._themes(_within(select(theme, func.count()), scope), theme, self._asked(scope, query, skip="theme")),
            self._places(_within(select(place, func.count()), scope), place, self._asked(scope, query, skip="place")),
        )

    def card_facets(self, scope: Scope, query: FlagQuery) -> Facets:
        """Of cards."""
        theme, place = flags.c.theme, flags.c.place
        joined = flags.join(posts, posts.c.id == flags.c.post_id)
        counted = {column: select(column, func.count()).select_from(joined) for column in (theme, place)}
        return Facets(
            self._themes(counted[theme], theme, self._cards.conditions(scope, query, skip="theme")),
            self._places(counted[place], place, self._cards.conditions(scope, query, skip="place")),
        )

    def incident_facets(self, scope: Scope, query: IncidentQuery) -> Facets:
        """Of incidents."""
        theme, place = incidents.c.theme, incidents.c.place_key
        counted = {column: select(column, func.count()).select_from(incidents) for column in (theme, place)}
        return Facets(
            self._themes(counted[theme], theme, self._incidents.conditions(scope, query, skip="theme")),
            self._places(counted[place], place, self._incidents.conditions(scope, query, skip="place")),
        )

    def _asked(self, scope: Scope, query: PostQuery, skip: str = "") -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [posts.c.profile_id == scope.profile, posts.c.deleted_at.is_(None)]
        if query.text.strip():
            words = self._index.lemmatise(query.text)
            found.append(posts.c.id.in_(select(search.c.post_id).where(self._index.matching(words))))  # type: ignore[arg-type]
        if query.themes and skip != "theme":
            found.append(assessments.c.theme.in_(query.themes))
        if query.place and skip != "place":
            wanted = self._index.lemmatise(query.place).translate(LIKE_ESCAPES)
            found.append(assessments.c.place.like(f"%{wanted}%", escape="\\") if wanted else false())
        if query.since:
            found.append(posts.c.published_at >= query.since)
        if query.until:
            found.append(posts.c.published_at < query.until)
        return found

    def _themes(self, counted: Select[Any], column: Any, conditions: Conditions) -> dict[Theme, int]:
        known = {each.value for each in Theme}
        return {Theme(name): n for name, n in self._most(counted, column, conditions, THEMES_MOST) if name in known}

    def _places(self, counted: Select[Any], column: Any, conditions: Conditions) -> dict[str, int]:
        return dict(self._most(counted.where(column != ""), column, conditions, PLACES_MOST))

    def _most(self, counted: Select[Any], column: Any, conditions: Conditions, most: int) -> list[tuple[str, int]]:
        grouped = counted.where(*conditions).group_by(column).order_by(func.count().desc(), column).limit(most)
        return [(str(name), int(count)) for name, count in self._connection.execute(grouped)]


def _within(query: Select[Any], scope: Scope) -> Select[Any]:
    """Posts with what the model said of them. Who sees some blocks or territories only finds posts of their cards."""
    joined = query.select_from(posts).outerjoin(assessments, assessments.c.id == posts.c.assessment_id)
    if scope.blocks is None and scope.territories is None:
        return joined
    return joined.join(flags, flags.c.post_id == posts.c.id).where(*seen_by(scope))


def _shown(scope: Scope) -> Select[Any]:
    own = select(flags.c.id).where(flags.c.post_id == posts.c.id, *seen_by(scope))
    card = own.correlate(posts).scalar_subquery().label("flag_id")
    shown = (versions.c.text, versions.c.edited_at, assessments.c.theme, sources.c.title.label("source_title"), card)
    return (
        _within(select(posts, *shown), scope)
        .join(versions, and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version))
        .join(sources, sources.c.id == posts.c.source_id)
        .order_by(posts.c.published_at.desc(), posts.c.id.desc())
    )


def _found(row: Any) -> Found:
    theme = Theme(row["theme"]) if row["theme"] else Theme.NONE
    return Found(post_of(row, row["text"], row["edited_at"]), row["source_title"], theme, row["flag_id"])
