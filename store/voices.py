"""What residents wrote of an incident: its posts, what stands under them, and under the publications of its answers.

A deleted text counts as it was: to delete discontent is not to answer it.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select

from core.answers.links import addresses
from core.labels import Kind
from core.reaction import Voice
from core.scope import Scope
from store.rows import assessment_of
from store.tables import answers, assessments, incident_posts, posts, versions
from store.upsert import ROWS_A_STATEMENT

Row = Any
NO_VOICES = frozenset({Kind.OFFICIAL})


def of(connection: Connection, scope: Scope, incident_id: int) -> tuple[list[Voice], int]:
    """The voices in the order of publication, and the number of texts that are not assessed yet."""
    held = _members(connection, incident_id)
    published = _publications(connection, scope, incident_id)
    members = {row["id"] for row in held}
    found: dict[int, Row] = {}
    for row in _threads(connection, scope, [*held, *published]):
        found.setdefault(row["id"], row)
    kept = {row["id"]: row for row in _within(found.values(), members, {row["id"] for row in published})}
    told = [
        row for row in kept.values() if not row["by_source"] and row["id"] not in {each["id"] for each in published}
    ]
    read = [row for row in told if row["body"] is not None]
    spoken = [_voice(row, row["id"] in members) for row in read if Kind(row["kind_said"]) not in NO_VOICES]
    return sorted(spoken, key=lambda voice: voice.at), len(told) - len(read)


def _voice(row: Row, member: bool) -> Voice:
    said = {"model": row["model"], "theme": row["theme"], "kind": row["kind_said"], "body": row["body"]}
    return Voice(row["published_at"], assessment_of(said), row["text"], member)


def _columns() -> Select[Any]:
    return (
        select(
            posts.c.id,
            posts.c.platform,
            posts.c.source,
            posts.c.message,
            posts.c.thread,
            posts.c.parent,
            posts.c.published_at,
            posts.c.by_source,
            versions.c.text,
            assessments.c.model,
            assessments.c.theme,
            assessments.c.kind.label("kind_said"),
            assessments.c.body,
        )
        .join(versions, and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version))
        .outerjoin(assessments, assessments.c.id == posts.c.assessment_id)
    )


def _members(connection: Connection, incident_id: int) -> list[Row]:
    query = _columns().join(incident_posts, incident_posts.c.post_id == posts.c.id)
    return list(connection.execute(query.where(incident_posts.c.incident_id == incident_id)).mappings())


def _publications(connection: Connection, scope: Scope, incident_id: int) -> list[Row]:
    """Stored posts that are the publications of its answers."""
    given = connection.execute(select(answers.c.links).where(answers.c.incident_id == incident_id)).scalars()
    urls = {each for links in given for link in links for each in addresses(link)}
    if not urls:
        return []
    query = _columns().where(posts.c.profile_id == scope.profile, posts.c.url.in_(sorted(urls)))
    return list(connection.execute(query).mappings())


def _place(row: Row) -> tuple[str, str]:
    return row["platform"], row["source"]


def _threads(connection: Connection, scope: Scope, rows: Iterable[Row]) -> Iterator[Row]:
    """All posts of the threads in which these stand."""
    for (platform, source), same in groupby(sorted(rows, key=_place), key=_place):
        roots = sorted({row["thread"] or row["message"] for row in same})
        for start in range(0, len(roots), ROWS_A_STATEMENT):
            part = roots[start : start + ROWS_A_STATEMENT]
            query = _columns().where(
                posts.c.profile_id == scope.profile,
                posts.c.platform == platform,
                posts.c.source == source,
                or_(posts.c.message.in_(part), posts.c.thread.in_(part)),
            )
            yield from connection.execute(query).mappings()


def _within(rows: Iterable[Row], members: set[int], publications: set[int]) -> Iterator[Row]:
    """Those that belong: posts of the incident, and whatever answers one of these, or a publication, at any depth."""
    known = list(rows)
    by_key = {(*_place(row), row["message"]): row for row in known}
    wanted = members | publications

    def belongs(row: Row) -> bool:
        seen: set[int] = set()
        while row["id"] not in wanted:
            seen.add(row["id"])
            above = by_key.get((*_place(row), row["parent"] or row["thread"]))
            if above is None or above["id"] in seen:
                above = by_key.get((*_place(row), row["thread"]))
            if above is None or above["id"] in seen:
                return False
            row = above
        return True

    return (row for row in known if belongs(row))
