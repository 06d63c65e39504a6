"""What the jobs do, step by step. A step runs at least once, so every write of it has a unique key in the store."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import structlog
from dbos import DBOS, PortableWorkflowError, StepOptions
from dbos import error as dbos_error

from core import planning
from core.alerts import Way
from core.errors import McuError, NotFound, Transient
from core.ports import Share
from core.posts import READ_BY_ITSELF, Platform, SourceKey
from core.usecases.veiling import Round
from runtime import flow, outbox, veiling
from runtime.flow import Taken
from runtime.jobs import history, names, requests, sharing, turns
from runtime.jobs.apart import Apart, Broken
from runtime.jobs.gate import Gate
from runtime.jobs.requests import Request
from runtime.jobs.rows import Row, error_of, order_of, taken_of, taken_row
from runtime.logs import places
from runtime.wiring import House
from store.engine import survey

R = TypeVar("R")

CONTROL_EVERY = timedelta(minutes=5)
"""Between two looks after answers."""
MOST_LINK_STEPS = 20

TRIES, FIRST_PAUSE = 4, 0.5
"""For a locked or absent database: 0.5, 1 and 2 seconds between."""

NOTICE_EVERY = timedelta(minutes=30)
"""Between two looks for what needs a campaign: a look reads the counts of years."""

DRIFT_EVERY = timedelta(hours=6)
"""Between two looks whether a week has ended that was not counted for drift."""

SURVEY_EVERY = timedelta(hours=6)
"""Between two looks of the database at its own indexes; the first one is soon after the start."""

VEIL_EVERY, VEIL_SECONDS = timedelta(hours=6), 10.0
"""Between two looks for masked copies of former rules; how long a tick makes them anew."""

log = structlog.get_logger("jobs")


class Work:
    """The jobs of one installation. Each method is a workflow's body: it only decides, its steps do."""

    def __init__(self, house: House, gate: Gate) -> None:
        self._house, self._gate = house, gate
        self._every = timedelta(seconds=house.settings.collect_every)
        self._noticed = self._drifted = self._surveyed = self._veiled = datetime.min.replace(tzinfo=UTC)
        self._round = Round()

    def import_file(self, profile: str, order_row: Row, at: str) -> Row:
        """Import a file, a batch a step; resumed behind the last finished one."""
        with self._job(profile):
            order, now = order_of(order_row), datetime.fromisoformat(at)

            def read(cursor: Row | None) -> Row | None:
                reading = next(flow.readings(self._house, order, now, cursor), None)
                if reading is None:
                    return None
                taken = taken_row(flow.keep(self._house, order, reading))
                return {"taken": taken, "cursor": dict(reading.cursor), "done": reading.done, "total": reading.total}

            taken, cursor = Taken(order.key), None
            while part := self._step(names.READ_STEP, read, cursor):
                taken, cursor = taken + taken_of(part["taken"]), part["cursor"]
            return taken_row(taken)

    def collect_source(self, profile: str, platform: str, address: str, since: str = "") -> Row:
        """Read one source, or its past since a moment. One step: each batch is kept together with its cursor."""
        with self._job(profile):
            key = SourceKey(Platform(platform), address)
            row = self._step(names.COLLECT, self._collect, key, since)
            if any(row["change"]):
                _ask(requests.to_settle(profile, once=True))
            return row

    def _collect(self, key: SourceKey, since: str) -> Row:
        with self._house.store.read() as work:
            source = work.sources.get(self._house.scope, key)

        if source.state not in READ_BY_ITSELF:
            return taken_row(Taken(key, state=source.state, reason=source.reason))

        def told(*step: object) -> None:
            self._gate.check()

        if since:
            return taken_row(flow.look_back(self._house, source, datetime.fromisoformat(since), told))
        return taken_row(flow.collect(self._house, source, told))

    def settle(self, profile: str) -> list[int]:
        """Assess, weigh and group all that waits, 500 a step. What is more than one step is assessed by all workers."""
        with self._job(profile):
            counts = [self._assess(profile)]
            for name, do in ((names.WEIGH_STEP, flow.weigh_some), (names.GROUP_STEP, flow.group_some)):
                counts.append(self._all(name, do))
            with Apart().part("alerts"):
                self._tell(profile)
            with Apart().part("shadow"):
                while self._step(names.SHADE_STEP, flow.shade_some, self._house):
                    pass
            return counts

    def _assess(self, profile: str) -> int:
        """The first batch by ourselves: mostly it is the only one. Then the shares, and what came meanwhile. Weighing
        waits for all of them, so it finds what it would find after one worker."""
        if not (done := self._step(names.ASSESS_STEP, flow.assess_some, self._house)):
            return 0
        shares = self._step(names.SHARE_STEP, sharing.shares, self._house)
        asked = [_ask(requests.to_assess(profile, Share(number, shares))) for number in range(shares)]
        done += sum(self._step(names.GATHER_STEP, sharing.gathered, job, self._gate.check) for job in asked)
        return done + self._all(names.ASSESS_STEP, flow.assess_some)

    def assess_share(self, profile: str, share: list[int]) -> int:
        """Assess one's share of what waits, 500 a step."""
        with self._job(profile):
            return self._all(names.ASSESS_STEP, flow.assess_some, Share(*share))

    def _all(self, name: str, do: Callable[..., int], *given: Any) -> int:
        """Step by step until nothing is left."""
        count = 0
        while done := self._step(name, do, self._house, *given):
            count += done
        return count

    def _tell(self, profile: str) -> None:
        """Derive the alerts of what happened, and ask for their sending."""
        for channel in self._step(names.ALERT_STEP, outbox.prepare, self._house):
            _ask(requests.to_send(profile, Way(channel)))

    def send_alerts(self, profile: str, channel: str) -> list[str]:
        """Send what waits for a channel, one delivery a step; what failed is due later and comes with a later tick."""
        with self._job(profile):
            states: list[str] = []
            while ids := self._step(names.READY_STEP, outbox.ready, self._house, Way(channel)):
                for number in ids:
                    done = self._step(names.SEND_STEP, outbox.send, self._house, Way(channel), [number])
                    if not done:
                        return states
                    states += done
            return states

    def control(self, profile: str) -> list[int]:
        """Look after answers: passed promises, watched reactions, placed links. The trouble of one stops no other."""
        counts, apart = [], Apart()
        todo = ((names.PROMISES_STEP, flow.keep_promises), (names.WATCH_STEP, flow.watch_reactions))
        with self._job(profile):
            for name, do in todo:
                with apart.part(name):
                    counts.append(self._step(name, do, self._house))
            with apart.part(names.LINKS_STEP):
                counts.append(sum(self._links()))
            apart.end()
        return counts

    def _links(self) -> Iterator[int]:
        """A few links a step, at most so many steps: the others have their turn in the next round."""
        for _ in range(MOST_LINK_STEPS):
            done = self._step(names.LINKS_STEP, flow.open_links, self._house)
            yield done
            if not done:
                return

    def tick(self, at: datetime) -> None:
        """Ask for every source whose turn it is, and for an assessment if anything waits; say which clocks run out.

        The trouble of one stops no other. Raises Broken in the end, so that the tick is known as a failed one.
        """
        profile, apart = self._house.profile.code, Apart()
        with self._job(profile):
            with apart.part("sources"):
                for platform, address, turn in self._step("due", self._due, at):
                    with apart.part("source"):
                        _ask(requests.to_collect(profile, SourceKey(Platform(platform), address), turn))
            with apart.part("assessment"):
                if self._step("waits", flow.something_waits, self._house):
                    _ask(requests.to_settle(profile, once=True))
            with apart.part("tidy"):
                self._step("tidy", self._tidy, at)
            with apart.part("clocks"):
                self._step(names.REMIND_STEP, flow.remind_some, self._house)
            with apart.part("alerts"):
                self._tell(profile)
            with apart.part("answers"):
                _ask(requests.to_control(profile, str(turns.slot(names.CONTROL, at, CONTROL_EVERY))))
            with apart.part("campaigns"):
                self._step(names.NOTICE_STEP, self._notice, at)
            with apart.part("drift"):
                self._step(names.DRIFT_STEP, self._watch_drift, at)
            with apart.part("masks"):
                self._step(names.VEIL_STEP, self._veil, at)
            apart.end()

    def _tidy(self, at: datetime) -> None:
        """Drop what jobs left long ago; now and then let the database survey itself."""
        history.tidy(at)
        if at - self._surveyed >= SURVEY_EVERY:
            survey(self._house.store.engine)
            self._surveyed = at

    def _notice(self, at: datetime) -> int:
        """Now and then; the step is of every tick, so that a tick that another process resumes has the same steps."""
        if at - self._noticed < NOTICE_EVERY:
            return 0
        made, self._noticed = flow.notice(self._house), at
        return made

    def _watch_drift(self, at: datetime) -> int:
        """Now and then: a week is counted once, soon after its end."""
        if at - self._drifted < DRIFT_EVERY:
            return 0
        made, self._drifted = flow.watch_drift(self._house), at
        return made

    def _veil(self, at: datetime) -> int:
        """Masked copies of former rules are made anew, a while each tick until none is left; then now and then."""
        if at - self._veiled < VEIL_EVERY:
            return 0
        made, ended = veiling.some(self._house, self._round, VEIL_SECONDS, self._gate.check)
        if ended:
            self._round, self._veiled = Round(), at
        return made

    def _due(self, at: datetime) -> list[list[str]]:
        """Sources whose time has come, those that wait longest first."""
        with self._house.store.read() as work:
            known = work.sources.list(self._house.scope)
        due = [each for each in known if each.state in READ_BY_ITSELF and planning.due(each.visits, at)]
        due.sort(key=lambda each: each.visits.next_at or datetime.min.replace(tzinfo=UTC))
        return [[str(each.key.platform), each.key.address, turns.of(each, at, self._every)] for each in due]

    @contextmanager
    def _job(self, profile: str) -> Iterator[None]:
        with self._gate.inside():
            if profile != self._house.profile.code:
                raise NotFound(f"нет профиля «{profile}»: эта установка ведёт «{self._house.profile.code}»")
            try:
                yield
            except PortableWorkflowError as error:
                raise error_of(error.name, error.message) from None
            except dbos_error.DBOSMaxStepRetriesExceeded as error:
                raise error.errors[-1] from None

    def _step(self, name: str, do: Callable[..., R], *given: Any) -> R:
        def guarded() -> R:
            self._gate.check()
            try:
                return do(*given)
            except McuError as error:
                self._house.meter.error(error)
                raise
            except Exception as error:  # noqa: BLE001  # whatever it is, its words must not reach the job tables
                self._house.meter.error(error)
                raise _broken(name, error) from None

        options = StepOptions(
            name=name,
            retries_allowed=True,
            max_attempts=TRIES,
            interval_seconds=FIRST_PAUSE,
            should_retry=lambda error: isinstance(error, Transient),
        )
        self._gate.check()
        return DBOS.run_step(options, guarded)


def _broken(step: str, error: Exception) -> Broken:
    """The kind and the place of an unforeseen error; not its words."""
    log.error("step.broken", step=step, error=type(error).__name__, at=places(error))
    return Broken(f"внутренняя ошибка {type(error).__name__}, место её — в журнале программы")


def _ask(request: Request) -> str:
    """Gives the job's id, which is the same when the asking job is run again."""
    options, given = request
    return DBOS.enqueue_workflow_with_options(options, *given).get_workflow_id()
