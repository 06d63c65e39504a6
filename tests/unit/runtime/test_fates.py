"""Every trouble of VK and of Telegram, from the real client to the register: tried again, stopped, or put aside."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from telethon.tl import functions as f

from core import usecases
from core.addresses import parse
from core.budgets import standings
from core.posts import Source, SourceState
from runtime import flow
from runtime.flow import Taken
from runtime.settings import Settings
from runtime.wiring import House, open_house
from tests.peers.telegram import Strange, Telegram
from tests.peers.vk import CUT, Vk
from tests.shelf import as_environment

ACTIVE, SLOWED, DENIED, GONE = SourceState.ACTIVE, SourceState.SLOWED, SourceState.DENIED, SourceState.GONE
RUSSIAN = re.compile(r"^(ВКонтакте|Telegram): [«а-яё]")
HOUR = timedelta(hours=1)
HISTORY, BY_NUMBER = f.messages.GetHistoryRequest, f.channels.GetMessagesRequest
RESOLVE = f.contacts.ResolveUsernameRequest


@pytest.fixture
def vk() -> Iterator[Vk]:
    with Vk() as vk:
        yield vk


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram() as telegram:
        yield telegram


@pytest.fixture(autouse=True)
def database(installed: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One for all that a test opens."""
    for name, value in as_environment(installed).items():
        monkeypatch.setenv(name, value)


def open_again(home: Path, **given: object) -> House:
    return open_house(Settings(home=home, **given))  # type: ignore[arg-type]  # as the environment would give them


def read(house: House, key: str) -> Taken:
    """One reading, of a source that is added if it is not there."""
    with house.store.begin() as work:
        known = {each.key: each for each in work.sources.list(house.scope)}
        source = known.get(parse(key)) or usecases.add_source(work, house.scope, Source(parse(key)), house.clock.now())
    return flow.collect(house, source)


def paused(house: House) -> dict[str, str]:
    """The methods that stand still, and why."""
    now = house.clock.now()
    with house.store.read() as work:
        known = work.uses.list(house.scope).items()
    found = (each for account, uses in known for each in standings(account, (), uses, now))
    return {each.method: each.reason for each in found if each.paused_until}


def fate(house: House, taken: Taken) -> tuple[SourceState, bool]:
    """The state in which the register keeps the source, and whether something of it was put aside to be seen."""
    with house.store.read() as work:
        kept = work.sources.get(house.scope, taken.source)
        aside = usecases.set_aside(work, house.scope, taken.source)
    if kept.state is not ACTIVE:
        assert RUSSIAN.match(kept.reason), kept.reason
        assert kept.visits.next_at
    assert (kept.state, kept.reason) == (taken.state, taken.reason)
    return kept.state, bool(aside)


VK_CODES = {
    5: DENIED,
    6: SLOWED,
    9: SLOWED,
    10: SLOWED,
    14: DENIED,
    15: DENIED,
    18: GONE,
    19: DENIED,
    29: SLOWED,
    30: DENIED,
    100: DENIED,
    113: DENIED,
    203: DENIED,
    212: DENIED,
}
PAUSING = {9, 14, 29}
"""They speak of the account: its method stands still for all sources, over a restart."""


@pytest.mark.parametrize("code", VK_CODES)
def test_an_error_of_vk_has_one_fate_and_pauses_no_other_method(vk: Vk, tmp_path: Path, code: int) -> None:
    vk.wall("selo").publish("Нет воды")
    given = {"vk_token": "t", "vk_url": vk.url, "vk_rate": 20}
    first = open_again(tmp_path, **given)
    vk.fail("wall.get", code, times=9)
    assert fate(first, read(first, "vk:selo")) == (VK_CODES[code], False)
    first.store.close()
    asked = vk.called("wall.get")
    second = open_again(tmp_path, **given)
    held = paused(second)
    assert set(held) == ({"wall.get"} if code in PAUSING else held.keys() & {"wall.get"})
    if code in PAUSING:
        assert read(second, "vk:selo").state is VK_CODES[code]
        assert vk.called("wall.get") == asked, "a restart forgot the pause"
    second.store.close()


@pytest.mark.parametrize(
    ("status", "body"), [(502, b""), (200, b"<html>blocked</html>"), (200, b""), (200, b"{}"), (CUT, b"")]
)
def test_an_answer_of_vk_that_is_none_is_tried_again(vk: Vk, tmp_path: Path, status: int, body: bytes) -> None:
    wall = vk.wall("selo")
    wall.publish("Нет воды")
    house = open_again(tmp_path, vk_token="t", vk_url=vk.url, vk_rate=20)
    vk.answer("wall.get", status, body, times=4)
    assert fate(house, read(house, "vk:selo")) == (SLOWED, False)
    vk._faults.clear()
    taken = read(house, "vk:selo")
    assert (taken.change.new, fate(house, taken)) == (1, (ACTIVE, False))
    house.store.close()


def test_comments_that_are_closed_stop_nothing_and_what_vk_garbled_is_put_aside(vk: Vk, tmp_path: Path) -> None:
    wall = vk.wall("selo")
    wall.publish("Нет воды", comments_closed=True)
    wall.comment(1, "и у нас")
    wall.publish("плохая")
    wall.posts[3]["text"] = 5
    house = open_again(tmp_path, vk_token="t", vk_url=vk.url, vk_rate=20)
    taken = read(house, "vk:selo")
    assert (taken.change.new, fate(house, taken)) == (1, (ACTIVE, True))
    house.store.close()


TELEGRAM_WORDS = {
    "FLOOD_WAIT_900": (420, HISTORY, SLOWED),
    "FLOOD_PREMIUM_WAIT_900": (420, HISTORY, SLOWED),
    "CHANNEL_PRIVATE": (400, HISTORY, DENIED),
    "AUTH_KEY_UNREGISTERED": (401, HISTORY, DENIED),
    "USER_DEACTIVATED": (401, HISTORY, DENIED),
    "USERNAME_NOT_OCCUPIED": (400, RESOLVE, GONE),
    "MSG_ID_INVALID": (400, BY_NUMBER, ACTIVE),
}


def of_telegram(home: Path, telegram: Telegram) -> House:
    return open_again(home, telegram_api_id=1, telegram_api_hash="h", telegram_session=telegram.mint())


@pytest.mark.parametrize("word", TELEGRAM_WORDS)
def test_an_error_of_telegram_has_one_fate(telegram: Telegram, tmp_path: Path, word: str) -> None:
    channel = telegram.channel(500, "novosti")
    numbers = [channel.post(f"п{n}") for n in range(5)]
    code, request, state = TELEGRAM_WORDS[word]
    house = of_telegram(tmp_path, telegram)
    if request is BY_NUMBER:
        assert read(house, "telegram:novosti").state is ACTIVE
        channel.delete(numbers[2])
    telegram.fail(request, code, word, times=3)
    taken = read(house, "telegram:novosti")
    assert fate(house, taken) == (state, request is BY_NUMBER)
    held = {"messages.getHistory"} if "FLOOD" in word else set()
    assert set(paused(house)) == held
    house.store.close()


def test_what_no_telethon_knows_is_put_aside_and_the_others_come(telegram: Telegram, tmp_path: Path) -> None:
    channel = telegram.channel(500, "novosti")
    for n in range(5):
        channel.post(f"п{n}")
    channel.messages[3] = Strange(3)
    house = of_telegram(tmp_path, telegram)
    taken = read(house, "telegram:novosti")
    assert (taken.change.new, fate(house, taken)) == (4, (ACTIVE, True))
    house.store.close()
