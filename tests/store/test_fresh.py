"""Between a first import and the server's own survey, a minute later, PostgreSQL knows nothing of its tables. Behind
the wall the pages must be quick even then: no statement reads the same pages over and over."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from core.flags import FlagQuery
from store.engine import open_engine
from store.ledger import Store, Tables
from store.tables import metadata
from tests.conftest import plain_lemmas
from tests.server import PostgresServer
from tests.store.crowded import pour
from tests.store.test_plans import HOT, SCOPE

POSTS = 1_200
"""As many as a first reading of a few walls brings; 300 of them have a card."""
LISTS: dict[str, Callable[[Tables], Any]] = HOT | {
    "an incident": lambda work: work.incidents.get(SCOPE, POSTS // 10),
    "the cards of an incident": lambda work: work.incidents.cards(SCOPE, POSTS // 10),
    "all cards with their texts": lambda work: work.flags.find(SCOPE, FlagQuery(statuses=(), limit=1_000)),
    "posts to be labelled": lambda work: work.labels.some(SCOPE, range(1, 301)),
}
PAGES = 40_000
"""That a statement may look at, counted anew each time. The posts of the last days are counted day by day and hour by
hour, 28 times 1,200; before, a list of 300 cards looked at millions."""


class Pages:
    """How many pages each statement looks at: it is run under EXPLAIN before it is run."""

    def __init__(self, engine: Engine) -> None:
        self.seen: list[tuple[int, str]] = []
        event.listen(engine, "before_cursor_execute", self._count)

    def _count(self, connection: Any, cursor: Any, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
            ((told,),) = cursor.connection.execute(asked, parameters).fetchall()
            root = told[0]["Plan"]
            looked = root["Shared Hit Blocks"] + root["Shared Read Blocks"]
            self.seen.append((looked, f"{statement}\n{json.dumps(root, indent=1)}"))


@pytest.fixture(scope="module")
def fresh(postgres: PostgresServer) -> Iterator[Engine]:
    """As the application sees a database that was just filled, and that nobody has surveyed."""
    owner, application = postgres.guarded()
    filling, engine = open_engine(owner), open_engine(application, SCOPE.profile)
    with filling.begin() as connection:
        for table in metadata.tables:
            connection.execute(text(f"ALTER TABLE {table} SET (autovacuum_enabled = off)"))
    pour(filling, POSTS)
    yield engine
    with filling.connect() as connection:
        known = connection.execute(text("SELECT count(*) FROM pg_stats WHERE schemaname = 'public'")).scalar_one()
    filling.dispose()
    engine.dispose()
    assert known == 0


@pytest.fixture(scope="module")
def pages(fresh: Engine) -> Pages:
    @event.listens_for(fresh, "begin")
    def hurried(connection: Any) -> None:
        connection.exec_driver_sql("SET LOCAL statement_timeout = '20s'")

    return Pages(fresh)


@pytest.mark.parametrize("what", LISTS)
def test_a_list_of_a_database_that_was_just_filled_looks_at_few_pages(what: str, fresh: Engine, pages: Pages) -> None:
    pages.seen.clear()
    with Store(fresh, plain_lemmas).read() as work:
        LISTS[what](work)
    looked, most = max(pages.seen)
    print(f"{what}: at most {looked:,} pages a statement")
    assert looked < PAGES, most
