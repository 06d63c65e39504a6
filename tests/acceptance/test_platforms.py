"""`mcu collect --once` for the preview, MAX and sites against stand-ins, and `mcu import` of an exchange table."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.acceptance.conftest import Ran
from tests.acceptance.test_collecting import stored
from tests.peers.max import Max
from tests.peers.pages import Reply
from tests.peers.preview import Preview
from tests.peers.site import Site
from tests.peers.telegram import Telegram
from tests.unit.collectors.test_incident import row, write

Mcu = Callable[..., Ran]


@pytest.fixture(autouse=True)
def quick(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCU_SITE_GAP", "0")


def collected(mcu: Mcu, source: str) -> dict[str, object]:
    return next(row for row in mcu("collect", "--once", "--json").rows() if row["source"] == source)


def test_a_channel_is_collected_by_its_preview_and_then_by_an_account_without_doubles(
    mcu: Mcu, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
    with Preview() as preview, Telegram() as telegram:
        monkeypatch.setenv("MCU_PREVIEW_URL", preview.url)
        shown, channel = preview.channel("novosti"), telegram.channel(500, "novosti")
        for text in ("Нет воды на Полевой", "Концерт\nв субботу", "Лишнее"):
            assert shown.post(text, at=start) == channel.post(text, date=start)
        mcu("source", "add", "preview:novosti")
        assert (collected(mcu, "preview:novosti")["new"], stored(mcu, "telegram:novosti")) == (3, shown.texts())
        shown.edit(1, "Воду дали")
        shown.delete(3)
        row = collected(mcu, "preview:novosti")
        assert (row["new"], row["edited"], row["deleted"]) == (0, 1, 1)
        channel.edit(1, "Воду дали")
        channel.delete(3)
        monkeypatch.setenv("MCU_TELEGRAM_API_ID", "1")
        monkeypatch.setenv("MCU_TELEGRAM_API_HASH", "hash-of-the-test")
        monkeypatch.setenv("MCU_TELEGRAM_SESSION", telegram.mint())
        mcu("source", "add", "telegram:novosti")
        row = collected(mcu, "telegram:novosti")
        assert (row["state"], row["new"], row["edited"]) == ("active", 0, 0)
    assert stored(mcu, "telegram:novosti") == {"1": "Воду дали", "2": "Концерт\nв субботу"}


def test_a_chat_of_max_is_collected_until_the_store_equals_it(mcu: Mcu, monkeypatch: pytest.MonkeyPatch) -> None:
    now = int(time.time() * 1000)
    with Max() as peer:
        monkeypatch.setenv("MCU_MAX_URL", peer.url)
        chat = peer.chat(-77, "chat")
        first, second = chat.post("Третий день нет воды", at=now - 7_200_000), chat.post("Концерт", at=now - 3_600_000)
        mcu("source", "add", "max:-77")
        assert "MCU_MAX_TOKEN" in str(collected(mcu, "max:-77")["reason"])
        monkeypatch.setenv("MCU_MAX_TOKEN", "token")
        assert collected(mcu, "max:-77")["new"] == 2
        chat.edit(first, "Воду дали")
        del chat.messages[second]
        row = collected(mcu, "max:-77")
        assert (row["new"], row["edited"], row["deleted"]) == (0, 1, 1)
        assert stored(mcu, "max:-77") == chat.texts()


@pytest.mark.parametrize("path", ["/news", "/rss"])
def test_a_site_is_collected_once_the_own_network_is_allowed(
    mcu: Mcu, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    with Site() as site:
        site.publish("Отключение воды", "На Полевой до 18:00")
        source = f"site:{site.url}{path}"
        mcu("source", "add", source, "--select", "text=article")
        row = collected(mcu, source)
        assert (row["state"], site.pages.asked) == ("denied", [])
        assert "MCU_SITE_INTERNAL" in str(row["reason"])
        monkeypatch.setenv("MCU_SITE_INTERNAL", "true")
        mcu("source", "resume", source)
        assert collected(mcu, source)["new"] == 1
        assert stored(mcu, source) == site.texts()
        site.pages.then(Reply(429, headers={"Retry-After": "60"}))
        assert collected(mcu, source)["state"] == "slowed"


def test_what_a_site_keeps_from_programs_is_not_read(mcu: Mcu, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCU_SITE_INTERNAL", "true")
    with Site() as site, Preview() as preview:
        monkeypatch.setenv("MCU_PREVIEW_URL", preview.url)
        preview.channel("novosti").post("Нет воды")
        site.pages.robots = Reply(body=b"User-agent: *\nDisallow: /rss")
        preview.pages.robots = Reply(body=b"User-agent: mcu-monitor\nDisallow: /s/")
        for source in (f"site:{site.url}/rss", "preview:novosti"):
            assert "robots.txt" in mcu("source", "add", source).out
            row = collected(mcu, source)
            assert (row["state"], "не разрешает программам" in str(row["reason"])) == ("denied", True)
        assert site.pages.asked == preview.pages.asked == []


def test_a_table_of_incidents_is_imported_all_the_way(mcu: Mcu, tmp_path: Path) -> None:
    table = write(
        tmp_path / "im.xlsx", row(11, text="Третий день нет воды на Полевой"), row(12, link="https://ok.ru/x")
    )
    done = mcu("import", table)
    assert (done.code, "новых публикаций: 2" in done.out) == (0, True), done
    assert stored(mcu, "vk:инциденты") == {"11": "Третий день нет воды на Полевой"}
    assert stored(mcu, "ok:инциденты") == {"12": "Нет воды"}
    assert "новых публикаций: 0" in mcu("import", table).out
