"""`mcu collect --once` with the real clients against platforms on loopback, twice, until the store equals them."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.conftest import Ran
from tests.peers.telegram import Telegram
from tests.peers.vk import Vk


def stored(mcu: Callable[..., Ran], source: str) -> dict[str, str]:
    """Living posts of a source: message -> current text."""
    rows = mcu("posts", "export", "--source", source).rows()
    return {row["key"]["message"]: row["versions"][-1]["text"] for row in rows if not row["deleted_at"]}


def test_a_wall_is_collected_until_the_store_equals_it(
    mcu: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = int(time.time())
    with Vk() as vk:
        monkeypatch.setenv("MCU_VK_TOKEN", "token-of-the-test")
        monkeypatch.setenv("MCU_VK_URL", vk.url)
        monkeypatch.setenv("MCU_VK_RATE", "20")
        wall = vk.wall("selo")
        first = wall.publish("Третий день нет воды на Полевой, дети болеют!", date=now - 7200)
        second = wall.publish("Концерт в субботу", date=now - 3600)
        comment = wall.comment(first, "и у нас на Луговой")
        wall.comment(first, "Бригада выехала", by=wall.owner, to=comment)
        mcu("source", "add", "vk:selo")
        row = mcu("collect", "--once", "--json").rows()[0]
        assert (row["source"], row["state"], row["new"], row["refused"]) == ("vk:selo", "active", 4, [])
        assert stored(mcu, "vk:selo") == wall.texts()
        wall.edit(first, "Воду дали")
        wall.delete(second)
        wall.publish("Спасибо!", date=now - 60)
        row = mcu("collect", "--once", "--json").rows()[0]
        assert (row["new"], row["edited"], row["deleted"]) == (1, 1, 1)
        assert stored(mcu, "vk:selo") == wall.texts()
    cards = {card["key"]["message"]: card for card in mcu("flags", "--json").rows()}
    assert str(comment) in cards or str(first) in cards


def test_a_channel_with_its_discussion_is_collected_until_the_store_equals_it(
    mcu: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
    with Telegram() as telegram:
        monkeypatch.setenv("MCU_TELEGRAM_API_ID", "1")
        monkeypatch.setenv("MCU_TELEGRAM_API_HASH", "hash-of-the-test")
        monkeypatch.setenv("MCU_TELEGRAM_SESSION", telegram.mint())
        channel = telegram.discussed(500, "novosti")
        first = channel.post("Отключение света на Садовой", views=30, date=start)
        channel.comment(first, "у нас тоже темно", date=start + timedelta(minutes=5))
        mcu("source", "add", "telegram:novosti")
        row = mcu("collect", "--once", "--json").rows()[0]
        assert (row["state"], row["new"]) == ("active", 2), row
        channel.edit(first, "Свет дали")
        channel.post("Дорогу почистят завтра", date=start + timedelta(hours=1))
        row = mcu("collect", "--once", "--json").rows()[0]
        assert (row["new"], row["edited"]) == (1, 1), row
    texts = stored(mcu, "telegram:novosti")
    assert set(texts.values()) == {"Свет дали", "у нас тоже темно", "Дорогу почистят завтра"}


@pytest.mark.parametrize(("code", "state"), [(15, "denied"), (5, "denied"), (10, "slowed")])
def test_a_refusal_of_the_platform_stops_one_source_and_is_said(
    mcu: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, code: int, state: str
) -> None:
    with Vk() as vk:
        monkeypatch.setenv("MCU_VK_TOKEN", "token-of-the-test")
        monkeypatch.setenv("MCU_VK_URL", vk.url)
        vk.wall("selo")
        vk.fail("wall.get", code, times=20)
        mcu("source", "add", "vk:selo")
        done = mcu("collect", "--once", "--json")
        row = done.rows()[0]
        assert (done.code, row["state"]) == (3, state)
        assert row["reason"]
        assert "token-of-the-test" not in done.out + done.err
    assert mcu("source", "list", "--json").rows()[0]["reason"] == row["reason"]
