"""The search over posts, and the facets of what is found anywhere."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from core.finding import Facets, Found, PostPage, PostQuery, moment_of, place_of
from core.flags import FlagQuery
from core.incidents import IncidentQuery
from core.labels import Theme
from core.scope import Scope
from store.flags import LIKE_ESCAPES, FlagTable, cards_place, seen_by
from store.incidents import IncidentTable
from store.journal import JournalTable
from store.rows import post_of
from store.search import SearchIndex
from store.tables import assessments, flags, incidents, posts, search, sources, versions

PLACES_MOST, THEMES_MOST = 12, 30
Conditions = Sequence[ColumnElement[bool]]
Counted = tuple[str, str, int, str]
"""A theme, a place, how many, and by what the place's name is found: an assessment or the name itself."""


class FindTable:
    """Fulfils `core.ports.Finds`."""

    def __init__(self, connection: Connection, index: SearchIndex) -> None:
        self._connection, self._index = connection, index
        self._cards = FlagTable(connection, index)
        self._incidents = IncidentTable(connection, index, JournalTable(connection))

    def posts(self, scope: Scope, query: PostQuery) -> PostPage:
        """One page of posts, the newest first."""
        ids, total = self._chosen(scope, query)
        rows = list(self._connection.execute(_shown(scope).where(posts.c.id.in_(ids))).mappings())
        shown = rows[: query.limit]
        last = shown[-1] if len(rows) > query.limit else None
        following = place_of(last["published_at"], last["id"]) if last else None
        return PostPage(tuple(map(_found, shown)), total, following)

    def _chosen(self, scope: Scope, query: PostQuery) -> tuple[list[int], int]:
        """The posts of a page and one more, and how many there are. Those that hold words are found once for both: let
        alone, PostgreSQL would try one post after another, from the newest on, whether it holds them."""
        places = _within(select(posts.c.id, posts.c.published_at), scope, _of_said(query))
        chosen = places.where(*self._asked(scope, query)).cte("chosen")
        shown: list[ColumnElement[int]] = [chosen.c.id]
        if query.text.strip():
            shown.append(select(func.count()).select_from(chosen).scalar_subquery())
        first = select(*shown).order_by(chosen.c.published_at.desc(), chosen.c.id.desc()).limit(query.limit + 1)
        if query.after:
            moment, number = moment_of(query.after), query.after[1]
            same = and_(chosen.c.published_at == moment, chosen.c.id < number)
            first = first.where(or_(chosen.c.published_at < moment, same))
        rows = self._connection.execute(first).all()
        counted = rows and query.text.strip()
        return [row[0] for row in rows], int(rows[0][1]) if counted else self.count(scope, query)

    def count(self, scope: Scope, query: PostQuery) -> int:
        """How many posts a query finds, whatever page is asked for."""
        counted = _within(select(func.count()), scope, _of_said(query)).where(*self._asked(scope, query))
        return int(self._connection.execute(counted).scalar_one())

    def post_facets(self, scope: Scope, query: PostQuery) -> Facets:
        """Of posts."""
        of = assessments.c.theme, assessments.c.place
        counted = _within(select(*of, func.count(), func.max(assessments.c.id)), scope)
        return self._written(self._facets(query, counted, of, partial(self._asked, scope, query)))

    def card_facets(self, scope: Scope, query: FlagQuery) -> Facets:
        """Of cards."""
        of = flags.c.theme, flags.c.place
        counted = select(*of, func.count(), func.max(flags.c.assessment_id)).select_from(cards_place(query))
        return self._written(self._facets(query, counted, of, partial(self._cards.conditions, scope, query)))

    def incident_facets(self, scope: Scope, query: IncidentQuery) -> Facets:
        """Of incidents."""
        of = incidents.c.theme, incidents.c.place_key
        counted = select(*of, func.count(), func.max(incidents.c.place)).select_from(incidents)
        return self._facets(query, counted, of, partial(self._incidents.conditions, scope, query))

    def _written(self, found: Facets) -> Facets:
        """With the names as the texts of these assessments write them, not with the assessments' numbers."""
        ids = list(found.written.values())
        told = select(assessments.c.id, assessments.c.body).where(assessments.c.id.in_(ids))
        names = {str(number): _surest(body) for number, body in self._connection.execute(told)} if ids else {}
        return replace(found, written={place: names.get(number, "") for place, number in found.written.items()})

    def _facets(
        self,
        query: PostQuery | FlagQuery | IncidentQuery,
        counted: Select[Any],
        of: Sequence[Any],
        asked: Callable[[str], Conditions],
    ) -> Facets:
        """Both by one reading; by two where one of them narrows what is found."""
        narrow = bool(query.themes or query.place)
        of_themes = self._counts(counted, of, asked("theme"))
        of_places = self._counts(counted, of, asked("place")) if narrow else of_themes
        known = {each.value for each in Theme}
        themes = {Theme(name): n for name, n in _most(of_themes, 0, THEMES_MOST).items() if name in known}
        places = _most(of_places, 1, PLACES_MOST)
        held = {place: sum(n for _, each, n, _ in of_places if place in each) for place in places}
        written = {place: sample for _, place, _, sample in of_places if place in places}
        return Facets(themes, dict(sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))), written)

    def _counts(self, counted: Select[Any], of: Sequence[Any], conditions: Conditions) -> list[Counted]:
        grouped = counted.where(*conditions).group_by(*of)
        found = self._connection.execute(grouped)
        return [(theme or "", place or "", int(n), str(sample)) for theme, place, n, sample in found]

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


def _surest(body: Mapping[str, Any]) -> str:
    """The surest place of an assessment, as the text writes it."""
    return str(max(body["places"], key=lambda place: float(place[3]), default=[""])[0])


def _most(found: Sequence[Counted], of: int, most: int) -> dict[str, int]:
    """The most frequent values of one of the two, the empty one left out."""
    sums: Counter[str] = Counter()
    for each in found:
        sums[str(each[of])] += each[2]
    del sums[""]
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))[:most])


def _of_said(query: PostQuery) -> bool:
    """Whether it is asked what the model said of the posts: only then are they read together with that."""
    return bool(query.themes or query.place)


def _within(query: Select[Any], scope: Scope, said: bool = True) -> Select[Any]:
    """Posts, with what the model said of them. Who sees some blocks or territories only finds posts of their cards."""
    found = query.select_from(posts)
    if said:
        found = found.outerjoin(assessments, assessments.c.id == posts.c.assessment_id)
    if scope.blocks is None and scope.territories is None:
        return found
    return found.join(flags, flags.c.post_id == posts.c.id).where(*seen_by(scope))


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
