"""What the centre does about an answer: look at it before it goes out, keep its promise, watch what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core import incidents as rules
from core import reaction as reactions
from core.answers import Checked, Purpose, check, is_formal
from core.answers import platforms as places
from core.answers.placing import Placement, Standing, looked
from core.deadlines import Calendar
from core.errors import BadInput, Outdated
from core.flags import Flag
from core.incidents import Answer, Incident, Status, Step
from core.incidents.watching import Watch, answered_at, obstacles, proposed
from core.ports import Ledger, Look, Presence, Work
from core.posts import READ_BY_ITSELF, SourceState
from core.profile import Profile
from core.reaction import Reaction
from core.reasons import Reason
from core.scope import Right, Scope
from core.usecases import desk, timing

AT_ONCE = 200
DEAF_AFTER = timedelta(days=1)
"""A source that was not read for so long says nothing by its silence."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check says of an answer: what its text holds, all remarks, how many of the incident's posts are gone."""

    checked: Checked
    remarks: tuple[Reason, ...]
    posts: int
    gone: int

    @property
    def formal(self) -> bool:
        """«Похоже на отписку»."""
        return is_formal(self.remarks)


def purpose_of(incident: Incident, given: Answer) -> Purpose:
    """An answer to a refuted risk is a rebuttal."""
    if not given.final:
        return Purpose.INTERIM
    return Purpose.REBUTTAL if incident.status is Status.REFUTED else Purpose.FINAL


def review(
    work: Work,
    scope: Scope,
    profile: Profile,
    calendar: Calendar,
    incident_id: int,
    given: Answer,
    at: datetime,
    present: Presence | None = None,
) -> Verdict:
    """Look at an answer before it is sent. Stores nothing; forbids nothing. Raises NotFound."""
    scope.demand(Right.READ_INCIDENTS)
    found = work.incidents.get(scope, incident_id)
    checked = check(given.text, purpose_of(found, given), at, calendar)
    cards = work.incidents.cards(scope, incident_id)
    gone = sum(_is_gone(card, present) for card in cards)
    telegram = profile.answers.telegram
    off = [Reason("telegram_off", 0, {"why": places.WHY}) for _ in places.refused(given.platforms, telegram)[:1]]
    lost = [Reason("post_gone", 0, {"gone": gone, "posts": len(cards)})] if gone else []
    return Verdict(checked, (*checked.reasons, *lost, *places.doubtful(given.links, telegram), *off), len(cards), gone)


def _is_gone(card: Flag, present: Presence | None) -> bool:
    """By our own tombstone; else by the platform, where somebody can ask it."""
    if card.post.deleted:
        return True
    return present is not None and present(card.post.key, card.post.url) is False


def give(
    work: Work,
    scope: Scope,
    profile: Profile,
    calendar: Calendar,
    incident_id: int,
    revision: int,
    given: Answer,
    at: datetime,
    present: Presence | None = None,
    inside: Sequence[str] = (),
) -> Incident:
    """Enter an answer with the remarks of the check and the date that it promises, unless the officer names another.

    Raises BadInput for a platform on which residents may not be answered, else what `desk.answer` raises.
    """
    scope.demand(Right.WORK_INCIDENTS)
    places.demand(given.platforms, profile.answers.telegram)
    seen = review(work, scope, profile, calendar, incident_id, given, at, present)
    whole = replace(given, promised=given.promised or seen.checked.promised, remarks=seen.remarks)
    return desk.answer(work, scope, incident_id, revision, whole, at, inside)


def promises(ledger: Ledger, scope: Scope, profile: Profile, at: datetime, limit: int = AT_ONCE) -> int:
    """Bring back what was promised for a date that has passed, and what was postponed to one; gives how many came."""
    scope.demand(Right.WORK_INCIDENTS)
    with ledger.read() as work:
        late, postponed = work.answers.overdue(scope, at, limit), work.answers.postponed(scope, at, limit)
    return sum(_late(ledger, scope, profile, each, at) for each in late) + sum(
        _returned(ledger, scope, profile, each, at) for each in postponed
    )


def _late(ledger: Ledger, scope: Scope, profile: Profile, incident_id: int, at: datetime) -> bool:
    with ledger.begin() as work:
        changed, step = rules.passed(_with_all(work, scope, incident_id), scope.who, at)
        if step and not _kept(work, scope, profile, changed, step):
            return False
        work.answers.noted(scope, incident_id, at)
        return step is not None


def _with_all(work: Work, scope: Scope, incident_id: int) -> Incident:
    """The incident that has the posts now, with the answers of those merged into it on the way: a promise outlives a
    merge."""
    found = work.incidents.get(scope, incident_id)
    given = found.answers
    while found.merged_into is not None:
        found = work.incidents.get(scope, found.merged_into)
        given += found.answers
    return replace(found, answers=tuple(sorted(given, key=lambda answer: answer.id)))


