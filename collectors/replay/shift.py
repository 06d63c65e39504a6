"""Moving a recording in time, for a demonstration: one constant, so that its last moment becomes a given one."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from collectors.replay.fields import Times
from collectors.replay.lines import Found
from core.errors import Poison

FIELDS = ("date", "edited", "deleted", "seen")


def latest(found: Iterable[Found], times: Times) -> datetime | None:
    """The last moment of all rows; moments that cannot be read do not count."""
    best: datetime | None = None
    for _, row in found:
        if row is None or isinstance(row, Poison):
            continue
        for name in FIELDS:
            moment = _moment(row.get(name), times)
            if moment is not None and (best is None or moment > best):
                best = moment
    return best


def _moment(value: object, times: Times) -> datetime | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        return times.original(value, "date")
    except Poison:
        return None


def delta(last: datetime | None, to: datetime) -> timedelta:
    """How far to move."""
    return to - last if last else timedelta(0)
