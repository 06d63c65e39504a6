"""The turns of a source: what is asked for twice within the least interval is one reading."""

from datetime import datetime, timedelta
from zlib import crc32

from core.posts import Source


def of(source: Source, at: datetime, every: timedelta) -> str:
    """A source's turn at a moment: the interval, and what it was planned for. A hint plans it anew: that is another
    turn in the same interval."""
    planned = source.visits.next_at
    return f"{slot(str(source.key), at, every)}-{int(planned.timestamp()) if planned else 0}"


def slot(name: str, at: datetime, every: timedelta) -> int:
    """The number of the interval that a moment lies in. Sources change intervals at different moments."""
    seconds = int(every.total_seconds())
    return (int(at.timestamp()) + crc32(name.encode()) % seconds) // seconds