def _returned(ledger: Ledger, scope: Scope, profile: Profile, incident_id: int, at: datetime) -> bool:
    with ledger.begin() as work:
        found = rules.returned(work.incidents.get(scope, incident_id), scope.who, at)
        return found is not None and _kept(work, scope, profile, *found)


def _kept(work: Work, scope: Scope, profile: Profile, incident: Incident, step: Step) -> bool:
    """Save, its clocks following the step, unless a person changed it in this very moment: then the next run looks
    again."""
    try:
        saved = work.incidents.save(scope, incident)
    except Outdated:
        return False
    work.incidents.remind(scope, timing.follow(work, scope, profile, saved, step))
    work.incidents.record(scope, [step])
    return True


def watch(ledger: Ledger, scope: Scope, profile: Profile, at: datetime) -> int:
    """Propose «отработан» where silence and reaction allow it, withdraw it where no longer; gives how many changed."""
    scope.demand(Right.WORK_INCIDENTS)
    with ledger.read() as work:
        watched = work.answers.watched(scope)
    return sum(_watched(ledger, scope, profile, each, at) for each in watched)


def _watched(ledger: Ledger, scope: Scope, profile: Profile, incident_id: int, at: datetime) -> bool:
    # Read outside the transaction that writes: a long thread must not hold the others up. `_kept` sees what changed.
    with ledger.read() as work:
        found = work.incidents.get(scope, incident_id)
        seen = watch_of(work, scope, profile, found, at)
    changed = proposed(found, seen, profile.windows, scope.who, at)
    if changed is None:
        return False
    with ledger.begin() as work:
        return _kept(work, scope, profile, *changed)


def watch_of(work: Work, scope: Scope, profile: Profile, incident: Incident, at: datetime) -> Watch:
    """What is known of a watched incident. The reaction is read only where silence has lasted long enough."""
    answered = answered_at(incident)
    quiet = Watch(answered, incident.latest_at, reactions.Tally(), deaf(work, scope, incident.id, at))
    if incident.ready is None and obstacles(quiet, profile.windows, at):
        return quiet
    return replace(quiet, after=reaction(work, scope, profile, incident).after)


def deaf(work: Work, scope: Scope, incident_id: int, at: datetime) -> tuple[str, ...]:
    """The sources of an incident that nobody reads now. What files feed is never one of them."""
    stopped = (SourceState.DENIED, SourceState.GONE)
    return tuple(
        str(source.key)
        for source in work.answers.sources(scope, incident_id)
        if source.state in stopped
        or (source.state in READ_BY_ITSELF and (source.succeeded_at is None or at - source.succeeded_at > DEAF_AFTER))
    )


def reaction(work: Work, scope: Scope, profile: Profile, incident: Incident) -> Reaction:
    """What residents wrote before and after the newest final answer, and the marks of ПОС."""
    voices, unread = work.answers.voices(scope, incident.id)
    marks = work.answers.scores(scope, incident.id)
    return reactions.reaction(voices, answered_at(incident), profile.timezone, unread, marks)


def score(work: Work, scope: Scope, number: str, mark: int, at: datetime) -> Incident:
    """Keep the mark that an applicant gave on ПОС. Raises NotFound, Conflict, BadInput."""
    scope.demand(Right.WORK_INCIDENTS)
    if not 1 <= mark <= 5:
        raise BadInput("поле «score»: оценка ПОС — от 1 до 5")
    found = work.incidents.get(scope, work.answers.holder(scope, number))
    work.answers.put_score(scope, found.id, number, mark, at)
    work.incidents.record(scope, [Step(at, scope.who, "score", "", str(mark), "", {"score": mark}, found.id)])
    return found


def control(ledger: Ledger, scope: Scope, look: Look, at: datetime, chance: float = 0.0, limit: int = 20) -> int:
    """Open placed links whose turn has come, outside any transaction; gives how many. A change is told in history."""
    scope.demand(Right.WORK_INCIDENTS)
    with ledger.read() as work:
        due = work.answers.unseen(scope, at, limit)
    for each in due:
        now = looked(each, look(each.link), at, chance)
        with ledger.begin() as work:
            work.answers.save_placement(scope, now)
            work.incidents.record(scope, list(_told(each, now, scope.who, at)))
    return len(due)


def _told(before: Placement, now: Placement, who: str, at: datetime) -> Iterator[Step]:
    """A step where a link is found placed for the first time, or gone, or there again."""
    if now.standing is not before.standing and now.standing is not Standing.UNKNOWN:
        told = {"answer": now.answer_id, "placement": now.id}
        yield Step(at, who, "placing", before.standing, now.standing, "", told, now.incident_id)
