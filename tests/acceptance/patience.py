"""Waiting that tells slow from stuck: as long as something is still being done, it goes on waiting."""

import time
from collections.abc import Callable

STILL, MOST = 240.0, 3600.0
"""Seconds without anything done, after which work counts as stuck; seconds in all."""
REST, LOOK = 0.05, 5.0
"""Seconds between two looks at the end, and at what was done (that costs a query)."""


class Stuck(TimeoutError):
    """Nothing was done for `STILL` seconds: a hang."""


class Slow(TimeoutError):
    """Things were still being done after `MOST` seconds: no verdict."""


def wait_while_it_goes_on(
    ready: Callable[[], object],
    done: Callable[[], object],
    why: Callable[[], str],
    now: Callable[[], float] = time.monotonic,
    rest: Callable[[float], None] = time.sleep,
) -> None:
    """Wait until `ready` is true. `done` tells what was done so far: any value that changes with it.

    Raises Stuck or Slow with what `why` says.
    """
    began = moved = looked = now()
    before = done()
    while not ready():
        rest(REST)
        if (at := now()) - looked < LOOK:
            continue
        looked, seen = at, done()
        if seen != before:
            before, moved = seen, at
        if at - moved > STILL:
            raise Stuck(f"стоит: за {STILL:.0f} с ничего не сделано ({before})\n{why()}")
        if at - began > MOST:
            raise Slow(f"медленно: за {MOST:.0f} с не закончено, но дело шло ({before})\n{why()}")
