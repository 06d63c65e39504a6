"""Posts with their versions, tombstones and series of counters."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, select, union

from core.errors import NotFound
from core.journal import Keyed, plain_digest
from core.ports import Change
from core.posts import Counters, History, Post, PostKey, SourceKey, Version
from core.scope import Scope
from store.erasing import ErasureTable, digest_of
from store.flags import seen_by
from store.fold import Known, fold
from store.rows import counters_of, post_of
from store.search import SearchIndex
from store.tables import counters, flags, posts, sources, versions
from store.write import of_messages, write

EXPORT_PAGE = 500


def _rows(connection: Connection, query: Any, asked: Mapping[str, Any] | None = None) -> list[Any]:
    return list(connection.execute(query, asked).mappings())


class PostTable:
    """Fulfils `core.ports.Posts`."""

    def __init__(self, connection: Connection, index: SearchIndex, keyed: Keyed = plain_digest) -> None:
        self._connection, self._index, self._keyed = connection, index, keyed

    def upsert(self, scope: Scope, found: Sequence[Post], seen: datetime) -> Change:
        """Store observations. The same observation again changes nothing."""
        found = self._wanted(scope, found)
        if not found:
            return Change()
        holders = self._sources(scope, found)
        known = self._known(scope, found)
        news, change = fold(found, known, seen)
        write(self._connection, self._index, scope.profile, news, holders)
        return change

    def _wanted(self, scope: Scope, found: Sequence[Post]) -> Sequence[Post]:
        """Without what was erased on request: it does not come back from its platform."""
        gone = ErasureTable(self._connection, self._index, self._keyed).remembered(scope) if found else frozenset()
        return [post for post in found if digest_of(self._keyed, post.key) not in gone] if gone else found

    def _sources(self, scope: Scope, found: Sequence[Post]) -> dict[SourceKey, int]:
        """Ids of the posts' sources, locked on PostgreSQL so that two workers do not fold the same posts at once."""
        wanted = {SourceKey(post.key.platform, post.key.source) for post in found}
        query = select(sources.c.id, sources.c.platform, sources.c.address).where(
            sources.c.profile_id == scope.profile, sources.c.address.in_([key.address for key in wanted])
        )
        rows = _rows(self._connection, query.order_by(sources.c.id).with_for_update())
        held = {SourceKey(row["platform"], row["address"]): row["id"] for row in rows}
        missing = wanted - held.keys()
        if missing:
            raise NotFound(f"нет источника {min(missing)}")
        return held

    def _known(self, scope: Scope, found: Sequence[Post]) -> dict[PostKey, Known]:
        known: dict[PostKey, Known] = {}
        by_source: dict[SourceKey, list[str]] = {}
        for post in found:
            by_source.setdefault(SourceKey(post.key.platform, post.key.source), []).append(post.key.message)
        for key, messages in by_source.items():
            asked = {"profile": scope.profile, "platform": key.platform, "source": key.address, "messages": messages}
            for row in _rows(self._connection, _known_query(self._connection.dialect.name), asked):
                state = known.setdefault(PostKey(key.platform, key.address, row["message"]), Known.of(row))
                state.has(row)
        self._load_points(known, found)
        return known

    def _load_points(self, known: dict[PostKey, Known], found: Sequence[Post]) -> None:
        """The series of those posts whose counters did not all come in the order of their moments."""
        late: dict[int | None, Known] = {}
        for post in found:
            state = known.get(post.key)
            if state and state.counted and post.counters and post.counters.at <= state.counted.at:
                late[state.id] = state
        if not late:
            return
        shown = [counters.c[name] for name in ("post_id", "at", "views", "likes", "reposts", "replies", "reactions")]
        for row in _rows(self._connection, select(*shown).where(counters.c.post_id.in_(late))):
            point = counters_of(row)
            if point:
                late[row["post_id"]].points[point.at] = point

    def history(self, scope: Scope, key: PostKey) -> History:
        """A post with all its versions and counters. Raises NotFound."""
        query = select(posts).where(_within(scope, key), posts.c.message == key.message, *_seen_by(scope))
        rows = _rows(self._connection, query)
        if not rows:
            raise NotFound(f"нет публикации {key}")
        return self._histories(rows)[0]

    def export(self, scope: Scope, source: SourceKey) -> Iterator[History]:
        """All posts of a source in the order of their ids, a page at a time: memory stays flat."""
        last = 0
        while True:
            query = select(posts).where(
                posts.c.profile_id == scope.profile,
                posts.c.platform == source.platform,
                posts.c.source == source.address,
                posts.c.id > last,
            )
            rows = _rows(self._connection, query.order_by(posts.c.id).limit(EXPORT_PAGE))
            if not rows:
                return
            yield from self._histories(rows)
            last = rows[-1]["id"]

    def _histories(self, rows: list[Any]) -> list[History]:
        ids = [row["id"] for row in rows]
        texts: dict[int, list[Version]] = {}
        by_number = select(versions).where(versions.c.post_id.in_(ids)).order_by(versions.c.post_id, versions.c.number)
        for row in _rows(self._connection, by_number):
            version = Version(row["number"], row["text"], row["seen_at"], row["edited_at"])
            texts.setdefault(row["post_id"], []).append(version)
        series: dict[int, list[Counters]] = {}
        by_moment = select(counters).where(counters.c.post_id.in_(ids)).order_by(counters.c.post_id, counters.c.at)
        for row in _rows(self._connection, by_moment):
            moment = counters_of(row)
            if moment:
                series.setdefault(row["post_id"], []).append(moment)
        return [
            History(
                post_of(row, texts[row["id"]][-1].text, texts[row["id"]][-1].edited),
                tuple(texts[row["id"]]),
                tuple(series.get(row["id"], ())),
                row["deleted_at"],
            )
            for row in rows
        ]

    def thread(self, scope: Scope, key: PostKey, limit: int = 200) -> list[Post]:
        """The root of a post's thread and what stands under it, in the order of publication. Raises NotFound."""
        root = self.history(scope, key).post.thread or key.message
        # Two ways, each with its index: of both in one condition a database reads all posts by their dates.
        ways = (
            select(posts.c.id, posts.c.published_at).where(_within(scope, key), way, *_seen_by(scope))
            for way in (posts.c.thread == root, posts.c.message == root)
        )
        both = union(*ways).subquery()
        first = select(both.c.id).order_by(both.c.published_at, both.c.id).limit(limit)
        numbers = self._connection.execute(first).scalars().all()
        current = and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version)
        query = select(posts, versions.c.text, versions.c.edited_at).join(versions, current)
        found = query.where(posts.c.id.in_(numbers)).order_by(posts.c.published_at, posts.c.id)
        return [post_of(row, row["text"], row["edited_at"]) for row in _rows(self._connection, found)]

    def search(self, scope: Scope, lemmas: str, limit: int = 50) -> list[PostKey]:
        """Keys of the newest posts that hold all the lemmas (space-separated)."""
        return self._index.find(scope.profile, lemmas, limit)


def _within(scope: Scope, key: PostKey) -> ColumnElement[bool]:
    """The posts of a key's source."""
    return and_(posts.c.profile_id == scope.profile, posts.c.platform == key.platform, posts.c.source == key.source)


def _seen_by(scope: Scope) -> list[ColumnElement[bool]]:
    """Who is bound to blocks or territories sees the posts of their cards."""
    if scope.blocks is None and scope.territories is None:
        return []
    return [posts.c.id.in_(select(flags.c.post_id).where(*seen_by(scope)))]


@cache
def _known_query(dialect: str) -> Select[Any]:
    """What is stored of some messages of a source. Made once: the names of a page are parameters beside it."""
    of_post = ("id", "message", "version", "deleted_at", "views", "likes", "reposts", "replies", "reactions")
    return (
        select(
            *(posts.c[name] for name in (*of_post, "counted_at")),
            *(versions.c[name] for name in ("number", "digest", "seen_at")),
        )
        .join(versions, versions.c.post_id == posts.c.id)
        .where(of_messages(dialect))
        .order_by(posts.c.id, versions.c.number)
    )
