"""Items of the two systems and what came of their tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, bindparam, cast, func, insert, or_, select, update

from core.errors import NotFound
from core.exchange import (
    OURS,
    SYSTEM_CHANNELS,
    Import,
    Item,
    ItemQuery,
    Link,
    Linked,
    Spoilt,
    System,
    our_number,
    ours,
)
from core.labels import Theme
from core.ports.exchange import Told
from core.reasons import Reason
from core.scope import Scope
from nlp.edition import edition
from store.incident_rows import reason_body
from store.rows import Row
from store.sight import seen_by
from store.tables import answers, imports, incident_posts, incidents, items, posts, versions
from store.upsert import add_many

TOLD = ("text", "place", "url", "finished", "appeal", "score", "columns", "digest")
COUNTED = ("file", "at", "by", "rows", "added", "changed", "same", "bad", "linked", "proposed", "opened")
MOST_AT_ONCE = 500
Reading = tuple[str, bool, str]
"""What tells that a row is as it was: its columns' digest, and what was made of them."""


class ExchangeTable:
    """Fulfils `core.ports.Exchange`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, scope: Scope, found: Sequence[Item], at: datetime) -> tuple[int, int, int]:
        """Keep items of one system by their numbers: how many were new, changed, and as they were. Of a number that
        stands twice the last row counts. Links stay. What an older version read otherwise counts as changed."""
        by_number = {each.number: each for each in found}
        known = self._known(scope, list(by_number.values()))
        fresh = [each for each in by_number.values() if each.number not in known]
        moved = [each for each in by_number.values() if known.get(each.number, _reading(each)) != _reading(each)]
        add_many(self._connection, items, [_fresh(scope, each, at) for each in fresh])
        if moved:
            names = ("received_at", "theme", *TOLD, "masked", "changed_at")
            mine = items.c.profile_id == scope.profile, items.c.number == bindparam("b_number")
            change = update(items).where(*mine, items.c.system == moved[0].system)
            values = [_told(each) | {"changed_at": at, "b_number": each.number} for each in moved]
            self._connection.execute(change.values({name: bindparam(name) for name in names}), values)
        return len(fresh), len(moved), len(by_number) - len(fresh) - len(moved)

    def _known(self, scope: Scope, found: Sequence[Item]) -> dict[str, Reading]:
        known: dict[str, Reading] = {}
        for start in range(0, len(found), MOST_AT_ONCE):
            part = found[start : start + MOST_AT_ONCE]
            mine = items.c.profile_id == scope.profile, items.c.system == part[0].system
            of = items.c.number, items.c.digest, items.c.finished, items.c.theme
            asked = select(*of).where(*mine, items.c.number.in_([x.number for x in part]))
            known |= {row[0]: (row[1], row[2], row[3]) for row in self._connection.execute(asked)}
        return known

    def find(self, scope: Scope, query: ItemQuery) -> list[Item]:
        """Items behind `after`, in the order in which they came. Who sees some blocks sees the items of their
        incidents."""
        asked = select(items).where(*_seen(scope), *_asked(query), items.c.id > query.after)
        ordered = asked.order_by(items.c.id).limit(query.limit)
        return [item_of(row) for row in self._connection.execute(ordered).mappings()]

    def get(self, scope: Scope, item_id: int) -> Item:
        """One item. Raises NotFound."""
        row = self._connection.execute(select(items).where(*_seen(scope), items.c.id == item_id)).mappings().first()
        if row is None:
            raise NotFound(f"нет записи обмена {item_id}")
        return item_of(row)

    def numbered(self, scope: Scope, system: System, numbers: Sequence[str], *, linked: bool = False) -> list[Item]:
        """The items of these numbers; `linked`: those that have an incident."""
        found: list[Item] = []
        for start in range(0, len(numbers), MOST_AT_ONCE):
            asked = items.c.system == system, items.c.number.in_(numbers[start : start + MOST_AT_ONCE])
            mine = *_seen(scope), *((items.c.link == Link.LINKED,) if linked else ())
            rows = self._connection.execute(select(items).where(*mine, *asked)).mappings()
            found += map(item_of, rows)
        return found

    def of(self, scope: Scope, incident_ids: Sequence[int]) -> dict[int, list[Item]]:
        """The items of these incidents."""
        asked = select(items).where(*_seen(scope), items.c.incident_id.in_(incident_ids), items.c.link == Link.LINKED)
        held: dict[int, list[Item]] = {}
        for row in self._connection.execute(asked.order_by(items.c.id)).mappings():
            held.setdefault(row["incident_id"], []).append(item_of(row))
        return held

    def told(self, scope: Scope, incident_ids: Sequence[int]) -> dict[int, Told]:
        """The first post and the first answer of each of these incidents."""
        of = incident_posts.c.incident_id
        mine = posts.c.profile_id == scope.profile, of.in_(incident_ids)
        told = (
            select(of, versions.c.text, posts.c.url)
            .join(posts, posts.c.id == incident_posts.c.post_id)
            .join(versions, and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version))
            .where(*mine)
            .order_by(posts.c.published_at.desc(), posts.c.id.desc())
        )
        found = {row[0]: Told(row[1], row[2] or "") for row in self._connection.execute(told)}
        own = answers.c.profile_id == scope.profile, answers.c.incident_id.in_(incident_ids)
        given = select(answers.c.incident_id, answers.c.text, answers.c.at).where(*own).order_by(answers.c.id.desc())
        for number, text, at in self._connection.execute(given):
            found[number] = replace(found.get(number, Told()), answer=text, answered_at=at)
        return found

    def counts(self, scope: Scope) -> dict[tuple[System, Link], int]:
        """How many items there are of each system, by how they are linked."""
        of = items.c.system, items.c.link
        found = self._connection.execute(select(*of, func.count()).where(*_seen(scope)).group_by(*of))
        return {(System(row[0]), Link(row[1])): row[2] for row in found}

    def unfinished(self, scope: Scope, system: System, until: datetime) -> int:
        """How many items received before a moment are open; those under our own numbers are none of the system's."""
        query = ItemQuery(system, until=until, finished=False)
        mine = *_seen(scope), *_asked(query), ~items.c.number.startswith(OURS)
        return self._connection.execute(select(func.count()).where(*mine)).scalar_one()

    def link(self, scope: Scope, found: Mapping[int, Linked]) -> None:
        """Keep how items stand to the incidents, by the items' ids."""
        mine = items.c.profile_id == scope.profile, items.c.id == bindparam("b_id")
        names = ("link", "incident_id", "reason", "linked_by")
        change = update(items).where(*mine).values({name: bindparam(name) for name in names})
        if found:
            self._connection.execute(change, [{"b_id": number, **_link(each)} for number, each in found.items()])

    def numbers(self, scope: Scope, system: System, numbers: Sequence[str]) -> dict[str, int]:
        """Number of an item -> the incident that bears it."""
        of = incidents.c.channel == SYSTEM_CHANNELS[system]
        asked = select(incidents.c.id, incidents.c.number, incidents.c.outgoing).where(
            incidents.c.profile_id == scope.profile,
            incidents.c.merged_into.is_(None),
            or_(
                and_(of, incidents.c.number.in_(numbers)),
                incidents.c.outgoing.in_(numbers),
                incidents.c.id.in_([own for each in numbers if (own := ours(each)) is not None]),
            ),
        )
        wanted = set(numbers)
        rows = self._connection.execute(asked).all()
        return {number: row[0] for row in rows for number in (row[1], row[2], our_number(row[0])) if number in wanted}

    def urls(self, scope: Scope, urls: Sequence[str]) -> dict[str, int]:
        """Address of a post -> its incident."""
        asked = (
            select(posts.c.url, incident_posts.c.incident_id)
            .join(incident_posts, incident_posts.c.post_id == posts.c.id)
            .where(posts.c.profile_id == scope.profile, posts.c.url.in_(urls))
        )
        return {row[0]: row[1] for row in self._connection.execute(asked)} if urls else {}

    def earliest(self, scope: Scope) -> datetime | None:
        """When the first incident was opened."""
        mine = incidents.c.profile_id == scope.profile
        return self._connection.execute(select(func.min(incidents.c.opened_at)).where(mine)).scalar()

    def add_import(self, scope: Scope, done: Import) -> Import:
        """Enter what came of a table."""
        row = {name: getattr(done, name) for name in (*COUNTED, "system")}
        row["spoilt"] = [[each.sheet, each.row, each.column, each.reason, each.taken] for each in done.spoilt]
        made = insert(imports).values(profile_id=scope.profile, **row).returning(imports.c.id)
        return _import({**row, "id": self._connection.execute(made).scalar_one()})

    def imports(self, scope: Scope, limit: int = 50) -> list[Import]:
        """The last tables, without their protocols."""
        shown = [column for column in imports.c if column.name != "spoilt"]
        noted = (cast(imports.c.spoilt, Text) != "[]").label("noted")
        asked = (
            select(*shown, noted)
            .where(imports.c.profile_id == scope.profile)
            .order_by(imports.c.id.desc())
            .limit(limit)
        )
        return [_import({**row, "spoilt": []}) for row in self._connection.execute(asked).mappings()]

    def imported(self, scope: Scope, import_id: int) -> Import:
        """One table with its protocol. Raises NotFound."""
        mine = imports.c.profile_id == scope.profile, imports.c.id == import_id
        row = self._connection.execute(select(imports).where(*mine)).mappings().first()
        if row is None:
            raise NotFound(f"нет загрузки {import_id}")
        return _import(row)


