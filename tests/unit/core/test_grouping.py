"""Splits and merges lose nothing; storms are told from accidents; natures follow their rules."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Conflict, IllegalMove
from core.incidents import (
    Answer,
    Board,
    Copy,
    Incident,
    Member,
    Nature,
    Newcomer,
    Pulse,
    Regime,
    Seen,
    Status,
    StormRule,
    Trace,
    curve,
    merged,
    most,
    nature_of,
    over,
    parted,
    place_of,
    renature,
    surge,
    taken_out,
    waits_since,
)
from core.incidents.gathering import of_one_thing
from core.incidents.storms import tail
from core.labels import Sign, Theme
from core.posts import Platform, PostKey
from core.reasons import Reason, say
from core.risk import Level
from tests.made import said

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
WINDOW = timedelta(days=30)
WHY = Reason("opened")


def incident(number: int, *posts: int, answers: int = 0) -> Incident:
    members = tuple(Member(post, AT, WHY) for post in posts)
    given_ = tuple(Answer(f"ответ {n}", ("vk",)) for n in range(answers))
    return Incident(
        number, Nature.MATTER, Status.REGISTERED, Theme.ROADS, AT, AT, members=members, answers=given_
    )  # fmt: skip


class World:
    """Incidents that are merged, parted and split at will, as the store would keep them."""

    def __init__(self, sizes: list[int]) -> None:
        posts = iter(range(1, 1000))
        self.all = {
            n: incident(n, *(next(posts) for _ in range(size)), answers=n % 3) for n, size in enumerate(sizes, 1)
        }

    def totals(self) -> tuple[Counter[int], Counter[str]]:
        posts = Counter(post for each in self.all.values() for post in each.post_ids)
        return posts, Counter(answer.text for each in self.all.values() for answer in each.answers)

    def merge(self, one: int, into: int) -> None:
        self.all[one], self.all[into], _ = merged(self.all[one], self.all[into], "user:olga", AT)

    def part(self, one: int) -> None:
        holder = self.all[one].merged_into or 0
        self.all[one], self.all[holder], _ = parted(self.all[one], self.all[holder], "user:olga", AT)

    def split(self, one: int, count: int) -> None:
        left, moved = taken_out(self.all[one], self.all[one].post_ids[:count], "user:olga", AT)
        number = max(self.all) + 1
        self.all[one], self.all[number] = left, replace(incident(number), members=moved)


ACTS = st.lists(
    st.tuples(st.sampled_from(["merge", "part", "split"]), st.integers(1, 8), st.integers(1, 8)), max_size=25
)


@given(sizes=st.lists(st.integers(1, 6), min_size=2, max_size=6), acts=ACTS)
def test_no_post_and_no_answer_is_lost_or_doubled_whatever_is_done(
    sizes: list[int], acts: list[tuple[str, int, int]]
) -> None:
    world = World(sizes)
    before = world.totals()
    for name, one, other in acts:
        if one not in world.all or (name == "merge" and other not in world.all):
            continue
        with suppress(Conflict, KeyError):
            world.part(one) if name == "part" else getattr(world, name)(one, other)
        assert world.totals() == before
        assert all(not each.members for each in world.all.values() if each.merged_into)


@given(sizes=st.lists(st.integers(1, 5), min_size=3, max_size=5))
def test_merges_undone_in_turn_restore_all_that_was(sizes: list[int]) -> None:
    world = World(sizes)
    before = dict(world.all)
    chain = sorted(world.all)
    for one, into in pairwise(chain):
        world.merge(one, into)
    for one in reversed(chain[:-1]):
        world.part(one)
    assert world.all == before


def test_an_inner_merge_is_undone_after_the_outer_one() -> None:
    world = World([1, 1, 1])
    world.merge(1, 2)
    world.merge(2, 3)
    with pytest.raises(Conflict, match="сначала верните"):
        world.part(1)


@pytest.mark.parametrize("posts", [[], [1, 2], [99]])
def test_a_split_needs_some_of_the_incidents_own_posts(posts: list[int]) -> None:
    with pytest.raises(Conflict):
        taken_out(incident(1, 1, 2), posts, "user:olga", AT)


def test_an_appeal_and_a_message_are_never_one() -> None:
    with pytest.raises(Conflict, match="59-ФЗ"):
        merged(incident(1, 1), replace(incident(2, 2), regime=Regime.APPEAL), "user:olga", AT)


def test_a_post_that_is_split_off_twice_waits_since_it_first_came() -> None:
    later = AT + timedelta(days=3)
    _, moved = taken_out(incident(1, 1, 2, 3), [2, 3], "user:olga", later)
    _, again = taken_out(replace(incident(2), members=moved), [3], "user:olga", later + timedelta(days=3))
    assert waits_since(again[0]) == AT


def test_what_would_bring_nothing_back_is_not_parted() -> None:
    left, moved = taken_out(incident(1, 1, 2), [2], "user:olga", AT)
    emptied, whole, _ = merged(replace(incident(2), members=moved), left, "user:olga", AT)
    assert whole == incident(1, 1, 2)
    with pytest.raises(Conflict, match="возвращать нечего"):
        parted(emptied, whole, "user:olga", AT)
    told = replace(emptied, text="яма у школы")
    assert parted(told, whole, "user:olga", AT)[0].merged_into is None


def test_what_was_split_off_an_appeal_comes_back_to_it_while_nobody_touched_it() -> None:
    appeal = replace(incident(1, 1, 2), regime=Regime.APPEAL)
    left, moved = taken_out(appeal, [2], "user:olga", AT)
    made = replace(incident(2), members=moved)
    _, whole, _ = merged(made, left, "user:olga", AT)
    assert whole.post_ids == appeal.post_ids
    later = AT + timedelta(minutes=1)
    led, answered, grown = (
        replace(made, status=Status.ROUTED),
        replace(made, answers=(Answer("ответ", ("vk",)),)),
        replace(made, members=(*moved, Member(9, AT, WHY))),
    )
    for one, into in ((led, left), (answered, left), (grown, left), (made, replace(left, moved_at=later))):
        with pytest.raises(Conflict, match="59-ФЗ"):
            merged(one, into, "user:olga", AT)


# Joining


def key(message: int) -> PostKey:
    return PostKey(Platform.VK, "wall", str(message))


def newcomer(number: int, **fields: object) -> Newcomer:
    made = Newcomer(number, key(number), AT, Theme.ROADS, Level.LOW, said(Theme.ROADS), "roads")
    return replace(made, **fields)


def board(*traces: Trace, apart: dict[int, frozenset[int]] | None = None) -> Board:
    made = Board(apart or {}, asked=frozenset({"яма", "колесо"}))
    for trace in traces:
        made.add(trace)
    return made


def trace(incident_id: int, number: int, **fields: object) -> Trace:
    return replace(Trace(incident_id, number, key(number), AT, Theme.ROADS), **fields)


def test_the_origin_counts_before_the_thread_and_the_thread_before_the_text() -> None:
    known = board(trace(1, 1), trace(2, 2), trace(3, 3))
    copies = [Copy(3, 0.9, "edited")]
    post = newcomer(9, origin=key(1), root=key(2), parent=key(2))
    assert place_of(post, known, copies, WINDOW).incident_id == 1
    assert place_of(replace(post, origin=None), known, copies, WINDOW).incident_id == 2
    verdict = place_of(newcomer(9), known, copies, WINDOW)
    assert (verdict.incident_id, verdict.reason.code) == (3, "copy")
    assert "0.9" in say(verdict.reason)


def test_an_answer_goes_with_what_it_answers_though_the_thread_is_anothers() -> None:
    known = board(trace(1, 1), trace(2, 5, root=key(1)))
    assert place_of(newcomer(9, root=key(1), parent=key(5)), known, (), WINDOW).incident_id == 2


def test_under_a_post_that_is_no_incident_comments_are_together_by_theme_first() -> None:
    known = board(trace(1, 5, root=key(1)), trace(2, 6, root=key(1), theme=Theme.HEALTH))
    assert place_of(newcomer(9, root=key(1)), known, (), WINDOW).incident_id == 1
    assert place_of(newcomer(9, root=key(1), theme=Theme.HEALTH), known, (), WINDOW).incident_id == 2
    assert place_of(newcomer(9, root=key(1), theme=Theme.WASTE), known, (), WINDOW).incident_id == 1
    assert place_of(newcomer(9, root=key(2)), known, (), WINDOW).incident_id is None


@pytest.mark.parametrize("fields", [{"origin": key(1)}, {"root": key(1), "parent": key(1)}, {}])
def test_what_a_person_kept_apart_neither_joins_nor_is_proposed(fields: dict[str, object]) -> None:
    known = board(trace(1, 1, place="мира 5"), apart={9: frozenset({1})})
    verdict = place_of(newcomer(9, place="мира 5", **fields), known, [Copy(1, 1.0, "same")], WINDOW)
    assert (verdict.incident_id, verdict.asked) == (None, ())


def test_the_same_address_is_asked_about_and_a_year_later_no_more() -> None:
    known = board(trace(1, 1, place="мира 5", words=frozenset({"яма", "мост"})))
    post = newcomer(9, place="мира 5", words=frozenset({"яма", "колесо"}))
    ((other, points, reason),) = place_of(post, known, (), WINDOW).asked
    assert other == 1
    assert 0.45 <= points <= 1.0
    assert "тот же вопрос" in say(reason)
    late = replace(post, published=AT + timedelta(days=365))
    assert place_of(late, known, (), WINDOW).asked == ()


# Storms

RULE = StormRule()


def pulse(*moments: datetime) -> Pulse:
    made = Pulse(ZoneInfo("Europe/Moscow"))
    for moment in moments:
        made.add(Theme.HOUSING, moment)
    return made


def weekly(count: int) -> list[datetime]:
    """So many posts at this hour of each of the eight weeks before, one of each other day."""
    here = [AT - timedelta(weeks=week, minutes=5 * n) for week in range(1, 9) for n in range(count)]
    return here + [AT - timedelta(days=day, hours=7) for day in range(1, 56)]


def burst(count: int) -> list[datetime]:
    return [AT - timedelta(minutes=5 * n) for n in range(count)]


@pytest.mark.parametrize(("usual", "now", "storm"), [(0, 5, False), (0, 6, True), (4, 10, False), (4, 30, True)])
def test_four_times_the_habit_of_the_hour_is_a_storm_and_a_few_posts_are_none(
    usual: int, now: int, storm: bool
) -> None:
    found = surge(pulse(*weekly(usual), *burst(now)), Theme.HOUSING, AT, RULE)
    assert (found is not None) is storm
    if found:
        assert (found.count, found.times >= 4) == (now, True)


def test_the_same_burst_at_another_hour_of_the_week_may_be_a_storm() -> None:
    usual = weekly(6)
    assert surge(pulse(*usual, *burst(8)), Theme.HOUSING, AT, RULE) is None
    night = AT + timedelta(hours=14)
    late = [night - timedelta(minutes=7 * n) for n in range(8)]
    assert surge(pulse(*usual, *late), Theme.HOUSING, night, RULE) is not None


def test_a_record_of_a_few_days_knows_no_habit_and_no_storm() -> None:
    young = [AT - timedelta(days=3)]
    assert surge(pulse(*young, *burst(30)), Theme.HOUSING, AT, RULE) is None
    assert surge(pulse(AT - timedelta(days=8), *burst(30)), Theme.HOUSING, AT, RULE) is not None


def test_a_storm_lasts_over_the_night_and_ends_after_a_quiet_day() -> None:
    known = pulse(*weekly(0), *burst(12))
    assert not over(known, Theme.HOUSING, AT + timedelta(hours=10), AT, RULE)
    assert over(known, Theme.HOUSING, AT + timedelta(hours=26), AT, RULE)


@pytest.mark.parametrize(("count", "mean", "chance"), [(0, 1.0, 1.0), (1, 1.0, 0.632), (6, 1.0, 0.0006), (3, 0.0, 0.0)])
def test_the_tail_of_a_poisson_law(count: int, mean: float, chance: float) -> None:
    assert tail(count, mean) == pytest.approx(chance, abs=5e-4)


def test_a_curve_shows_silent_hours_and_stays_short() -> None:
    points = curve([AT, AT + timedelta(minutes=10), AT + timedelta(hours=3)])
    assert [count for _, count in points] == [2, 0, 0, 1]
    long = curve([AT, AT + timedelta(days=400)])
    assert len(long) <= 501
    assert sum(count for _, count in long) == 2
    assert curve([]) == []
    assert most(["а", "б", "а", ""], 1) == {"а": 2}


# Natures


@pytest.mark.parametrize(
    ("seen", "nature"),
    [
        (Seen(Level.MEDIUM, said()), Nature.MATTER),
        (Seen(Level.HIGH, said()), Nature.RISK),
        (Seen(Level.LOW, said(signs={Sign.LIFE: 0.6})), Nature.RISK),
        (Seen(Level.LOW, said(signs={Sign.CROWD: 0.8})), Nature.RISK),
        (Seen(Level.LOW, storm=True), Nature.RISK),
        (Seen(Level.MEDIUM, said(signs={Sign.CROWD: 0.9}, lawful_call=True)), Nature.MATTER),
        (Seen(Level.HIGH, said(signs={Sign.LIFE: 0.9}, risk=3, risk_score=2.9, lawful_call=True)), Nature.RISK),
    ],
)
def test_danger_and_storms_are_risks_and_a_lawful_call_alone_is_a_matter(seen: Seen, nature: Nature) -> None:
    assert nature_of(seen) is nature


def test_a_nature_is_changed_with_a_reason_and_never_of_an_appeal() -> None:
    changed, step = renature(incident(1, 1), Nature.RISK, "user:olga", AT, "угроза жизни")
    assert (changed.status, changed.by_hand, step.action) == (Status.FOUND, True, "nature")
    for wrong, reason in ((incident(1, 1), " "), (replace(incident(1, 1), regime=Regime.APPEAL), "почему бы и нет")):
        with pytest.raises(IllegalMove):
            renature(wrong, Nature.RISK, "user:olga", AT, reason)


ALL_OTHER = ("иней", "мост", "сбой", "тишина", "зима", "весна")
TWO_ALIKE = ("иней мост", "иней мост", "сбой", "тишина", "зима", "весна")
GATHERED = {
    # six texts, their topics ("-" where none is known), which of them speak of one thing
    "words": (TWO_ALIKE, "------", {0, 1}),
    "topic": (ALL_OTHER, "tttt--", {0, 1, 2, 3}),
    "both": (TWO_ALIKE, "t-tt--", {0, 1, 2, 3}),
    "two things": (TWO_ALIKE, "--ttt-", {2, 3, 4}),
    "nothing": (ALL_OTHER, "------", set()),
}


@pytest.mark.parametrize(("texts", "topics", "wanted"), GATHERED.values(), ids=GATHERED)
def test_a_storm_may_begin_with_posts_that_share_words_or_a_topic(
    texts: tuple[str, ...], topics: str, wanted: set[int]
) -> None:
    board = Board()
    posts = [
        Trace(number, number, PostKey(Platform.VK, "s", str(number)), AT, Theme.HOUSING, words=frozenset(text.split()))
        for number, text in enumerate(texts)
    ]
    for post in posts:
        board.add(post)
    assert {post.post_id for post in of_one_thing(posts, [each.strip("-") for each in topics], board)} == wanted
