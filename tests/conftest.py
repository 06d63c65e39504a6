"""Shared fixtures: both databases, real ones."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from argon2.profiles import CHEAPEST
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, text

from api.passwords import set_cost
from core.scope import Scope, system
from store import schema
from store.engine import open_engine
from store.ledger import Store
from tests import strays
from tests.engines import Engines
from tests.server import PostgresServer
from tests.shelf import ENGINES, ON_POSTGRES, Databases, Files, Shelf

# Where bytecode may not be kept, each process that a test starts compiles all libraries anew: half of its time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A machine under load draws slowly: that says nothing of the code.
settings.register_profile("house", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("house")

# Half of the time of a test that signs somebody in went into the hash; test_passwords.py keeps to the real cost.
set_cost(CHEAPEST)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


NO_BROWSER = "БРАУЗЕРА НЕТ: поставьте его командой apt-get install chromium"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tests of pages that no browser could run are said where everybody looks."""
    skipped = [each for each in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(each.longrepr)]
    if skipped:
        line = f"{NO_BROWSER} (пропущено проверок страниц: {len(skipped)})"
        terminalreporter.write_line(line, yellow=True, bold=True)


if ON_POSTGRES:
    strays.watch()


def pytest_configure(config: pytest.Config) -> None:
    """What a test may say of itself."""
    config.addinivalue_line("markers", "sqlite(why): about SQLite alone; left out where all runs on PostgreSQL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL what is about SQLite alone is left out."""
    if ON_POSTGRES and (alone := [each for each in items if strays.about_sqlite(each)]):
        config.hook.pytest_deselected(items=alone)
        items[:] = [each for each in items if not strays.about_sqlite(each)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Openings of SQLite are those of this test."""
    strays.begin()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """On PostgreSQL a test that opened SQLite nevertheless has failed."""
    yield
    found = strays.found(item.funcargs.get("tmp_path")) if ON_POSTGRES else []  # type: ignore[attr-defined]
    if found:
        pytest.fail(f"SQLite was opened: {', '.join(sorted(set(found)))}", pytrace=False)


def plain_lemmas(text_: str) -> str:
    """A stand-in for the language: lower-cased words."""
    return " ".join("".join(c if c.isalnum() else " " for c in text_.lower()).split())


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A real PostgreSQL server of this test run."""
    with PostgresServer(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    schema.migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Databases for what runs on one engine; see `tests.shelf`."""
    if ON_POSTGRES:
        return Databases(request.getfixturevalue("postgres"))
    return Files(request.getfixturevalue("sqlite_template"), tmp_path_factory.mktemp("shelf"))


@pytest.fixture
def installed(shelf: Shelf) -> Iterator[dict[str, str]]:
    """What tells a test's installation where its database is; nothing where it lies in its data folder."""
    given = shelf.installed()
    yield given
    shelf.forget(given)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated, empty database of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "mcu.db")
        return f"sqlite:///{tmp_path / 'mcu.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.wiped()


@pytest.fixture(scope="session")
def engines() -> Engines:
    """The engines of this run."""
    return Engines()


@pytest.fixture
def engine(database_url: str, engines: Engines) -> Iterator[Engine]:
    """An engine on each database in turn."""
    made = engines.open(database_url)
    yield made
    made.dispose()


@pytest.fixture
def store(engine: Engine) -> Store:
    """The store on each database in turn."""
    return Store(engine, plain_lemmas)


@pytest.fixture
def scope() -> Scope:
    """All rights within one profile."""
    return system("test")


@pytest.fixture
def rows(engine: Engine) -> Callable[[str], int]:
    """How many rows a table has."""

    def count(table: str) -> int:
        with engine.connect() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())

    return count
