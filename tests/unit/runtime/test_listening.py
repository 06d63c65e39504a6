"""Listening to our own communities while the service runs: an event makes a wall due, in one process of all."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from collectors.lease import StoredLease
from core import hinting, usecases
from core.errors import Transient
from core.posts import Platform, Source, SourceKey, SourceState, Visits
from runtime import listening
from runtime.settings import Settings
from runtime.wiring import House, open_house
from tests.peers.vk import Vk
from tests.peers.vk_boards import Events, add_events

SELO, HOUR = SourceKey(Platform.VK, "Selo"), timedelta(hours=1)


@pytest.fixture
def vk() -> Iterator[Vk]:
    with Vk() as vk:
        yield vk


@pytest.fixture
def events(vk: Vk) -> Events:
    vk.wall("Selo")
    vk.wall("selo")
    return add_events(vk)


@pytest.fixture
def house(vk: Vk, tmp_path: Path, installed: dict[str, str]) -> Iterator[House]:
    """A wall that was read and is not due for hours."""
    given = {"vk_url": vk.url, "vk_rate": 20, "vk_community_tokens": "Selo=community-t", "vk_token": "t"}
    made = open_house(Settings(home=tmp_path, **given, **installed), doing="mcu serve")  # type: ignore[arg-type]
    with made.store.begin() as work:
        usecases.add_source(work, made.scope, Source(SELO), made.clock.now())
    plan(made, Visits(made.clock.now() + 5 * HOUR))
    yield made
    made.store.close()


def plan(house: House, visits: Visits, state: SourceState = SourceState.ACTIVE) -> None:
    with house.store.begin() as work:
        work.sources.save(house.scope, Source(SELO, state=state, visits=visits, added_at=house.clock.now()))


def due(house: House) -> bool:
    with house.store.read() as work:
        planned = work.sources.get(house.scope, SELO).visits.next_at
    return planned is not None and planned <= house.clock.now()


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)


def leases(house: House) -> list[str]:
    with house.store.read() as work:
        return [each.name for each in work.leases.list(house.scope)]


def test_an_event_makes_the_wall_due(house: House, vk: Vk, events: Events) -> None:
    with listening.to_events(house, idle=0.05):
        until(lambda: vk.called("groups.getLongPollServer") >= 3)
        assert not due(house)
        events.happen("wall_reply_new", id=7, post_id=3)
        until(lambda: due(house))
    until(lambda: not leases(house))


def test_what_concerns_no_post_hastens_nothing(house: House, vk: Vk, events: Events) -> None:
    with listening.to_events(house, idle=0.05):
        until(lambda: events.keys >= 2)
        events.happen("group_join", user_id=1)
        asked = events.keys
        until(lambda: events.keys >= asked + 3)
        assert not due(house)


def test_of_two_processes_one_listens(house: House, vk: Vk, events: Events) -> None:
    other = StoredLease(house.store, house.scope, "mcu worker", patient=False)
    ended = threading.Event()
    listener = listening.Listener(house, "selo", "community-t", ended, idle=0.05)
    with other.hold("vk-events:selo"):
        assert listener._tried() == pytest.approx(timedelta(minutes=1), abs=timedelta(seconds=1))
        assert events.keys == 0
    thread = threading.Thread(target=listener.run)
    thread.start()
    until(lambda: events.keys)
    with pytest.raises(Transient, match="работает mcu serve"), other.hold("vk-events:selo"):
        pass
    ended.set()
    thread.join(10)


def test_trouble_is_waited_out_and_a_wall_that_is_not_read_is_not_listened_to(
    house: House, vk: Vk, events: Events
) -> None:
    listener = listening.Listener(house, "selo", "community-t", threading.Event())
    vk.fail("groups.getLongPollServer", 10)
    assert listener._tried() == listening.AGAIN
    vk.fail("groups.getLongPollServer", 15)
    assert listener._tried() == listening.LONG
    plan(house, Visits(), SourceState.DENIED)
    asked = len(vk.calls)
    assert listener._tried() == listening.LONG
    assert len(vk.calls) == asked


def test_a_hint_does_not_shorten_a_pause(house: House) -> None:
    later = house.clock.now() + HOUR
    plan(house, Visits(later, failures=1), SourceState.SLOWED)
    with house.store.begin() as work:
        assert hinting.hasten(work, house.scope, SELO, house.clock.now())
        assert work.sources.get(house.scope, SELO).visits.next_at == later
        assert not hinting.hasten(work, house.scope, SourceKey(Platform.VK, "nichego"), house.clock.now())
