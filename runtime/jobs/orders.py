"""Handing work to the process that runs jobs, through the job tables, and waiting for its result."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import structlog
from dbos import DBOSClient, DBOSPortableJSONSerializer, PortableWorkflowError, WorkflowStatus

from core.errors import McuError, Transient
from core.posts import SourceKey
from runtime import lock
from runtime.flow import ASSESSING, GROUPING, LOADING, WEIGHING, FileOrder, Progress, Taken, silent
from runtime.jobs import names, requests
from runtime.jobs.requests import Request
from runtime.jobs.rows import error_of, taken_of
from runtime.settings import Settings

log = structlog.get_logger("jobs")

POLLED = 0.2
GRACE = 30.0
"""Seconds without a process that takes orders before one who waits gives up: a service is started again by then."""
STEPS = 100
UNFINISHED = frozenset({"ENQUEUED", "PENDING", "DELAYED"})


class Orders:
    """The desk of a running `mcu serve` or `mcu worker`."""

    def __init__(self, settings: Settings, client: DBOSClient) -> None:
        self._settings, self._client = settings, client

    def submit_import(self, profile: str, order: FileOrder, at: datetime) -> str:
        """Order a file's import; returns the job's id."""
        return self._submit(requests.to_import(profile, order, at))

    def submit_collect(self, profile: str, key: SourceKey, at: datetime, since: datetime | None = None) -> str:
        """Order one reading of a source, or of its past; one that is queued or running already is meant as well."""
        return self._submit(requests.to_collect(profile, key, f"asked-{at.timestamp():.0f}", since))

    def submit_settle(self, profile: str) -> str:
        """Order that all that waits now is assessed and weighed."""
        return self._submit(requests.to_settle(profile, once=False))

    def _submit(self, request: Request) -> str:
        options, given = request
        handle: Any = self._client.enqueue(options, *given)
        return str(handle.get_workflow_id())

    def wait(self, job: str, progress: Progress = silent) -> Any:
        """The job's result as JSON. Raises our error if it failed, Transient if nobody works on it any more."""
        seen, alive = _Seen(), time.monotonic()
        while True:
            found = self._status(job)
            self._tell(job, seen, progress)
            if found.status not in UNFINISHED:
                break
            alive = self._alive(alive)
            time.sleep(POLLED)
        if found.status == "SUCCESS":
            return found.output
        raise _failure(found)

    def _tell(self, job: str, seen: "_Seen", progress: Progress) -> None:
        while steps := self._client.list_workflow_steps(job, offset=seen.count, limit=STEPS):
            for step in steps:
                seen.tell(step["function_name"], step["output"], progress)

    def taken(self, job: str, progress: Progress = silent) -> Taken:
        """The result of an import or a collection."""
        return taken_of(self.wait(job, progress))

    def ticked(self) -> datetime | None:
        """When the newest tick began, whichever worker has it; None if there was none, or there are no job tables."""
        try:
            found = self._client.list_workflows(
                name=names.TICK, sort_desc=True, limit=1, load_input=False, load_output=False
            )
        except Exception as problem:  # noqa: BLE001  # whatever the tables are like, there is no tick in them
            log.warning("ticks.unread", error=type(problem).__name__)
            return None
        return datetime.fromtimestamp((found[0].created_at or 0) / 1000, UTC) if found else None

    def _status(self, job: str) -> WorkflowStatus:
        handle: Any = self._client.retrieve_workflow(job)
        status: WorkflowStatus = handle.get_status()
        return status

    def _alive(self, last: float) -> float:
        """When somebody was last seen to take orders."""
        now = time.monotonic()
        if not self._settings.is_sqlite or not lock.is_free(self._settings.home / lock.NAME):
            return now
        if now - last > GRACE:
            raise Transient("mcu serve остановлен; задание сохранено и продолжится, когда он снова будет запущен")
        return last


TOLD = {names.WEIGH_STEP: WEIGHING, names.GROUP_STEP: GROUPING}
TOLD |= dict.fromkeys((names.ASSESS_STEP, names.GATHER_STEP), ASSESSING)


class _Seen:
    """How far a job's steps have been told to the one who waits."""

    def __init__(self) -> None:
        self.count, self._done = 0, dict.fromkeys(TOLD.values(), 0)

    def tell(self, step: str, output: Any, progress: Progress) -> None:
        self.count += 1
        if step == names.READ_STEP and output:
            progress(LOADING, output["done"], output["total"])
        elif (told := TOLD.get(step)) and output:
            self._done[told] += output
            progress(told, self._done[told], None)


def _failure(found: WorkflowStatus) -> McuError:
    if isinstance(found.error, PortableWorkflowError):
        return error_of(found.error.name, found.error.message)
    return McuError(f"задание {found.workflow_id} не выполнено ({found.status})")


@contextmanager
def desk(settings: Settings, profile: str) -> Iterator[Orders]:
    """The desk for the length of the block; the other process is there already."""
    client = DBOSClient(
        system_database_url=names.address(settings),
        dbos_system_schema=names.schema(profile),
        serializer=DBOSPortableJSONSerializer(),
        application_name=names.APPLICATION,
    )
    try:
        yield Orders(settings, client)
    finally:
        client.destroy()
