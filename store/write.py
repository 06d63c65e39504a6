"""Writing folded news: few statements for many posts."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from core.posts import Counters, PostKey, SourceKey
from store.fold import News
from store.rows import figures, post_columns
from store.search import SearchIndex
from store.tables import counters, posts, versions
from store.tables.columns import Json
from store.upsert import add_many, add_new, put


def _counted(point: Counters | None) -> dict[str, Any]:
    return figures(point) | {"counted_at": point.at if point else None}


def _new_row(profile: str, news: News, holders: Mapping[SourceKey, int]) -> dict[str, Any]:
    key, known = news.first.key, news.known
    return {
        "profile_id": profile,
        "source_id": holders[SourceKey(key.platform, key.source)],
        "platform": key.platform,
        "source": key.source,
        "message": key.message,
        "first_seen_at": news.first.seen or news.arrived,
        "deleted_at": known.deleted,
        "version": known.version,
        "due_assess": known.deleted is None,
        "due_score": False,
        **post_columns(news.last or news.first),
        **_counted(known.counted),
    }


def _add_posts(connection: Connection, profile: str, fresh: Sequence[News], holders: Mapping[SourceKey, int]) -> None:
    if not fresh:
        return
    add_many(connection, posts, [_new_row(profile, each, holders) for each in fresh])
    numbers = _numbers(connection, profile, [news.first.key for news in fresh])
    for news in fresh:
        news.known.id = numbers[news.first.key]


def _numbers(connection: Connection, profile: str, keys: Sequence[PostKey]) -> dict[PostKey, int]:
    """Ids of posts just added. Asked for by their keys: RETURNING in a known order costs SQLite a statement a row."""
    query, found = _numbers_query(connection.dialect.name), dict[PostKey, int]()
    for place in {(key.platform, key.source) for key in keys}:
        messages = [key.message for key in keys if (key.platform, key.source) == place]
        asked = {"profile": profile, "platform": place[0], "source": place[1], "messages": messages}
        found |= {PostKey(*place, message): number for number, message in connection.execute(query, asked)}
    return found


@cache
def _numbers_query(dialect: str) -> Select[Any]:
    return select(posts.c.id, posts.c.message).where(of_messages(dialect))


def of_messages(dialect: str) -> ColumnElement[bool]:
    """Posts of one source by their ids there; parameters are `profile`, `platform`, `source` and `messages`, a list.

    The list is one parameter: as many as it has members, the words of the query would be made anew for each page.
    """
    return and_(
        posts.c.profile_id == bindparam("profile"),
        posts.c.platform == bindparam("platform"),
        posts.c.source == bindparam("source"),
        _among(dialect),
    )


def _among(dialect: str) -> ColumnElement[bool]:
    if dialect == "sqlite":
        listed = func.json_each(bindparam("messages", type_=Json)).table_valued("value")
        return posts.c.message.in_(select(listed.c.value))
    return posts.c.message == func.any(bindparam("messages", type_=ARRAY(String)))


def _changed_row(news: News) -> dict[str, Any]:
    known = news.known
    return {
        "b_id": known.id,
        "deleted_at": known.deleted,
        "version": known.version,
        **(post_columns(news.last) if news.last else {}),
        **_counted(known.counted),
    }


def _update(connection: Connection, rows: list[dict[str, Any]], extra: Mapping[str, Any]) -> None:
    if not rows:
        return
    names = [name for name in rows[0] if name != "b_id"]
    statement = update(posts).where(posts.c.id == bindparam("b_id"))
    connection.execute(statement.values({name: bindparam(name) for name in names} | dict(extra)), rows)


def _change_posts(connection: Connection, old: Sequence[News]) -> None:
    """Known posts whose text changed wait for a new assessment; those whose counters moved for a new score."""
    edited = [_changed_row(news) for news in old if news.versions]
    moved = [news for news in old if not news.versions and (news.points or news.revived)]
    gone = [
        {"b_id": news.known.id, "deleted_at": news.known.deleted}
        for news in old
        if news.known.deleted and not news.versions and not news.points
    ]
    _update(connection, edited, {"due_assess": True, "assessment_id": None})
    # Observations older than what is known bring points of the series, but say nothing of the post as it is now.
    _update(connection, [_changed_row(news) for news in moved if news.last], {"due_score": True})
    _update(connection, [_changed_row(news) for news in moved if not news.last], {"due_score": True})
    _update(connection, gone, {})


def _see_again(connection: Connection, news: Sequence[News]) -> None:
    """A restored post's text was seen again: without its moment the old tombstone would come back with its file."""
    rows = [
        {"b_id": each.known.id, "b_at": each.known.alive, "b_n": each.known.version} for each in news if each.revived
    ]
    if rows:
        mine = versions.c.post_id == bindparam("b_id"), versions.c.number == bindparam("b_n")
        connection.execute(update(versions).where(*mine).values(seen_at=bindparam("b_at")), rows)


def _version_rows(profile: str, news: Sequence[News]) -> list[dict[str, Any]]:
    return [
        {
            "profile_id": profile,
            "post_id": each.known.id,
            "number": version.number,
            "text": version.post.text,
            "digest": version.digest,
            "edited_at": version.post.edited,
            "seen_at": version.seen,
            "raw": dict(version.post.raw),
        }
        for each in news
        for version in each.versions
    ]


def _point_rows(profile: str, news: Sequence[News]) -> list[dict[str, Any]]:
    return [
        {"profile_id": profile, "post_id": each.known.id, "at": point.at, **figures(point)}
        for each in news
        for point in each.points.values()
    ]


def write(
    connection: Connection, index: SearchIndex, profile: str, news: Sequence[News], holders: Mapping[SourceKey, int]
) -> None:
    """Write posts, versions, counters and the search index of a folded batch."""
    old = [each for each in news if not each.is_new]
    _add_posts(connection, profile, [each for each in news if each.is_new], holders)
    _change_posts(connection, old)
    add_new(connection, versions, _version_rows(profile, news))
    _see_again(connection, news)
    put(connection, counters, _point_rows(profile, news), key=("post_id", "at"))
    index.put(profile, {each.known.id: each.versions[-1].post.text for each in news if each.versions})
