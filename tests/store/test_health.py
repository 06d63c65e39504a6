"""What the stored posts tell of their sources, on both databases."""

from datetime import timedelta

import pytest

from core import planning, usecases
from core.errors import Denied, Gone, Transient
from core.flags import Decision, FlagQuery, Review
from core.ports import Batch, Refusal
from core.posts import Source, SourceKey, SourceState, Visits
from core.scope import Scope
from store.ledger import Store
from tests.conftest import NOW
from tests.made import comment, post
from tests.unit.api.conftest import PROFILE, Model

KEY = SourceKey(post().key.platform, "wall")
HOUR, LEAST = timedelta(hours=1), timedelta(minutes=5)


@pytest.fixture
def wall(store: Store, scope: Scope) -> Store:
    """A wall added two hours ago: history, three posts since, one of them dangerous and with a comment."""
    at = NOW - 2 * HOUR
    with store.begin() as work:
        usecases.add_source(work, scope, Source(KEY), at)
        seen = [
            post(1, "старое", published=NOW - 400 * 24 * HOUR, seen=at),
            post(2, "опасно собаки", published=at + HOUR / 2, seen=at + HOUR),
            post(3, "яма", published=at + HOUR, seen=at + HOUR + LEAST),
            comment(4, 2, "опасно и у нас", published=at + HOUR, seen=at + 1.5 * HOUR),
        ]
        usecases.take(work, scope, KEY, Batch(tuple(seen), {}, gaps=3, backfilled=2), NOW)
        usecases.take(work, scope, KEY, Batch((), {}, gaps=1), NOW)
    usecases.assess(store, scope, Model(), NOW)
    usecases.flag(store, scope, PROFILE, NOW)
    return store


def test_habit_lag_and_gaps_are_counted_and_history_is_no_lag(wall: Store, scope: Scope) -> None:
    with wall.read() as work:
        habit = work.health.habit(scope, KEY, NOW)
        found = usecases.examine(work, scope, NOW)[0]
    assert (habit.day, habit.week, habit.last_at) == (3, 3, NOW - HOUR)
    assert (found.lag.posts, found.lag.p50, found.lag.p95) == (3, HOUR / 2, HOUR / 2)
    assert (found.source.gaps, found.source.backfilled) == (4, 2)
    assert found.last_post_at == NOW - HOUR


def test_roots_under_open_and_confirmed_cards_are_watched_and_rejected_ones_are_not(wall: Store, scope: Scope) -> None:
    with wall.read() as work:
        assert set(work.health.watched(scope, KEY, NOW)) == {"1", "2", "3"}
        assert work.health.watched(scope, KEY, NOW + timedelta(days=8)) == ()
        cards = work.flags.find(scope, FlagQuery()).flags
    with wall.begin() as work:
        for card in cards:
            decision = Decision.CONFIRM if card.post.key.message == "4" else Decision.REJECT
            usecases.review(work, scope, PROFILE, Review(card.id, "x", decision, NOW, "нет"), card.revision)
        assert work.health.watched(scope, KEY, NOW) == ("2",)


def test_a_visit_that_went_well_is_planned_by_habit_and_a_refusal_by_backoff(wall: Store, scope: Scope) -> None:
    with wall.begin() as work:
        planned = usecases.plan(work, scope, KEY, 1, planning.Quota(5000, 5000), LEAST, NOW)
        assert planned.visits.next_at == NOW + LEAST
        usecases.refuse(work, scope, KEY, Transient("ждём", 3 * HOUR), LEAST, NOW, 0)
        slowed = work.sources.get(scope, KEY)
        assert (slowed.state, slowed.visits.next_at, slowed.visits.failures) == (SourceState.SLOWED, NOW + 3 * HOUR, 1)
        usecases.refuse(work, scope, KEY, Gone("сообщество удалено"), LEAST, NOW, 0)
        assert work.sources.get(scope, KEY).state is SourceState.GONE
        usecases.refuse(work, scope, KEY, Denied("закрыто"), LEAST, NOW, 0)
        resumed = usecases.resume(work, scope, KEY, NOW)
        assert (resumed.state, resumed.reason, resumed.visits.next_at) == (SourceState.ACTIVE, "", None)
        assert work.sources.get(scope, KEY) == resumed


def test_what_is_older_than_its_term_is_counted(wall: Store, scope: Scope) -> None:
    with wall.read() as work:
        assert work.health.older(scope, [(KEY, NOW - 365 * 24 * HOUR)]) == {KEY: 1}
        assert work.health.older(scope, [(KEY, NOW - 3650 * 24 * HOUR)]) == {}


def test_a_sources_plan_and_ground_survive_the_store(store: Store, scope: Scope) -> None:
    visits = Visits(NOW, LEAST, 0.5, 2.5, 3)
    source = Source(KEY, "Стена", added_at=NOW, basis="соглашение", keep_days=30, visits=visits, gaps=2, backfilled=1)
    with store.begin() as work:
        work.sources.add(scope, source)
        assert work.sources.get(scope, KEY) == source


def test_a_source_without_posts_disappears_and_one_with_posts_stays_removed(wall: Store, scope: Scope) -> None:
    empty = SourceKey(KEY.platform, "oshibka")
    with wall.begin() as work:
        usecases.add_source(work, scope, Source(empty), NOW)
        work.quarantine.put(scope, empty, [Refusal("нет такой страницы")], NOW)
        assert usecases.remove(work, scope, empty, NOW)
        assert not usecases.remove(work, scope, KEY, NOW)
    with wall.read() as work:
        known = {each.key: each for each in work.sources.list(scope)}
        assert (known.keys(), known[KEY].state, work.quarantine.list(scope)) == ({KEY}, SourceState.REMOVED, [])
        assert work.health.habit(scope, KEY, NOW).week == 3


def test_a_removed_source_is_read_again_once_it_is_added_or_resumed(wall: Store, scope: Scope) -> None:
    for back in (usecases.resume, lambda *given: usecases.add_source(*given[:2], Source(given[2]), given[3])):
        with wall.begin() as work:
            usecases.remove(work, scope, KEY, NOW)
            assert back(work, scope, KEY, NOW).state is SourceState.ACTIVE
