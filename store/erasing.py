"""Deleting posts with all that was made of them; what was deleted on request is remembered by digests only."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, or_, select, update

from core.incidents import ENDED
from core.journal import Keyed
from core.posts import Platform, PostKey, SourceKey
from core.scope import Scope
from store import tables as t
from store.rows import key_of
from store.search import SearchIndex
from store.upsert import insert_new

PAGE = 1_000
SOME = 400
"""Ids in one statement."""
LONG_ENOUGH = 12
"""A shorter text is no trace: it stands in many places."""
POST = "post"
GONE = "публикация удалена"


def digest_of(keyed: Keyed, key: PostKey) -> str:
    """By what an erased post is known again."""
    return keyed(f"{POST}:{key.platform}:{key.source}:{key.message}")


def _some(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), SOME):
        yield ids[start : start + SOME]


class ErasureTable:
    """Fulfils `core.ports.Erasures`."""

    def __init__(self, connection: Connection, index: SearchIndex, keyed: Keyed) -> None:
        self._connection, self._index, self._keyed = connection, index, keyed

    def post(self, scope: Scope, key: PostKey) -> int | None:
        """A post's own number."""
        mine = t.posts.c.profile_id == scope.profile, t.posts.c.platform == key.platform
        named = t.posts.c.source == key.source, t.posts.c.message == key.message
        return self._connection.execute(select(t.posts.c.id).where(*mine, *named)).scalar()

    def with_author_of(self, scope: Scope, post_id: int) -> list[int]:
        """All posts of the one who wrote this one, itself among them. For a lawful demand only: it lists nobody."""
        author = select(t.posts.c.author).where(t.posts.c.profile_id == scope.profile, t.posts.c.id == post_id)
        same = t.posts.c.author == author.scalar_subquery()
        query = select(t.posts.c.id).where(t.posts.c.profile_id == scope.profile, or_(t.posts.c.id == post_id, same))
        return list(self._connection.execute(query.order_by(t.posts.c.id)).scalars())

    def expired(self, scope: Scope, source: SourceKey, before: datetime, limit: int) -> list[int]:
        """Posts of a source older than a moment, but for those whose incident is not ended yet."""
        query = select(t.posts.c.id).where(*_older(scope, source, before), t.posts.c.id.not_in(_in_work(scope)))
        return list(self._connection.execute(query.order_by(t.posts.c.id).limit(limit)).scalars())

    def held(self, scope: Scope, source: SourceKey, before: datetime) -> int:
        """How many are older and yet wait for the end of their incident."""
        query = select(func.count()).where(*_older(scope, source, before), t.posts.c.id.in_(_in_work(scope)))
        return int(self._connection.execute(query).scalar_one())

    def traces(self, scope: Scope, post_ids: Sequence[int], author: bool) -> list[str]:
        """Strings by which the posts would be known: texts of all versions, addresses, the pseudonym."""
        found: set[str] = set()
        for ids in _some(post_ids):
            found |= set(self._strings(t.versions.c.text, t.versions.c.post_id.in_(ids)))
            found |= set(self._strings(t.posts.c.url, t.posts.c.id.in_(ids)))
            if author:
                found |= set(self._strings(t.posts.c.author, t.posts.c.id.in_(ids)))
        return sorted(each for each in found if len(each) >= LONG_ENOUGH)

    def texts(self, scope: Scope, post_ids: Sequence[int]) -> list[str]:
        """Texts of all versions of these posts."""
        of = t.versions.c
        return [text for ids in _some(post_ids) for text in self._strings(of.text, of.post_id.in_(ids))]

    def _strings(self, column: ColumnElement[Any], condition: ColumnElement[bool]) -> Iterable[str]:
        return (each for each in self._connection.execute(select(column).where(condition)).scalars() if each)

    def keys(self, scope: Scope, post_ids: Sequence[int]) -> list[PostKey]:
        """Keys of these posts."""
        found: list[PostKey] = []
        for ids in _some(post_ids):
            query = select(t.posts.c.platform, t.posts.c.source, t.posts.c.message)
            mine = t.posts.c.profile_id == scope.profile, t.posts.c.id.in_(ids)
            found += map(key_of, self._connection.execute(query.where(*mine)).mappings())
        return found

    def among(self, scope: Scope, digests: frozenset[str]) -> list[int]:
        """Posts that are here and whose digests are among these: after a restore some come back."""
        query = select(t.posts.c.id, t.posts.c.platform, t.posts.c.source, t.posts.c.message)
        rows = self._connection.execute(query.where(t.posts.c.profile_id == scope.profile)).all() if digests else []
        return [row.id for row in rows if digest_of(self._keyed, PostKey(Platform(row[1]), row[2], row[3])) in digests]

    def incidents_of(self, scope: Scope, post_ids: Sequence[int]) -> list[int]:
        """Incidents that hold these posts."""
        found: set[int] = set()
        for ids in _some(post_ids):
            query = select(t.incident_posts.c.incident_id).where(t.incident_posts.c.post_id.in_(ids))
            found |= set(self._connection.execute(query).scalars())
        return sorted(found)

    def erase(self, scope: Scope, post_ids: Sequence[int]) -> dict[str, int]:
        """Delete posts and all that was made of them; gives how many rows went from which table."""
        gone: dict[str, int] = {}
        for ids in _some(post_ids):
            for table, condition in _made_of(scope, ids):
                count = self._connection.execute(delete(table).where(condition)).rowcount
                gone[table.name] = gone.get(table.name, 0) + count
        return {name: count for name, count in gone.items() if count}

    def retell(self, scope: Scope, incident_id: int, title: str, place: str) -> None:
        """What an incident, its alerts, its links and questions about it told in the words of a post that is gone."""
        mine = t.incidents.c.profile_id == scope.profile, t.incidents.c.id == incident_id
        words = {"title": title or GONE, "place": place, "place_key": self._index.lemmatise(place)[:200]}
        self._connection.execute(update(t.incidents).where(*mine).values(text="", lemmas="", **words))
        told = t.alerts.c.incident_id == incident_id
        for row in self._connection.execute(select(t.alerts.c.id, t.alerts.c.body).where(told)).all():
            body = {"theme": row.body["theme"]} if "theme" in row.body else {}
            change = update(t.alerts).where(t.alerts.c.id == row.id)
            self._connection.execute(change.values(gist=title or GONE, body=body | ({"place": place} if body else {})))
        self._connection.execute(update(t.links).where(t.links.c.incident_id == incident_id).values(gist=title or GONE))
        asked = or_(t.proposals.c.incident_id == incident_id, t.proposals.c.other_id == incident_id)
        self._connection.execute(delete(t.proposals).where(asked))

    def remember(self, scope: Scope, digests: Sequence[str], at: datetime) -> None:
        """Note what must not come back."""
        rows = [{"profile_id": scope.profile, "kind": POST, "digest": each, "at": at} for each in digests]
        insert_new(self._connection, t.erased, rows)

    def rename(self, scope: Scope, renewed: Callable[[str], str]) -> int:
        """Give every author, and every account of the installation, another pseudonym; gives how many posts changed."""
        after, changed = 0, 0
        mine = t.posts.c.profile_id == scope.profile, t.posts.c.author.is_not(None)
        while rows := self._connection.execute(
            select(t.posts.c.id, t.posts.c.author).where(*mine, t.posts.c.id > after).order_by(t.posts.c.id).limit(PAGE)
        ).all():
            change = update(t.posts).where(t.posts.c.id == bindparam("b_id")).values(author=bindparam("b_author"))
            self._connection.execute(change, [{"b_id": row.id, "b_author": renewed(row.author)} for row in rows])
            after, changed = rows[-1].id, changed + len(rows)
        used = t.uses.c.profile_id == scope.profile, t.uses.c.account != ""
        for row in self._connection.execute(select(t.uses.c.id, t.uses.c.account).where(*used)).all():
            change = update(t.uses).where(t.uses.c.id == row.id)
            self._connection.execute(change.values(account=renewed(row.account)))
        return changed

    def remembered(self, scope: Scope) -> frozenset[str]:
        """Digests of what must not come back."""
        query = select(t.erased.c.digest).where(t.erased.c.profile_id == scope.profile, t.erased.c.kind == POST)
        return frozenset(self._connection.execute(query).scalars())


