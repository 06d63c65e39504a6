"""Many rows at once come out as they went in, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

from store.bulk import MANY as MANY_BY_COPY
from store.bulk import TOGETHER
from store.engine import open_engine
from store.tables import quarantine
from store.upsert import add_many, add_new, insert_new, put
from tests.server import PostgresServer

MANY = 2 * TOGETHER + 21
EAST = datetime(2026, 3, 1, 9, 30, 0, 5, timezone(timedelta(hours=3)))


def row(number: int, reason: str = "нет даты") -> dict[str, object]:
    """A row of the quarantine with an odd moment and a line that every second one lacks."""
    return {
        "profile_id": "test",
        "platform": "vk",
        "source": "wall",
        "line": number if number % 2 else None,
        "field": "date",
        "reason": reason,
        "payload": '{"%s": "?:x"}',
        "digest": str(number),
        "at": EAST + timedelta(microseconds=number),
    }


def stored(engine: Engine) -> list[dict[str, object]]:
    with engine.connect() as connection:
        kept = connection.execute(select(quarantine).order_by(quarantine.c.at)).mappings().all()
    return [{name: value for name, value in each.items() if name != "id"} for each in kept]


@pytest.mark.parametrize("count", [1, 15, 16, 100, MANY])
def test_rows_are_read_as_they_were_written(engine: Engine, count: int) -> None:
    given = [row(number) for number in range(count)]
    with engine.begin() as connection:
        add_many(connection, quarantine, given)
    assert stored(engine) == [each | {"at": each["at"].astimezone(UTC)} for each in given]


def test_nothing_is_written_of_no_rows(engine: Engine) -> None:
    with engine.begin() as connection:
        add_many(connection, quarantine, [])
        put(connection, quarantine, [], ("digest",))
    assert stored(engine) == []


def test_a_taken_key_is_an_error_or_left_alone_or_replaced(engine: Engine) -> None:
    key = ("profile_id", "platform", "source", "digest")
    with engine.begin() as connection:
        add_many(connection, quarantine, [row(number) for number in range(MANY)])
    with pytest.raises(IntegrityError), engine.begin() as connection:
        add_many(connection, quarantine, [row(MANY), row(5)])
    with engine.begin() as connection:
        add_new(connection, quarantine, [row(number, "другая") for number in (5, MANY)])
    assert [each["reason"] for each in stored(engine)] == ["нет даты"] * MANY + ["другая"]
    with engine.begin() as connection:
        put(connection, quarantine, [row(number, "третья") for number in range(MANY + 1)], key)
    assert [each["reason"] for each in stored(engine)] == ["третья"] * (MANY + 1)


def test_one_statement_serves_rows_of_one_shape_and_no_others(engine: Engine) -> None:
    short = {name: value for name, value in row(1).items() if name != "line"}
    with engine.begin() as connection:
        add_many(connection, quarantine, [short])
        add_many(connection, quarantine, [row(3)])
    assert [each["line"] for each in stored(engine)] == [None, 3]


def test_a_naive_moment_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="naive moment"), engine.begin() as connection:
        add_many(connection, quarantine, [row(1) | {"at": datetime(2026, 3, 1)}])  # noqa: DTZ001


def test_rows_by_copy_pass_the_wall_and_say_how_many_were_new(postgres: PostgresServer) -> None:
    _, application = postgres.guarded()
    engine = open_engine(application, "test")
    given = [row(number) for number in range(3 * MANY_BY_COPY)]
    with engine.begin() as connection:
        assert insert_new(connection, quarantine, given[:MANY_BY_COPY]) == MANY_BY_COPY
        assert insert_new(connection, quarantine, given[: 2 * MANY_BY_COPY]) == MANY_BY_COPY
        assert insert_new(connection, quarantine, given[: 2 * MANY_BY_COPY]) == 0
        add_new(connection, quarantine, given)
    assert stored(engine) == [each | {"at": each["at"].astimezone(UTC)} for each in given]
    with pytest.raises(ProgrammingError), engine.begin() as connection:
        add_many(connection, quarantine, [row(number) | {"profile_id": "other"} for number in range(MANY_BY_COPY)])
    engine.dispose()


def test_what_copy_refuses_comes_as_the_errors_of_all_statements(engine: Engine) -> None:
    given = [row(number) | {"field": "поле" * (20 if number == 7 else 1)} for number in range(MANY_BY_COPY)]
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite takes a longer text than its column says")
    with pytest.raises(DataError), engine.begin() as connection:
        add_many(connection, quarantine, given)
    assert stored(engine) == []
