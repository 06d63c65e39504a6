"""What the centre does, step by step: load, decide, save. Every step can be run again with the same result."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core import health, planning, retention, undoing
from core.budgets import Budget, Standing, standings
from core.errors import BadInput, McuError
from core.flags import Decision, Flag, Review, decide
from core.health import Event, Health, Sightings
from core.labels import Assessment, Theme
from core.planning import Quota, Visited
from core.ports import WHOLE, Aside, Assessor, Bar, Batch, Change, Finding, Ledger, Refusal, Share, Unassessed, Work
from core.posts import READ_BY_ITSELF, Source, SourceKey, SourceState, Visits
from core.profile import Profile
from core.routing import Whereabouts, blocks_of
from core.scope import Right, Scope

CRASHES = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)
"""What a model may raise over one text. A model that does not fit at all (StaleModel) is no fault of the text."""

Judged = tuple[list[tuple[Unassessed, Assessment]], list[tuple[Unassessed, str]]]
"""What a model said of versions, and why it could not of some."""


def add_source(work: Work, scope: Scope, source: Source, at: datetime) -> Source:
    """Register a source to be read, with its legal basis and its term. Raises Conflict if it is read already.

    One that files fed so far, or that was stopped, is read again, on the ground and for the term given now.
    """
    scope.demand(Right.EDIT_SOURCES)
    source = retention.founded(source)
    known = {each.key: each for each in work.sources.list(scope)}.get(source.key)
    if known and known.state not in READ_BY_ITSELF:
        read = health.move(known, Event.RESUMED)
        added = replace(read, title=source.title or known.title, visits=Visits(), added_at=at)
        added = replace(added, basis=source.basis, keep_days=source.keep_days)
        work.sources.save(scope, added)
    else:
        added = work.sources.add(scope, replace(source, added_at=at))
    ground = {"basis": added.basis, "keep_days": added.keep_days}
    work.journal.write(scope, "source.add", str(source.key), ground, at)
    return added


def admit(found: Sequence[Finding], *, force: bool = False) -> None:
    """Raises BadInput where a trial found that a source must not be added: a private person's account never, a name
    that nobody has only where a person insists."""
    barred = [each for each in found if each.bar is Bar.PERSON or (each.bar is Bar.ABSENT and not force)]
    if barred:
        raise BadInput(f"{barred[0].text}; ничего не сохранено")


def resume(work: Work, scope: Scope, key: SourceKey, at: datetime) -> Source:
    """Read a stopped source again, from where its cursor stands, as soon as may be. Raises NotFound."""
    scope.demand(Right.EDIT_SOURCES)
    known = work.sources.get(scope, key)
    resumed = replace(health.move(known, Event.RESUMED), visits=replace(known.visits, next_at=None, failures=0))
    work.sources.save(scope, resumed)
    work.journal.write(scope, "source.resume", str(key), {}, at)
    return resumed


def remove(work: Work, scope: Scope, key: SourceKey, at: datetime) -> bool:
    """Read a source no more. One that never brought a post disappears (True); else it stays, stopped for good, with all
    that it brought. Raises NotFound, and IllegalMove for one that is not read anyway."""
    scope.demand(Right.EDIT_SOURCES)
    removed = health.move(work.sources.get(scope, key), Event.REMOVED)
    gone = work.sources.drop(scope, key)
    if not gone:
        work.sources.save(scope, replace(removed, visits=Visits()))
    work.journal.write(scope, "source.remove", str(key), {"kept": not gone}, at)
    return gone


def examine(work: Work, scope: Scope, at: datetime) -> list[Health]:
    """All sources with how they fare."""
    scope.demand(Right.READ_SOURCES)
    known = work.sources.list(scope)
    seen = work.health.sightings(scope, known)
    return [health.examine(each, seen.get(each.key, Sightings()), at) for each in known]


def ailments(work: Work, scope: Scope, at: datetime) -> list[Health]:
    """All sources with what ails them, as `examine` says it, but without their lag: of most sources a few posts tell
    that they are not silent, and more of them could not tell otherwise."""
    scope.demand(Right.READ_SOURCES)
    known = work.sources.list(scope)
    few = work.health.roots(scope, known, health.A_FEW)
    doubtful = [each for each in known if health.silence(few.get(each.key, ()), at)]
    seen = {**few, **work.health.roots(scope, doubtful, health.ROOTS_MOST)}
    return [health.examine(each, Sightings(seen.get(each.key, ())), at) for each in known]


def quotas(work: Work, scope: Scope, allowed: Callable[[str], Sequence[Budget]], at: datetime) -> list[Standing]:
    """How the budgets of all accounts stand that were ever used."""
    scope.demand(Right.READ_SOURCES)
    known = work.uses.list(scope).items()
    return [each for account, uses in known for each in standings(account, allowed(account.platform), uses, at)]


def set_aside(work: Work, scope: Scope, source: SourceKey | None = None, limit: int = 50) -> Sequence[Aside]:
    """What could not be read lately, of one source or of all, the newest first."""
    scope.demand(Right.READ_SOURCES)
    return work.quarantine.list(scope, source, limit)


def receive(work: Work, scope: Scope, source: SourceKey, batch: Batch, at: datetime) -> Change:
    """Store a batch's posts and put aside what could not be read. Sources that nobody registered are noted."""
    scope.demand(Right.COLLECT)
    known = {each.key: each for each in work.sources.list(scope)}
    speaking = {SourceKey(post.key.platform, post.key.source) for post in batch.posts}
    for key in sorted(speaking - known.keys()):
        work.sources.add(scope, Source(key, batch.titles.get(key, ""), state=SourceState.RECORDED, added_at=at))
    for key in sorted(batch.titles.keys() & known.keys()):
        if not known[key].title:
            work.sources.save(scope, replace(known[key], title=batch.titles[key]))
    work.quarantine.put(scope, source, batch.refused, at)
    return work.posts.upsert(scope, batch.posts, at)


