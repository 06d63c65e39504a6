"""Masked copies and by which edition of the rules they were made."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select, update

from core.scope import Scope
from core.veils import Copy, Told
from store import tables as t
from store.search import SearchIndex

COLUMNS: Mapping[Table, tuple[str, ...]] = {
    t.search: (),
    t.incidents: ("title", "text", "place"),
    t.alerts: ("gist", "body"),
    t.links: ("gist",),
    t.items: ("system", "text", "place", "columns"),
    t.reports: ("body", "edits"),
}
"""Which columns hold masked words, or say what they are."""
TABLES: Mapping[str, Table] = {table.name: table for table in COLUMNS}
OF_INCIDENT: Mapping[Table, ColumnElement[Any]] = {
    t.incidents: t.incidents.c.id,
    t.alerts: t.alerts.c.incident_id,
    t.links: t.links.c.incident_id,
}
"""Whose texts a gist was made of."""
LEMMAS = {"text": "lemmas", "place": "place_key"}
"""Of an incident: by which words each is found."""
Texts = Mapping[int, tuple[str, ...]]


class VeilTable:
    """Fulfils `core.ports.Veils`."""

    def __init__(self, connection: Connection, index: SearchIndex) -> None:
        self._connection, self._index = connection, index

    def behind(self, scope: Scope, edition: str) -> Mapping[str, int]:
        """How many copies of which table were made by other rules than these."""
        return {
            name: int(self._connection.execute(select(func.count()).where(*_other(table, scope, edition))).scalar_one())
            for name, table in TABLES.items()
        }

    def some(self, scope: Scope, kind: str, edition: str, after: int, limit: int) -> Sequence[Copy]:
        """The next of them behind a number, held until the end of the transaction."""
        table = TABLES[kind]
        number = _number(table)
        shown = number.label("number"), *(table.c[name] for name in COLUMNS[table]), _whose(table).label("whose")
        query = select(*shown).where(*_other(table, scope, edition), number > after).order_by(number).limit(limit)
        rows = self._connection.execute(query.with_for_update()).mappings().all()
        texts = self._texts(table, [row["whose"] for row in rows if row["whose"] is not None])
        return [
            Copy(row["number"], {name: row[name] for name in COLUMNS[table]}, texts.get(row["whose"], ()))
            for row in rows
        ]

    def _texts(self, table: Table, whose: Sequence[int]) -> Texts:
        """Texts of posts as they are now, or of all versions of an incident's posts."""
        current = and_(t.versions.c.post_id == t.posts.c.id, t.versions.c.number == t.posts.c.version)
        query = select(t.posts.c.id, t.versions.c.text).join(t.versions, current).where(t.posts.c.id.in_(whose))
        if table in OF_INCIDENT:
            of = t.incident_posts.c.incident_id
            of_post = t.versions.c.post_id == t.incident_posts.c.post_id
            query = select(of, t.versions.c.text).join(t.versions, of_post).where(of.in_(whose))
            query = query.order_by(t.versions.c.post_id, t.versions.c.number)
        found: dict[int, tuple[str, ...]] = {}
        for number, text in self._connection.execute(query) if whose else ():
            found[number] = (*found.get(number, ()), text)
        return found

    def put(self, scope: Scope, kind: str, edition: str, changed: Mapping[int, Told]) -> None:
        """Keep what is other, and that all of these are of this edition. Whoever holds a former one is Outdated."""
        table = TABLES[kind]
        for number, told in changed.items():
            values = dict(self._columns(table, told))
            if values and "revision" in table.c:
                values["revision"] = table.c.revision + 1
            mine = table.c.profile_id == scope.profile, _number(table) == number
            self._connection.execute(update(table).where(*mine).values(masked=edition, **values))

    def _columns(self, table: Table, told: Told) -> Iterator[tuple[str, Any]]:
        """The columns, with those that hold the lemmas of some of them."""
        for name, value in told.items():
            yield name, self._index.lemmatise(value) if table is t.search else value
            if table is t.incidents and name in LEMMAS:
                kept = table.c[LEMMAS[name]]
                yield kept.name, self._index.lemmatise(value)[: getattr(kept.type, "length", None)]


def _number(table: Table) -> ColumnElement[Any]:
    return table.c.post_id if table is t.search else table.c.id


def _whose(table: Table) -> ColumnElement[Any]:
    return OF_INCIDENT.get(table, _number(table))


def _other(table: Table, scope: Scope, edition: str) -> tuple[ColumnElement[bool], ...]:
    return table.c.profile_id == scope.profile, table.c.masked != edition
