"""The jobs, handing over, and the service's door."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from dbos import DBOS
from sqlalchemy.engine import make_url

from core import hinting, planning, usecases
from core.errors import BadInput, BadSettings, Busy, Denied, NotFound, Transient
from core.incidents import Applicant, Channel, Intake, Regime
from core.labels import Assessment, Subject, Theme
from core.ports import Batch, Change
from core.posts import Platform, Source, SourceKey, SourceState
from runtime import flow, lock, looks, platforms
from runtime.commands import serving
from runtime.flow import FileOrder
from runtime.jobs import handing, names
from runtime.jobs.engine import Jobs, launch, migrate
from runtime.jobs.orders import Orders, desk
from runtime.settings import Settings
from runtime.wiring import House, open_house
from tests.made import said
from tests.server import PostgresServer

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WALL = SourceKey(Platform.VK, "wall")
LOCK = "one process works with a data folder; on a server any number do, and hand over nothing"


# Jobs


class Wall:
    """A collector that waits for the test, or refuses as it is told; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked, self.open = 0, Event()
        self.error: Exception | None = None
        self.open.set()

    def batches(self, source: Source) -> Iterator[Batch]:
        self.asked += 1
        self.open.wait(10)
        if self.error:
            raise self.error
        yield Batch((), {"asked": self.asked})


