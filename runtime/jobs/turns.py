"""The turns of a source: what is asked for twice within the least interval is one reading."""

from datetime import datetime, timedelta
from zlib import crc32


def slot(name: str, at: datetime, every: timedelta) -> int:
    """The number of the interval that a moment lies in. Sources change intervals at different moments."""
    seconds = int(every.total_seconds())
    return (int(at.timestamp()) + crc32(name.encode()) % seconds) // seconds
