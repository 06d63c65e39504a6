"""How a source fares: its states and their moves, its lag, and whether it is silent against its own habit. Pure."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import Denied, Gone, IllegalMove, McuError, Transient
from core.posts import STATE_TITLES, Source, SourceState

LEAST_GAPS = 10
"""Fewer intervals between posts are no habit."""
OUTLIERS, PATIENCE, LEAST_SILENCE = 1, 1.5, timedelta(hours=6)
"""So many of the longest intervals are holidays; the alarm comes when silence is this much longer than the longest of
the others, and never before so many hours."""

ROOTS_MOST, A_FEW = 100, LEAST_GAPS + 1
"""So many of the newest roots tell of silence. More posts make the longest interval longer, never shorter: a source
that is not silent by a few of them is not silent by all."""


class Event(StrEnum):
    """What happens to a source."""

    READ = "read"
    REFUSED = "refused"
    DENIED = "denied"
    GONE = "gone"
    RESUMED = "resumed"
    REMOVED = "removed"


EVENT_TITLES = {
    Event.READ: "читать",
    Event.REFUSED: "замедлить",
    Event.DENIED: "закрыть",
    Event.GONE: "считать исчезнувшим",
    Event.RESUMED: "возобновить",
    Event.REMOVED: "снять",
}
_READING = {
    Event.READ: SourceState.ACTIVE,
    Event.REFUSED: SourceState.SLOWED,
    Event.DENIED: SourceState.DENIED,
    Event.GONE: SourceState.GONE,
    Event.RESUMED: SourceState.ACTIVE,
    Event.REMOVED: SourceState.REMOVED,
}
MOVES: Mapping[SourceState, Mapping[Event, SourceState]] = {
    SourceState.ACTIVE: _READING,
    SourceState.SLOWED: _READING,
    # A stopped source stays stopped while it is only passing trouble that a check or a history meets.
    SourceState.DENIED: {**_READING, Event.REFUSED: SourceState.DENIED},
    SourceState.GONE: {**_READING, Event.REFUSED: SourceState.GONE, Event.DENIED: SourceState.DENIED},
    # Files feed it; nobody asks its platform until a person wants it.
    SourceState.RECORDED: {Event.RESUMED: SourceState.ACTIVE},
    # A person wants it read no more: a reading that was under way meanwhile does not wake it.
    SourceState.REMOVED: {
        **dict.fromkeys((Event.READ, Event.REFUSED, Event.DENIED, Event.GONE), SourceState.REMOVED),
        Event.RESUMED: SourceState.ACTIVE,
    },
}


def move(source: Source, event: Event, reason: str = "") -> Source:
    """The source after an event, with its reason in Russian. Raises IllegalMove for one that the table does not know.

    The reason of a stopped source is kept through passing trouble: that is what a person must see.
    """
    to = MOVES[source.state].get(event)
    if to is None:
        raise IllegalMove(f"источник {source.key} {STATE_TITLES[source.state]}: {EVENT_TITLES[event]} его нельзя")
    stays = to is source.state
    kept = stays and (to is SourceState.REMOVED or (event is Event.REFUSED and to is not SourceState.SLOWED))
    return replace(source, state=to, reason=source.reason if kept else reason)


FATES: tuple[tuple[type[McuError], Event], ...] = (
    (Gone, Event.GONE),
    (Denied, Event.DENIED),
    (Transient, Event.REFUSED),
)
"""The nearest class counts, in this order."""


def event_of(error: McuError) -> Event:
    """What an error of a reading does to its source."""
    return next(event for kind, event in FATES if isinstance(error, kind))


@dataclass(frozen=True, slots=True)
class Lag:
    """From publication to our store: the median and what 19 of 20 posts do not exceed; None where too few are known."""

    p50: timedelta | None = None
    p95: timedelta | None = None
    posts: int = 0


def quantile(values: Sequence[timedelta], part: float) -> timedelta:
    """The least value that so large a part of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-part * len(ordered) // 1) - 1))]


def lag(delays: Sequence[timedelta]) -> Lag:
    """Of the delays of posts that were published after their source was added; clocks that differ make no negative."""
    kept = [max(each, timedelta(0)) for each in delays]
    return Lag(quantile(kept, 0.5), quantile(kept, 0.95), len(kept)) if kept else Lag()


def longest_usual(published: Sequence[datetime]) -> timedelta | None:
    """How long a source is usually silent at most; None where its posts are too few to tell. Weekends are in it when
    the posts reach back over two of them, one holiday is not."""
    ordered = sorted(published)
    gaps = sorted(later - earlier for earlier, later in itertools.pairwise(ordered))
    return gaps[-1 - OUTLIERS] if len(gaps) >= LEAST_GAPS else None


def silence(published: Sequence[datetime], now: datetime) -> timedelta | None:
    """How long a source has been silent, if that is longer than its own habit; None if all is as usual."""
    usual = longest_usual(published)
    if usual is None:
        return None
    since = now - max(published)
    return since if since > max(PATIENCE * usual, LEAST_SILENCE) else None


@dataclass(frozen=True, slots=True)
class Sightings:
    """The last posts of a source: when roots were published, and how late posts were first seen."""

    published: Sequence[datetime] = ()
    delays: Sequence[timedelta] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """A source with how it fares."""

    source: Source
    lag: Lag = Lag()
    silent_for: timedelta | None = None
    last_post_at: datetime | None = None

    @property
    def ails(self) -> bool:
        """Whether a person should look."""
        return self.source.state in STOPPED or self.silent_for is not None


STOPPED = frozenset({SourceState.DENIED, SourceState.GONE})
UNASKED = frozenset({SourceState.RECORDED, SourceState.REMOVED})
"""Nobody asks their platform, so they are neither late nor silent."""


def examine(source: Source, seen: Sightings, now: datetime) -> Health:
    """How a source fares. One that nobody asks is never silent."""
    read = source.state not in UNASKED
    return Health(
        source,
        lag(seen.delays) if read else Lag(),
        silence(seen.published, now) if read else None,
        max(seen.published, default=None),
    )
