"""The schema's version: migrating up and down, and refusing a database that is newer than the program."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from core.errors import BadSettings, NewerSchema
from store import wall

HEAD = "head"
EMPTY = "base"
APPEND_ONLY = ("journal", "steps")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def head() -> str:
    """The revision that this program writes."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


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
        return MigrationContext.configure(connection).get_current_revision()


def check(engine: Engine) -> bool:
    """Whether the schema is current. Raises NewerSchema for a revision that this program does not know."""
    found = revision(engine)
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise NewerSchema(
            f"база данных записана более новой версией программы (схема {found}); "
            "обновите МЦУ-Монитор, данные не тронуты"
        )
    return found == head()


def migrate(engine: Engine, to: str = HEAD) -> None:
    """Bring the schema to a revision; all of it in one transaction."""
    check(engine)
    with reachable(engine), engine.begin() as connection:
        config = _config(connection)
        command.downgrade(config, to) if to == EMPTY else command.upgrade(config, to)


def grant(engine: Engine, application_url: str) -> str:
    """Give the application's PostgreSQL role what it needs and no more: it cannot alter tables, of the journal it may
    only read and add, and it sees the rows of its own profile only. Returns the role."""
    role = make_url(application_url).username
    if not role:
        raise BadSettings("MCU_DATABASE_URL: не указан пользователь базы данных")
    with engine.begin() as connection:
        name = connection.dialect.identifier_preparer.quote(role)
        for statement in (
            f"REVOKE CREATE ON SCHEMA public FROM {name}",
            f"GRANT USAGE ON SCHEMA public TO {name}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
            *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {name}" for table in APPEND_ONLY),
            f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {name}",
            *wall.statements(),
        ):
            connection.execute(text(statement))
    return role