def _older(scope: Scope, source: SourceKey, before: datetime) -> tuple[ColumnElement[bool], ...]:
    posts = t.posts.c
    return (
        *(posts.profile_id == scope.profile, posts.platform == source.platform, posts.source == source.address),
        posts.published_at < before,
    )


def _in_work(scope: Scope) -> Any:
    """Posts whose incident goes on: its terms and its answer must be able to point at them."""
    held = select(t.incident_posts.c.post_id).join(t.incidents, t.incidents.c.id == t.incident_posts.c.incident_id)
    return held.where(t.incidents.c.profile_id == scope.profile, t.incidents.c.status.not_in(ENDED))


def _made_of(scope: Scope, ids: Sequence[int]) -> Iterator[tuple[Any, ColumnElement[bool]]]:
    """Tables in the order in which rows may go, with the condition of what goes."""
    flags = select(t.flags.c.id).where(t.flags.c.post_id.in_(ids))
    yield t.reviews, t.reviews.c.flag_id.in_(flags)
    own = t.flags, t.labels, t.assessments, t.search, t.counters, t.brought, t.incident_posts, t.apart, t.versions
    for table in own:
        yield table, table.c.post_id.in_(ids)
    yield t.posts, (t.posts.c.id.in_(ids)) & (t.posts.c.profile_id == scope.profile)


class MarkTable:
    """Fulfils `core.ports.Marks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _row(self, scope: Scope, name: str) -> Mapping[Any, Any] | None:
        query = select(t.marks).where(t.marks.c.profile_id == scope.profile, t.marks.c.name == name)
        return self._connection.execute(query).mappings().first()

    def get(self, scope: Scope, name: str) -> str:
        """The value; empty where there is none."""
        row = self._row(scope, name)
        return str(row["value"]) if row else ""

    def at(self, scope: Scope, name: str) -> datetime | None:
        """When it was put."""
        row = self._row(scope, name)
        return row["at"] if row else None

    def put(self, scope: Scope, name: str, value: str, at: datetime) -> None:
        """Keep a value under a name."""
        mine = t.marks.c.profile_id == scope.profile, t.marks.c.name == name
        self._connection.execute(delete(t.marks).where(*mine))
        self._connection.execute(t.marks.insert().values(profile_id=scope.profile, name=name, value=value, at=at))
