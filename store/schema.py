"""The schema's version: migrating up and down, and refusing a database that is newer than the program.

Every command asks for the version and hardly any migrates: Alembic is loaded by those only (0.2 s, and as much again to
run the scripts of all revisions).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from core.errors import BadSettings, NewerSchema
from store import wall
from store.altering import altering

HEAD = "head"
EMPTY = "base"
APPEND_ONLY = ("journal", "steps")
MIGRATIONS = Path(__file__).parent / "migrations"
_CHAIN = re.compile(r'^(down_)?revision = "(\w+)"$', re.MULTILINE)


def _config(connection: Connection) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@lru_cache(maxsize=1)
def _chain() -> tuple[frozenset[str], str]:
    """The revisions that this program knows, and the one that none follows; the scripts are read, not run."""
    scripts = [path.read_text(encoding="utf-8") for path in (MIGRATIONS / "versions").glob("*.py")]
    told = [link for script in scripts for link in _CHAIN.findall(script)]
    known = frozenset(name for down, name in told if not down)
    (last,) = known - {name for down, name in told if down}
    return known, last


def head() -> str:
    """The revision that this program writes."""
    return _chain()[1]


@contextmanager
def reachable(engine: Engine) -> Iterator[None]:
    """Turns a database that cannot be opened into a Russian sentence (BadSettings) without its password."""
    try:
        yield
    except DBAPIError as error:
        where = engine.url.render_as_string(hide_password=True)
        why = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
        raise BadSettings(f"база данных не открывается: {where} ({why})") from None


def revision(engine: Engine) -> str | None:
    """The database's revision; None for an empty one. Raises BadSettings if the database cannot be opened."""
    with reachable(engine), engine.connect().execution_options(mcu_read=True) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def check(engine: Engine) -> bool:
    """Whether the schema is current. Raises NewerSchema for a revision that this program does not know."""
    found = revision(engine)
    if found is not None and found not in _chain()[0]:
        raise NewerSchema(
            f"база данных записана более новой версией программы (схема {found}); "
            "обновите МЦУ-Монитор, данные не тронуты"
        )
    return found == head()


def migrate(engine: Engine, to: str = HEAD) -> None:
    """Bring the schema to a revision; all of it in one transaction. Raises BadSettings, NewerSchema, Busy."""
    from alembic import command

    check(engine)
    with reachable(engine), altering(engine) as connection:
        config = _config(connection)
        command.downgrade(config, to) if to == EMPTY else command.upgrade(config, to)


def grant(engine: Engine, application_url: str) -> str:
    """Give the application's PostgreSQL role what it needs and no more: it cannot alter tables, of the journal it may
    only read and add, and it sees the rows of its own profile only. Returns the role. Raises BadSettings, Busy."""
    role = make_url(application_url).username
    if not role:
        raise BadSettings("MCU_DATABASE_URL: не указан пользователь базы данных")
    with altering(engine) as connection:
        name = connection.dialect.identifier_preparer.quote(role)
        for statement in (
            f"REVOKE CREATE ON SCHEMA public FROM {name}",
            f"GRANT USAGE ON SCHEMA public TO {name}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
            *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {name}" for table in APPEND_ONLY),
            f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {name}",
            *wall.statements(connection),
        ):
            connection.execute(text(statement))
    return role
