"""Migrations, and what the application's database role may not do."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, MetaData, Table, inspect, text
from sqlalchemy.exc import ProgrammingError

from core.errors import BadSettings, NewerSchema
from store import schema
from store.engine import open_engine
from store.tables import metadata
from store.tables.columns import Json
from tests.server import PostgresServer
from tests.shelf import ENGINES

EXTRA = {
    "alembic_version",
    "search_fts",
    "search_fts_data",
    "search_fts_idx",
    "search_fts_docsize",
    "search_fts_config",
}


def ours(connection: Engine) -> set[str]:
    return set(inspect(connection).get_table_names()) - EXTRA


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "sqlite":
        return open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    server: PostgresServer = request.getfixturevalue("postgres")
    return open_engine(server.empty())


def test_migrations_go_up_and_down_and_up(empty: Engine) -> None:
    schema.migrate(empty)
    assert ours(empty) == set(metadata.tables)
    schema.migrate(empty, schema.EMPTY)
    assert ours(empty) == set()
    schema.migrate(empty)
    assert schema.check(empty)
    empty.dispose()


def test_the_migrated_schema_is_the_one_that_the_program_uses(engine: Engine) -> None:
    def wanted(item: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
        return not (kind == "table" and name in EXTRA) and name != "ix_search_lemmas"

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": wanted, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_newer_schema_is_refused_and_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for step in (schema.check, schema.migrate):
        with pytest.raises(NewerSchema, match="9999"):
            step(engine)
    assert schema.revision(engine) == "9999"
    assert ours(engine) == set(metadata.tables)


def test_the_chain_of_revisions_that_is_read_is_that_which_alembic_runs(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert schema._chain() == ({each.revision for each in scripts.walk_revisions()}, scripts.get_current_head())


def test_every_table_carries_its_profile() -> None:
    assert [name for name, table in metadata.tables.items() if "profile_id" not in table.c] == []


@pytest.mark.sqlite("its own settings")
def test_sqlite_runs_with_wal_foreign_keys_and_a_timeout(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        said = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]
        assert said == ["wal", 1]
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() >= 5000
    engine.dispose()


def test_json_keeps_its_letters_and_half_a_sign_does_not_break_it(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/letters.db")
    whole, half = {"яма": "у дома 5"}, {"знак": "\ud83d"}
    held = Table("held", MetaData(), Column("told", Json))
    with engine.begin() as connection:
        held.create(connection)
        connection.execute(held.insert(), [{"told": whole}, {"told": half}])
        assert connection.exec_driver_sql("SELECT told FROM held").scalars().first() == '{"яма": "у дома 5"}'
        assert connection.execute(held.select()).scalars().all() == [whole, half]
    engine.dispose()


@pytest.mark.parametrize("url", ["mysql://x/y", "это не адрес", ""])
def test_an_address_of_no_known_database_is_refused_by_the_name_of_its_setting(url: str) -> None:
    with pytest.raises(BadSettings, match="MCU_DATABASE_URL"):
        open_engine(url)


@pytest.fixture
def limited(postgres: PostgresServer) -> Engine:
    """A database migrated by its owner, opened as the application's role."""
    return open_engine(postgres.guarded()[1], "p")


JOURNAL = (
    "INSERT INTO journal (profile_id, number, at, who, action, subject, detail, previous, seal)"
    " VALUES ('p', 1, now(), 'w', 'a', 's', '{}', '', 'x')"
)


@pytest.mark.parametrize(
    "forbidden",
    [
        "UPDATE journal SET who = 'x'",
        "DELETE FROM journal",
        "TRUNCATE journal",
        "ALTER TABLE posts ADD COLUMN x int",
        "DROP TABLE posts",
        "CREATE TABLE mine (x int)",
        "UPDATE alembic_version SET version_num = 'x'",
    ],
)
def test_the_application_can_neither_alter_tables_nor_change_the_journal(limited: Engine, forbidden: str) -> None:
    with limited.begin() as connection:
        connection.execute(text(JOURNAL))
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), limited.begin() as connection:
        connection.execute(text(forbidden))
    assert schema.check(limited)
    limited.dispose()
