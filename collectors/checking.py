"""Trying a source before it is relied upon: what works and what does not, in words."""

from collections.abc import Callable

from core.errors import McuError
from core.ports import Finding, bar_of


def tried(what: str, do: Callable[[], str]) -> Finding:
    """What the trial says, or why it failed."""
    try:
        return Finding(what, True, do())
    except McuError as error:
        return Finding(what, False, str(error), bar=bar_of(error))
