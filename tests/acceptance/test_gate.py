"""Real clients, the stored gate, and the program itself as a process that ends: nothing is forgotten between two."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telethon.tl import functions as f

from core import usecases
from core.addresses import parse
from core.posts import Platform, Source, SourceState
from runtime.settings import Settings
from runtime.wiring import House, open_house
from tests.acceptance.centre import Centre
from tests.peers.max import Max
from tests.peers.preview import Preview
from tests.peers.site import Site
from tests.peers.telegram import Telegram
from tests.peers.vk import Vk
from tests.peers.vk_boards import add_search
from tests.server import PostgresServer
from tests.shelf import as_environment

HISTORY = f.messages.GetHistoryRequest


@dataclass
class World:
    """All platforms on loopback, each with one thing to read."""

    vk: Vk
    telegram: Telegram
    preview: Preview
    max: Max
    site: Site

    def __post_init__(self) -> None:
        now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
        self.wall = self.vk.wall("selo")
        self.post = self.wall.publish("Третий день нет воды на Полевой", date=int(now.timestamp()))
        self.channel = self.telegram.discussed(500, "novosti")
        self.channel.post("Отключение света на Садовой", date=now)
        self.channel.comment(1, "у нас тоже темно", date=now)
        self.shown = self.preview.channel("vestnik")
        self.shown.post("Дорогу почистят завтра", at=now)
        self.chat = self.max.chat(-77, "chat")
        self.message = self.chat.post("Концерт в субботу", at=int(now.timestamp()) * 1000)
        self.site.publish("Отключение воды", "На Полевой до 18:00", now)

    def settings(self) -> dict[str, str]:
        """What a centre would set, and the addresses of the stand-ins."""
        return {
            "MCU_VK_TOKEN": "token-of-the-test",
            "MCU_VK_URL": self.vk.url,
            "MCU_VK_RATE": "20",
            "MCU_TELEGRAM_API_ID": "1",
            "MCU_TELEGRAM_API_HASH": "hash-of-the-test",
            "MCU_TELEGRAM_SESSION": self.telegram.mint(),
            "MCU_PREVIEW_URL": self.preview.url,
            "MCU_MAX_TOKEN": "token",
            "MCU_MAX_URL": self.max.url,
            "MCU_SITE_INTERNAL": "true",
            "MCU_SITE_GAP": "0",
        }

    def sources(self) -> list[str]:
        """The key of each."""
        return ["vk:selo", "telegram:novosti", "preview:vestnik", "max:-77", f"site:{self.site.url}/rss"]


@pytest.fixture
def world() -> Iterator[World]:
    with ExitStack() as open_:
        made = [open_.enter_context(kind()) for kind in (Vk, Telegram, Preview, Max, Site)]
        yield World(*made)


@pytest.fixture
def centre(tmp_path: Path, world: World, installed: dict[str, str]) -> Centre:
    return Centre(tmp_path / "home", world.settings() | as_environment(installed))


@pytest.fixture
def house(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., House]]:
    """The installation as this process opens it, as often as it is asked for."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MCU_{name.upper()}", raising=False)
    with ExitStack() as closing:

        def opened(doing: str = "mcu") -> House:
            own = {name.removeprefix("MCU_").lower(): value for name, value in centre.given.items()}
            made = open_house(Settings(home=centre.home, **own), doing=doing)  # type: ignore[arg-type]  # texts
            closing.callback(made.store.close)
            return made

        yield opened


def register(house: House, *keys: str) -> None:
    with house.store.begin() as work:
        for key in keys:
            usecases.add_source(work, house.scope, Source(parse(key)), house.clock.now())


def used(house: House) -> dict[str, set[str]]:
    """By platform, the budgets and methods of which the store knows anything."""
    with house.store.read() as work:
        return {account.platform: set(uses) for account, uses in work.uses.list(house.scope).items()}


