"""The way out: when the process ends, running jobs leave between two steps and are resumed by the next process."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Left(BaseException):
    """A job leaves unfinished because the process ends.

    Not an Exception: DBOS records an outcome for every Exception, and without one the job stays PENDING, to be resumed.
    """


class Gate:
    """Counts the jobs inside; once closed, `check` sends them out."""

    def __init__(self) -> None:
        self._inside, self._closed, self._changed = 0, False, Condition()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """A job for the length of the block."""
        with self._changed:
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def check(self) -> None:
        """Raise Left if the gate is closed."""
        if self._closed:
            raise Left

    def close(self, within: float) -> bool:
        """Let nobody go on; wait so many seconds for those inside. Returns whether all have left."""
        with self._changed:
            self._closed = True
            return self._changed.wait_for(lambda: not self._inside, timeout=within)
