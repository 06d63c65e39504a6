"""Whatever befalls an incident, its clocks follow: properties over random lives."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import profiles
from core.deadlines import (
    Calendar,
    Clock,
    Event,
    Happening,
    Kind,
    Pause,
    State,
    Term,
    Unit,
    due,
    due_at,
    dues,
    notices,
    replay,
    state,
)
from core.deadlines.following import opened, stepped
from core.deadlines.regimes import OF_APPEAL, OF_MESSAGE
from core.errors import IllegalMove
from core.incidents import FIRST, NEXT, Incident, Nature, Regime, Status, Step
from core.labels import Theme
from core.risk import Level
from tests.unit.core.deadlines.made import MINUTE, calendars, moments, works

PROFILE = profiles.read(profiles.path_of("standard"))
START = datetime(2026, 12, 29, 7, tzinfo=UTC)
"""The turn of the year lies ahead, with its days off."""
HOUR = timedelta(hours=1)


@given(
    calendar=calendars(),
    start=moments(),
    cuts=st.tuples(works(3000), works(3000)),
    amount=st.integers(1, 30),
    unit=st.sampled_from([Unit.HOURS, Unit.WORKDAYS]),
)
def test_more_time_and_a_longer_pause_are_never_due_earlier(
    calendar: Calendar, start: datetime, cuts: tuple[timedelta, timedelta], amount: int, unit: Unit
) -> None:
    since = start + cuts[0]
    pause, longer = Pause(since, since + cuts[1]), Pause(since, since + cuts[1] + 90 * MINUTE)
    ends = due(Term(unit, amount), start, calendar, (pause,))
    assert due(Term(unit, amount), start, calendar) <= ends
    assert ends <= due(Term(unit, amount + 1), start, calendar, (pause,))
    assert ends <= due(Term(unit, amount), start, calendar, (longer,))


@given(
    calendar=calendars(),
    start=moments(),
    cut=works(3000),
    lasts=works(3000),
    more=works(3000),
    hours=st.integers(1, 30),
)
def test_a_pause_in_two_pieces_is_the_whole_pause(
    calendar: Calendar, start: datetime, cut: timedelta, lasts: timedelta, more: timedelta, hours: int
) -> None:
    since, middle = start + cut, start + cut + lasts
    pieces = (Pause(since, middle), Pause(middle, middle + more))
    whole = (Pause(since, middle + more),)
    assert due(Term(Unit.HOURS, hours), start, calendar, pieces) == due(Term(Unit.HOURS, hours), start, calendar, whole)


class Life:
    """An incident that goes through random steps, with its clocks."""

    def __init__(self, regime: Regime, nature: Nature, theme: Theme, number: str) -> None:
        self.one = Incident(
            1, nature, FIRST[nature], theme, START, START, regime=regime, number=number, level=Level.MEDIUM
        )  # fmt: skip
        self.at, self.merged = START, False
        self.events: list[Event] = list(opened(self.one, PROFILE, START))

    @property
    def clocks(self) -> dict[Kind, Clock]:
        return replay(self.events)

    def step(self, action: str, before: str, after: str) -> None:
        step = Step(self.at, "test", action, before, after, incident_id=1)
        self.events += stepped(self.one, step, self.clocks, PROFILE)

    def move(self, choice: int) -> None:
        may = sorted(NEXT[self.one.nature].get(self.one.status, ()))
        if may and not self.merged:
            to = may[choice % len(may)]
            before, self.one = self.one.status, replace(self.one, status=to)
            self.step("move", before, to)

    def merge(self, choice: int) -> None:
        self.merged = not self.merged
        self.step("merge" if self.merged else "unmerge", "", "2")

    def level(self, choice: int) -> None:
        if not self.merged:
            level = list(Level)[choice % 4]
            before, self.one = self.one.level, replace(self.one, level=level)
            self.step("level", before, level)

    def nature(self, choice: int) -> None:
        if self.one.regime is Regime.MESSAGE and not self.merged:
            nature = list(Nature)[choice % 2]
            before, self.one = self.one.nature, replace(self.one, nature=nature, status=FIRST[nature])
            self.step("nature", before, nature)

    def pause(self, choice: int) -> None:
        for kind, clock in self.clocks.items():
            happening = Happening.RESUMED if clock.paused else Happening.PAUSED
            if not clock.ended and clock.term.unit is not Unit.DAYS:
                self.events.append(Event(kind, happening, self.at))

    def remind(self, choice: int) -> None:
        self.events += notices(list(self.clocks.values()), PROFILE.calendar, self.at)


ACTS = ("move", "move", "move", "merge", "level", "nature", "pause", "remind")
LIVES = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11), st.integers(0, 72)), max_size=14)
BEGINS = st.tuples(
    st.sampled_from(list(Regime)), st.sampled_from([Theme.ROADS, Theme.HEALTH]), st.sampled_from(["", "7/26"])
)


def lived(begins: tuple[Regime, Theme, str], acts: list[tuple[str, int, int]]) -> Life:
    regime, theme, number = begins
    life = Life(regime, Nature.MATTER, theme, number)
    for act, choice, hours in acts:
        life.at += hours * HOUR
        getattr(life, act)(choice)
    return life


@settings(deadline=None, max_examples=60)
@given(begins=BEGINS, acts=LIVES)
def test_clocks_follow_any_life_without_a_refusal_and_within_their_regime(
    begins: tuple[Regime, Theme, str], acts: list[tuple[str, int, int]]
) -> None:
    life = lived(begins, acts)
    assert set(life.clocks) <= (OF_APPEAL if begins[0] is Regime.APPEAL else OF_MESSAGE)
    if life.merged or life.one.status in (Status.REJECTED, Status.WORKED_OFF):
        assert all(clock.ended for clock in life.clocks.values())


@settings(deadline=None, max_examples=60)
@given(begins=BEGINS, acts=LIVES, hours=st.integers(0, 200))
def test_an_undone_merge_has_its_clocks_as_if_it_had_never_been(
    begins: tuple[Regime, Theme, str], acts: list[tuple[str, int, int]], hours: int
) -> None:
    life = lived(begins, acts)
    if life.merged:
        life.merge(0)
    before = life.clocks
    life.at += MINUTE
    life.merge(0)
    life.at += hours * HOUR
    life.merge(0)
    assert life.clocks == before


@settings(deadline=None, max_examples=60)
@given(begins=BEGINS, acts=LIVES, later=st.integers(0, 24 * 45))
def test_what_is_kept_for_lists_says_what_the_clocks_say(
    begins: tuple[Regime, Theme, str], acts: list[tuple[str, int, int]], later: int
) -> None:
    life = lived(begins, acts)
    clocks, now = list(life.clocks.values()), life.at + later * HOUR
    kept, stands = dues(clocks, PROFILE.calendar), {state(clock, PROFILE.calendar, now) for clock in clocks}
    overdue = kept.due_at is not None and kept.due_at < now
    near = kept.warn_at is not None and kept.due_at is not None and kept.warn_at <= now <= kept.due_at
    assert overdue == (State.OVERDUE in stands)
    assert near == (State.WARN in stands and not overdue)
    said = bool(notices(clocks, PROFILE.calendar, now))
    assert not said or (kept.notice_at is not None and kept.notice_at <= now)
    assert said or kept.notice_at is None or kept.notice_at >= now


@settings(deadline=None, max_examples=40)
@given(begins=BEGINS, acts=LIVES)
def test_each_clock_is_spoken_of_twice_at_most_and_then_nothing_waits(
    begins: tuple[Regime, Theme, str], acts: list[tuple[str, int, int]]
) -> None:
    life = lived(begins, acts)
    said = 0
    while (at := dues(life.clocks.values(), PROFILE.calendar).notice_at) is not None:
        life.at, known = max(at, life.at) + timedelta(seconds=1), len(life.events)
        life.remind(0)
        said += 1
        assert len(life.events) > known, "what waits to be said is said"
        assert said <= 2 * len(Kind)
    counts = Counter((event.kind, event.happening) for event in notices(
        list(life.clocks.values()), PROFILE.calendar, life.at + timedelta(days=400)
    ))  # fmt: skip
    assert not counts


@settings(deadline=None, max_examples=40)
@given(begins=BEGINS, acts=LIVES, back=st.integers(0, 400))
def test_the_past_is_told_as_it_was(
    begins: tuple[Regime, Theme, str], acts: list[tuple[str, int, int]], back: int
) -> None:
    """As of a moment the clocks are those of a life that ended there."""
    life = lived(begins, acts)
    moment = life.at - back * HOUR
    early = [event for event in life.events if event.at <= moment]
    assert replay(life.events, moment) == replay(early)
    for clock in replay(early).values():
        assert due_at(clock, PROFILE.calendar, moment) >= clock.started


def test_only_a_stopped_clock_is_restored() -> None:
    begun = Event(Kind.FINAL, Happening.STARTED, START, term=Term(Unit.HOURS, 4))
    with pytest.raises(IllegalMove, match="не снят"):
        replay([begun, Event(Kind.FINAL, Happening.RESTORED, START)])


@pytest.mark.parametrize(
    ("before", "back", "kind"),
    [(Status.REJECTED, Status.REGISTERED, Kind.ANSWER), (Status.FORWARDED, Status.ROUTED, Kind.ANSWER)],
)
def test_an_appeal_that_comes_back_is_due_as_before(before: Status, back: Status, kind: Kind) -> None:
    """59-ФЗ knows no new term for it."""
    life = Life(Regime.APPEAL, Nature.MATTER, Theme.HEALTH, "7/26")
    ends = due_at(life.clocks[kind], PROFILE.calendar, START)
    for was, to in ((Status.REGISTERED, before), (before, back)):
        life.at += 30 * HOUR
        life.one = replace(life.one, status=to)
        life.step("move", was, to)
    assert not life.clocks[kind].ended
    assert due_at(life.clocks[kind], PROFILE.calendar, life.at) == ends


def test_a_higher_level_hastens_from_now_and_a_lower_one_gives_no_time() -> None:
    life = Life(Regime.MESSAGE, Nature.MATTER, Theme.HEALTH, "")
    long = due_at(life.clocks[Kind.REACTION], PROFILE.calendar, START)
    life.level(2)
    short = due_at(life.clocks[Kind.REACTION], PROFILE.calendar, START)
    life.level(0)
    assert short < long
    assert due_at(life.clocks[Kind.REACTION], PROFILE.calendar, START) == short
