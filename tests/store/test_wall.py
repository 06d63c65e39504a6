"""The second wall: on PostgreSQL the application's role sees, changes and adds rows of its own profile only."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Engine, Float, Integer, LargeBinary, Table, insert, select, text
from sqlalchemy.exc import ProgrammingError

from store import schema, wall
from store.engine import open_engine
from store.search import SearchIndex
from store.tables import metadata, search
from tests.server import PostgresServer

OURS, THEIRS = "ours", "theirs"
PLAIN = (
    (Boolean, True),
    (Integer, 1),
    (Float, 1.0),
    (JSON, {}),
    (Date, date(2026, 11, 20)),
    (LargeBinary, b"x"),
)
NUMBERS = itertools.count(1)


def value(column: Column[object]) -> object:
    """Something that the column takes; another one each time where it can be."""
    if column.name == "profile_id":
        raise AssertionError("the profile is given")
    if isinstance(column.type, Integer) and not isinstance(column.type, Boolean):
        return next(NUMBERS)
    for kind, plain in PLAIN:
        if isinstance(column.type, kind):
            return plain
    if "Moment" in type(column.type).__name__ or "Date" in type(column.type).__name__:
        return datetime(2026, 11, 20, tzinfo=UTC)
    return f"x{next(NUMBERS)}"


def row(table: Table, profile: str) -> dict[str, object]:
    """A row of a table, of a profile: all its columns, whatever they mean."""
    made = {each.name: value(each) for each in table.c if each.name != "profile_id" and each.computed is None}
    return {"profile_id": profile, **made}


@dataclass(frozen=True)
class Server:
    """A database with a row of two profiles in every table: as its owner, and as the application for each."""

    owner: Engine
    ours: Engine
    nobodys: Engine


@pytest.fixture(scope="module")
def server(postgres: PostgresServer) -> Iterator[Server]:
    address, url = postgres.guarded()
    owner = open_engine(address)
    schema.grant(owner, url)  # once more: an update of the program does the same
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in metadata.tables.values():
            connection.execute(insert(table), [row(table, OURS), row(table, THEIRS)])
    made = Server(owner, open_engine(url, OURS), open_engine(url))
    yield made
    for each in (made.owner, made.ours, made.nobodys):
        each.dispose()


def profiles(engine: Engine, table: str) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(select(metadata.tables[table].c.profile_id)).scalars())


def test_every_table_of_the_schema_stands_behind_the_wall_or_says_why_not() -> None:
    assert set(wall.walled()) | set(wall.OPEN) == set(metadata.tables)


@pytest.mark.parametrize("table", wall.walled())
def test_the_application_sees_its_own_rows_only(server: Server, table: str) -> None:
    assert profiles(server.owner, table) == {OURS, THEIRS}
    assert profiles(server.ours, table) == {OURS}
    assert profiles(server.nobodys, table) == set()


@pytest.mark.parametrize("table", sorted(set(wall.walled()) - set(schema.APPEND_ONLY)))
def test_the_application_neither_changes_nor_deletes_a_foreign_row(server: Server, table: str) -> None:
    with server.ours.connect() as connection:
        for change in (f"UPDATE {table} SET profile_id = '{OURS}'", f"DELETE FROM {table}"):
            done = connection.execute(text(f"{change} WHERE profile_id = '{THEIRS}'"))
            assert done.rowcount == 0, change
        connection.rollback()


@pytest.mark.parametrize("table", wall.walled())
def test_the_application_adds_no_foreign_row(server: Server, table: str) -> None:
    with server.ours.connect() as connection:
        with pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(insert(metadata.tables[table]), row(metadata.tables[table], THEIRS))
        connection.rollback()


def test_the_words_of_posts_are_found_by_their_index_behind_the_wall(server: Server) -> None:
    many = (
        "INSERT INTO search (post_id, profile_id, lemmas)"
        " SELECT n, 'ours', 'дом ' || n FROM generate_series(1000000, 1005000) n"
    )
    with server.owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(many))
        connection.execute(text("ANALYZE search"))
    with server.ours.connect() as connection:
        matching = SearchIndex(connection, str).matching("дом 1003000")
        query = select(search.c.post_id).where(search.c.profile_id == OURS, matching)  # type: ignore[arg-type]
        told = str(query.compile(server.ours, compile_kwargs={"literal_binds": True}))
        plan = "\n".join(connection.execute(text(f"EXPLAIN {told}".replace(":", "\\:"))).scalars())
        assert connection.execute(query).scalars().all() == [1003000]
    assert "Bitmap Index Scan" in plan, plan
