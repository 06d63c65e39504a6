"""Masked copies are made anew by the rules of today, a few a transaction, each once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.ports import Clock, Ledger, Work
from core.scope import Right, Scope
from core.veils import REMAKES, Mask, remade

BATCH = 50
"""So few that nobody who writes meanwhile waits long."""


@dataclass(slots=True)
class Round:
    """How far one round has come in each table, and how many copies it wrote. A round that is given up
    loses nothing: each copy says by which rules it was made, so the next round begins where there is one to make."""

    after: dict[str, int] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many in all."""
        return sum(self.made.values())


def behind(work: Work, scope: Scope, edition: str) -> Mapping[str, int]:
    """How many copies of which table were made by other rules; tables without one are left out."""
    scope.demand(Right.COLLECT)
    return {name: count for name, count in work.veils.behind(scope, edition).items() if count}


def veil(
    ledger: Ledger,
    scope: Scope,
    edition: str,
    mask: Mask,
    done: Round,
    clock: Clock,
    goes_on: Callable[[], bool],
) -> bool:
    """Go on with a round as long as it may; says whether it is at its end. The journal tells of one that made any."""
    scope.demand(Right.COLLECT)
    if not all(_table(ledger, scope, kind, edition, mask, done, goes_on) for kind in REMAKES):
        return False
    if done.total:
        with ledger.begin() as work:
            work.journal.write(scope, "personal.veil", "", {**done.made, "edition": edition}, clock.now())
    return True


def _table(
    ledger: Ledger, scope: Scope, kind: str, edition: str, mask: Mask, done: Round, goes_on: Callable[[], bool]
) -> bool:
    while goes_on():
        with ledger.begin() as work:
            found = work.veils.some(scope, kind, edition, done.after.get(kind, 0), BATCH)
            work.veils.put(scope, kind, edition, {copy.id: remade(kind, copy, mask) for copy in found})
        if not found:
            return True
        done.after[kind] = found[-1].id
        done.made[kind] = done.made.get(kind, 0) + len(found)
    return False
