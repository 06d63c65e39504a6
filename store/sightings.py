"""What the last posts of many sources tell at once: a few statements, however many sources there are.

A source speaks by the posts under its own key; one that shows posts of other keys (`preview:`, `file:`, a search)
speaks by those that it brought.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, and_, bindparam, literal, select, union_all

from core.addresses import shows_others
from core.health import ROOTS_MOST, Sightings
from core.posts import PostKind, Source
from store.tables import brought, posts

ROOTS = (PostKind.POST, PostKind.MESSAGE)
LAST_POSTS = 200
"""So many of the newest posts tell a source's lag."""
AT_ONCE = 100
"""Sources a statement: SQLite takes 500 parts of a compound one, and a source needs two."""


def last_seen(connection: Connection, known: Mapping[int, Source]) -> dict[int, Sightings]:
    """By the numbers of the sources. Delays are of posts published after a source was added: earlier ones are
    history."""
    found: dict[int, Sightings] = {}
    numbers = list(known)
    for start in range(0, len(numbers), AT_ONCE):
        some = [(number, known[number]) for number in numbers[start : start + AT_ONCE]]
        parts = [part for number, source in some for part in _parts(number, source)]
        rows = connection.execute(union_all(*(select(part.subquery()) for part in parts)))
        told = {number: Told() for number, _ in some}
        for number, root, published, seen in rows:
            told[number].hear(root, published, seen)
        found |= {number: each.sightings() for number, each in told.items()}
    return found


def last_roots(connection: Connection, known: Mapping[int, Source], most: int) -> dict[int, list[datetime]]:
    """The dates of the newest roots of each of these sources, by their numbers; so many at most."""
    found: dict[int, list[datetime]] = {number: [] for number in known}
    for foreign in (False, True):
        numbers = [number for number, each in known.items() if shows_others(each.key) is foreign]
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            asked = {f"number_{n}": number for n, number in enumerate(some)} | {"most": most}
            for number, published in connection.execute(_roots(foreign, len(some)), asked):
                found[number].append(published)
    return found


@lru_cache(2 * AT_ONCE)
def _roots(foreign: bool, count: int) -> CompoundSelect[Any]:
    """Built once for so many sources: that takes longer than to answer it."""
    table, _, root = PLACES[foreign]
    parts = (
        select(table.c.source_id, table.c.published_at)
        .where(table.c.source_id == bindparam(f"number_{n}"), root)
        .order_by(table.c.published_at.desc())
        .limit(bindparam("most"))
        .subquery()
        for n in range(count)
    )
    return union_all(*map(select, parts))


class Told:
    """What the rows of one source say."""

    def __init__(self) -> None:
        self._published: list[Any] = []
        self._delays: list[Any] = []

    def hear(self, root: bool, published: Any, seen: Any) -> None:
        """One row: the date of a root, or a post with the moment at which it was seen first."""
        if root:
            self._published.append(published)
        else:
            self._delays.append(seen - published)

    def sightings(self) -> Sightings:
        """All of it."""
        return Sightings(tuple(self._published), tuple(self._delays))


def _parts(number: int, source: Source) -> Iterator[Select[Any]]:
    """The dates of its last roots, and its last posts with the moments at which they were seen first."""
    table, seen, root = PLACES[shows_others(source.key)]
    own = table.c.source_id == number
    newest = table.c.published_at.desc()
    columns = (literal(number).label("number"), table.c.published_at, seen.label("seen"))
    asked: Sequence[tuple[bool, Any, int]] = [(True, root, ROOTS_MOST)]
    if source.added_at is not None:
        asked = [*asked, (False, table.c.published_at > source.added_at, LAST_POSTS)]
    for which, where, most in asked:
        first, *rest = columns
        yield select(first, literal(which).label("root"), *rest).where(and_(own, where)).order_by(newest).limit(most)


PLACES: Mapping[bool, tuple[Any, Any, Any]] = {
    True: (brought, brought.c.at, brought.c.root),
    False: (posts, posts.c.first_seen_at, posts.c.kind.in_(ROOTS)),
}
"""Where a source's posts are told of, by whether it shows posts of others: the table, when each was seen first, which
of them are roots."""
