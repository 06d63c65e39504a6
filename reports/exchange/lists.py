"""A list of the centre as rows, masked unless the caller reads texts as they are. `titles` says it in Russian."""

from collections.abc import Callable, Iterator, Mapping

from core.lists import MASKED, List, ListQuery
from core.ports import Work
from core.scope import Right, Scope

HEADS: Mapping[List, tuple[str, ...]] = {
    List.FLAGS: (
        *("id", "raised_at", "status", "level", "score", "theme", "block", "territory", "place", "decided_at"),
        *("decision", "platform", "source", "message", "published_at", "url", "text"),
    ),
    List.INCIDENTS: (
        *("id", "opened_at", "nature", "status", "regime", "channel", "level", "theme", "topic", "title", "place"),
        *(
            "territory",
            "block",
            "recipient",
            "number",
            "outgoing",
            "outcome",
            "moved_at",
            "latest_at",
            "due_at",
            "times",
        ),
    ),
    List.POSTS: (
        *("id", "platform", "source", "message", "kind", "thread", "published_at", "deleted_at", "views", "likes"),
        *("reposts", "replies", "url", "text"),
    ),
    List.ANSWERS: (
        *("id", "incident_id", "at", "final", "promised", "platforms", "links", "theme", "block", "channel", "number"),
        "text",
    ),
    List.ITEMS: (
        *("id", "system", "number", "received_at", "theme", "place", "finished", "score", "link", "incident_id"),
        "text",
    ),
    List.REGISTERS: ("id", "kind", "day", "title", "state", "body"),
    List.TASKS: ("id", "entry_id", "what", "block", "position", "due", "state", "proof", "sent_at"),
}
Say = Callable[[str], str]
"""A text masked; the proper name of a place."""


def list_rows(
    work: Work, scope: Scope, wanted: List, query: ListQuery, mask: Say, title: Say
) -> tuple[tuple[str, ...], Iterator[Mapping[str, object]], int]:
    """The heads, the rows and how many there must be. Raises Denied without the right to export."""
    scope.demand(Right.EXPORT)
    rows = work.lists.rows(scope, wanted, query)
    plain = Right.READ_UNMASKED in scope.rights
    return HEADS[wanted], (_told(row, mask, title, plain) for row in rows), work.lists.count(scope, wanted, query)


def _told(row: Mapping[str, object], mask: Say, title: Say, plain: bool) -> dict[str, object]:
    told = dict(row)
    if place := told.get("place"):
        told["place"] = title(str(place))
    if not plain and isinstance(body := told.get("body"), Mapping):
        told["body"] = {name: mask(value) if isinstance(value, str) else value for name, value in body.items()}
    if not plain:
        told |= {name: mask(str(told[name])) for name in MASKED if told.get(name)}
    return told
