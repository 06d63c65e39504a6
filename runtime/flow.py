"""The way of a post: collected, assessed, weighed, flagged, grouped. Each step may be run again."""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import random
from zoneinfo import ZoneInfo

from collectors import replay
from core import usecases
from core.errors import Denied, Transient
from core.ports import WHOLE, Batch, Change, Refusal, Share
from core.posts import READ_BY_ITSELF, Platform, Source, SourceKey, SourceState
from runtime import following
from runtime.wiring import House

Progress = Callable[[str, int, int | None], None]
"""Told of each step: its name, how much is done, and of how much (None: unknown)."""

LINKS_AT_ONCE = 3
"""So few, that a job in this step can leave soon when the process ends."""
LOADING, ASSESSING, WEIGHING, GROUPING = "Загрузка", "Оценка", "Разметка риска", "Сборка инцидентов"


def silent(step: str, done: int, total: int | None) -> None:
    """Nobody looks."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one source or file, or of a part of it.

    `refused` may be cut short on its way from another process, then `beyond` says by how many; `wait` is what the
    platform asked for before the next try.
    """

    source: SourceKey
    change: Change = field(default=Change())
    posts: int = 0
    refused: tuple[Refusal, ...] = ()
    state: SourceState = SourceState.ACTIVE
    reason: str = ""
    beyond: int = 0
    wait: timedelta | None = None

    @property
    def unread(self) -> int:
        """How many payloads could not be read."""
        return len(self.refused) + self.beyond

    def with_batch(self, batch: Batch, change: Change) -> "Taken":
        """The sum after one more batch."""
        return self + Taken(self.source, change, len(batch.posts), batch.refused)

    def __add__(self, other: "Taken") -> "Taken":
        """The sum of two parts; how things stand is what the later one says."""
        return replace(
            other,
            change=self.change + other.change,
            posts=self.posts + other.posts,
            refused=self.refused + other.refused,
            beyond=self.beyond + other.beyond,
        )


@dataclass(frozen=True, slots=True)
class FileOrder:
    """How to import a file: see `collectors.replay.read`."""

    path: Path
    platform: Platform | None = None
    source: str | None = None
    strict: bool = False
    to_now: bool = False
    shift: timedelta | None = None
    zone: str | None = None

    @property
    def key(self) -> SourceKey:
        """Under which the file's refusals are kept."""
        return SourceKey(Platform.FILE, str(self.path.absolute()))


def import_file(house: House, order: FileOrder, progress: Progress = silent) -> Taken:
    """Import a file batch by batch. Raises BadInput for a file, Poison in strict mode; what was stored stays."""
    taken = Taken(order.key)
    for reading in readings(house, order, house.clock.now()):
        taken += keep(house, order, reading)
        progress(LOADING, reading.done, reading.total)
    return taken


def readings(
    house: House, order: FileOrder, now: datetime, after: Mapping[str, object] | None = None
) -> Iterator[replay.Reading]:
    """The batches of a file behind the cursor `after`. The same `now` moves the dates alike at every reading."""
    return replay.read(
        order.path,
        door=house.door,
        now=now,
        platform=order.platform,
        source=order.source,
        strict=order.strict,
        shift_to=now if order.to_now else None,
        shift_by=order.shift,
        zone=ZoneInfo(order.zone) if order.zone else None,
        own_zone=ZoneInfo(house.profile.timezone),
        after=after,
    )


def keep(house: House, order: FileOrder, reading: replay.Reading) -> Taken:
    """Store one batch of a file in one transaction."""
    batch = Batch(reading.posts, reading.cursor, reading.refused)
    with house.store.begin() as work:
        change = usecases.receive(work, house.scope, order.key, batch, house.clock.now())
    return Taken(order.key).with_batch(batch, change)


def collect(house: House, source: Source, progress: Progress = silent) -> Taken:
    """Read one source from its cursor on. A refusal stops this source only, and is kept with it in words."""
    platform = source.key.platform
    before = house.calls(platform)
    taken = _read(house, source, lambda: house.collector(platform).batches(_watching(house, source)), progress)
    if taken.state in READ_BY_ITSELF and not taken.reason:
        _plan(house, source, house.calls(platform) - before)
    return taken


def look_back(house: House, source: Source, since: datetime, progress: Progress = silent) -> Taken:
    """Read what a source published since a moment, on from where an earlier look back was cut short."""
    return _read(house, source, lambda: house.historian(source.key.platform).history(source, since), progress)


def _watching(house: House, source: Source) -> Source:
    """The source with the messages whose comments matter most now."""
    with house.store.read() as work:
        return replace(source, watched=work.health.watched(house.scope, source.key, house.clock.now()))


def _read(house: House, source: Source, ask: Callable[[], Iterator[Batch]], progress: Progress) -> Taken:
    """Store batch after batch, each with its cursor."""
    taken, read = Taken(source.key), False
    try:
        with house.session(source.key.platform) as still_ours, closing(_each(ask)) as batches:
            for batch in batches:
                still_ours()
                with house.store.begin() as work:
                    change = usecases.take(work, house.scope, source.key, batch, house.clock.now())
                taken, read = taken.with_batch(batch, change), True
                progress(str(source.key), taken.posts, batch.total)
        if not read:
            _read_in_vain(house, source)
    except (Transient, Denied) as error:
        return _refused(house, taken, error)
    return taken