def test_all_clients_pass_one_stored_gate_and_the_program_says_what_came_of_each(
    world: World, centre: Centre, house: Callable[..., House]
) -> None:
    broken = world.wall.publish("Собрание жителей", date=int(time.time()) - 3600)
    world.wall.posts[broken]["text"] = {"rubbish": 1}
    here = house()
    register(here, *world.sources())
    first = centre.collect()
    assert {key: row["new"] for key, row in first.items()} == dict(zip(world.sources(), (1, 2, 1, 1, 1), strict=True))
    assert all(row["state"] == "active" and not row["reason"] for row in first.values())
    refused = first["vk:selo"]["refused"]
    assert [each["field"] for each in refused] == ["text"]
    assert refused[0]["reason"]
    known = used(here)
    assert {"*", "wall.get"} <= known["vk"]
    assert {"*", "contacts.resolveUsername"} <= known["telegram"]
    assert all("*" in known[platform] for platform in ("preview", "max", "site"))
    world.wall.edit(world.post, "Воду дали")
    world.channel.delete(1)
    world.shown.edit(1, "Дорогу почистили")
    del world.chat.messages[world.message]
    world.chat.post("Концерт перенесён", at=int(time.time() * 1000) - 60_000)
    second = centre.collect()
    told = {
        key: [row[name] for name in ("new", "edited", "deleted")] for key, row in second.items() if "site" not in key
    }
    assert told["vk:selo"] == [0, 1, 0]
    assert told["telegram:novosti"][2] >= 1
    assert told["preview:vestnik"] == [0, 1, 0]
    assert told["max:-77"] == [1, 0, 1]


def test_a_pause_outlives_the_process_and_holds_its_method_only(
    world: World, centre: Centre, house: Callable[..., House]
) -> None:
    add_search(world.vk)
    world.vk.wall("podslushano").publish("опять нет воды", date=int(time.time()) - 600)
    world.vk.walls[-1].title = "Подслушано в селе"
    register(house(), "vk:selo", "vk:search?q=нет воды", "telegram:novosti", "preview:vestnik")
    world.vk.fail("wall.get", 29)
    world.telegram.fail(HISTORY, 420, "FLOOD_WAIT_900")
    first = centre.collect()
    assert {key: row["state"] for key, row in first.items()} == {
        "vk:selo": "slowed",
        "vk:search?q=нет воды": "active",
        "telegram:novosti": "slowed",
        "preview:vestnik": "active",
    }
    assert "исчерпан суточный предел" in first["vk:selo"]["reason"]
    assert "просит подождать 900 с" in first["telegram:novosti"]["reason"]
    here = house()
    with here.store.read() as work:
        titles = {str(each.key): each.title for each in work.sources.list(here.scope)}
    assert titles[f"vk:club{-world.vk.walls[-1].owner}"] == "Подслушано в селе"
    asked = world.vk.called("wall.get"), world.telegram.called(HISTORY)
    searches = world.vk.called("newsfeed.search")
    resolved = world.telegram.called(f.contacts.ResolveUsernameRequest)
    again = centre.collect()
    assert (world.vk.called("wall.get"), world.telegram.called(HISTORY)) == asked, "a restart forgot a pause"
    assert again["vk:selo"]["reason"].endswith("(wall.get)")
    assert "просит подождать 900 с" in again["telegram:novosti"]["reason"]
    assert world.vk.called("newsfeed.search") > searches, "another method was paused, too"
    assert world.telegram.called(f.contacts.ResolveUsernameRequest) > resolved
    assert again["vk:search?q=нет воды"]["state"] == again["preview:vestnik"]["state"] == "active"


def test_a_days_calls_are_shared_by_two_processes_at_once(
    world: World, centre: Centre, house: Callable[..., House], postgres: PostgresServer
) -> None:
    centre.given |= {"MCU_DATABASE_URL": postgres.migrated()}
    walls = [f"vk:{world.vk.wall(f'derevnya{number}').address}" for number in range(6)]
    register(house(), *walls)
    centre.given["MCU_BUDGETS"] = '{"vk": {"wall.get": {"per_day": 5}}}'
    both = [centre.start("collect", "--once", "--json") for _ in range(2)]
    rows = [row for process in both for row in centre.end(process).rows().values()]
    assert world.vk.called("wall.get") == 5
    held = [row for row in rows if row["reason"]]
    assert held
    assert all("исчерпан суточный предел: 5 вызовов (wall.get)" in row["reason"] for row in held)
    assert all(row["state"] == "slowed" for row in held)


def test_a_session_in_use_is_refused_to_a_second_process_by_the_name_of_the_first(
    world: World, centre: Centre, house: Callable[..., House]
) -> None:
    here = house("mcu serve")
    register(here, "telegram:novosti", "vk:selo")
    asked = len(world.telegram.calls)
    with here.session(Platform.TELEGRAM):
        check = centre.start("source", "check", "telegram:novosti")
        rows = centre.collect()
        checked = centre.end(check)
    assert "занято: с этой учётной записью работает mcu serve (процесс" in rows["telegram:novosti"]["reason"]
    assert rows["telegram:novosti"]["state"] == SourceState.SLOWED
    assert (rows["vk:selo"]["state"], rows["vk:selo"]["new"]) == ("active", 1)
    assert len(world.telegram.calls) == asked, "not one request may be made beside the holder"
    assert (checked.code, "работает mcu serve" in checked.out) == (3, True), checked