def take(work: Work, scope: Scope, source: SourceKey, batch: Batch, at: datetime) -> Change:
    """Store a batch of a registered source together with its cursor: one transaction, all or nothing."""
    change = receive(work, scope, source, batch, at)
    work.health.note(scope, source, batch.posts, at)
    known = health.move(work.sources.get(scope, source), Event.READ)
    gaps, backfilled = known.gaps + batch.gaps, known.backfilled + batch.backfilled
    read = replace(known, cursor=batch.cursor, succeeded_at=at, gaps=gaps, backfilled=backfilled)
    work.sources.save(scope, read)
    return change


def plan(
    work: Work, scope: Scope, key: SourceKey, calls: int, quota: Quota | None, least: timedelta, at: datetime
) -> Source:
    """After a reading that went well: decide when the next one is, by the source's habit and the quota."""
    known = work.sources.get(scope, key)
    seen = Visited(calls, work.health.habit(scope, key, at), bool(work.health.watched(scope, key, at)))
    others = [
        each.visits
        for each in work.sources.list(scope)
        if each.key.platform == key.platform and each.state in READ_BY_ITSELF and each.key != key
    ]
    visits = planning.after(known.visits, seen, others, quota, least, at)
    planned = replace(known, visits=planning.soon(visits, least, at) if key.platform in planning.FREE else visits)
    work.sources.save(scope, planned)
    return planned


def refuse(
    work: Work, scope: Scope, source: SourceKey, error: McuError, least: timedelta, at: datetime, chance: float
) -> Source:
    """Note why a source cannot be read now, and when it is tried again; its cursor and posts stay as they are."""
    known, wait = work.sources.get(scope, source), getattr(error, "wait", None)
    moved = health.move(known, health.event_of(error), str(error))
    moved = replace(moved, visits=planning.refused(known.visits, wait, least, at, chance))
    work.sources.save(scope, moved)
    if (moved.state, moved.reason) != (known.state, known.reason):
        detail = {"state": moved.state, "reason": moved.reason}
        work.journal.write(scope, "source.state", str(source), detail, at)
    return moved


def assess(
    ledger: Ledger, scope: Scope, assessor: Assessor, at: datetime, limit: int = 500, share: Share = WHOLE
) -> int:
    """Assess up to `limit` versions of a share that the model has not seen; returns how many waited in this step.

    The model works outside any transaction; the unique key of an assessment makes a repeated step harmless.
    """
    scope.demand(Right.ASSESS)
    with ledger.read() as work:
        waiting = work.assessments.pending(scope, limit, share)
    if not waiting:
        return 0
    keep(ledger, scope, judged(assessor, waiting), at)
    return len(waiting)


def keep(ledger: Ledger, scope: Scope, made: Judged, at: datetime) -> None:
    """Save what a model said; a post at which it broke down waits for it no more and goes to quarantine."""
    said, crashed = made
    with ledger.begin() as work:
        work.assessments.save(scope, said, at)
        for each, reason in crashed:
            key = work.assessments.give_up(scope, each)
            source = SourceKey(key.platform, key.source)
            work.quarantine.put(scope, source, [Refusal(reason, "text", None, key.message)], at)


def judged(assessor: Assessor, waiting: Sequence[Unassessed]) -> Judged:
    """What the model says, and at which post it broke down: a batch that breaks is halved until that one is found."""
    try:
        said = assessor.assess([each.subject for each in waiting])
        return list(zip(waiting, said, strict=True)), []
    except CRASHES as error:
        if len(waiting) == 1:
            return [], [(waiting[0], f"модель не смогла прочесть публикацию ({type(error).__name__})")]
    middle = len(waiting) // 2
    (one, bad), (other, worse) = judged(assessor, waiting[:middle]), judged(assessor, waiting[middle:])
    return one + other, bad + worse


def flag(
    ledger: Ledger, scope: Scope, profile: Profile, at: datetime, limit: int = 500, where: Whereabouts | None = None
) -> int:
    """Weigh up to `limit` posts whose text, counters or assessment changed; returns how many were weighed."""
    with ledger.begin() as work:
        cases = work.scores.pending(scope, limit)
        work.scores.save(scope, [decide(case, profile, where) for case in cases], at)
    return len(cases)


def review(work: Work, scope: Scope, profile: Profile, given: Review, revision: int) -> Flag:
    """Keep a person's decision on a card and journal it; an undo takes back the last that stands.

    Raises NotFound, Outdated, Conflict.
    """
    scope.demand(Right.REVIEW)
    if given.decision is Decision.UNDO:
        return _undo(work, scope, profile, given, revision)
    theme = given.labels.get("theme")
    block = blocks_of(profile, Theme(str(theme)))[0].code if theme else ""
    flag = work.flags.decide(scope, given, revision, block)
    work.journal.write(scope, f"flag.{given.decision}", str(flag.id), {"revision": flag.revision}, given.at)
    return flag


def _undo(work: Work, scope: Scope, profile: Profile, given: Review, revision: int) -> Flag:
    known = work.flags.get(scope, given.flag_id)
    restored = undoing.undo(known, work.flags.reviews(scope, [known.id]), profile)
    flag = work.flags.restore(scope, undoing.taken_back(given), revision, restored)
    work.journal.write(scope, "flag.undo", str(flag.id), {"revision": flag.revision}, given.at)
    return flag
