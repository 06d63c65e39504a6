"""When a source has its turn: once in every interval of its own, rarer while it refuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

LONGEST_PAUSE = timedelta(hours=1)
REMEMBERED = 10
"""Turns looked back upon: the shortest allowed interval, doubled so often, is longer than the longest pause."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A finished turn: when it ended, whether the source refused, and the wait that the platform asked for."""

    ended: datetime
    slowed: bool
    wait: timedelta | None = None


def slot(name: str, at: datetime, every: timedelta) -> int:
    """The number of the interval that a moment lies in. Sources change intervals at different moments."""
    seconds = int(every.total_seconds())
    return (int(at.timestamp()) + crc32(name.encode()) % seconds) // seconds


def pause(failures: int, every: timedelta) -> timedelta:
    """How long to leave a source alone after so many refusals in a row: doubled each time, up to an hour."""
    return max(every, min(every * (1 << (failures - 1)), LONGEST_PAUSE))


def may_try(latest: Sequence[Turn], at: datetime, every: timedelta) -> bool:
    """Whether a slowed source may be asked again; `latest` are its turns, the last one first."""
    failures = next((count for count, turn in enumerate(latest) if not turn.slowed), len(latest))
    if not failures:
        return True
    wait = max(latest[0].wait or timedelta(0), pause(failures, every))
    return at >= latest[0].ended + wait
