"""How sources fare that show posts kept under other keys, and what the page of many sources costs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from core import planning, usecases
from core.health import Lag
from core.ports import Batch
from core.posts import Platform, PostKey, Source, SourceKey, SourceState
from core.scope import Scope
from store.ledger import Store
from tests.conftest import NOW
from tests.made import post

HOUR, LEAST = timedelta(hours=1), timedelta(minutes=5)
PREVIEW, CHANNEL = SourceKey(Platform.PREVIEW, "novosti"), SourceKey(Platform.TELEGRAM, "novosti")
FILE = SourceKey(Platform.FILE, "/data/wall.jsonl")
SEARCH = SourceKey(Platform.VK, "search?q=нет воды")


def shown(number: int, key: SourceKey = CHANNEL, **fields: object) -> object:
    made = post(number, f"яма {number}", published=NOW - number * HOUR, seen=NOW - number * HOUR + LEAST)
    return replace(made, key=PostKey(key.platform, key.address, str(number)), **fields)  # type: ignore[arg-type]


def read(store: Store, scope: Scope, key: SourceKey, posts: list[object], at: object) -> None:
    with store.begin() as work:
        usecases.take(work, scope, key, Batch(tuple(posts), {}), at)  # type: ignore[arg-type]


@pytest.mark.parametrize("reader", [PREVIEW, FILE, SEARCH])
def test_a_source_that_shows_posts_of_others_has_its_own_lag_habit_and_silence(
    store: Store, scope: Scope, reader: SourceKey
) -> None:
    with store.begin() as work:
        usecases.add_source(work, scope, Source(reader), NOW - 30 * HOUR)
    for number in range(40, 0, -1):
        at = NOW - number * HOUR + (LEAST if number % 2 else 2 * LEAST)
        read(store, scope, reader, [shown(number)], at)
        read(store, scope, reader, [shown(number)], at + HOUR / 2)
    with store.read() as work:
        found = {each.source.key: each for each in usecases.examine(work, scope, NOW)}
        habit = work.health.habit(scope, reader, NOW)
        later = {each.source.key: each for each in usecases.examine(work, scope, NOW + 30 * HOUR)}
    fares = found[reader]
    assert (fares.lag.posts, fares.lag.p50, fares.lag.p95) == (29, LEAST, 2 * LEAST)
    assert (fares.last_post_at, fares.silent_for) == (NOW - HOUR, None)
    assert (habit.day, habit.week) == (23, 40)
    assert later[reader].silent_for == 31 * HOUR
    assert found[CHANNEL].source.state is SourceState.RECORDED
    assert found[CHANNEL].silent_for is None


def test_what_an_account_brought_first_is_still_what_the_preview_shows(store: Store, scope: Scope) -> None:
    with store.begin() as work:
        for key in (PREVIEW, CHANNEL):
            usecases.add_source(work, scope, Source(key), NOW - 30 * HOUR)
    read(store, scope, CHANNEL, [shown(3, seen=NOW - 3 * HOUR + LEAST)], NOW - 3 * HOUR + LEAST)
    read(store, scope, PREVIEW, [shown(3), shown(2)], NOW - HOUR)
    with store.read() as work:
        found = {each.source.key: each.lag for each in usecases.examine(work, scope, NOW)}
    assert (found[PREVIEW].p50, found[PREVIEW].p95) == (HOUR, 2 * HOUR)
    assert found[CHANNEL].posts == 2


def test_a_lively_preview_is_read_oftener_than_a_dead_one(store: Store, scope: Scope) -> None:
    dead = SourceKey(Platform.PREVIEW, "tishina")
    with store.begin() as work:
        for key in (PREVIEW, dead):
            usecases.add_source(work, scope, Source(key), NOW - 30 * HOUR)
    read(store, scope, PREVIEW, [shown(number) for number in range(1, 60)], NOW)
    quota = planning.Quota(10_000, 10_000)
    with store.begin() as work:
        lively, silent = (usecases.plan(work, scope, key, 1, quota, LEAST, NOW) for key in (PREVIEW, dead))
    assert lively.visits.interval
    assert silent.visits.interval
    assert lively.visits.interval < silent.visits.interval / 5


def test_a_file_is_looked_at_as_often_as_may_be(store: Store, scope: Scope) -> None:
    with store.begin() as work:
        usecases.add_source(work, scope, Source(FILE), NOW)
        planned = usecases.plan(work, scope, FILE, 0, None, LEAST, NOW)
    assert (planned.visits.next_at, planned.visits.failures) == (NOW + LEAST, 0)


LATE = (1, 26, 2000)
"""Hours after the last post: silence by the habit of an hour, of a day, of weeks."""


@pytest.mark.parametrize("hours", LATE)
def test_the_overview_says_of_each_source_what_the_page_of_sources_says(store: Store, scope: Scope, hours: int) -> None:
    """Of most it reads a few posts only."""
    paces = {"often": 1, "daily": 24, "seldom": 300, "never": 0, "stopped": 1}
    with store.begin() as work:
        for name in paces:
            for platform in (Platform.VK, Platform.PREVIEW):
                work.sources.add(scope, Source(SourceKey(platform, name), added_at=NOW))
    for name, pace in paces.items():
        told = [
            shown(n + 1, SourceKey(Platform.VK, name), published=NOW - pace * n * HOUR)
            for n in range(30 if pace else 0)
        ]
        read(store, scope, SourceKey(Platform.VK, name), told, NOW)
        shown_too = [replace(each, key=replace(each.key, platform=Platform.TELEGRAM)) for each in told]  # type: ignore[type-var]
        read(store, scope, SourceKey(Platform.PREVIEW, name), shown_too, NOW)
    with store.begin() as work:
        stopped = work.sources.get(scope, SourceKey(Platform.VK, "stopped"))
        work.sources.save(scope, replace(stopped, state=SourceState.DENIED, reason="закрыто"))
    with store.read() as work:
        at = NOW + hours * HOUR
        whole, brief = usecases.examine(work, scope, at), usecases.ailments(work, scope, at)
    assert [replace(each, lag=Lag()) for each in whole] == brief
    assert {each.silent_for is not None for each in brief} == {hours > 1, False}


@pytest.mark.parametrize("count", [3, 300])
def test_many_sources_cost_no_more_statements_than_a_few(
    store: Store, scope: Scope, engine: Engine, count: int
) -> None:
    keys = [SourceKey(Platform.VK if n % 3 else Platform.PREVIEW, f"selo{n}") for n in range(count)]
    with store.begin() as work:
        for key in keys:
            work.sources.add(scope, Source(key, added_at=NOW - 30 * HOUR))
    read(store, scope, keys[1], [shown(n, keys[1]) for n in range(1, 5)], NOW)
    said: list[str] = []

    def note(*given: object) -> None:
        said.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    with store.read() as work:
        found = usecases.examine(work, scope, NOW)
        asked = _selects(said)
        brief = usecases.ailments(work, scope, NOW)
    event.remove(engine, "before_cursor_execute", note)
    assert len(found) == len(brief) == count
    assert asked <= 2 + -(-count // 100)
    # Each kind of source is asked for by itself.
    assert _selects(said) - asked <= 2 + 2 * -(-count // 100)
    assert next(each for each in found if each.source.key == keys[1]).lag.posts == 4


def _selects(said: list[str]) -> int:
    return sum(each.lstrip().upper().startswith("SELECT") for each in said)