@pytest.fixture
def house(tmp_path: Path, installed: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    for name in [name for name in os.environ if name.startswith("MCU_")]:
        monkeypatch.delenv(name)
    for pace in ("engine.POLLED", "engine.POLLED_BY_SCHEDULE", "orders.POLLED"):
        monkeypatch.setattr(f"runtime.jobs.{pace}", 0.05)
    opened = open_house(Settings(home=tmp_path / "home", **installed))  # type: ignore[arg-type]  # texts
    yield opened
    opened.store.close()


@pytest.fixture
def jobs(house: House) -> Iterator[Jobs]:
    launched = launch(house)
    yield launched
    assert launched.stop()


@pytest.fixture
def orders(house: House, jobs: Jobs) -> Iterator[Orders]:
    with lock.hold(house.settings.home / lock.NAME, "worker", NOW), desk(house.settings, house.profile.code) as opened:
        yield opened


def test_a_job_that_cannot_be_done_fails_with_its_reason(house: House, orders: Orders, tmp_path: Path) -> None:
    gone = orders.submit_import(house.profile.code, FileOrder(tmp_path / "нет.jsonl"), NOW)
    foreign = orders.submit_settle("other")
    unknown = orders.submit_collect(house.profile.code, WALL, NOW)
    with pytest.raises(BadInput, match="такого файла нет"):
        orders.wait(gone)
    with pytest.raises(NotFound, match=f"эта установка ведёт «{house.profile.code}»"):
        orders.wait(foreign)
    with pytest.raises(NotFound, match="нет источника vk:wall"):
        orders.wait(unknown)


def test_a_handed_over_import_tells_its_progress_and_its_refusals(house: House, orders: Orders, tmp_path: Path) -> None:
    good = (
        '{"platform": "vk", "source": "wall", "id": 1, "type": "post", "date": "2026-11-01T10:00:00Z", "text": "яма"}'
    )
    (tmp_path / "wall.jsonl").write_text(good + "\n{bad\n", encoding="utf-8")
    told: list[tuple[str, int, int | None]] = []
    job = orders.submit_import(house.profile.code, FileOrder(tmp_path / "wall.jsonl"), NOW)
    taken = orders.taken(job, lambda *step: told.append(step))
    assert (taken.change, [each.line for each in taken.refused]) == (Change(new=1), [2])
    size = (tmp_path / "wall.jsonl").stat().st_size
    assert told == [(flow.LOADING, size, size)]


@pytest.fixture
def wall(house: House, monkeypatch: pytest.MonkeyPatch) -> Wall:
    """A platform with one source in the register."""
    made = Wall()
    monkeypatch.setitem(platforms.COLLECTORS, Platform.VK, lambda house: made)
    with house.store.begin() as work:
        work.sources.add(house.scope, Source(WALL, added_at=NOW))
    return made


def tick(at: datetime) -> None:
    """One tick as if it were this moment."""
    options = {"workflow_name": names.TICK, "queue_name": names.SETTLE}
    DBOS.enqueue_workflow_with_options(options, at, None).get_result(polling_interval_sec=0.05)


@pytest.mark.usefixtures("jobs")
def test_a_tick_notices_what_needs_a_campaign_once(house: House) -> None:
    def known() -> list[str]:
        with house.store.read() as work:
            return [each.key for each in work.campaigns.notices(house.scope)]

    tick(NOW)
    told = known()
    assert any(key.startswith("season:") for key in told), "some threat of the profile is near on any day of the year"
    for minutes in (10, 40):
        tick(NOW + minutes * MINUTE)
    assert known() == told


def readings() -> list[str]:
    """The states of all jobs that read the source."""
    return [each.status for each in DBOS.list_workflows(name=names.COLLECT)]


def until(true: Callable[[], object]) -> None:
    for _ in range(500):
        if true():
            return
        time.sleep(0.02)
    pytest.fail("it did not come true")


def test_a_source_that_is_queued_or_being_read_is_not_queued_again(house: House, wall: Wall, orders: Orders) -> None:
    wall.open.clear()
    until(lambda: wall.asked == 1)
    tick(house.clock.now() + timedelta(hours=1))
    asked = orders.submit_collect(house.profile.code, WALL, NOW)
    assert readings() == ["PENDING"]
    wall.open.set()
    assert orders.taken(asked).state is SourceState.ACTIVE
    tick(house.clock.now())
    assert (readings(), wall.asked) == (["SUCCESS"], 1)
    until(lambda: state(house).visits.next_at)
    tick(house.clock.now() + timedelta(minutes=30))
    assert readings() == ["SUCCESS"], "a silent wall is not read each half an hour"
    tick(house.clock.now() + planning.LONGEST)
    until(lambda: readings() == ["SUCCESS", "SUCCESS"])


def test_a_source_of_which_something_was_heard_is_read_at_the_next_tick(
    house: House, wall: Wall, orders: Orders
) -> None:
    until(lambda: state(house).visits.next_at and readings() == ["SUCCESS"])
    now = house.clock.now()
    tick(now)
    assert readings() == ["SUCCESS"]
    with house.store.begin() as work:
        assert hinting.hasten(work, house.scope, WALL, now)
    tick(now)
    until(lambda: readings() == ["SUCCESS"] * 2)
    tick(now)
    assert len(readings()) == 2, "one hint is one reading"


def test_a_source_that_passes_a_trouble_is_tried_again_later_and_then_reads_on(
    house: House, wall: Wall, orders: Orders
) -> None:
    until(lambda: readings() == ["SUCCESS"])
    wall.error = Transient("площадка просит подождать", timedelta(hours=10))
    later = house.clock.now() + planning.LONGEST
    tick(later)
    until(lambda: state(house).state is SourceState.SLOWED and "PENDING" not in readings())
    wall.error = None
    tick(later + timedelta(minutes=30))
    assert len(readings()) == 2
    tick(later + timedelta(hours=5))
    until(lambda: state(house).state is SourceState.ACTIVE)
    assert state(house).succeeded_at is not None


def test_a_source_that_denies_is_left_to_a_person(house: House, wall: Wall, orders: Orders) -> None:
    wall.error = Denied("сообщество закрыто")
    until(lambda: state(house).state is SourceState.DENIED)
    tick(house.clock.now() + timedelta(hours=1))
    assert (len(readings()), state(house).reason) == (1, "сообщество закрыто")


def state(house: House) -> Source:
    with house.store.read() as work:
        return work.sources.get(house.scope, WALL)


@pytest.mark.parametrize("in_time", [True, False])
def test_a_job_that_is_stopped_in_the_middle_is_resumed_by_the_next_launch(
    in_time: bool, house: House, wall: Wall
) -> None:
    wall.open.clear()
    first = launch(house)
    until(lambda: wall.asked == 1)
    opener = threading.Timer(0.2, wall.open.set)
    opener.start()
    assert first.stop(within=5 if in_time else 0.01) is in_time
    opener.join()
    until(lambda: not any(thread.name.startswith("dbos-executor") for thread in threading.enumerate()))
    second = launch(house)
    until(lambda: readings() == ["SUCCESS"])
    assert wall.asked == 2
    assert second.stop()


def test_finished_jobs_are_forgotten_after_a_week(house: House, orders: Orders) -> None:
    orders.wait(orders.submit_settle(house.profile.code))
    tick(house.clock.now() + timedelta(days=6))
    assert DBOS.list_workflows(name=names.SETTLE)
    tick(house.clock.now() + timedelta(days=8))
    assert not DBOS.list_workflows(name=names.SETTLE)


class Quiet:
    """A model that sees an ordinary complaint in everything."""

    version = "test-1"

    def assess(self, subjects: list[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        return [said(Theme.HEALTH) for _ in subjects]


def test_a_tick_says_once_that_a_clock_has_run_out(house: House, orders: Orders) -> None:
    now = house.clock.now()
    told = Intake(Channel.PHONE, Regime.MESSAGE, Applicant.CITIZEN, "Врача нет", now - timedelta(days=10))
    made = usecases.intake(house.store, house.scope, house.profile, Quiet(), str, told, now)
    for _ in range(2):
        tick(now)
    with house.store.read() as work:
        steps = [step for step in work.incidents.history(house.scope, made.id) if step.action == "clock"]
    assert {(step.detail["kind"], step.after) for step in steps} == {("reaction", "overdue"), ("final", "overdue")}
    assert len(steps) == 2


@pytest.mark.sqlite("the embedded queues are a file")
def test_a_queue_file_that_is_no_database_is_named(house: House) -> None:
    names.jobs_file(house.settings).write_bytes(b"not a database" * 100)
    with pytest.raises(BadSettings, match=r"jobs\.db: очередь заданий не читается"):
        launch(house)


def test_on_postgresql_the_job_tables_are_the_owners_to_make(
    tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home", database_url=postgres.migrated())
    opened = open_house(settings)
    with pytest.raises(BadSettings, match="mcu migrate"):
        launch(opened, "home-1")
    migrate(settings.database, str(make_url(settings.database).username), opened.profile.code)
    assert [told for told in looks.service(opened) if "не запущена" not in told[1]] == []
    with serving.working(opened, "worker"), desk(settings, opened.profile.code) as orders:
        assert orders.wait(orders.submit_settle(opened.profile.code)) == [0, 0, 0]
        assert DBOS.executor_id.endswith("-1")
    assert [each[1] for each in looks.service(opened) if "исполнители на PostgreSQL" not in each[1]] == []
    later = replace(opened, clock=Later())
    assert [each[1] for each in looks.service(later) if "не запущена" not in each[1]] == []
    opened.store.close()


class Later:
    """A clock five minutes on."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(minutes=5)


# Handing over


@pytest.mark.sqlite(LOCK)
def test_a_free_folder_is_worked_in_here_and_the_lock_is_held_meanwhile(house: House) -> None:
    path = house.settings.home / lock.NAME
    found = handing.work(house, "import", inline=lambda: lock.holder(path), handed=pytest.fail, progress=flow.silent)
    assert found
    assert (found.doing, found.pid) == ("import", os.getpid())


@pytest.mark.sqlite(LOCK)
def test_a_service_is_handed_the_work_and_another_import_is_waited_for(house: House) -> None:
    path, told = house.settings.home / lock.NAME, []

    def work() -> str:
        return handing.work(
            house, "import", inline=lambda: "here", handed=lambda _: "there", progress=lambda *step: told.append(step)
        )

    with ThreadPoolExecutor(1) as pool:
        with lock.hold(path, "import", NOW):
            waiting = pool.submit(work)
            until(lambda: told)
        assert waiting.result(10) == "here"
        assert "Жду, пока закончит mcu import" in told[0][0]
        launched = launch(house)
        with lock.hold(path, "serve", NOW) as ready:
            ready()
            assert work() == "there"
        assert launched.stop()


@pytest.mark.sqlite(LOCK)
def test_a_job_that_nobody_works_on_any_more_is_given_up_in_words(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.jobs.orders.GRACE", 0.5)
    launch(house).stop()
    with (
        desk(house.settings, house.profile.code) as opened,
        pytest.raises(Transient, match="задание сохранено и продолжится"),
    ):
        opened.wait(opened.submit_settle(house.profile.code))


# The service


def test_a_taken_port_is_said_before_anything_starts(house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = rf"порт {port} на 127\.0\.0\.1 открыть нельзя: он занят"
        with pytest.raises(Busy, match=said), serving.bound("127.0.0.1", port):
            pass


@pytest.mark.sqlite(LOCK)
def test_a_second_service_on_the_same_folder_is_refused_with_the_first_ones_name(house: House) -> None:
    held = lock.hold(house.settings.home / lock.NAME, "serve", NOW)
    with held, pytest.raises(Busy, match="уже работает mcu serve"), serving.working(house, "worker"):
        pass


def controls() -> list[str]:
    return [each.status for each in DBOS.list_workflows(name=names.CONTROL)]


def test_a_tick_looks_after_answers_once_in_each_turn(house: House, jobs: Jobs) -> None:
    until(lambda: controls() == ["SUCCESS"])
    later = house.clock.now() + timedelta(hours=1)
    for _ in range(2):
        tick(later)
    until(lambda: controls() == ["SUCCESS"] * 2)
    tick(later + timedelta(minutes=5))
    until(lambda: controls() == ["SUCCESS"] * 3)
