"""The way of a post: collected, assessed, weighed, flagged. Each step is a transaction and may be run again."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from collectors import replay
from core import usecases
from core.errors import Denied, McuError, Transient
from core.ports import Batch, Change, Refusal
from core.posts import Platform, Source, SourceKey, SourceState
from runtime.wiring import House

Progress = Callable[[str, int, int | None], None]
"""Told of each step: its name, how much is done, and of how much (None: unknown)."""


def silent(step: str, done: int, total: int | None) -> None:
    """Nobody looks."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one source or file."""

    source: SourceKey
    change: Change = field(default=Change())
    posts: int = 0
    refused: tuple[Refusal, ...] = ()
    state: SourceState = SourceState.ACTIVE
    reason: str = ""

    def with_batch(self, batch: Batch, change: Change) -> "Taken":
        """The sum after one more batch."""
        return replace(
            self,
            change=self.change + change,
            posts=self.posts + len(batch.posts),
            refused=self.refused + batch.refused,
        )


@dataclass(frozen=True, slots=True)
class FileOrder:
    """How to import a file: see `collectors.replay.read`."""

    path: Path
    platform: Platform | None = None
    source: str | None = None
    strict: bool = False
    to_now: bool = False


def import_file(house: House, order: FileOrder, progress: Progress = silent) -> Taken:
    """Import a file batch by batch. Raises BadInput for a file, Poison in strict mode; what was stored stays."""
    now = house.clock.now()
    key = SourceKey(Platform.FILE, str(order.path.absolute()))
    taken = Taken(key)
    readings = replay.read(
        order.path,
        door=house.door,
        now=now,
        platform=order.platform,
        source=order.source,
        strict=order.strict,
        shift_to=now if order.to_now else None,
    )
    for reading in readings:
        batch = Batch(reading.posts, reading.cursor, reading.refused)
        with house.store.begin() as work:
            change = usecases.receive(work, house.scope, key, batch, house.clock.now())
        taken = taken.with_batch(batch, change)
        progress("Загрузка", reading.done, reading.total)
    return taken


def collect(house: House, source: Source, progress: Progress = silent) -> Taken:
    """Read one source from its cursor on. A refusal stops this source only, and is kept with it in words."""
    taken = Taken(source.key)
    try:
        for batch in house.collector(source.key.platform).batches(source):
            with house.store.begin() as work:
                change = usecases.take(work, house.scope, source.key, batch, house.clock.now())
            taken = taken.with_batch(batch, change)
            progress(str(source.key), taken.posts, batch.total)
    except Transient as error:
        return _refused(house, taken, SourceState.SLOWED, error)
    except Denied as error:
        return _refused(house, taken, SourceState.DENIED, error)
    return taken


def _refused(house: House, taken: Taken, state: SourceState, error: McuError) -> Taken:
    with house.store.begin() as work:
        usecases.refuse(work, house.scope, taken.source, state, str(error), house.clock.now())
    return replace(taken, state=state, reason=str(error))


def settle(house: House, progress: Progress = silent) -> tuple[int, int]:
    """Assess and weigh all that waits; returns how many versions were assessed and how many posts weighed."""
    with house.store.read() as work:
        total = work.assessments.waiting(house.scope)
    assessed = weighed = 0
    while done := usecases.assess(house.store, house.scope, house.assessor, house.clock.now()):
        assessed += done
        progress("Оценка", assessed, total)
    while done := usecases.flag(house.store, house.scope, house.profile, house.clock.now()):
        weighed += done
        progress("Разметка риска", weighed, max(weighed, total))
    return assessed, weighed
