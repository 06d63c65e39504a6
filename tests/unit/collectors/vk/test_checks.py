"""What a token can do for a source, said in words."""

import pytest

from collectors.vk.checks import execute
from collectors.vk.collector import VkCollector
from collectors.vk.hints import LongPoll
from core.ports import Bar
from core.posts import Platform, Source, SourceKey
from tests.peers.vk_boards import add_board, add_events, add_search
from tests.unit.collectors.vk.kept import client_of


@pytest.fixture
def checked(vk, wall, door, clock):
    add_board(vk, wall)
    add_search(vk)

    def check(address: str = "selo", token: str = "user-token", **options: object) -> dict[str, tuple[bool, str]]:
        collector = VkCollector(client=client_of(vk.url, token), door=door, clock=clock, **options)
        found = collector.check(Source(SourceKey(Platform.VK, address)))
        return {each.what.rpartition("(")[2].rstrip(")"): (each.works, each.text) for each in found}

    return check


def test_a_user_token_may_do_all(checked, wall):
    wall.comment(wall.publish("а"), "б")
    found = checked()
    assert {what: works for what, (works, _) in found.items()} == {
        "groups.getById": True,
        "wall.get": True,
        "wall.getComments": True,
        "execute": True,
    }
    assert found["wall.get"][1] == "записей на стене: 1"


def test_a_service_token_reads_everything_but_slower(checked, wall):
    wall.publish("а")
    found = checked(token="service")
    assert all(works for works, _ in found.values())
    assert "медленнее" in found["execute"][1]


def test_what_a_service_token_cannot_do_is_a_note_and_no_failure(vk, wall):
    assert [(execute(client_of(vk.url, token)).sign) for token in ("service", "user-token")] == ["–", "✓"]


def test_a_community_token_reads_no_walls(checked, wall):
    found = checked(token="community")
    assert found["groups.getById"][0]
    works, text = found["wall.get"]
    assert not works
    assert "ключ сообщества не годится" in text


def test_a_community_that_is_not_there_ends_the_check(checked):
    assert list(checked("nobody")) == ["groups.getById"]


def test_a_name_that_nobody_has_and_a_persons_page_bar_the_source(vk, wall, door, clock):
    vk.people.add("izolda_t")

    def bar(address: str) -> Bar:
        collector = VkCollector(client=client_of(vk.url, "user-token"), door=door, clock=clock)
        return next(iter(collector.check(Source(SourceKey(Platform.VK, address))))).bar

    assert [bar(each) for each in ("selo", "nobody", "izolda_t")] == [Bar.NONE, Bar.ABSENT, Bar.PERSON]


def test_a_dead_token_is_named(checked, vk):
    vk.fail("groups.getById", 5)
    assert "выпустите новый" in checked()["groups.getById"][1]


def test_boards_and_searches_are_tried(checked):
    assert checked("selo/board")["board.getTopics"] == (True, "обсуждений: 0")
    assert checked("search?q=вода")["newsfeed.search"][0]
    assert checked("search?q=Иванов") == {"слова поиска": (False, checked("search?q=Иванов")["слова поиска"][1])}


def test_events_are_tried_where_a_community_token_is_set(checked, vk):
    add_events(vk)
    events = {"selo": LongPoll(client_of(vk.url, "community-token"), vk.url)}
    assert checked(events=events)["Long Poll"][0]
    vk.fail("groups.getLongPollServer", 15)
    assert not checked(events=events)["Long Poll"][0]