def _seen(scope: Scope) -> Iterator[ColumnElement[bool]]:
    yield items.c.profile_id == scope.profile
    if scope.blocks is not None or scope.territories is not None:
        yield items.c.incident_id.in_(select(incidents.c.id).where(*seen_by(scope)))


def _asked(query: ItemQuery) -> Iterator[ColumnElement[bool]]:
    if query.system:
        yield items.c.system == query.system
    if query.link:
        yield items.c.link == query.link
    if query.since:
        yield items.c.received_at >= query.since
    if query.until:
        yield items.c.received_at < query.until
    if query.finished is not None:
        yield items.c.finished.is_(query.finished)
    if query.scored:
        yield items.c.score.is_not(None)


def _reading(item: Item) -> Reading:
    return item.digest, item.finished, item.theme


def _told(item: Item) -> dict[str, Any]:
    own = {name: getattr(item, name) for name in TOLD}
    told = {"columns": dict(item.columns), "received_at": item.received, "theme": item.theme}
    return own | told | {"masked": edition()}


def _fresh(scope: Scope, item: Item, at: datetime) -> dict[str, Any]:
    row = {"profile_id": scope.profile, "system": item.system, "number": item.number, **_told(item)}
    return row | _link(item.linked) | {"first_at": at, "changed_at": at}


def _link(linked: Linked) -> dict[str, Any]:
    told = {"link": linked.state, "incident_id": linked.incident_id, "linked_by": linked.by}
    return told | {"reason": reason_body(linked.reason)}


def item_of(row: Row) -> Item:
    """A row of `exchange_items` as a record."""
    return Item(
        system=System(row["system"]),
        received=row["received_at"],
        theme=Theme(row["theme"]),
        linked=Linked(Link(row["link"]), row["incident_id"], Reason(*row["reason"]), row["linked_by"]),
        **{name: row[name] for name in (*TOLD, "id", "number")},
    )


def _import(row: Row | dict[str, Any]) -> Import:
    known = {each.name for each in fields(Import)} - {"system", "spoilt", "noted"}
    told = tuple(Spoilt(*each) for each in row["spoilt"])
    noted = bool(row.get("noted", told))
    return Import(system=System(row["system"]), spoilt=told, noted=noted, **{name: row[name] for name in known})
