"""What platforms say by themselves: a hint that a source is to be read now. Nothing is stored from a hint."""

from dataclasses import replace
from datetime import datetime

from core import retention
from core.ports import Work
from core.posts import READ_BY_ITSELF, Source, SourceKey, SourceState
from core.scope import Right, Scope

ADMITTED = "бота добавили в этот чат; чтобы его читать, нажмите «Читать снова» или выполните mcu source resume"
MOST_ADMITTED = 50
"""Anybody may add a bot to a chat of his own: so many wait for a person, later ones are not noted."""


def hasten(work: Work, scope: Scope, key: SourceKey, at: datetime) -> bool:
    """Let a source be read at the next turn; whether it is one that is read by itself. A pause is not shortened."""
    scope.demand(Right.COLLECT)
    known = {each.key: each for each in work.sources.list(scope)}.get(key)
    if known is None or known.state not in READ_BY_ITSELF:
        return False
    if known.visits.failures == 0 and (known.visits.next_at is None or known.visits.next_at > at):
        work.sources.save(scope, replace(known, visits=replace(known.visits, next_at=at)))
    return True


def admitted(work: Work, scope: Scope, key: SourceKey, at: datetime) -> bool:
    """Note a chat that a bot was added to, for a person to decide; whether it is a new one."""
    scope.demand(Right.COLLECT)
    known = work.sources.list(scope)
    waiting = [each for each in known if each.reason == ADMITTED]
    if len(waiting) >= MOST_ADMITTED or key in {each.key for each in known}:
        return False
    noted = Source(key, state=SourceState.DENIED, reason=ADMITTED, added_at=at)
    work.sources.add(scope, retention.founded(noted))
    work.journal.write(scope, "source.admitted", str(key), {}, at)
    return True
