"""Workers look after each other: what a dead one left is taken over, what a living one does is left alone."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from core.errors import Busy
from runtime.jobs import names, peers
from runtime.jobs.engine import launch, migrate
from runtime.jobs.orders import Orders, desk
from runtime.jobs.peers import Peers
from runtime.settings import Settings
from runtime.wiring import House, open_house
from store.engine import open_engine
from store.locks import Bearer
from tests.server import PostgresServer

OWN, DEAD = "living-1", "dead-1"
SOON = 0.05


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> Iterator[House]:
    """An installation on PostgreSQL whose jobs run here, under the name of OWN."""
    settings = Settings(home=tmp_path_factory.mktemp("peers"), database_url=postgres.migrated())
    opened = open_house(settings)
    migrate(settings.database, str(make_url(settings.database).username), opened.profile.code)
    jobs = launch(opened, OWN)
    yield opened
    assert jobs.stop()
    opened.store.close()


@pytest.fixture
def orders(house: House) -> Iterator[Orders]:
    with desk(house.settings, house.profile.code) as opened:
        yield opened
    # One job at a time passes the queue: what a failed test left under way would hold up the next one for ever.
    with house.store.engine.begin() as connection:
        ended = "UPDATE {}.workflow_status SET status = 'CANCELLED' WHERE status = 'PENDING'"
        connection.execute(text(ended.format(names.schema(house.profile.code))))


@pytest.fixture
def engine(postgres: PostgresServer) -> Iterator[Engine]:
    """Any database of the server: names are borne there, no tables are needed."""
    made = open_engine(postgres.wiped())
    yield made
    made.dispose()


def left_behind(house: House, orders: Orders, executor: str) -> str:
    """A job of another executor that is under way as far as the tables tell; returns its id."""
    job = orders.submit_settle(house.profile.code)
    assert orders.wait(job) == [0, 0, 0]
    turned = (
        f"UPDATE {names.schema(house.profile.code)}.workflow_status SET status = 'PENDING', executor_id = :executor "
        "WHERE workflow_uuid = :job"
    )
    with house.store.engine.begin() as connection:
        assert connection.execute(text(turned), {"executor": executor, "job": job}).rowcount == 1
    return job


def state(house: House, job: str) -> tuple[str, str, str]:
    """Its status, who has it, and its queue."""
    asked = "SELECT status, executor_id, queue_name FROM {}.workflow_status WHERE workflow_uuid = :job"
    with house.store.engine.connect() as connection:
        row = connection.execute(text(asked.format(names.schema(house.profile.code))), {"job": job}).one()
    return row[0], row[1], row[2]


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(SOON)


def at_look(house: House) -> Peers:
    """Peers that look when they are told to."""
    return Peers(house.store.engine, Bearer(house.store.engine, OWN), 600, pytest.fail)


def test_what_a_dead_one_left_is_taken_over_at_the_second_look_and_ends_in_its_own_queue(
    house: House, orders: Orders
) -> None:
    job, watching = left_behind(house, orders, DEAD), at_look(house)
    assert watching.look() == 0
    assert state(house, job) == ("PENDING", DEAD, names.SETTLE)
    assert watching.look() == 1
    assert orders.wait(job) == [0, 0, 0]
    assert state(house, job) == ("SUCCESS", OWN, names.SETTLE)


def test_what_a_living_one_does_is_left_alone_however_often_one_looks(house: House, orders: Orders) -> None:
    job, watching, living = left_behind(house, orders, "other-1"), at_look(house), Bearer(house.store.engine, "other-1")
    assert living.take()
    assert [watching.look() for _ in range(3)] == [0, 0, 0]
    assert state(house, job) == ("PENDING", "other-1", names.SETTLE)
    living.drop()
    assert [watching.look(), watching.look()] == [0, 1]


def test_one_that_is_back_at_the_next_look_is_not_taken_for_dead(house: House, orders: Orders) -> None:
    job, watching, back = left_behind(house, orders, "back-1"), at_look(house), Bearer(house.store.engine, "back-1")
    assert watching.look() == 0
    assert back.take()
    assert watching.look() == 0
    back.drop()
    assert watching.look() == 0, "it was there at the look before"
    assert state(house, job) == ("PENDING", "back-1", names.SETTLE)
    assert watching.look() == 1


def test_two_that_look_at_once_take_a_dead_ones_job_over_once(house: House, orders: Orders) -> None:
    job, both = left_behind(house, orders, "twice-1"), [at_look(house), at_look(house)]
    assert [each.look() for each in both] == [0, 0]
    assert sum(each.look() for each in both) == 1
    assert orders.wait(job) == [0, 0, 0]


def test_the_own_jobs_are_nobody_elses_even_while_the_own_name_is_free(house: House, orders: Orders) -> None:
    job, watching = left_behind(house, orders, OWN), at_look(house)
    assert [watching.look() for _ in range(3)] == [0, 0, 0]
    assert state(house, job) == ("PENDING", OWN, names.SETTLE)


# The own name


def test_one_whose_name_another_bears_is_told_to_stop(engine: Engine) -> None:
    ours, other, lost = Bearer(engine, "name"), Bearer(engine, "name"), threading.Event()
    assert other.take()
    watching = Peers(engine, ours, SOON, lost.set)
    watching.start()
    assert lost.wait(10)
    watching.end()
    other.drop()


def test_a_name_whose_session_broke_off_is_taken_again(engine: Engine) -> None:
    ours = Bearer(engine, "broken")
    assert ours.take()
    watching = Peers(engine, ours, SOON, pytest.fail)
    watching.start()
    holder = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = hashtext('broken')::oid"

    def held() -> set[int]:
        with engine.connect() as connection:
            return set(connection.execute(text(holder)).scalars())

    before = held()
    with engine.connect() as connection:
        for pid in before:
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    until(lambda: held() - before)
    watching.end()
    ours.drop()


def test_nobody_is_stopped_while_the_server_does_not_answer() -> None:
    nowhere, lost = open_engine("postgresql://nobody@127.0.0.1:1/nothing"), threading.Event()
    watching = Peers(nowhere, Bearer(nowhere, "alone"), SOON, lost.set)
    watching.start()
    assert not lost.wait(1)
    watching.end()
    nowhere.dispose()


def test_a_name_that_another_machine_bears_is_refused_in_words(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "PATIENCE", 0.0)
    with (
        peers.named(engine, "copied"),
        pytest.raises(Busy, match="исполнитель «copied» уже работает"),
        peers.named(engine, "copied"),
    ):
        pass
    with peers.named(engine, "copied") as bearer:
        assert bearer.borne()
