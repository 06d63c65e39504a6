"""The pages that are asked for all day long read indexes on PostgreSQL, never a whole table. Nothing is forbidden to
the planner: it has a year of a district before it and chooses by itself."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event

from core.finding import PostQuery
from core.flags import FlagQuery, Level
from core.incidents import IncidentQuery, Order
from core.journal import JournalQuery
from core.maps import MapQuery
from core.overview import days_of
from core.scope import system
from store.engine import open_engine
from store.ledger import Store, Tables
from tests.conftest import plain_lemmas
from tests.server import PostgresServer
from tests.store.crowded import DISTRICT, POSTS, fill

SCOPE = system("test")
SMALL = {"sources"} | ({"incident_posts"} if POSTS <= DISTRICT else set())
"""A hundred rows, and 5,000 narrow ones in 50 pages: to read them whole for a month's map is cheaper than an index."""
CARDS = POSTS // 4
LAST_MONTH = datetime(2026, 10, 20, tzinfo=UTC)
MAP = MapQuery(since=LAST_MONTH, until=datetime(2026, 11, 20, tzinfo=UTC))
DAYS = days_of(datetime(2026, 11, 16, 12, tzinfo=UTC), "UTC", 14)

HOT: dict[str, Callable[[Tables], Any]] = {
    "the queue": lambda work: work.flags.find(SCOPE, FlagQuery()),
    "the queue of all states": lambda work: work.flags.find(SCOPE, FlagQuery(statuses=())),
    "its next page": lambda work: work.flags.find(SCOPE, FlagQuery(after=(50, CARDS * 9 // 5))),
    "the queue of a level": lambda work: work.flags.find(SCOPE, FlagQuery(levels=(Level.CRITICAL,))),
    "a word in the queue": lambda work: work.flags.find(SCOPE, FlagQuery(text="слово17")),
    "what is new": lambda work: work.flags.find(SCOPE, FlagQuery(newer_than=CARDS - 100)),
    "a rare word": lambda work: work.posts.search(SCOPE, "редкость777"),
    "posts by a word": lambda work: work.views.finds.posts(SCOPE, PostQuery(text="слово17")),
    "keys by a frequent word": lambda work: work.posts.search(SCOPE, "слово17"),
    "posts of the last month": lambda work: work.views.finds.posts(SCOPE, PostQuery(since=LAST_MONTH)),
    "an incident": lambda work: work.incidents.get(SCOPE, 700),
    "the cards of an incident": lambda work: work.incidents.cards(SCOPE, 700),
    "open incidents": lambda work: work.incidents.find(SCOPE, IncidentQuery(since=LAST_MONTH)),
    "incidents that have not ended": lambda work: work.incidents.find(SCOPE, IncidentQuery(ended=False)),
    "incidents by their terms": lambda work: work.incidents.find(SCOPE, IncidentQuery(ended=False, order=Order.DUE)),
    "incidents by a frequent word": lambda work: work.incidents.find(SCOPE, IncidentQuery(text="слово17")),
    "incidents by a word": lambda work: work.incidents.find(SCOPE, IncidentQuery(text="редкость800")),
    "the map": lambda work: work.views.spots.heaps(SCOPE, MAP),
    "its worst": lambda work: work.views.spots.worst(SCOPE, MAP, 3),
    "the journal": lambda work: work.journal.find(SCOPE, JournalQuery()),
    "the journal of an officer": lambda work: work.journal.find(SCOPE, JournalQuery(officer="vera")),
    "the journal of a thing": lambda work: work.journal.find(SCOPE, JournalQuery(subject="700")),
    "posts of the last days": lambda work: work.views.daily.posts(SCOPE, DAYS),
    "cards of the last days": lambda work: work.views.daily.cards(SCOPE, DAYS),
    "what was opened in the last days": lambda work: work.views.daily.opened(SCOPE, DAYS),
    "the board": lambda work: work.views.daily.board(SCOPE),
    "cards that wait": lambda work: work.views.daily.waiting(SCOPE),
    "cards by state and level": lambda work: work.flags.counts(SCOPE),
    "incidents by state and level": lambda work: work.incidents.counts(SCOPE),
    "which cards are within reach": lambda work: work.flags.within(SCOPE, (4, 400, 800)),
    "what waits for a model": lambda work: work.assessments.pending(SCOPE, 500),
    "how many wait": lambda work: work.assessments.waiting(SCOPE),
    "what waits to be grouped": lambda work: work.grouping.pending(SCOPE, 1),
}

BY_INDEX = {
    "posts by a word": "ix_search_lemmas",
    "keys by a frequent word": "ix_search_lemmas",
    "incidents by a frequent word": "ix_search_lemmas",
    "incidents that have not ended": "ix_incidents_open",
    "incidents by their terms": "ix_incidents_open",
    "the board": "ix_incidents_open",
    "incidents by state and level": "ix_incidents_open",
    "the map": "ix_incident_posts_incident_id",
    "its worst": "ix_incident_posts_incident_id",
    "the journal of an officer": "ix_journal_who",
    "the journal of a thing": "ix_journal_subject",
    "cards of the last days": "ix_flags_days",
}
"""By which index each of these is found: others have been read to their end, which takes longer year by year."""


class Plans:
    """Explains each statement before it is run, on the same connection."""

    def __init__(self, engine: Engine) -> None:
        self.seen: list[str] = []
        event.listen(engine, "before_cursor_execute", self._explain)

    def _explain(self, connection: Any, cursor: Any, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            rows = cursor.connection.execute(f"EXPLAIN {statement}", parameters).fetchall()
            self.seen.append(f"{statement}\n" + "\n".join(row[0] for row in rows))

    def whole_tables(self) -> list[str]:
        """Plans in which a whole table is read that may be large."""
        return [plan for plan in self.seen if SMALL.issuperset(_read_whole(plan)) is False]


def _read_whole(plan: str) -> set[str]:
    return {part.split()[0] for part in plan.split("Seq Scan on ")[1:]}


@pytest.fixture(scope="module")
def crowded(postgres: PostgresServer) -> Iterator[Engine]:
    """As the application sees it, behind the wall: that must not keep it from the indexes."""
    owner, application = postgres.guarded()
    filling, engine = open_engine(owner), open_engine(application, SCOPE.profile)
    began = time.monotonic()
    fill(filling)
    print(f"{POSTS:,} posts made in {time.monotonic() - began:.0f} s")
    yield engine
    filling.dispose()
    engine.dispose()


@pytest.fixture(scope="module")
def plans(crowded: Engine) -> Plans:
    return Plans(crowded)


@pytest.mark.parametrize("what", HOT)
def test_a_hot_list_reads_no_whole_table(what: str, crowded: Engine, plans: Plans) -> None:
    plans.seen.clear()
    with Store(crowded, plain_lemmas).read() as work:
        HOT[what](work)
        began = time.perf_counter()
        HOT[what](work)
        print(f"{what}: {1000 * (time.perf_counter() - began):.1f} ms of {POSTS:,} posts, plans included")
    assert plans.seen
    assert plans.whole_tables() == [], "\n".join(plans.whole_tables())


@pytest.mark.parametrize("what", BY_INDEX)
def test_a_hot_list_is_found_by_the_index_that_was_made_for_it(what: str, crowded: Engine, plans: Plans) -> None:
    plans.seen.clear()
    with Store(crowded, plain_lemmas).read() as work:
        HOT[what](work)
    assert BY_INDEX[what] in "\n".join(plans.seen)


@pytest.mark.parametrize("what", ["posts by a word", "keys by a frequent word"])
def test_words_are_looked_for_once_and_in_no_post_after_another(what: str, crowded: Engine, plans: Plans) -> None:
    plans.seen.clear()
    with Store(crowded, plain_lemmas).read() as work:
        HOT[what](work)
    assert sum("ix_search_lemmas" in plan for plan in plans.seen) == 1
    assert not any("ix_posts_published_at" in plan or "pk_search" in plan for plan in plans.seen)


def test_a_whole_table_would_be_seen(crowded: Engine, plans: Plans) -> None:
    plans.seen.clear()
    with crowded.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM posts WHERE url <> 'x'")
    assert len(plans.whole_tables()) == 1
