"""The places of a municipality, as its gazetteer names them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from core.geo import Entry, Point
from core.scope import Scope
from store.rows import digest
from store.tables import gazetteer
from store.upsert import ROWS_A_STATEMENT, put

Stamp = tuple[int, datetime | None]
"""How many entries there are and when one changed last: another stamp, another gazetteer."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What an import did."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: "Enrolled") -> "Enrolled":
        return Enrolled(self.new + other.new, self.changed + other.changed, self.same + other.same)


def entry_of(row: RowMapping) -> Entry:
    """A row as a record."""
    point = None if row["lat"] is None else Point(row["lat"], row["lon"])
    return Entry(row["name"], row["kind"], row["parent"], row["house"], point, tuple(row["aliases"]))


def key_of(entry: Entry) -> str:
    """A digest of what tells an entry from another: short enough for an index whatever the names."""
    return digest("\x1f".join(entry.key))


def merged(known: Entry, told: Entry) -> Entry:
    """What a later file adds: its point, if it has one, and its aliases; nothing that is known is lost."""
    aliases = dict.fromkeys((*known.aliases, *told.aliases))
    return replace(known, point=told.point or known.point, aliases=tuple(aliases))


class GazetteerTable:
    """Entries within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def enrol(self, scope: Scope, entries: Sequence[Entry], at: datetime) -> Enrolled:
        """Enter new entries and what is new of known ones. The same again changes nothing."""
        done = Enrolled()
        for start in range(0, len(entries), ROWS_A_STATEMENT):
            done += self._enrol(scope, {key_of(each): each for each in entries[start : start + ROWS_A_STATEMENT]}, at)
        return done

    def _enrol(self, scope: Scope, told: dict[str, Entry], at: datetime) -> Enrolled:
        known = self._known(scope, list(told))
        after = {key: merged(known[key], each) if key in known else each for key, each in told.items()}
        moved = {key: each for key, each in after.items() if known.get(key) != each}
        rows = [{"profile_id": scope.profile, "key": key, "at": at, **_columns(each)} for key, each in moved.items()]
        put(self._connection, gazetteer, rows, ("profile_id", "key"))
        changed = len(moved.keys() & known.keys())
        return Enrolled(len(moved) - changed, changed, len(told) - len(moved))

    def _known(self, scope: Scope, keys: Sequence[str]) -> dict[str, Entry]:
        query = select(gazetteer).where(gazetteer.c.profile_id == scope.profile, gazetteer.c.key.in_(keys))
        return {row["key"]: entry_of(row) for row in self._connection.execute(query).mappings()}

    def entries(self, scope: Scope) -> list[Entry]:
        """All entries of the profile in the order of their entering."""
        query = select(gazetteer).where(gazetteer.c.profile_id == scope.profile).order_by(gazetteer.c.id)
        return [entry_of(row) for row in self._connection.execute(query).mappings()]

    def counts(self, scope: Scope) -> dict[str, int]:
        """How many entries there are of each kind."""
        query = select(gazetteer.c.kind, func.count()).where(gazetteer.c.profile_id == scope.profile)
        rows = self._connection.execute(query.group_by(gazetteer.c.kind).order_by(gazetteer.c.kind))
        return {str(kind): int(count) for kind, count in rows}

    def stamp(self, scope: Scope) -> Stamp:
        """Tells whether anything changed since it was last asked."""
        query = select(func.count(), func.max(gazetteer.c.at)).where(gazetteer.c.profile_id == scope.profile)
        count, last = self._connection.execute(query).one()
        return int(count), last


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "parent": entry.parent,
        "house": entry.house,
        "lat": entry.point.lat if entry.point else None,
        "lon": entry.point.lon if entry.point else None,
        "aliases": list(entry.aliases),
    }
