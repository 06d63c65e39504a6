"""How a database stands: its counts, its chain, its soundness. What a copy is compared by."""

from collections.abc import Mapping

from sqlalchemy import Engine, func, select, text

from core.journal import Link
from core.scope import Scope
from store.journal import JournalTable
from store.tables import metadata


def server_version(engine: Engine) -> int:
    """The major version of a PostgreSQL server."""
    with engine.connect() as connection:
        return int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000


def counts(engine: Engine) -> dict[str, int]:
    """Rows by table, all profiles."""
    with engine.connect().execution_options(mcu_read=True) as connection:
        return {
            name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for name, table in sorted(metadata.tables.items())
        }


def heads(engine: Engine) -> Mapping[str, Link]:
    """The newest place of each profile's chain."""
    journal = metadata.tables["journal"]
    with engine.connect().execution_options(mcu_read=True) as connection:
        profiles = connection.execute(select(journal.c.profile_id).distinct()).scalars().all()
        return {each: JournalTable(connection).last(Scope(each)) for each in profiles}


def sound(engine: Engine) -> str:
    """What SQLite finds wrong with its file; empty where nothing, and on PostgreSQL."""
    if engine.dialect.name != "sqlite":
        return ""
    with engine.connect().execution_options(mcu_read=True) as connection:
        said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(5)")]
    return "" if said == ["ok"] else "; ".join(said)


def free_of(engine: Engine, name: str) -> str:
    """The address of a fresh database beside this one on the same server. Raises DBAPIError where none may be made."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    return engine.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)


def drop(engine: Engine, name: str) -> None:
    """Drop what `free_of` made."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'DROP DATABASE "{name}"'))
