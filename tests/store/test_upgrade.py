"""An installation of the previous schema, filled, is upgraded: every row is there, and the program goes on."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, Table, inspect, select, text

from core import usecases
from core.journal import broken
from core.ports import Batch
from core.posts import Platform, SourceKey
from core.scope import system
from store import schema
from store.engine import open_engine
from store.ledger import Store
from store.tables import metadata
from tests.conftest import NOW, plain_lemmas
from tests.made import post
from tests.server import PostgresServer

WALL = SourceKey(Platform.VK, "wall")
VALUES = {
    "BOOLEAN": False,
    "INTEGER": 1,
    "BIGINT": 1,
    "FLOAT": 0.5,
    "DOUBLE": 0.5,
    "REAL": 0.5,
    "JSON": [],
    "DATE": NOW.date(),
}


RELEASED = "0011"
"""The revision of the schema that centres may run: change it when a later one is given out."""


@pytest.fixture(params=["sqlite", "postgresql"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database that an older program made: each table holds a row of each of four profiles."""
    server: PostgresServer | None = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    engine = open_engine(server.empty() if server else f"sqlite:///{tmp_path / 'older.db'}")
    schema.migrate(engine, RELEASED)
    fill(engine)
    yield engine
    engine.dispose()


def tables_of(engine: Engine) -> list[Table]:
    """As they stand in the database, parents first; not those of the full-text index."""
    found = MetaData()
    names = set(metadata.tables) & set(inspect(engine).get_table_names())
    found.reflect(engine, only=names)
    return [table for table in found.sorted_tables if table.name in names]


def value(table: Table, name: str, kind: str, number: int) -> object:
    """Something that fits a column, another one for each row."""
    if kind.startswith(("TIMESTAMP", "DATETIME")):
        return NOW.replace(tzinfo=None) + timedelta(minutes=number)
    if kind.startswith(("VARCHAR", "TEXT")):
        fixed = {"platform": "vk", "source": "wall", "profile_id": f"profile{number}"}
        return fixed.get(name, f"{name[:8]}{number}")
    if kind.startswith(("BIGINT", "INTEGER")):
        return number
    return next(made for begun, made in VALUES.items() if kind.startswith(begun))


def fill(engine: Engine) -> None:
    tables = tables_of(engine)
    with engine.begin() as connection:
        for table in tables:
            for number in range(1, 5):
                row = {
                    column.name: number
                    if column.primary_key or column.foreign_keys
                    else value(table, column.name, str(column.type).upper(), number)
                    for column in table.columns
                    if not column.nullable or column.primary_key
                }
                connection.execute(table.insert().values(**row))

        if engine.dialect.name == "postgresql":
            # As if the rows had been numbered by the database itself.
            for table in (each for each in tables if "id" in each.c):
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), 4)"))


def contents(engine: Engine, columns: dict[str, list[str]]) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, by these columns."""
    tables = tables_of(engine)
    with engine.connect() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    select(*(table.c[name] for name in columns[table.name])).order_by(next(iter(table.primary_key)))
                )
            ]
            for table in tables
            if table.name in columns
        }


def test_every_row_of_the_previous_schema_is_there_after_the_upgrade(older: Engine) -> None:
    columns = {table.name: [column.name for column in table.columns] for table in tables_of(older)}
    before = contents(older, columns)
    assert len(before) > 25
    assert all(len(rows) == 4 for rows in before.values())
    schema.migrate(older)
    assert schema.check(older)
    after = tables_of(older)
    named = {table.name: table for table in after}
    kept = {table: [name for name in names if name in named[table].c] for table, names in columns.items()}
    assert kept == columns, "an upgrade drops no column of the previous schema"
    assert contents(older, columns) == before


def test_after_the_upgrade_the_program_goes_on_and_the_journal_is_sealed(older: Engine) -> None:
    schema.migrate(older)
    store, scope = Store(older, plain_lemmas), system("fresh")
    with store.begin() as work:
        usecases.receive(work, scope, WALL, Batch((post(900, "яма"),), {}), NOW)
        work.journal.write(scope, "flag.confirm", "1", {}, NOW)
    with store.read() as work:
        for each in (scope, system("profile1")):
            assert list(broken(work.journal.chain(each))) == []
            assert work.journal.last(each).number == 1
        assert [each.message for each in work.posts.search(scope, "яма")] == ["900"]
