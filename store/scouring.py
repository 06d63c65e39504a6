"""After a deletion: nothing of it may be left in free pages, in the index, in the log of the database."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Engine, String, Text, cast, func, literal, or_, select, text
from sqlalchemy.exc import DBAPIError

from store.engine import BUSY_MS, written
from store.tables import metadata
from store.tables.columns import Json

TOGETHER = 40

OWNS_ALL = "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"
"""Whether the role owns the database: only then may it clean the server's own tables in it."""


def scour(engine: Engine, owner: Engine | None = None, patience: int = BUSY_MS) -> bool:
    """Write the database anew without what was deleted; False where somebody held it, so that it must be done again.

    SQLite: the index is optimised, the file vacuumed, the log truncated. PostgreSQL: every table is written anew and
    the planner's samples of them, which only the owner of the database may do. `patience`: milliseconds to wait for
    those who read and write.
    """
    if engine.dialect.name == "sqlite":
        return _scour_sqlite(engine, patience)
    return _scour_postgresql(owner) if owner else False


def _scour_sqlite(engine: Engine, patience: int) -> bool:
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO search_fts(search_fts) VALUES ('optimize')")
        raw = engine.raw_connection()
        try:
            driver = raw.driver_connection
            assert driver is not None
            driver.execute(f"PRAGMA busy_timeout={patience}")
            driver.execute("PRAGMA secure_delete=ON")
            driver.execute("VACUUM")
            busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            raw.driver_connection.execute(f"PRAGMA busy_timeout={BUSY_MS}") if raw.driver_connection else None
            raw.close()
    except (DBAPIError, sqlite3.OperationalError):
        # Somebody reads or writes: what is free stays as it is until the next time.
        return False
    return not busy


def _scour_postgresql(owner: Engine) -> bool:
    names = ", ".join(sorted(metadata.tables))
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM (FULL, ANALYZE) {names}"))
        if not connection.execute(text(OWNS_ALL)).scalar():
            return False
        # The planner's statistics hold samples of the words, and keep the former ones beside those just made.
        connection.execute(text("VACUUM (FULL) pg_catalog.pg_statistic"))
        connection.execute(text("CHECKPOINT")) if _may_checkpoint(connection) else None
    return True


def _may_checkpoint(connection: Connection) -> bool:
    return bool(connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).scalar())


def rows_with(engine: Engine, traces: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(table.column, trace) of every live value that holds a trace. All tables, all columns of words."""
    with engine.connect().execution_options(mcu_read=True) as connection:
        for table in metadata.sorted_tables:
            for column in table.c:
                if isinstance(column.type, (String, Text, type(Json))):
                    yield from ((f"{table.name}.{column.name}", each) for each in _held(connection, column, traces))


def _held(connection: Connection, column: Column[Any], traces: Sequence[str]) -> Iterator[str]:
    """Which traces stand in a column; many are asked for at once, and one by one only where some do."""
    for start in range(0, len(traces), TOGETHER):
        some = traces[start : start + TOGETHER]
        if _any(connection, column, some):
            yield from some if len(some) == 1 else (each for each in some if _any(connection, column, [each]))


def _any(connection: Connection, column: Column[Any], traces: Sequence[str]) -> bool:
    embedded = connection.dialect.name == "sqlite"
    place = func.instr if embedded else func.strpos
    if embedded and isinstance(column.type, type(Json)):
        # SQLite keeps JSON as it was written: once with its letters escaped, now as they are.
        traces = [told[1:-1] for trace in traces for told in dict.fromkeys((written(trace), json.dumps(trace)))]
    found = or_(*(place(cast(column, Text), literal(trace)) > 0 for trace in traces))
    return connection.execute(select(literal(1)).select_from(column.table).where(found).limit(1)).first() is not None
