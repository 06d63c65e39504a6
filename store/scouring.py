"""After a deletion: nothing of it may be left in free pages, in the index, in the log of the database."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Engine, String, Text, cast, func, literal, select, text
from sqlalchemy.exc import DBAPIError

from store.tables import metadata
from store.tables.columns import Json

WORDY = (Text, type(Json))


def scour(engine: Engine, owner: Engine | None = None) -> bool:
    """Write the database anew without what was deleted; False where somebody held it, so that it must be done again.

    SQLite: the index is optimised, the file vacuumed, the log truncated. PostgreSQL: every table is written anew, which
    only the owner of the tables may do.
    """
    if engine.dialect.name == "sqlite":
        return _scour_sqlite(engine)
    return _scour_postgresql(owner) if owner else False


def _scour_sqlite(engine: Engine) -> bool:
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO search_fts(search_fts) VALUES ('optimize')")
        raw = engine.raw_connection()
        try:
            driver = raw.driver_connection
            assert driver is not None
            driver.execute("PRAGMA secure_delete=ON")
            driver.execute("VACUUM")
            busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            raw.close()
    except DBAPIError:
        return False
    return not busy


def _scour_postgresql(owner: Engine) -> bool:
    names = ", ".join(sorted(metadata.tables))
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM (FULL, ANALYZE) {names}"))
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
                    for trace in traces:
                        held = func.instr if engine.dialect.name == "sqlite" else func.strpos
                        found = held(cast(column, Text), literal(trace)) > 0
                        if connection.execute(select(table.c.profile_id).where(found).limit(1)).first():
                            yield f"{table.name}.{column.name}", trace
