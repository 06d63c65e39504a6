"""The municipalities that gave this ЦУР a key."""

from collections.abc import Sequence
from typing import Protocol

from core.region import Told


class Region(Protocol):
    """Asks each of them for its own figures, every time anew: what was taken back is gone at once."""

    def known(self) -> bool: ...
    def ask(self) -> Sequence[Told]: ...


class NoRegion:
    """An installation that nobody gave a key."""

    def known(self) -> bool:
        """No list, no page in the menu."""
        return False

    def ask(self) -> Sequence[Told]:
        """Nobody is asked."""
        return ()
