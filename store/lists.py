"""Whole lists as rows of plain values, streamed. Each list has its moment, by which a period is cut."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, select

from core.lists import List, ListQuery
from core.scope import Scope
from store.flags import seen_by as cards_seen_by
from store.sight import seen_by
from store.tables import answers, assessments, flags, incidents, items, minute_tasks, posts, registers, versions

TOGETHER = 1000
"""Rows that are fetched at a time."""
_SAID = "said"


@dataclass(frozen=True)
class _Asked:
    """From where, which columns by their names, the moment of a row, and whose rows."""

    source: FromClause
    columns: Mapping[str, ColumnElement[Any]]
    moment: ColumnElement[Any]
    number: ColumnElement[Any]


def _own(of: Any, *names: str) -> dict[str, ColumnElement[Any]]:
    return {name: of.c[name] for name in names}


_TEXTS = posts.join(versions, and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version))
_INCIDENT = ("id", "nature", "status", "regime", "channel", "level", "theme", "topic", "title", "place", "territory")
_WORK = ("block", "recipient", "number", "outgoing", "outcome", "opened_at", "moved_at", "latest_at", "due_at", "times")
_POST = ("platform", "source", "message", "kind", "thread", "url", "published_at", "deleted_at")
_COUNTS = ("views", "likes", "reposts", "replies")
ASKED: Mapping[List, _Asked] = {
    List.FLAGS: _Asked(
        flags.join(posts, posts.c.id == flags.c.post_id)
        .join(versions, versions.c.id == flags.c.version_id)
        .join(assessments, assessments.c.id == flags.c.assessment_id),
        {
            **_own(flags, "id", "score", "level", "theme", "block", "territory", "place", "status", "raised_at"),
            **_own(flags, "decided_at", "decision"),
            **_own(posts, "platform", "source", "message", "url", "published_at"),
            "text": versions.c.text,
            _SAID: assessments.c.body,
        },
        flags.c.raised_at,
        flags.c.id,
    ),
    List.INCIDENTS: _Asked(incidents, _own(incidents, *_INCIDENT, *_WORK), incidents.c.opened_at, incidents.c.id),
    List.POSTS: _Asked(
        _TEXTS,
        {**_own(posts, "id", *_POST, *_COUNTS), "text": versions.c.text},
        posts.c.published_at,
        posts.c.id,
    ),
    List.ANSWERS: _Asked(
        answers.join(incidents, incidents.c.id == answers.c.incident_id),
        {
            **_own(answers, "id", "incident_id", "at", "final", "promised", "platforms", "links", "text"),
            **_own(incidents, "theme", "block", "channel", "number"),
        },
        answers.c.at,
        answers.c.id,
    ),
    List.ITEMS: _Asked(
        items,
        _own(
            items, "id", "system", "number", "received_at", "theme", "place", "finished", "score", "link", "incident_id"
        )
        | {"text": items.c.text},
        items.c.received_at,
        items.c.id,
    ),
    List.REGISTERS: _Asked(
        registers, _own(registers, "id", "kind", "title", "day", "state", "body"), registers.c.made_at, registers.c.id
    ),
    List.TASKS: _Asked(
        minute_tasks,
        _own(minute_tasks, "id", "entry_id", "what", "block", "position", "due", "state", "proof", "sent_at"),
        minute_tasks.c.moved_at,
        minute_tasks.c.id,
    ),
}


def _as_written(row: dict[str, object]) -> dict[str, object]:
    """A card's place as its text writes it: the column holds dictionary forms, by which cards are found."""
    said = row.pop(_SAID, None)
    if isinstance(said, Mapping) and row["place"] and said["places"]:
        row["place"] = max(said["places"], key=lambda place: place[3])[0]
    return row


class ListTable:
    """Fulfils `core.ports.Lists`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, scope: Scope, wanted: List, query: ListQuery) -> int:
        """How many rows the list has."""
        asked = ASKED[wanted]
        counted = select(func.count()).select_from(asked.source).where(*_seen(scope, wanted), *_within(asked, query))
        return int(self._connection.execute(counted).scalar_one())

    def rows(self, scope: Scope, wanted: List, query: ListQuery) -> Iterator[Mapping[str, object]]:
        """The rows in the order of their ids; moments are aware."""
        asked = ASKED[wanted]
        columns = [column.label(name) for name, column in asked.columns.items()]
        made = select(*columns).select_from(asked.source).where(*_seen(scope, wanted), *_within(asked, query))
        found = self._connection.execution_options(yield_per=TOGETHER).execute(made.order_by(asked.number))
        yield from (_as_written(dict(row)) for row in found.mappings())


def _within(asked: _Asked, query: ListQuery) -> Iterator[ColumnElement[bool]]:
    if query.since:
        yield asked.moment >= query.since
    if query.until:
        yield asked.moment < query.until


def _seen(scope: Scope, wanted: List) -> list[ColumnElement[bool]]:
    """Whose rows a caller sees: by block where the list has one."""
    match wanted:
        case List.FLAGS:
            return list(cards_seen_by(scope))
        case List.INCIDENTS | List.ANSWERS:
            return seen_by(scope)
        case List.POSTS:
            return [posts.c.profile_id == scope.profile]
        case List.ITEMS:
            mine = items.c.profile_id == scope.profile
            some = scope.blocks is not None or scope.territories is not None
            return [mine, items.c.incident_id.in_(select(incidents.c.id).where(*seen_by(scope)))] if some else [mine]
        case List.REGISTERS:
            return [registers.c.profile_id == scope.profile]
        case List.TASKS:
            mine = minute_tasks.c.profile_id == scope.profile
            return [mine] if scope.blocks is None else [mine, minute_tasks.c.block.in_(scope.blocks)]
