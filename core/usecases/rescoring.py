"""The archive, assessed anew by the model in force; people's decisions stand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from core.ports import Ledger, Unassessed
from core.scope import Right, Scope
from core.usecases.posts import Judged, keep

AT_ONCE = 256
"""Posts of a batch: what one process works at, and what is lost when it dies."""
Judge = Callable[[Iterable[Sequence[Unassessed]]], Iterator[Judged]]
"""Batches in, what the model says of them out, in any order; takes no more of them than it can work at."""


def older(ledger: Ledger, scope: Scope, model: str, since: datetime, size: int = AT_ONCE) -> Iterator[list[Unassessed]]:
    """Posts published since a moment that another model has assessed, in batches, by their ids."""
    after = 0
    while True:
        with ledger.read() as work:
            found = work.assessments.older(scope, model, since, after, size)
        if not found:
            return
        yield found
        after = found[-1].post_id


def rescore(
    ledger: Ledger,
    scope: Scope,
    model: str,
    since: datetime,
    judge: Judge,
    now: Callable[[], datetime],
    told: Callable[[int, int], None],
    size: int = AT_ONCE,
) -> int:
    """Assess them; gives how many, `told` of each batch with how many there were to do.

    Each batch is kept by itself and its posts then have this model's assessment, so a run that was cut short goes on
    where it was. What was decided on their cards stays; risks are weighed by the next step.
    """
    scope.demand(Right.ASSESS)
    with ledger.read() as work:
        total = work.assessments.older_count(scope, model, since)
    done = 0
    for made in judge(older(ledger, scope, model, since, size)):
        keep(ledger, scope, made, now())
        done += len(made[0]) + len(made[1])
        told(done, total)
    if done:
        with ledger.begin() as work:
            detail = {"model": model, "since": since.date().isoformat(), "posts": done}
            work.journal.write(scope, "model.rescore", "", detail, now())
    return done
