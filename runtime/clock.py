"""The present moment."""

from datetime import UTC, datetime


class SystemClock:
    """Fulfils `core.ports.Clock`."""

    def now(self) -> datetime:
        """Aware UTC, without microseconds: every database keeps the same."""
        return datetime.now(UTC).replace(microsecond=0)
