"""The journal: only ever added to, each entry sealed to the one before it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select

from core.journal import START, Entry, JournalPage, JournalQuery, Keyed, Link, plain_digest, seal, worded
from core.journal.wording import ACTION_MOST, SUBJECT_MOST, WHO_MOST, subject_of
from core.scope import Scope
from store.tables import journal

LOCK = 6_202
"""First number of the advisory lock under which PostgreSQL lets one writer a profile continue the chain."""
PAGE = 1_000


class JournalTable:
    """Fulfils `core.ports.Journal`: who did what to which id. No texts, no names.

    What is written stands in the chain at the end of the transaction (`flush`), under a lock that is taken last and
    given back with the commit: writers wait for one another as shortly as may be, and never in a circle.
    """

    def __init__(self, connection: Connection, keyed: Keyed = plain_digest) -> None:
        self._connection, self._keyed, self._waiting = connection, keyed, list[Entry]()

    def write(self, scope: Scope, action: str, subject: str, detail: Mapping[str, object], at: datetime) -> None:
        """Add one entry."""
        told = worded(action, detail, self._keyed)
        named = subject_of(subject[:SUBJECT_MOST], self._keyed)
        self._waiting.append(Entry(scope.profile, 0, at, scope.who[:WHO_MOST], action[:ACTION_MOST], named, told))

    def flush(self) -> None:
        """Continue the chains by what was written."""
        for profile in sorted({entry.profile for entry in self._waiting}):
            last = self._last(profile)
            rows = []
            for entry in (each for each in self._waiting if each.profile == profile):
                numbered = replace(entry, number=last.number + 1, previous=last.seal)
                sealed = replace(numbered, seal=seal(numbered))
                rows.append(_row(sealed))
                last = sealed.link
            self._connection.execute(insert(journal), rows)
        self._waiting.clear()

    def _last(self, profile: str) -> Link:
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(LOCK, func.hashtext(profile))))
        return self.last(Scope(profile))

    def last(self, scope: Scope) -> Link:
        """The newest entry's place in the chain; START in an empty one."""
        query = select(journal.c.number, journal.c.seal).where(journal.c.profile_id == scope.profile)
        row = self._connection.execute(query.order_by(journal.c.number.desc()).limit(1)).first()
        return Link(*row) if row else START

    def link(self, scope: Scope, number: int) -> Link | None:
        """The place in the chain of an entry, if it is there."""
        query = select(journal.c.number, journal.c.seal)
        row = self._connection.execute(query.where(journal.c.profile_id == scope.profile, journal.c.number == number))
        found = row.first()
        return Link(*found) if found else None

    def chain(self, scope: Scope, after: int = 0) -> Iterator[Entry]:
        """All entries behind a number, the oldest first."""
        while True:
            query = select(journal).where(journal.c.profile_id == scope.profile, journal.c.number > after)
            rows = self._connection.execute(query.order_by(journal.c.number).limit(PAGE)).mappings().all()
            yield from map(_entry, rows)
            if len(rows) < PAGE:
                return
            after = rows[-1]["number"]

    def find(self, scope: Scope, query: JournalQuery) -> JournalPage:
        """Entries that the filters let through, the newest first."""
        asked = select(journal).where(journal.c.profile_id == scope.profile, *_filters(query))
        rows = self._connection.execute(asked.order_by(journal.c.number.desc()).limit(query.limit + 1)).mappings().all()
        more = len(rows) > query.limit
        shown = tuple(map(_entry, rows[: query.limit]))
        return JournalPage(shown, shown[-1].number if more else None)


def _filters(query: JournalQuery) -> Iterator[ColumnElement[bool]]:
    if query.group:
        yield journal.c.action.startswith(f"{query.group}.", autoescape=True)
    if query.officer:
        yield journal.c.who.in_([query.officer, f"user:{query.officer}", f"key:{query.officer}"])
    if query.subject:
        yield journal.c.subject == query.subject
    if query.since:
        yield journal.c.at >= query.since
    if query.until:
        yield journal.c.at < query.until
    if query.before:
        yield journal.c.number < query.before


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "profile_id": entry.profile,
        "number": entry.number,
        "at": entry.at,
        "who": entry.who,
        "action": entry.action,
        "subject": entry.subject,
        "detail": dict(entry.detail),
        "previous": entry.previous,
        "seal": entry.seal,
    }


def _entry(row: Any) -> Entry:
    named = (row[name] for name in ("number", "at", "who", "action", "subject", "detail", "previous", "seal"))
    return Entry(row["profile_id"], *named)
