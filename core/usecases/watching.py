"""The model at work: a challenger's opinions beside the champion's, and the weekly figures of drift."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.alerts import drift_alert
from core.learning.drift import WEEKS, Cell, watched
from core.learning.shadow import Comparison, compare
from core.ports import Assessor, Ledger, Work
from core.profile import Profile
from core.routing import Whereabouts
from core.scope import Right, Scope
from core.shelf import Shade
from core.usecases.learning import last_week, span

Unknown = Callable[[Sequence[str]], Sequence[float | None]]
COMPARED = 5000
ASKED = 300
"""Texts of a week whose words are looked up: each N-th of them."""


def shade(ledger: Ledger, scope: Scope, challenger: Assessor, since: datetime, at: datetime, limit: int = 500) -> int:
    """Let a challenger assess up to `limit` posts that the champion has assessed since a moment; returns how many
    waited. Nothing that people see changes; a step that is run again adds nothing."""
    scope.demand(Right.ASSESS)
    with ledger.read() as work:
        waiting = work.shadows.pending(scope, challenger.version, since, limit)
    if not waiting:
        return 0
    said = challenger.assess([each.subject for each in waiting], why=False)
    with ledger.begin() as work:
        work.shadows.save(scope, list(zip(waiting, said, strict=True)), at)
    return len(waiting)


def comparison(
    work: Work, scope: Scope, profile: Profile, shadow: Shade, where: Whereabouts | None = None
) -> Comparison:
    """What the challenger would have shown more, less and sooner, of the newest posts of both."""
    scope.demand(Right.READ_POSTS)
    return compare(work.shadows.pairs(scope, shadow.version, shadow.since, COMPARED), profile, where)


def drift(ledger: Ledger, scope: Scope, zone: str, unknown: Unknown, now: datetime) -> int:
    """Count the last whole week, unless that is done; returns how many cells were kept.

    Reviews come late, so the week before is counted again with it. What moved goes to the alert chat, a week once.
    """
    last = last_week(now, zone)
    with ledger.read() as work:
        if work.drifts.cells(scope, last):
            return 0
    return sum(_week(ledger, scope, zone, unknown, last - timedelta(days=back), now) for back in (7, 0))


def _week(ledger: Ledger, scope: Scope, zone: str, unknown: Unknown, week: date, now: datetime) -> int:
    with ledger.read() as work:
        found = work.drifts.seen(scope, *span(week, zone))
        past = work.drifts.cells(scope, week - timedelta(weeks=WEEKS), week)
    step = max(1, len(found) // ASKED)
    asked = dict(zip(range(0, len(found), step), unknown([text for _, text in found[::step]]), strict=True))
    seen = [replace(each, unknown=asked.get(at)) for at, (each, _) in enumerate(found)]
    cells = watched(week, seen, past)
    alert = drift_alert(week, cells, now)
    with ledger.begin() as work:
        work.drifts.save(scope, cells)
        work.alerts.put(scope, [alert] if alert else [])
    return len(cells)


def drifted(work: Work, scope: Scope, now: datetime, weeks: int = WEEKS) -> list[Cell]:
    """The cells of the last weeks, by week."""
    scope.demand(Right.READ_HEALTH)
    return work.drifts.cells(scope, (now - timedelta(weeks=weeks)).date())
