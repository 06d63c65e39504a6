"""States move by a table, lag is what posts took, silence is judged by a source's own habit."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import health, retention
from core.errors import BadInput, Denied, Gone, IllegalMove, Transient
from core.health import MOVES, Event, Sightings
from core.posts import Platform, Source, SourceKey, SourceState
from tests.conftest import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WALL = Source(SourceKey(Platform.VK, "wall"), added_at=NOW - 30 * DAY)


def in_state(state: SourceState, reason: str = "") -> Source:
    return Source(WALL.key, state=state, reason=reason)


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(SourceState)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Transient("ждём"), SourceState.SLOWED),
        (Denied("закрыто"), SourceState.DENIED),
        (Gone("удалено"), SourceState.GONE),
    ],
)
def test_an_error_moves_a_source_and_leaves_its_reason(error: Transient | Denied, state: SourceState) -> None:
    moved = health.move(WALL, health.event_of(error), str(error))
    assert (moved.state, moved.reason) == (state, str(error))
    read = health.move(moved, Event.READ)
    assert (read.state, read.reason) == (SourceState.ACTIVE, "")


@pytest.mark.parametrize("state", [SourceState.DENIED, SourceState.GONE])
def test_passing_trouble_does_not_wake_a_stopped_source_nor_hide_why_it_stopped(state: SourceState) -> None:
    moved = health.move(in_state(state, "сообщество закрыто"), Event.REFUSED, "нет связи")
    assert (moved.state, moved.reason) == (state, "сообщество закрыто")


def test_a_source_that_files_feed_is_not_read() -> None:
    with pytest.raises(IllegalMove):
        health.move(in_state(SourceState.RECORDED), Event.READ)
    assert health.move(in_state(SourceState.RECORDED), Event.RESUMED).state is SourceState.ACTIVE


def weekdays(weeks: int, hours: tuple[int, ...] = (9, 12, 15)) -> list[datetime]:
    """Posts of an office: three a working day. NOW is a Friday."""
    days = [NOW.replace(hour=0) - number * DAY for number in range(7 * weeks)]
    return [day + hour * HOUR for day in days if day.weekday() < 5 for hour in hours]


def test_a_weekend_is_no_silence_for_an_office_and_a_working_day_without_a_word_is() -> None:
    published = weekdays(4)
    last = max(published)
    assert health.silence(published, last + timedelta(days=2, hours=18)) is None
    assert health.silence(published, last + timedelta(days=5)) == timedelta(days=5)


def test_a_lively_chat_is_silent_after_hours_and_a_single_holiday_teaches_nothing() -> None:
    lively = [NOW - minute * timedelta(minutes=20) for minute in range(60)]
    assert health.silence(lively, NOW + 5 * HOUR) is None
    assert health.silence(lively, NOW + 7 * HOUR) == 7 * HOUR
    holiday = [*lively, *(each - 10 * DAY for each in lively)]
    assert health.silence(holiday, NOW + 7 * HOUR) == 7 * HOUR


@given(st.lists(st.integers(0, 10_000), max_size=10))
def test_few_posts_are_no_habit(minutes: list[int]) -> None:
    assert health.silence([NOW - timedelta(minutes=each) for each in minutes], NOW + 90 * DAY) is None


@given(st.lists(st.integers(-100, 100_000), min_size=1))
def test_lag_is_the_median_and_what_19_of_20_do_not_exceed(seconds: list[int]) -> None:
    found = health.lag([timedelta(seconds=each) for each in seconds])
    kept = sorted(max(each, 0) for each in seconds)
    assert found.p50 is not None
    assert found.p95 is not None
    assert sum(each <= found.p95.total_seconds() for each in kept) >= 0.95 * len(kept)
    assert found.p50 <= found.p95
    assert found.p50.total_seconds() in kept


def test_a_healthy_source_needs_nobody_and_an_ailing_one_does() -> None:
    fine = health.examine(WALL, Sightings((NOW,), (HOUR,)), NOW)
    assert (fine.ails, fine.lag.p95, fine.last_post_at) == (False, HOUR, NOW)
    assert health.examine(in_state(SourceState.GONE), Sightings(), NOW).ails
    assert health.examine(WALL, Sightings(weekdays(4)), NOW + 9 * DAY).ails
    assert not health.examine(in_state(SourceState.RECORDED), Sightings(weekdays(4)), NOW + 9 * DAY).ails


def test_a_source_is_founded_by_its_platforms_usual_words_or_by_ones_own() -> None:
    usual = retention.founded(WALL)
    assert (usual.basis, usual.keep_days) == (retention.BASIS[Platform.VK], 365)
    own = retention.founded(Source(WALL.key, basis=" Соглашение \n№ 5 ", keep_days=30))
    assert (own.basis, retention.cutoff(own, NOW)) == ("Соглашение № 5", NOW - 30 * DAY)
    for wrong in (Source(WALL.key, basis="а" * 501), Source(WALL.key, keep_days=0), Source(WALL.key, keep_days=4000)):
        with pytest.raises(BadInput):
            retention.founded(wrong)


@pytest.mark.parametrize("event", [Event.READ, Event.REFUSED, Event.DENIED, Event.GONE])
def test_a_reading_that_ends_after_its_source_was_removed_does_not_wake_it(event: Event) -> None:
    removed = health.move(WALL, Event.REMOVED)
    assert health.move(removed, event, "поздно").state is SourceState.REMOVED
    assert health.move(removed, Event.RESUMED).state is SourceState.ACTIVE
    assert not health.examine(removed, Sightings([NOW - DAY * each for each in range(100, 130)]), NOW).ails


def test_what_is_no_move_is_said_in_words_not_in_codes() -> None:
    with pytest.raises(IllegalMove, match="не опрашивается: снять его нельзя"):
        health.move(in_state(SourceState.RECORDED), Event.REMOVED)


@given(st.lists(st.integers(0, 60 * 24 * 40), min_size=health.A_FEW, max_size=60), st.integers(0, 60 * 24 * 9))
def test_a_source_that_is_not_silent_by_its_newest_posts_is_not_silent_by_all(ago: list[int], since: int) -> None:
    published = sorted((NOW - timedelta(minutes=each) for each in ago), reverse=True)
    now = NOW + timedelta(minutes=since)
    if health.silence(published[: health.A_FEW], now) is None:
        assert health.silence(published, now) is None
