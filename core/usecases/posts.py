"""What the centre does, step by step: load, decide, save. Every step can be run again with the same result."""

from dataclasses import replace
from datetime import datetime

from core.flags import Flag, Review, decide
from core.labels import Theme
from core.ports import Assessor, Batch, Change, Ledger, Work
from core.posts import READ_BY_ITSELF, Source, SourceKey, SourceState
from core.profile import Profile
from core.routing import blocks_of
from core.scope import Right, Scope


def add_source(work: Work, scope: Scope, source: Source, at: datetime) -> Source:
    """Register a source to be read. One that files fed so far, or that was stopped, is read again; else Conflict."""
    scope.demand(Right.EDIT_SOURCES)
    known = {each.key: each for each in work.sources.list(scope)}.get(source.key)
    if known and known.state not in READ_BY_ITSELF:
        added = replace(known, state=SourceState.ACTIVE, reason="")
        work.sources.save(scope, added)
    else:
        added = work.sources.add(scope, replace(source, added_at=at))
    work.journal.write(scope, "source.add", str(source.key), {}, at)
    return added


def resume(work: Work, scope: Scope, key: SourceKey, at: datetime) -> Source:
    """Read a stopped source again, from where its cursor stands. Raises NotFound."""
    scope.demand(Right.EDIT_SOURCES)
    resumed = replace(work.sources.get(scope, key), state=SourceState.ACTIVE, reason="")
    work.sources.save(scope, resumed)
    work.journal.write(scope, "source.resume", str(key), {}, at)
    return resumed


def receive(work: Work, scope: Scope, source: SourceKey, batch: Batch, at: datetime) -> Change:
    """Store a batch's posts and put aside what could not be read. Sources that nobody registered are noted."""
    scope.demand(Right.COLLECT)
    known = {each.key for each in work.sources.list(scope)}
    speaking = {SourceKey(post.key.platform, post.key.source) for post in batch.posts}
    for key in sorted(speaking - known):
        work.sources.add(scope, Source(key, state=SourceState.RECORDED, added_at=at))
    work.quarantine.put(scope, source, batch.refused, at)
    return work.posts.upsert(scope, batch.posts, at)


def take(work: Work, scope: Scope, source: SourceKey, batch: Batch, at: datetime) -> Change:
    """Store a batch of a registered source together with its cursor: one transaction, all or nothing."""
    change = receive(work, scope, source, batch, at)
    known = work.sources.get(scope, source)
    read = replace(known, cursor=batch.cursor, state=SourceState.ACTIVE, reason="", succeeded_at=at)
    work.sources.save(scope, read)
    return change


def refuse(work: Work, scope: Scope, source: SourceKey, state: SourceState, reason: str, at: datetime) -> None:
    """Note why a source cannot be read now; its cursor and posts stay as they are."""
    known = work.sources.get(scope, source)
    work.sources.save(scope, replace(known, state=state, reason=reason))
    work.journal.write(scope, "source.state", str(source), {"state": state, "reason": reason}, at)


def assess(ledger: Ledger, scope: Scope, assessor: Assessor, at: datetime, limit: int = 500) -> int:
    """Assess up to `limit` versions that the model has not seen; returns how many were waiting in this step.

    The model works outside any transaction; the unique key of an assessment makes a repeated step harmless.
    """
    scope.demand(Right.ASSESS)
    with ledger.read() as work:
        waiting = work.assessments.pending(scope, limit)
    if not waiting:
        return 0
    said = assessor.assess([each.subject for each in waiting])
    with ledger.begin() as work:
        work.assessments.save(scope, list(zip(waiting, said, strict=True)), at)
    return len(waiting)


def flag(ledger: Ledger, scope: Scope, profile: Profile, at: datetime, limit: int = 500) -> int:
    """Weigh up to `limit` posts whose text, counters or assessment changed; returns how many were weighed."""
    with ledger.begin() as work:
        cases = work.scores.pending(scope, limit)
        work.scores.save(scope, [decide(case, profile) for case in cases], at)
    return len(cases)


def review(work: Work, scope: Scope, profile: Profile, given: Review, revision: int) -> Flag:
    """Keep a person's decision on a card and journal it. Raises NotFound, Outdated, Conflict."""
    scope.demand(Right.REVIEW)
    theme = given.labels.get("theme")
    block = blocks_of(profile, Theme(str(theme)))[0].code if theme else ""
    flag = work.flags.decide(scope, given, revision, block)
    work.journal.write(scope, f"flag.{given.decision}", str(flag.id), {"revision": flag.revision}, given.at)
    return flag
