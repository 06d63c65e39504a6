"""Faults of the world around the store and the model: nothing is lost, nothing is done twice. Both databases."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, event, text

from core import planning, usecases
from core.budgets import Budget, Use, enter, spent
from core.errors import StaleModel, Transient
from core.journal import broken
from core.labels import Assessment, Subject
from core.leases import TERM, Held, taken
from core.ports import Batch
from core.posts import Platform, Post, Source, SourceKey, SourceState, Visits
from core.scope import Scope, system
from store import schema
from store.engine import open_engine
from store.ledger import Store
from tests.conftest import NOW, plain_lemmas
from tests.made import post
from tests.server import PostgresServer
from tests.shelf import ENGINES
from tests.unit.api.conftest import PROFILE, Model

WALL = SourceKey(Platform.VK, "wall")
LEAST = timedelta(minutes=5)


def take(store: Store, scope: Scope, *found: Post, at: datetime = NOW) -> None:
    with store.begin() as work:
        usecases.receive(work, scope, WALL, Batch(found, {}), at)


def stored(store: Store, scope: Scope) -> list[str]:
    with store.read() as work:
        return sorted(each.post.key.message for each in work.posts.export(scope, WALL))


def chain_holds(store: Store, scope: Scope) -> bool:
    with store.read() as work:
        return not list(broken(work.journal.chain(scope)))


# a poisoned post


class Fragile(Model):
    """A model that breaks down at some texts, and counts what it was asked."""

    def __init__(self, error: type[Exception] = ValueError) -> None:
        self.asked, self._error = list[str](), error

    def assess(self, subjects: list[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        if any("яд" in each.text for each in subjects):
            raise self._error("что-то с текстом")
        self.asked += [each.text for each in subjects]
        return super().assess(subjects)


@pytest.mark.parametrize("poisoned", [{0}, {7}, {3, 4, 15}, set(range(16))])
def test_a_post_at_which_the_model_breaks_down_is_put_aside_and_the_batch_goes_on(
    store: Store, scope: Scope, rows: Callable[[str], int], poisoned: set[int]
) -> None:
    take(store, scope, *(post(n, f"яд {n}" if n in poisoned else f"яма {n}") for n in range(16)))
    model = Fragile()
    assert usecases.assess(store, scope, model, NOW) == 16
    assert usecases.assess(store, scope, model, NOW) == 0
    assert sorted(model.asked) == sorted(f"яма {n}" for n in range(16) if n not in poisoned)
    assert rows("assessments") == 16 - len(poisoned)
    with store.read() as work:
        aside = work.quarantine.list(scope)
    assert {each.refusal.payload for each in aside} == {str(n) for n in poisoned}
    assert all("модель не смогла" in each.refusal.reason and "яд" not in repr(each) for each in aside)


def test_a_poisoned_post_that_is_edited_is_tried_again(store: Store, scope: Scope, rows: Callable[[str], int]) -> None:
    take(store, scope, post(1, "яд"))
    usecases.assess(store, scope, Fragile(RecursionError), NOW)
    take(store, scope, post(1, "яма", edited=NOW), at=NOW + LEAST)
    assert usecases.assess(store, scope, Fragile(), NOW) == 1
    assert rows("assessments") == 1


def test_a_model_that_does_not_fit_puts_nothing_aside(store: Store, scope: Scope, rows: Callable[[str], int]) -> None:
    take(store, scope, post(1, "яд"))
    with pytest.raises(StaleModel):
        usecases.assess(store, scope, Fragile(StaleModel), NOW)
    assert rows("quarantine") == 0
    assert rows("posts WHERE due_assess") == 1


def test_giant_texts_come_to_the_model_in_small_batches(store: Store, scope: Scope) -> None:
    take(store, scope, *(post(n, "я" * 600_000) for n in range(3)), *(post(10 + n, "яма") for n in range(5)))
    sizes = []
    while done := usecases.assess(store, scope, Model(), NOW):
        sizes.append(done)
    assert sum(sizes) == 8
    assert sizes[0] == sizes[1] == 1


# the disk is full


@contextmanager
def full_disk(store: Store) -> Iterator[None]:
    """SQLite finds no room for another page."""

    def bound(connection: object, record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    store.engine.dispose()
    event.listen(store.engine, "connect", bound)
    yield
    event.remove(store.engine, "connect", bound)
    store.engine.dispose()


def test_a_full_disk_refuses_a_batch_whole_and_it_comes_in_once_there_is_room(store: Store, scope: Scope) -> None:
    if store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's disk is not ours to fill")
    take(store, scope, post(1, "яма"))
    batches = [[post(100 * batch + n, f"яма {'большая ' * 40} {n}") for n in range(1, 40)] for batch in range(1, 6)]
    with full_disk(store):
        for batch in batches:
            with pytest.raises(Transient, match=r"база.*на диске нет места"):
                take(store, scope, *batch)
        assert stored(store, scope) == ["1"]
    for batch in batches:
        take(store, scope, *batch)
    assert len(stored(store, scope)) == 1 + 39 * 5
    assert chain_holds(store, scope)


# the database is away


def test_a_database_that_is_away_for_a_while_costs_nothing_but_the_while(
    postgres: PostgresServer, scope: Scope
) -> None:
    url = postgres.migrated()
    name = url.rsplit("/", 1)[1].split("?")[0]
    store = Store(open_engine(url), plain_lemmas)
    take(store, scope, post(1, "яма"))
    postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    postgres.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    for _ in range(3):
        with pytest.raises(Transient):
            take(store, scope, post(2, "яма"))
    postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    take(store, scope, post(2, "яма"), post(3, "яма"))
    assert stored(store, scope) == ["1", "2", "3"]
    assert chain_holds(store, scope)
    store.close()


def test_when_all_connections_are_in_use_one_more_is_told_to_come_again(postgres: PostgresServer) -> None:
    store = Store(open_engine(postgres.wiped(), connections=2), plain_lemmas)
    with store.read(), store.read(), pytest.raises(Transient, match="все соединения"), store.read():
        raise AssertionError("a third connection was given")
    with store.read() as work:
        assert work.sources.list(system("test")) == []
    store.close()


def test_a_connection_that_breaks_within_a_transaction_undoes_it_whole(postgres: PostgresServer, scope: Scope) -> None:
    url = postgres.migrated()
    name = url.rsplit("/", 1)[1].split("?")[0]
    store = Store(open_engine(url), plain_lemmas)
    with pytest.raises(Transient), store.begin() as work:  # noqa: PT012
        usecases.receive(work, scope, WALL, Batch((post(1, "яма"),), {}), NOW)
        postgres.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        work.journal.write(scope, "flag.confirm", "1", {}, NOW)
        usecases.receive(work, scope, WALL, Batch((post(2, "яма"),), {}), NOW)
    take(store, scope, post(1, "яма"), post(2, "яма"))
    assert stored(store, scope) == ["1", "2"]
    assert chain_holds(store, scope)
    store.close()


# a migration is cut short


@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.parametrize("statement", [3, 90])
def test_a_migration_cut_short_leaves_the_schema_it_found_and_succeeds_later(
    kind: str, statement: int, tmp_path: object, request: pytest.FixtureRequest
) -> None:
    server: PostgresServer | None = request.getfixturevalue("postgres") if kind == "postgresql" else None
    engine = open_engine(server.empty() if server else f"sqlite:///{tmp_path}/half.db")
    numbers = itertools.count(1)

    def cut(connection: object, cursor: object, words: str, *rest: object) -> None:
        changes = words.lstrip().startswith(("CREATE", "ALTER", "INSERT", "UPDATE", "DROP"))
        if changes and next(numbers) == statement:
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", cut)
    with pytest.raises(KeyboardInterrupt):
        schema.migrate(engine)
    event.remove(engine, "before_cursor_execute", cut)
    assert schema.revision(engine) is None
    schema.migrate(engine)
    assert schema.check(engine)
    engine.dispose()


# the platform is away for a day


def test_a_platform_that_is_away_for_a_day_is_read_on_from_its_cursor(store: Store, scope: Scope) -> None:
    """A wall goes on being written while nobody can read it; the source is asked again at most an hour apart."""
    with store.begin() as work:
        usecases.add_source(work, scope, Source(WALL), NOW)
    at, tries, read = NOW, list[datetime](), 0
    while at < NOW + timedelta(hours=26):
        with store.read() as work:
            source = work.sources.get(scope, WALL)
        if planning.due(source.visits, at):
            tries.append(at)
            away = NOW + timedelta(hours=1) <= at < NOW + timedelta(hours=25)
            with store.begin() as work:
                if away:
                    usecases.refuse(work, scope, WALL, Transient("площадка не отвечает"), LEAST, at, 0.5)
                else:
                    read = _read_on(work, scope, source, at)
                    usecases.plan(work, scope, WALL, 1, None, LEAST, at)
        with store.read() as work:
            at = max(at + timedelta(minutes=1), work.sources.get(scope, WALL).visits.next_at or at)
    gaps = [later - sooner for sooner, later in itertools.pairwise(tries)]
    assert max(gaps) <= timedelta(minutes=67)
    with store.read() as work:
        assert work.sources.get(scope, WALL).state is SourceState.ACTIVE
    assert len(stored(store, scope)) == read >= 25 * 6


def _read_on(work: object, scope: Scope, source: Source, at: datetime) -> int:
    """A post each ten minutes; gives the number of the last one."""
    last = int((at - NOW) / timedelta(minutes=10)) + 1
    first = int(str(source.cursor.get("last", 0))) + 1
    found = [post(n, f"яма {n}", published=NOW + timedelta(minutes=10 * (n - 1))) for n in range(first, last + 1)]
    usecases.take(work, scope, WALL, Batch(tuple(found), {"last": last}), at)  # type: ignore[arg-type]
    return last


# the clock jumps


def test_a_clock_set_back_a_year_stops_no_source_no_account_and_no_lease() -> None:
    ahead = NOW + timedelta(days=365)
    assert planning.due(Visits(next_at=ahead), NOW)
    assert not planning.due(Visits(next_at=NOW + timedelta(hours=23)), NOW)
    budget = Budget("wall.get", per_second=1, per_day=100)
    hours = {int(ahead.timestamp() // 3600): 100}
    use = Use(free_at=ahead, hours=hours, paused_until=ahead, reason="пауза")
    assert enter("wall.get", [budget], {"wall.get": use}, NOW, timedelta(seconds=15)).at == NOW
    assert spent(use, budget, NOW) == 0
    held = Held("vk:x", "one", "mcu serve", ahead, ahead + TERM)
    assert taken(held, replace(held, holder="two"), NOW)
    assert not taken(replace(held, until=NOW + TERM), replace(held, holder="two"), NOW)


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(hours=-1), timedelta(days=400)])
def test_posts_read_while_the_clock_jumps_are_stored_once_and_the_journal_holds(
    store: Store, scope: Scope, jump: timedelta, rows: Callable[[str], int]
) -> None:
    for step, at in enumerate((NOW, NOW + jump, NOW + LEAST)):
        take(store, scope, *(post(n, f"яма {n}") for n in range(step, step + 5)), at=at)
        usecases.assess(store, scope, Model(), at)
        usecases.flag(store, scope, PROFILE, at)
        with store.begin() as work:
            work.journal.write(scope, "flag.confirm", str(step), {}, at)
    assert rows("posts") == rows("versions") == rows("assessments") == 7
    assert chain_holds(store, scope)


def test_the_sqlite_file_of_the_store_is_sound(store: Store, scope: Scope, engine: Engine) -> None:
    take(store, scope, post(1, "яма"))
    with engine.connect() as connection:
        ok = connection.execute(text("PRAGMA quick_check" if engine.dialect.name == "sqlite" else "SELECT 'ok'"))
        assert ok.scalar() == "ok"
