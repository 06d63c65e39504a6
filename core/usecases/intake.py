"""Register what came by another channel. The gist is masked; nobody's name is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.errors import BadInput
from core.houses import cleared
from core.incidents import (
    FIRST,
    Board,
    Incident,
    Intake,
    Nature,
    Newcomer,
    Proposal,
    Regime,
    Seen,
    likely,
    nature_of,
    trace_of,
)
from core.incidents.intake import check
from core.incidents.opening import opening_step, title_of
from core.labels import Assessment, Subject
from core.ports import Assessor, Ledger, Work
from core.posts import Platform, PostKey
from core.profile import Profile
from core.reasons import Reason
from core.risk import Signals, weigh
from core.routing import Whereabouts
from core.scope import Right, Scope
from core.usecases.opening import Topic, no_topic, prepared, topic_of
from core.usecases.timing import Memo

Mask = Callable[[str], str]


def intake(
    ledger: Ledger,
    scope: Scope,
    profile: Profile,
    assessor: Assessor,
    mask: Mask,
    given: Intake,
    at: datetime,
    where: Whereabouts | None = None,
    topic: Topic = no_topic,
    board: Board | None = None,
) -> Incident:
    """Register one; the model says theme and level where the officer names no theme. An appeal is always a matter; its
    number sets its registration. A like one that is open is proposed. `board`: what is known, where many are registered
    in turn; each is added to it. Raises BadInput that names the field."""
    scope.demand(Right.INTAKE)
    check(given, profile, at)
    ready = judged(profile, assessor, mask, [given], at, where, topic)[0]
    with ledger.begin() as work:
        free(work, scope, given)
        return registered(work, scope, profile, ready, at, board)


@dataclass(frozen=True, slots=True)
class Judged:
    """What came, what the model says of it, and the incident that it will be."""

    given: Intake
    said: Assessment
    fresh: Incident


def judged(
    profile: Profile,
    assessor: Assessor,
    mask: Mask,
    found: Sequence[Intake],
    at: datetime,
    where: Whereabouts | None = None,
    topic: Topic = no_topic,
) -> list[Judged]:
    """All of these assessed in one go, outside any transaction; the officer's theme stands before the model's."""
    told = assessor.assess([Subject(given.text) for given in found], why=False)
    known = where or Whereabouts(profile.territories)
    return [
        _judged(profile, mask, given, replace(said, theme=given.theme or said.theme), at, known, topic)
        for given, said in zip(found, told, strict=True)
    ]


def _judged(
    profile: Profile, mask: Mask, given: Intake, said: Assessment, at: datetime, where: Whereabouts, topic: Topic
) -> Judged:
    places = [given.place, *(each.text for each in said.places)]
    fresh = replace(
        _fresh(given, said, profile, mask, at),
        territory=given.territory or where.of(filter(None, places)),
        topic=topic_of(topic, given.text, said.theme),
    )
    return Judged(given, said, fresh)


def registered(
    work: Work,
    scope: Scope,
    profile: Profile,
    ready: Judged,
    at: datetime,
    board: Board | None,
    memo: Memo | None = None,
) -> Incident:
    """Keep one whose number is `free`."""
    given, said = ready.given, ready.said
    noted = (given.registered or at) if given.number.strip() else None
    placed, events = prepared(work, scope, profile, ready.fresh, given.text, given.received, noted, memo)
    if given.block:
        placed = replace(placed, block=given.block, recipient="")
    made = work.incidents.add(scope, placed)
    work.clocks.begin(scope, [(made.id, events)])
    told = {"channel": given.channel, "regime": given.regime}
    work.incidents.record(scope, [opening_step(made, scope.who, at, **told)])
    if given.regime is Regime.MESSAGE:
        work.proposals.put(scope, _like(work, scope, profile, made, said, at, board))
    return made


def free(work: Work, scope: Scope, given: Intake) -> None:
    """Raises BadInput for an appeal whose number another one bears."""
    if given.regime is Regime.APPEAL and given.number.strip():
        unused(work, scope, given.number.strip())


def unused(work: Work, scope: Scope, number: str) -> None:
    """Raises BadInput for the registration number of another appeal; which one is told to who may read it."""
    other = work.incidents.numbered(scope, number)
    if other is None:
        return
    may_read = Right.READ_INCIDENTS in scope.rights and work.incidents.briefs(scope, [other])
    which = f": инцидент {other}" if may_read else ""
    raise BadInput(f"поле «number»: обращение с номером «{number}» уже внесено{which}")


def _fresh(given: Intake, said: Assessment, profile: Profile, mask: Mask, at: datetime) -> Incident:
    level = weigh(said, Signals(), profile).level
    nature = Nature.MATTER if given.regime is Regime.APPEAL else nature_of(Seen(level, said))
    return Incident(
        0,
        nature,
        FIRST[nature],
        said.theme,
        given.received,
        at,
        regime=given.regime,
        channel=given.channel,
        level=level,
        title=title_of(given.text, mask),
        place=cleared(given.place, mask) or next((each.text for each in said.places), ""),
        number=given.number.strip(),
        applicant=given.applicant,
        text=mask(given.text),
        by_hand=True,
        latest_at=given.received,
    )


def _like(
    work: Work, scope: Scope, profile: Profile, made: Incident, said: Assessment, at: datetime, known: Board | None
) -> list[Proposal]:
    """Questions about open incidents that are much like it."""
    place, words = work.grouping.gist(scope, made.id)
    key = PostKey(Platform.FILE, "", f"incident {made.id}")
    came = made.latest_at or at
    post = Newcomer(-made.id, key, came, made.theme, made.level, said, made.block, place, words=words)
    board = known or work.grouping.board(scope, came - profile.repeat_window, [post])
    found = likely(post, board, profile.repeat_window, besides=made.id)
    if known:
        known.add(trace_of(post, made.id))
    scored = [(board.now(trace.incident_id), round(points, 2)) for trace, points in found]
    return [Proposal(made.id, other, points, Reason("alike", points), at) for other, points in scored]
