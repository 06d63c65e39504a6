"""One gate for the installation: kept in the store, shared by threads and processes, never forgetting a pause."""

import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from collectors.gate import AccountGate, present
from collectors.lease import StoredLease
from core.budgets import Account, Budget
from core.errors import Transient
from core.scope import Scope
from store.engine import open_engine
from store.ledger import Store
from tests.conftest import NOW, plain_lemmas

ACCOUNT = Account("vk", "digest")
SECOND = timedelta(seconds=1)
RATE, A_DAY, WORKERS, EACH = 50, 60, 3, 25
ALLOWED = (Budget("*", per_second=RATE), Budget("wall.get", per_day=A_DAY))


def work(url: str, spoken: "multiprocessing.Queue[list[float]]") -> None:
    """A worker: as many calls as it may, each told by the moment at which it was made."""
    engine = open_engine(url)
    gate, made = AccountGate(Store(engine, plain_lemmas), Scope("test"), ACCOUNT, ALLOWED), []
    for _ in range(EACH):
        try:
            gate.enter("wall.get")
        except Transient:
            break
        made.append(time.time())
    engine.dispose()
    spoken.put(made)


def test_processes_share_one_budget(database_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    spoken: multiprocessing.Queue[list[float]] = context.Queue()
    workers = [context.Process(target=work, args=(database_url, spoken)) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    made = sorted(at for _ in workers for at in spoken.get(timeout=60))
    for worker in workers:
        worker.join()
    assert len(made) == A_DAY
    assert made[-1] - made[0] >= (A_DAY - 1) / RATE * 0.95


class Clock:
    """A clock that only sleeping moves, and that tells how long it was asked to."""

    def __init__(self) -> None:
        self.at, self.slept = NOW, list[float]()

    def now(self):
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(store: Store, scope: Scope, clock: Clock) -> Callable[..., AccountGate]:
    """A gate as a process that has just started has it."""

    def make(account: Account = ACCOUNT, allowed: tuple[Budget, ...] = ALLOWED) -> AccountGate:
        return AccountGate(store, scope, account, allowed, now=clock.now, sleep=clock.sleep, chance=lambda: 0.0)

    return make


def test_a_pause_holds_its_method_only_and_outlives_a_restart(gate: Callable[..., AccountGate], clock: Clock) -> None:
    gate().pause("wall.get", timedelta(hours=2), "слишком много одинаковых запросов")
    with pytest.raises(Transient, match=r"ВКонтакте: слишком много одинаковых запросов \(wall.get\)") as told:
        gate().enter("wall.get")
    assert told.value.wait == timedelta(hours=2)
    gate().enter("groups.getById")
    gate(Account("vk", "another")).enter("wall.get")
    clock.at += timedelta(hours=2, seconds=1)
    gate().enter("wall.get")


def test_a_short_pause_is_waited_for(gate: Callable[..., AccountGate], clock: Clock) -> None:
    gate().pause("wall.get", 5 * SECOND, "просит подождать")
    gate().enter("wall.get")
    assert clock.slept == [5.0]


def test_the_days_calls_are_counted_over_restarts_and_come_back_a_day_later(
    gate: Callable[..., AccountGate], clock: Clock
) -> None:
    few = (Budget("wall.get", per_day=3),)
    for _ in range(3):
        gate(allowed=few).enter("wall.get")
    with pytest.raises(Transient, match="исчерпан суточный предел: 3 вызовов") as told:
        gate(allowed=few).enter("wall.get")
    assert told.value.wait
    clock.at += told.value.wait
    made = gate(allowed=few)
    made.enter("wall.get")
    made.enter("groups.getById")
    assert made.calls == {"wall.get": 1}


def test_sleeping_holds_no_lock(store: Store, scope: Scope) -> None:
    asleep, wake = threading.Event(), threading.Event()

    def sleep(seconds: float) -> None:
        asleep.set()
        assert wake.wait(10)

    slow = AccountGate(store, scope, ACCOUNT, (Budget("*", per_second=0.2),), sleep=sleep)
    slow.enter("a")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(slow.enter, "a")
        assert asleep.wait(10)
        started = time.monotonic()
        AccountGate(store, scope, Account("max", ""), ()).enter("b")
        with store.begin() as tables:
            tables.journal.write(scope, "test", "x", {}, NOW)
        assert time.monotonic() - started < 5
        wake.set()
        waiting.result(10)


# Leases


@pytest.fixture
def lease(store: Store, scope: Scope) -> Callable[..., StoredLease]:
    def make(doing: str = "mcu serve", term: timedelta = 60 * SECOND, **how: object) -> StoredLease:
        return StoredLease(store, scope, doing, term=term, **{"patient": False} | how)  # type: ignore[arg-type]

    return make


def test_a_session_is_held_by_one_who_is_named_to_the_other(lease: Callable[..., StoredLease]) -> None:
    with lease().hold("session") as check:
        check()
        with pytest.raises(Transient, match=r"работает mcu serve \(процесс \d+ на"), lease().hold("session"):
            pass
        with lease().hold("another"):
            pass
    with lease("mcu collect").hold("session"):
        pass


def test_a_holder_that_renews_is_not_succeeded_however_long_he_works(lease: Callable[..., StoredLease]) -> None:
    with lease(term=0.4 * SECOND).hold("session") as check:
        time.sleep(1)
        check()
        with pytest.raises(Transient), lease(term=0.4 * SECOND, patient=True).hold("session"):
            pass


def test_a_dead_holder_is_succeeded_when_his_term_is_over_and_learns_of_it(
    lease: Callable[..., StoredLease], store: Store, scope: Scope
) -> None:
    clock = Clock()
    clock.at = present() - 59.5 * SECOND
    with lease(now=clock.now).hold("session") as check:
        with lease("mcu worker", patient=True, term=2 * SECOND).hold("session"):
            clock.at = present()
            with pytest.raises(Transient, match="срок аренды истёк"):
                check()
        with store.read() as tables:
            assert tables.leases.list(scope) == []


def test_of_many_that_want_a_lease_at_once_one_gets_it(lease: Callable[..., StoredLease]) -> None:
    start, got = threading.Barrier(4), []

    def want(number: int) -> None:
        start.wait()
        try:
            with lease().hold("session"):
                got.append(number)
                time.sleep(0.5)
        except Transient:
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(want, range(4)))
    assert len(got) == 1
