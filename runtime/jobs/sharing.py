"""An assessment shared by several workers: a share is a job of its own, so a dead worker's is taken over as any other.

Shares are told apart by the numbers of their posts: nothing is claimed, and no text is in two of them.
"""

import time
from collections.abc import Callable
from typing import Any

from dbos import DBOS, PortableWorkflowError

from runtime import flow
from runtime.jobs.rows import error_of
from runtime.wiring import House

LEAST, SIZE, MOST = 500, 1_000, 16
"""Posts from which help is asked for; posts of a share; shares. More shares than workers even out what is slow."""
LOOKED = 0.2
ENDED = {"SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"}


def shares(house: House) -> int:
    """Into how many shares what waits is split; none on SQLite, where one process works, or where it is little."""
    waiting = 0 if house.settings.is_sqlite else flow.waiting(house)
    return min(MOST, 1 + waiting // SIZE) if waiting > LEAST else 0


def gathered(job: str, check: Callable[[], None]) -> int:
    """Wait for a share; gives how many it assessed. Raises what it failed of; what a person cancelled is left to us."""
    handle: Any = DBOS.retrieve_workflow(job)
    while (status := handle.get_status().status) not in ENDED:
        check()
        time.sleep(LOOKED)
    try:
        return int(handle.get_result()) if status in ("SUCCESS", "ERROR") else 0
    except PortableWorkflowError as error:
        raise error_of(error.name, error.message) from None