def _each(ask: Callable[[], Iterator[Batch]]) -> Generator[Batch]:
    """The batches; to close this closes what they come from, connections included."""
    yield from ask()


def _read_in_vain(house: House, source: Source) -> None:
    """A source with nothing new was read well all the same: it is no longer slowed."""
    with house.store.begin() as work:
        known = work.sources.get(house.scope, source.key)
        usecases.take(work, house.scope, source.key, Batch((), known.cursor), house.clock.now())


def _plan(house: House, source: Source, calls: int) -> None:
    with house.store.begin() as work:
        quota = house.quota(work, source.key.platform)
        usecases.plan(work, house.scope, source.key, calls, quota, _least(house), house.clock.now())


def _least(house: House) -> timedelta:
    return timedelta(seconds=house.settings.collect_every)


def _refused(house: House, taken: Taken, error: Transient | Denied) -> Taken:
    house.meter.error(error)
    with house.store.begin() as work:
        told = usecases.refuse(
            work,
            house.scope,
            taken.source,
            error,
            _least(house),
            house.clock.now(),
            chance=random(),  # noqa: S311
        )
    return replace(taken, state=told.state, reason=told.reason, wait=getattr(error, "wait", None))


def settle(house: House, progress: Progress = silent) -> tuple[int, int]:
    """Assess, weigh and group all that waits; returns how many versions were assessed and how many posts weighed."""
    total = waiting(house)
    assessed = weighed = grouped = 0
    while done := assess_some(house):
        assessed += done
        progress(ASSESSING, assessed, total)
    while done := weigh_some(house):
        weighed += done
        progress(WEIGHING, weighed, max(weighed, total))
    while done := group_some(house):
        grouped += done
        progress(GROUPING, grouped, None)
    while shade_some(house):
        pass
    return assessed, weighed


def waiting(house: House, share: Share = WHOLE) -> int:
    """How many versions of a share wait for an assessment."""
    with house.store.read() as work:
        return work.assessments.waiting(house.scope, share)


def assess_some(house: House, share: Share = WHOLE) -> int:
    """Assess up to 500 versions of one's share; 0 when none waits, and then no model is needed."""
    if not waiting(house, share):
        return 0
    following.note(house)
    return usecases.assess(house.store, house.scope, house.assessor, house.clock.now(), share=share)


def weigh_some(house: House) -> int:
    """Weigh up to 500 posts; 0 when none waits."""
    return usecases.flag(house.store, house.scope, house.profile, house.clock.now(), where=house.whereabouts)


def group_some(house: House) -> int:
    """Give up to 1000 flagged posts their incidents; 0 when none waits."""
    now = house.clock.now()
    return usecases.group(house.store, house.scope, house.profile, house.copies, house.mask, now, topic=house.topic)


def remind_some(house: House) -> int:
    """Say what is to be said of the clocks of up to 500 incidents; what is left waits for the next tick."""
    return usecases.remind(house.store, house.scope, house.profile, house.clock.now())


def keep_promises(house: House) -> int:
    """Bring back what was promised or postponed to a date that has passed; gives how many came back. Promises, tasks
    of campaigns and of minutes become measures, as they stand."""
    with house.store.begin() as work:
        usecases.gather(work, house.scope, house.profile, house.clock.now())
    return usecases.promises(house.store, house.scope, house.profile, house.clock.now())


def watch_reactions(house: House) -> int:
    """Propose «отработан» where the numbers allow it, withdraw it where no longer; gives how many changed."""
    return usecases.watch(house.store, house.scope, house.profile, house.clock.now())


def open_links(house: House) -> int:
    """Open placed links whose turn has come; gives how many."""
    return usecases.control(house.store, house.scope, house.look, house.clock.now(), random(), LINKS_AT_ONCE)  # noqa: S311


def notice(house: House) -> int:
    """Notice seasons, storms and growing themes that need a campaign, each once; returns how many are new."""
    return usecases.notice(house.store, house.scope, house.profile, house.clock.now())


def shade_some(house: House) -> int:
    """Let each challenger that is in the shadow now assess up to 500 posts; gives how many waited."""
    now, total = house.clock.now(), 0
    for shadow in house.shelf.state().shades:
        if shadow.lasts(now):
            total += usecases.shade(house.store, house.scope, house.challenger(shadow.version), shadow.since, now)
    return total


def watch_drift(house: House) -> int:
    """Count the last whole week for drift, once; gives how many figures were kept."""
    zone = house.profile.timezone
    return usecases.drift(house.store, house.scope, zone, house.unknown, house.clock.now())


def something_waits(house: House) -> bool:
    """Whether there is anything to assess, to weigh or to group."""
    with house.store.read() as work:
        tables = work.scores, work.grouping
        return work.assessments.waiting(house.scope) > 0 or any(each.pending(house.scope, 1) for each in tables)
