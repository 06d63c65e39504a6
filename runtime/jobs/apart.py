"""A round of several parts: the trouble of one stops no other, and is not forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from core.errors import McuError
from runtime.logs import places

log = structlog.get_logger("jobs")


class Broken(McuError):
    """A mistake of ours; the text names its kind only, for its words may hold a resident's."""


class Apart:
    """Parts that may fail one by one."""

    def __init__(self) -> None:
        self._failed: list[str] = []

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """A part for the length of the block: whatever goes wrong in it is logged and kept for the end."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  # a stop is no Exception and does leave
            log.error("part.failed", part=name, error=type(error).__name__, at=places(error))
            self._failed.append(type(error).__name__)

    def end(self) -> None:
        """Raise Broken if any part failed, so that the round is known as a failed one."""
        if self._failed:
            kinds = ", ".join(sorted(set(self._failed)))
            raise Broken(f"не удалось частей: {len(self._failed)} ({kinds}), места — в журнале программы")
