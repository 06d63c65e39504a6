"""Who may use what only one process at a time may use. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TERM = timedelta(seconds=60)
LATEST = 5
"""Terms ahead at most: clocks of machines may differ by a little."""
RENEWALS = 4
"""A holder renews so many times a term: three may fail before another takes over."""


@dataclass(frozen=True, slots=True)
class Held:
    """A lease in force: `holder` names the process for programs, `doing` for people."""

    name: str
    holder: str
    doing: str
    since: datetime
    until: datetime


def taken(found: Held | None, wanted: Held, now: datetime) -> bool:
    """Whether a lease may be had: it is free, its term is over, or it is one's own. One that ends later than any term
    allows was taken by a clock that was ahead."""
    if found is None or found.holder == wanted.holder:
        return True
    return not now < found.until <= now + LATEST * TERM
