"""Give every flagged post its incident: a step that may be run again with the same result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.deadlines import Event
from core.incidents import (
    Board,
    Incident,
    IncidentQuery,
    Member,
    Nature,
    Newcomer,
    Proposal,
    Pulse,
    Seen,
    Step,
    StormRule,
    Surge,
    Trace,
    Verdict,
    nature_of,
    over,
    place_of,
    promoted,
    surge,
    trace_of,
)
from core.incidents.gathering import ENOUGH, SURE, fits, of_one_thing, telling
from core.incidents.opening import levelled, opened, opening_step, reopened, untouched
from core.labels import Theme
from core.ports import Copies, Ledger, Work
from core.profile import Profile
from core.reasons import Reason
from core.scope import Right, Scope
from core.usecases.desk import joined
from core.usecases.opening import Topic, no_topic, prepared, subjects_of, topic_of
from core.usecases.timing import Memo, follow_all

Mask = Callable[[str], str]
RECENT = 30
"""Posts of a storm whose words are compared: what it is about changes from the first night to the last."""


def group(
    ledger: Ledger,
    scope: Scope,
    profile: Profile,
    copies: Copies,
    mask: Mask,
    at: datetime,
    limit: int = 1000,
    topic: Topic = no_topic,
    until: datetime | None = None,
) -> int:
    """Group up to `limit` flagged posts (published by `until`, if told); returns how many were waiting in this step.

    Texts are compared outside any transaction that writes. A post that has its incident is not moved: its level is
    brought up to date.
    """
    scope.demand(Right.ASSESS)
    with ledger.read() as work:
        waiting = work.grouping.pending(scope, limit, until)
        if not waiting:
            return 0
        stored = work.grouping.texts(scope, waiting[0].published - profile.repeat_window)
    alike = copies(stored, {post.post_id: post.text for post in waiting})
    with ledger.begin() as work:
        run = _Run.begun(work, scope, profile, mask, at, waiting, topic)
        for post in waiting:
            run.place(post, place_of(post, run.board, alike.get(post.post_id, ()), profile.repeat_window))
        run.end()
        work.grouping.done(scope, [post.post_id for post in waiting])
    return len(waiting)


@dataclass
class _Run:
    """One batch: what is known, and what has changed so far."""

    work: Work
    scope: Scope
    mask: Mask
    at: datetime
    board: Board
    pulse: Pulse
    storms: dict[Theme, Incident]
    rule: StormRule
    profile: Profile
    topic: Topic
    seen: dict[int, Incident] = field(default_factory=dict)
    failed: dict[Theme, int] = field(default_factory=dict)
    words: dict[int, tuple[int, dict[str, float]]] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    members: list[tuple[int, Member]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    asked: list[Proposal] = field(default_factory=list)
    clocks: list[tuple[int, tuple[Event, ...]]] = field(default_factory=list)
    memo: Memo = field(default_factory=dict)

    @classmethod
    def begun(
        cls, work: Work, scope: Scope, profile: Profile, mask: Mask, at: datetime, waiting: list[Newcomer], topic: Topic
    ) -> "_Run":
        """Read what the rules look at, within the transaction that will write."""
        rule = StormRule()
        first, last = waiting[0].published, waiting[-1].published
        board = work.grouping.board(scope, first - profile.repeat_window, waiting)
        pulse = work.grouping.pulse(scope, profile.timezone, first - rule.record, last)
        page = work.incidents.find(scope, IncidentQuery(storm=True, limit=200))
        storms = {each.theme: each for each in page.incidents if each.storm_ended is None}
        return cls(work, scope, mask, at, board, pulse, storms, rule, profile, topic)

    def incident(self, incident_id: int) -> Incident:
        """As it is now, this batch's changes included; without its posts."""
        if incident_id not in self.seen:
            self.seen[incident_id] = self.work.incidents.brief(self.scope, incident_id)
        return self.seen[incident_id]

    def keep(self, incident: Incident, *steps: Step) -> Incident:
        """Remember a change, to be saved at the end."""
        self.seen[incident.id] = incident
        self.changed.add(incident.id)
        self.steps += steps
        return incident

    def place(self, post: Newcomer, verdict: Verdict) -> None:
        """Put one post where it goes, and see whether its theme storms."""
        known = self.board.by_post.get(post.post_id)
        if known:
            self.refresh(self.incident(self.board.now(known.incident_id)), post)
            return
        self.calm(post)
        storm = self.storm_of(post)
        if verdict.incident_id:
            self.join(post, verdict.incident_id, verdict.reason)
            if storm and storm.theme is post.theme:
                self.draw_in(verdict.incident_id, storm)
        elif storm:
            self.join(post, storm.id, Reason("storm"))
        else:
            self.open(post, verdict)
        found = surge(self.pulse, post.theme, post.published, self.rule)
        if found and post.theme not in self.storms and found.count > self.failed.get(post.theme, 0):
            self.gather(found)

    def join(self, post: Newcomer, incident_id: int, reason: Reason) -> None:
        """One more post of a known incident, which may rise, become a risk, or be opened again."""
        found = self.incident(incident_id)
        member = Member(post.post_id, self.at, reason)
        self.members.append((found.id, member))
        self.board.add(trace_of(post, found.id))
        told = {"post": post.post_id, "rule": reason.code}
        again = reopened(found, post, self.scope.who, self.at)
        latest = max(post.published, found.latest_at or post.published)
        grown = replace(again[0] if again else found, latest_at=latest)
        steps = [Step(self.at, self.scope.who, "join", "", "", "", told, found.id), *(again[1:] if again else ())]
        self.refresh(self.keep(grown, *steps), post)

    def refresh(self, incident: Incident, post: Newcomer) -> None:
        """The level of its most dangerous post, and the nature that goes with it."""
        who = self.scope.who
        level = max(incident.level, post.level, key=lambda each: each.rank)
        if worse := levelled(incident, level, who, self.at):
            incident = self.keep(*worse)
        storms = incident.storm and incident.storm_ended is None
        nature = nature_of(Seen(post.level, post.said, storms))
        if risk := promoted(incident, nature, who, self.at):
            self.keep(*risk)

    def open(self, post: Newcomer, verdict: Verdict) -> None:
        """A new incident; if an older one is much like it, a person is asked whether they are one."""
        member = Member(post.post_id, self.at, verdict.reason)
        fresh = replace(opened([post], self.at, self.mask), topic=topic_of(self.topic, post.text, post.theme))
        ready, events = prepared(self.work, self.scope, self.profile, fresh, post.text, self.at, memo=self.memo)
        made = self.work.incidents.add(self.scope, ready)
        self.clocks.append((made.id, events))
        self.members.append((made.id, member))
        self.steps.append(opening_step(made, self.scope.who, self.at, post=post.post_id))
        self.board.add(trace_of(post, made.id))
        for other, points, reason in verdict.asked:
            self.asked.append(Proposal(made.id, other, round(points, 2), reason, self.at))

    def calm(self, post: Newcomer) -> None:
        """End the storm of this theme if it is over by now."""
        storm = self.storms.get(post.theme)
        if storm is None:
            return
        posts = self.board.by_incident.get(storm.id, [])
        began = min((trace.published for trace in posts), default=storm.opened_at)
        if over(self.pulse, post.theme, post.published, began, self.rule):
            ended = replace(self.incident(storm.id), storm_ended=post.published)
            self.keep(ended, Step(self.at, self.scope.who, "calm", incident_id=storm.id))
            del self.storms[post.theme]

    def storm_of(self, post: Newcomer) -> Incident | None:
        """A storm that the post speaks of and was not kept apart from. The model may well take "the radiators are icy"
        for another theme: then the words must say more."""
        for theme, storm in self.storms.items():
            posts = self.board.by_incident.get(storm.id, [])[-RECENT:]
            enough = ENOUGH if theme is post.theme else SURE
            if self.board.free(post.post_id, storm.id) and fits(post, self.telling_of(storm.id, posts), enough):
                return storm
        return None

    def telling_of(self, storm_id: int, posts: Sequence[Trace]) -> dict[str, float]:
        """The telling words of a storm, reckoned anew only when it has grown."""
        known = len(self.board.by_incident.get(storm_id, ()))
        if self.words.get(storm_id, (0, {}))[0] != known:
            self.words[storm_id] = known, telling(posts, self.board)
        return self.words[storm_id][1]

    def draw_in(self, incident_id: int, storm: Incident) -> None:
        """What began beside a storm and turns out to speak of it goes over to it, if nobody has touched it yet."""
        if storm.id == incident_id or not self.fresh({incident_id}):
            return
        self.flush()
        if not self.kept_apart(incident_id, storm.id):
            self.absorb(incident_id, storm.id)
            self.refresh_storm(storm.id)

    def gather(self, found: Surge) -> None:
        """Let a storm begin: the largest fresh incident of the theme takes in those that speak of the same."""
        recent = [
            trace for trace in self.board.by_theme.get(found.theme, ()) if found.since < trace.published <= found.at
        ]
        texts = [self.incident(self.board.now(trace.incident_id)).title for trace in recent]
        same = of_one_thing(recent, subjects_of(self.topic, texts, found.theme), self.board)
        self.failed[found.theme] = found.count
        if len(same) < self.rule.same:
            return
        wanted = [
            each
            for each in self.fresh({self.board.now(trace.incident_id) for trace in same})
            if each.theme is found.theme
        ]
        if not wanted:
            return
        core = max(wanted, key=lambda each: (len(self.board.by_incident.get(each.id, ())), -each.id))
        self.flush()
        for other in wanted:
            if other.id != core.id and not self.kept_apart(core.id, other.id):
                self.absorb(other.id, core.id)
        storm = replace(self.incident(core.id), storm=True)
        self.storms[found.theme] = self.keep(storm, self.storm_step(core.id, found))
        self.refresh_storm(core.id)

    def fresh(self, ids: set[int]) -> list[Incident]:
        """Those that nobody has touched yet."""
        return [each for each in map(self.incident, sorted(ids)) if untouched(each)]

    def kept_apart(self, one: int, other: int) -> bool:
        """Whether a person said that these are two."""
        posts = {each: {trace.post_id for trace in self.board.by_incident.get(each, ())} for each in (one, other)}
        pairs = ((one, other), (other, one))
        return any(posts[b] & set(self.work.proposals.kept_apart(self.scope, a)) for a, b in pairs)

    def absorb(self, one: int, core: int) -> None:
        """Merge one into the storm, all changes saved before; as every merge it can be undone."""
        emptied, into = (self.work.incidents.get(self.scope, each) for each in (one, core))
        joined(self.work, self.scope, self.profile, emptied, into, self.at, "всплеск темы")
        for each in (one, core):
            self.seen.pop(each, None)
        self.board.move(one, core)

    def storm_step(self, incident_id: int, found: Surge) -> Step:
        """The line that says when and of how much the storm was made."""
        return Step(self.at, self.scope.who, "storm", "", "", "", found.told, incident_id)

    def refresh_storm(self, incident_id: int) -> None:
        """A storm is a risk, unless all its posts are lawful calls to complain (59-ФЗ, art. 6)."""
        storm = self.incident(incident_id)
        if storm.nature is Nature.RISK:
            return
        cards = self.work.incidents.cards(self.scope, incident_id)
        grave = any(nature_of(Seen(card.risk.level, card.assessment, storm=True)) is Nature.RISK for card in cards)
        if grave and (risk := promoted(storm, Nature.RISK, self.scope.who, self.at)):
            self.keep(*risk)

    def flush(self) -> None:
        """Save what was changed so far."""
        self.work.incidents.put_all(self.scope, self.members)
        self.members = []
        self.work.clocks.begin(self.scope, self.clocks)
        self.clocks = []
        changed = {number: self.seen[number] for number in self.changed}
        self.seen |= follow_all(self.work, self.scope, self.profile, changed, self.steps)
        for number in sorted(self.changed):
            self.seen[number] = self.work.incidents.save(self.scope, self.seen[number])
        self.work.incidents.record(self.scope, self.steps)
        self.changed, self.steps = set(), []

    def end(self) -> None:
        """Save all, and ask what is to be asked of incidents that still have their posts."""
        self.flush()
        now = self.board.now
        asked = [replace(each, incident_id=now(each.incident_id), other_id=now(each.other_id)) for each in self.asked]
        self.work.proposals.put(self.scope, [each for each in asked if each.incident_id != each.other_id])
