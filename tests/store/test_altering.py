"""Altering tables of a server at which others work: nobody is stopped for long, what stands is not raised anew."""

import pytest
from sqlalchemy import text

from core.errors import Busy
from store import altering, schema, wall
from store.engine import open_engine
from tests.server import PostgresServer

BEFORE = "0026"


def test_a_municipality_that_joins_others_at_work_waits_for_nobody_and_stops_nobody(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(altering, "WAIT", "200ms")
    owner, application = postgres.guarded()
    made, at_work = open_engine(owner), open_engine(application, "first")
    with at_work.begin() as connection:
        for table in wall.walled():
            connection.execute(text(f"SELECT count(*) FROM {table}"))
        assert schema.grant(made, application)
    made.dispose()
    at_work.dispose()


@pytest.mark.parametrize(
    "harm",
    [
        "DROP POLICY own_profile ON posts",
        "ALTER TABLE posts DISABLE ROW LEVEL SECURITY",
        "ALTER POLICY own_profile ON posts USING (true)",
        "ALTER POLICY own_profile ON posts WITH CHECK (true)",
    ],
)
def test_a_wall_that_fell_or_was_altered_is_raised_again_and_no_other(postgres: PostgresServer, harm: str) -> None:
    owner, application = postgres.guarded()
    engine = open_engine(owner)
    with engine.begin() as connection:
        assert list(wall.statements(connection)) == []
        connection.execute(text(harm))
        again = list(wall.statements(connection))
        assert len(again) == 3
        assert all("posts" in words for words in again)
    schema.grant(engine, application)
    with engine.connect() as connection:
        assert list(wall.statements(connection)) == []
    engine.dispose()


def test_an_upgrade_gives_up_in_words_where_somebody_works_and_alters_nothing(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(altering, "WAIT", "200ms")
    engine = open_engine(postgres.empty())
    schema.migrate(engine, BEFORE)
    with engine.begin() as connection:
        connection.execute(text("UPDATE flags SET score = score WHERE false"))
        with pytest.raises(Busy, match="остановите службы"):
            schema.migrate(engine)
        assert schema.revision(engine) == BEFORE
    schema.migrate(engine)
    assert schema.check(engine)
    engine.dispose()
