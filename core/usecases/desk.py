"""What a person does with an incident. Each change is one transaction of the caller's, with its step in the history."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from core import incidents as rules
from core.answers.placing import fresh
from core.errors import BadInput, Conflict, IllegalMove, Incomplete, NotFound, Outdated
from core.incidents import Answer, Incident, Move, Nature, Outcome, Step
from core.incidents.opening import levelled, newcomer_of, opened, opening_step, resettled
from core.outside import demand_public
from core.ports import Work
from core.profile import Profile
from core.risk import Level
from core.scope import Right, Scope
from core.usecases import timing
from core.usecases.opening import prepared


def taken(work: Work, scope: Scope, incident_id: int, revision: int, *, emptied: bool = False) -> Incident:
    """The incident as the caller saw it. Raises NotFound, Outdated; IllegalMove for one whose posts went elsewhere."""
    scope.demand(Right.WORK_INCIDENTS)
    found = work.incidents.get(scope, incident_id)
    if found.revision != revision:
        raise Outdated(f"инцидент {found.id} изменился: у вас версия {revision}, сейчас {found.revision}")
    if found.merged_into is not None and not emptied:
        raise IllegalMove(f"инцидент {found.id} объединён с инцидентом {found.merged_into}: работайте с ним")
    return found


def _kept(work: Work, scope: Scope, incident: Incident, *steps: Step | None) -> Incident:
    saved = work.incidents.save(scope, incident)
    work.incidents.record(scope, [step for step in steps if step])
    return saved


def _timed(work: Work, scope: Scope, profile: Profile, incident: Incident, *steps: Step | None) -> Incident:
    """Kept, and its clocks follow the steps."""
    told = [step for step in steps if step]
    return _kept(work, scope, timing.follow(work, scope, profile, incident, *told), *told)


def move(work: Work, scope: Scope, profile: Profile, incident_id: int, revision: int, wanted: Move) -> Incident:
    """One step of the procedure. Raises IllegalMove, AnswerWithoutLinks, BadInput for an unknown block."""
    found = taken(work, scope, incident_id, revision)
    if wanted.block and wanted.block not in {block.code for block in profile.blocks}:
        raise BadInput(f"поле «block»: в профиле нет блока «{wanted.block}»")
    moved, step = rules.move(found, wanted)
    return _timed(work, scope, profile, moved, step)


def answer(
    work: Work,
    scope: Scope,
    incident_id: int,
    revision: int,
    given: Answer,
    at: datetime,
    inside: Sequence[str] = (),
) -> Incident:
    """Enter an official answer; the incident moves by a step of its own. Raises BadInput for a link into an own network
    that `inside` does not name."""
    demand_public(given.links, inside)
    found = taken(work, scope, incident_id, revision)
    kept = work.incidents.add_answer(scope, found.id, replace(given, by=scope.who, at=at))
    kind = "final" if kept.final else "interim"
    work.answers.place(scope, fresh(found.id, kept.id, kept.links, at))
    told = {"answer": kept.id, "platforms": list(kept.platforms), "links": len(kept.links), **_noted(kept)}
    step = Step(at, scope.who, "answer", "", kind, "", told, found.id)
    return _kept(work, scope, replace(found, answers=(*found.answers, kept)), step)


def _noted(given: Answer) -> dict[str, object]:
    """What the check said, as codes, and the promised moment; nothing where there is nothing."""
    codes = list(dict.fromkeys(each.code for each in given.remarks))
    promised = given.promised.isoformat() if given.promised else None
    return {name: value for name, value in (("remarks", codes), ("promised", promised)) if value}


def link(
    work: Work,
    scope: Scope,
    incident_id: int,
    revision: int,
    answer_id: int,
    links: Sequence[str],
    at: datetime,
    inside: Sequence[str] = (),
) -> Incident:
    """Add links to the publications of an answer that was entered before. Raises NotFound, BadInput like `answer`."""
    demand_public(links, inside)
    found = taken(work, scope, incident_id, revision)
    known = next((each for each in found.answers if each.id == answer_id), None)
    if known is None:
        raise NotFound(f"у инцидента {found.id} нет ответа {answer_id}")
    whole = replace(known, links=tuple(dict.fromkeys((*known.links, *links))))
    work.incidents.save_links(scope, found.id, answer_id, whole.links)
    work.answers.place(scope, fresh(found.id, answer_id, whole.links, at))
    answers = tuple(whole if each.id == answer_id else each for each in found.answers)
    told = {"answer": answer_id, "links": len(whole.links)}
    return _kept(
        work, scope, replace(found, answers=answers), Step(at, scope.who, "links", detail=told, incident_id=found.id)
    )


def set_outcome(
    work: Work,
    scope: Scope,
    incident_id: int,
    revision: int,
    outcome: Outcome,
    at: datetime,
    reason: str = "",
    until: datetime | None = None,
) -> Incident:
    """What came of it. Raises IllegalMove for a postponement without a reason and a date."""
    found = taken(work, scope, incident_id, revision)
    if outcome is Outcome.POSTPONED and not (reason.strip() and until):
        lacking = "until" if reason.strip() else "reason"
        raise Incomplete(f"инцидент {found.id}: отложенному нужны причина и дата, до которой отложено", lacking)
    if outcome is Outcome.POSTPONED and until and until <= at:
        raise Incomplete(f"инцидент {found.id}: {rules.PASSED}", "until")
    step = Step(at, scope.who, "outcome", found.outcome or "", outcome, reason.strip(), {}, found.id)
    kept = until if outcome is Outcome.POSTPONED else None
    return _kept(work, scope, replace(found, outcome=outcome, until=kept), step)


def set_nature(
    work: Work,
    scope: Scope,
    profile: Profile,
    incident_id: int,
    revision: int,
    nature: Nature,
    at: datetime,
    reason: str,
) -> Incident:
    """A person says that it is a risk, or an ordinary matter. Raises IllegalMove."""
    found = taken(work, scope, incident_id, revision)
    changed, step = rules.renature(found, nature, scope.who, at, reason)
    return _timed(work, scope, profile, changed, step)


def split(
    work: Work,
    scope: Scope,
    profile: Profile,
    incident_id: int,
    revision: int,
    post_ids: Sequence[int],
    at: datetime,
    mask: Callable[[str], str],
) -> tuple[Incident, Incident]:
    """Take posts out into an incident of their own; gives what is left and the new one. Raises Conflict.

    Neither side's posts join the other, or are proposed to it, by a rule again; nor do those that were kept apart from
    the old one come to the new one. The clocks of the new one count from when the first of its posts came to the old.
    """
    found = taken(work, scope, incident_id, revision)
    left, moved = rules.taken_out(found, post_ids, scope.who, at)
    wanted = {member.post_id for member in moved}
    cards = work.incidents.cards(scope, found.id)
    posts = [newcomer_of(card) for card in cards if card.post_id in wanted]
    came = min(rules.waits_since(member) for member in found.members if member.post_id in wanted)
    fresh = replace(opened(posts, at, mask), members=moved)
    ready, events = prepared(work, scope, profile, fresh, posts[0].text, came)
    made = work.incidents.add(scope, ready)
    work.clocks.add(scope, made.id, events)
    strangers = work.proposals.kept_apart(scope, found.id)
    pairs = [(post, found.id) for post in wanted] + [(post, made.id) for post in (*left.post_ids, *strangers)]
    work.proposals.keep_apart(scope, sorted(set(pairs)), at)
    levels = resettled(left, [card for card in cards if card.post_id not in wanted], scope.who, at)
    steps = [
        Step(at, scope.who, "split", "", str(made.id), "", {"posts": sorted(wanted), "into": made.id}, found.id),
        levels[1] if levels else None,
        opening_step(made, scope.who, at, split=found.id, posts=sorted(wanted)),
    ]
    return _timed(work, scope, profile, levels[0] if levels else left, *steps), made


def merge(
    work: Work,
    scope: Scope,
    profile: Profile,
    incident_id: int,
    revision: int,
    into_id: int,
    at: datetime,
    reason: str = "",
) -> Incident:
    """Let the posts of one go over to another, which is given back. Raises NotFound, Conflict."""
    found = taken(work, scope, incident_id, revision)
    return joined(work, scope, profile, found, work.incidents.get(scope, into_id), at, reason)


def absorb(
    work: Work,
    scope: Scope,
    profile: Profile,
    incident_id: int,
    revision: int,
    other_id: int,
    at: datetime,
    reason: str = "",
) -> Incident:
    """Let the posts of another come to this one, which is given back: a merge seen from its other end."""
    found = taken(work, scope, incident_id, revision)
    return joined(work, scope, profile, work.incidents.get(scope, other_id), found, at, reason)


def joined(
    work: Work, scope: Scope, profile: Profile, one: Incident, into: Incident, at: datetime, reason: str = ""
) -> Incident:
    """Merge, by a person or by a storm: the emptied one says where its posts are and its clocks stop, open questions
    about it fall."""
    emptied, grown, step = rules.merged(one, into, scope.who, at, reason)
    work.incidents.put_members(scope, into.id, grown.members[len(into.members) :])
    work.proposals.void(scope, one.id, at)
    _timed(work, scope, profile, emptied, step)
    grown = replace(grown, times=max(one.times, into.times))
    told = Step(at, scope.who, "absorb", str(one.id), "", reason.strip(), dict(step.detail), into.id)
    worse = levelled(grown, max(one.level, into.level, key=_rank), scope.who, at)
    again = _going_on(worse[0] if worse else grown, one, scope.who, at)
    whole = again[0] if again else worse[0] if worse else grown
    return _timed(work, scope, profile, whole, told, worse and worse[1], again and again[1])


def _rank(level: Level) -> int:
    return level.rank


def _going_on(into: Incident, one: Incident, who: str, at: datetime) -> tuple[Incident, Step] | None:
    """What was done with is open again when an open matter comes to it, but not when its own posts come back."""
    if one.ended or into.status not in rules.SPREADING or rules.returns(one, into):
        return None
    return rules.move(into, Move(rules.Status.REOPENED, who, at, f"присоединён открытый инцидент {one.id}"))


def unmerge(
    work: Work, scope: Scope, profile: Profile, incident_id: int, revision: int, at: datetime
) -> Incident:  # fmt: skip
    """Undo a merge; gives back the incident that has its posts and its clocks again. Raises Conflict. It stays
    undone; what the merge answered or dropped is asked again."""
    found = taken(work, scope, incident_id, revision, emptied=True)
    if found.merged_into is None:
        raise Conflict(f"инцидент {found.id} ни с чем не объединён")
    holder = work.incidents.get(scope, found.merged_into)
    restored, left, step = rules.parted(found, holder, scope.who, at)
    work.incidents.put_members(scope, restored.id, restored.members)
    pairs = [(post, holder.id) for post in restored.post_ids] + [(post, restored.id) for post in left.post_ids]
    work.proposals.keep_apart(scope, pairs, at)
    levels = resettled(left, work.incidents.cards(scope, holder.id), scope.who, at)
    told = Step(at, scope.who, "return", "", str(restored.id), "", dict(step.detail), holder.id)
    _timed(work, scope, profile, levels[0] if levels else left, told, levels and levels[1])
    back = _timed(work, scope, profile, restored, step)
    merges = [each.at for each in work.incidents.history(scope, found.id) if each.action == "merge"]
    if merges:
        work.proposals.reopen(scope, found.id, merges[-1])
    return back
