"""The greatest card id there is: what is newer has come since a page was made."""

from core.flags import FlagQuery
from core.ports import Work
from core.scope import Scope

NEAR = 100
"""So many new cards are simply read; past more of them the greatest id is looked for by halving."""


class Watermark:
    """Remembers the greatest id that was seen. Ids only grow, so the next question is about what came since."""

    def __init__(self) -> None:
        self._known = 0

    def now(self, work: Work, scope: Scope) -> int:
        """The greatest id of the caller's cards, or a greater one that somebody else saw."""
        known = self._known
        newer = work.flags.find(scope, FlagQuery(statuses=(), newer_than=known, limit=NEAR))
        known = max((flag.id for flag in newer.flags), default=known)
        if newer.next:
            known = _greatest(work, scope, known)
        self._known = max(self._known, known)
        return known


def _greatest(work: Work, scope: Scope, least: int) -> int:
    """The greatest id, `least` or more. Something is always newer than `low`, nothing is newer than `high`."""
    low, step = least - 1, NEAR
    while _any(work, scope, low + step):
        low, step = low + step, 2 * step
    high = low + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _any(work, scope, middle) else (low, middle)
    return high


def _any(work: Work, scope: Scope, known: int) -> bool:
    return work.flags.find(scope, FlagQuery(statuses=(), newer_than=known, limit=1)).total > 0
