"""INSERT … ON CONFLICT, the same for SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

ROWS_A_STATEMENT = 500
"""SQLite takes 32,766 parameters a statement; our widest table has 30 columns."""

Rows = Sequence[Mapping[str, Any]]


def _insert(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def insert_new(connection: Connection, table: Table, rows: Rows) -> int:
    """Insert the rows whose unique keys are free; returns how many were."""
    added = 0
    # RETURNING, because PostgreSQL's driver does not tell the row count of such a statement.
    statement = _insert(connection, table).on_conflict_do_nothing().returning(table.c.id)
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        # As parameters beside the statement: so it is compiled once, not for each number of rows.
        added += len(connection.execute(statement, [dict(row) for row in rows[start : start + ROWS_A_STATEMENT]]).all())
    return added


def put(connection: Connection, table: Table, rows: Rows, key: Sequence[str]) -> None:
    """Insert the rows, or replace what stands under the same key."""
    if not rows:
        return
    statement = _insert(connection, table)
    fresh = {name: statement.excluded[name] for name in rows[0] if name not in key}
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_=fresh), [dict(row) for row in rows]
    )
