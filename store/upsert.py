"""INSERT … ON CONFLICT, the same for SQLite and PostgreSQL."""

from collections.abc import Sequence

from sqlalchemy import Connection, Dialect, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite

from store.bulk import Names, Rows, copies, copy, run, told_whole

ROWS_A_STATEMENT = 500
"""SQLite takes 32,766 parameters a statement; our widest table has 30 columns."""


def _insert(dialect: Dialect, table: Table) -> "sqlite.Insert | postgresql.Insert":
    return sqlite.insert(table) if dialect.name == "sqlite" else postgresql.insert(table)


def insert_new(connection: Connection, table: Table, rows: Rows) -> int:
    """Insert the rows whose unique keys are free; returns how many were."""
    if copies(connection, rows) and told_whole(table, rows):
        return copy(connection, table, rows, _unless_taken)
    added = 0
    # RETURNING, because PostgreSQL's driver does not tell the row count of such a statement.
    statement = _insert(connection.dialect, table).on_conflict_do_nothing().returning(table.c.id)
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        # As parameters beside the statement: so it is compiled once, not for each number of rows.
        added += len(connection.execute(statement, [dict(row) for row in rows[start : start + ROWS_A_STATEMENT]]).all())
    return added


def add_many(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert many rows of the same names; a key that is taken is an IntegrityError."""
    run(connection, table, rows, _plain)


def add_new(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert many rows of the same names, but for those whose unique keys are taken; nobody is told which."""
    run(connection, table, rows, _unless_taken)


def put(connection: Connection, table: Table, rows: Rows, key: Sequence[str]) -> None:
    """Insert rows of the same names, or replace what stands under the same key."""
    run(connection, table, rows, _replacing, tuple(key))


def _plain(dialect: Dialect, table: Table, names: Names, key: Names) -> Insert:
    return _insert(dialect, table)


def _unless_taken(dialect: Dialect, table: Table, names: Names, key: Names) -> Insert:
    return _insert(dialect, table).on_conflict_do_nothing()


def _replacing(dialect: Dialect, table: Table, names: Names, key: Names) -> Insert:
    statement = _insert(dialect, table)
    fresh = {name: statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=fresh)
