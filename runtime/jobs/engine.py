"""DBOS itself: launched once in the process that holds the lock, ended cleanly."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, error

from core.alerts import Way
from core.errors import BadSettings
from core.posts import Platform
from runtime.jobs import history, names
from runtime.jobs.gate import Gate
from runtime.jobs.rows import Row
from runtime.jobs.work import Work
from runtime.logs import Events
from runtime.settings import Settings
from runtime.wiring import House

PRIVATE = 0o600
EMBEDDED = "home"
"""The executor id on SQLite: always the same, for only the holder of the lock launches."""
STOP_WITHIN = 5.0
POLLED, POLLED_BY_SCHEDULE = 0.5, 2.0
"""Seconds between two looks into a queue that people wait for, and into one that the tick fills."""
LATE = timedelta(minutes=3)


class Jobs:
    """The running jobs of this process."""

    def __init__(self, gate: Gate) -> None:
        self._gate, self._launched = gate, datetime.now(UTC)

    def ailing(self) -> str:
        """What is wrong with the schedule, in a sentence; empty if it runs. On PostgreSQL, whoever runs it."""
        try:
            ticked = history.last_tick()
        except Exception as problem:  # noqa: BLE001  # a check says what is wrong and never fails itself
            return f"очередь заданий не читается ({type(problem).__name__})"
        # By the clock of DBOS, which wrote the moment; before a service's first tick its start counts.
        late = datetime.now(UTC) - max(ticked[0] if ticked else self._launched, self._launched)
        if late > LATE:
            return (
                f"расписание стоит уже {late // timedelta(minutes=1)} мин: источники не читаются, перезапустите службу"
            )
        if ticked and not ticked[1]:
            return "последний проход по расписанию удался не весь; места ошибок — в журнале программы"
        return ""

    def stop(self, within: float = STOP_WITHIN) -> bool:
        """End: running jobs leave after their step and stay to be resumed. Returns whether all left in time."""
        left = self._gate.close(within)
        DBOS.destroy(destroy_registry=True)
        return left


def launch(house: House, executor: str = EMBEDDED) -> Jobs:
    """Register the jobs, resume this executor's unfinished ones, start the queues and the tick.

    The caller holds the lock (SQLite) or the executor's number (PostgreSQL). What another executor left is not
    resumed here. Raises BadSettings where the job tables cannot be used.
    """
    _quiet()
    if house.settings.is_sqlite:
        _prepare(names.jobs_file(house.settings))
    gate = Gate()
    try:
        DBOS(config=_config(house.settings, house.profile.code, executor))
        tick = _register(Work(house, gate))
        DBOS.launch()
        _queues()
        DBOS.apply_schedules(
            [{"schedule_name": names.TICK, "workflow_fn": tick, "schedule": names.pace(house.settings)}]
        )
        DBOS.start_workflow(tick, house.clock.now(), None)
    except error.DBOSInitializationError as problem:
        DBOS.destroy(destroy_registry=True)
        raise BadSettings("таблицы заданий не готовы: выполните mcu migrate (MCU_MIGRATE_URL)") from problem
    return Jobs(gate)


def migrate(owner: str, application: str, profile: str) -> None:
    """Make or update a profile's job tables on PostgreSQL with the owner's address, for the application's role."""
    _quiet()
    DBOS.migrate(owner, schema=names.schema(profile), application_role=application)


def _config(settings: Settings, profile: str, executor: str) -> DBOSConfig:
    return {
        "name": names.APPLICATION,
        "system_database_url": names.address(settings),
        "dbos_system_schema": names.schema(profile),
        "application_version": names.VERSION,
        "executor_id": executor,
        "serializer": DBOSPortableJSONSerializer(),
        "run_migrations": settings.is_sqlite,
        "log_level": "WARNING",
    }


def _register(work: Work) -> Callable[[datetime, object], None]:
    """Give the bodies their names. DBOS keeps one registry a process; `Jobs.stop` empties it."""

    @DBOS.workflow(name=names.IMPORT)
    def import_file(profile: str, order: Row, at: str) -> Row:
        return work.import_file(profile, order, at)

    @DBOS.workflow(name=names.COLLECT)
    def collect_source(profile: str, platform: str, address: str, since: str = "") -> Row:
        return work.collect_source(profile, platform, address, since)

    @DBOS.workflow(name=names.SETTLE)
    def settle(profile: str) -> list[int]:
        return work.settle(profile)

    @DBOS.workflow(name=names.ASSESS)
    def assess_share(profile: str, share: list[int]) -> int:
        return work.assess_share(profile, share)

    @DBOS.workflow(name=names.SEND)
    def send_alerts(profile: str, channel: str) -> list[str]:
        return work.send_alerts(profile, channel)

    @DBOS.workflow(name=names.CONTROL)
    def control(profile: str) -> list[int]:
        return work.control(profile)

    @DBOS.workflow(name=names.TICK)
    def tick(at: datetime, context: object) -> None:
        work.tick(at)

    return tick


def _queues() -> None:
    """One import, one settling, one collection a platform and one sending a channel at a time, over all executors; of
    the shares of an assessment one at a time in each."""
    pace = dict.fromkeys((names.IMPORT, names.SETTLE), POLLED)
    pace |= dict.fromkeys((*map(names.collect_queue, Platform), names.CONTROL), POLLED_BY_SCHEDULE)
    pace |= dict.fromkeys(map(names.send_queue, Way), POLLED_BY_SCHEDULE)
    for name, polled in pace.items():
        DBOS.register_queue(name, global_concurrency=1, polling_interval_sec=polled, on_conflict="always_update")
    DBOS.register_queue(names.ASSESS, worker_concurrency=1, polling_interval_sec=POLLED, on_conflict="always_update")


def _prepare(path: Path) -> None:
    """Readers of the queues must not wait for writers, and nobody else reads them: jobs name sources and files.

    Raises BadSettings for a file that is no database.
    """
    path.touch(PRIVATE)
    path.chmod(PRIVATE)
    try:
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("PRAGMA journal_mode=WAL")
    except sqlite3.DatabaseError as problem:
        raise BadSettings(
            f"{path}: очередь заданий не читается ({problem}); удалите файл, публикации не в нём"
        ) from None


def _quiet() -> None:
    """Before DBOS adds a handler of its own."""
    logger = logging.getLogger("dbos")
    logger.handlers, logger.propagate = [Events()], False
