"""An installation of the previous schema, filled, is upgraded: every row is there, and the program goes on."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

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
from tests.shelf import ENGINES

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


@pytest.fixture(params=ENGINES)
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


def fill(engine: Engine, rows: int = 4) -> None:
    tables = tables_of(engine)
    with engine.begin() as connection:
        for table in tables:
            for number in range(1, rows + 1):
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
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {rows})"))


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


CASES = [
    [part.strip() for part in line.split("|")]
    for line in """
Лесной у дома 5 кв 12 | лесной у дом 5 кв 12 | Лесной у дома 5 | лесной у дом 5
Лесной у дома 5 кв 12 | лесной у дом 5 кв | Лесной у дома 5 | лесной у дом 5
Садовая 3, кв.№ 17, второй этаж | садовый 3 кв 17 второй этаж | Садовая 3 | садовый 3
Кирпичной 9, 4 квартира | кирпичный 9 4 квартира | Кирпичной 9 | кирпичный 9
Гагарина 7-15 | гагарин 7 15 | Гагарина 7 | гагарин 7
Гагарина 15-15 | гагарин 15 | Гагарина 15 | гагарин 15
дом номер 5-12 | дом номер 5 12 | дом номер 5 | дом номер 5
Гагарина 7/2 | гагарин 7 2 | Гагарина 7/2 | гагарин 7 2
""".strip().splitlines()
]
"""An address and its lemmas as an earlier version kept them, and what is left of both."""
BEFORE_HOUSES = "0018"


@pytest.fixture(params=ENGINES)
def flats(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the schema before addresses ended at their houses."""
    server: PostgresServer | None = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    engine = open_engine(server.empty() if server else f"sqlite:///{tmp_path / 'flats.db'}")
    schema.migrate(engine, BEFORE_HOUSES)
    fill(engine, len(CASES) + 1)
    yield engine
    engine.dispose()


def test_the_upgrade_cuts_addresses_of_flats_at_their_house(flats: Engine) -> None:
    for number, (written, line, _, _) in enumerate(CASES, 1):
        body = {"places": [["у школы", 0, 7, 0.2], [written, 3, 3 + len(written), 0.9]], "other": 1}
        put(flats, "incidents", number, place=written, place_key=line)
        put(flats, "assessments", number, place=line, body=body)
        put(flats, "flags", number, place=line)
        put(flats, "alerts", number, body={"place": written, "theme": "roads"})
        put(flats, "exchange_items", number, place=written, columns={"Адрес": written, "Факт": "Снег, 5-12"})
    phone = "8 921 000-00-00"
    put(flats, "incidents", len(CASES) + 1, place=phone, place_key="8 921 000")
    put(flats, "assessments", len(CASES) + 1, body={"places": [[phone, 0, 15, 0.5], ["Лесная 5", 20, 28, 0.4]]})
    put(flats, "alerts", len(CASES) + 1, body={"place": phone, "theme": "roads"})
    schema.migrate(flats)
    assert got(flats, "incidents", len(CASES) + 1, "place", "place_key") == ("", "")
    assert got(flats, "assessments", len(CASES) + 1, "body")[0]["places"] == [["Лесная 5", 20, 28, 0.4]]
    assert got(flats, "alerts", len(CASES) + 1, "body")[0] == {"place": "", "theme": "roads"}
    for number, (_, _, kept, key) in enumerate(CASES, 1):
        assert got(flats, "incidents", number, "place", "place_key") == (kept, key)
        place, body = got(flats, "assessments", number, "place", "body")
        assert (place, body["other"]) == (key, 1)
        row = got(flats, "exchange_items", number, "place", "columns")
        assert row == (kept, {"Адрес": kept, "Факт": "Снег, 5-12"})
        assert body["places"] == [["у школы", 0, 7, 0.2], [kept, 3, 3 + len(kept), 0.9]]
        assert got(flats, "flags", number, "place") == (key,)
        assert got(flats, "alerts", number, "body") == ({"place": kept, "theme": "roads"},)


def test_the_upgrade_dates_every_card_by_its_post(older: Engine) -> None:
    schema.migrate(older)
    for number in range(1, 5):
        (post_id, dated) = got(older, "flags", number, "post_id", "published_at")
        assert (dated,) == got(older, "posts", post_id, "published_at")
        assert dated is not None


def put(engine: Engine, name: str, number: int, **values: object) -> None:
    table = metadata.tables[name]
    with engine.begin() as connection:
        connection.execute(table.update().where(table.c.id == number).values(**values))


def got(engine: Engine, name: str, number: int, *columns: str) -> tuple[Any, ...]:
    table = metadata.tables[name]
    with engine.connect() as connection:
        return tuple(connection.execute(select(*(table.c[each] for each in columns)).where(table.c.id == number)).one())
