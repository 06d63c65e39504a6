"""Searches by words and place; never for a person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from collectors.vk.collector import VkCollector
from collectors.vk.kit import Window
from collectors.vk.search_pass import distance
from collectors.vk.words import refuse_persons
from core import addresses
from core.errors import BadInput, Denied
from core.posts import Geo, Platform, PostKey
from tests.peers.vk import START, Wall
from tests.peers.vk_boards import add_search
from tests.unit.collectors.vk.kept import Kept

WEEKS = Window(history=timedelta(days=3650), again=timedelta(days=3650))


@pytest.fixture
def searched(vk, client, door, clock):
    add_search(vk)

    def make(address: str = "search?q=вода") -> Kept:
        return Kept(VkCollector(client=client, door=door, clock=clock, window=WEEKS), address)

    return make


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("vk:search?q=нет  воды", "vk:search?q=нет воды"),
        ("vk:search?lon=31.2&lat=58.5&q=%D1%81%D0%B2%D0%B5%D1%82", "vk:search?q=свет&lat=58.5&lon=31.2"),
        ("vk:search?lat=58.5&lon=31.2&radius=15", "vk:search?lat=58.5&lon=31.2&radius=15"),
    ],
)
def test_addresses_of_searches(written, key):
    assert str(addresses.parse(written)) == key


@pytest.mark.parametrize(
    "written",
    [
        *("search?", "search?q=в", "search?q=вода&sort=1", "search?q=вода&lat=58", "search?q=вода&radius=5"),
        *("search?lat=95&lon=5", f"search?q={'в' * 201}", "search?q=from:id5", "search?lat=x&lon=5"),
    ],
)
def test_wrong_searches_are_named(written):
    with pytest.raises(BadInput, match="поиск"):
        addresses.parse(f"vk:{written}")


def refused(words: str) -> bool:
    try:
        refuse_persons(words)
    except Denied:
        return True
    return False


@pytest.mark.parametrize("words", ["Иванов", "сидорова дорога", "иван петрович", "Кравченко", "+7 921 123-45-67"])
def test_persons_are_not_searched_for(words, searched, vk):
    assert refused(words)
    with pytest.raises(Denied, match=r"имена людей|имя человека"):
        searched(f"search?q={words}").read()
    assert vk.called("newsfeed.search") == 0


@pytest.mark.parametrize("words", ["нет воды", "мороз", "улица Пушкина", "Хиславичи", "проспект Мира", "вера", "Киров"])
def test_things_and_places_are_searched_for(words):
    assert not refused(words)


def test_posts_keep_the_key_of_their_wall(searched, wall):
    first = wall.publish("вода пропала")
    wall.publish("концерт")
    found = searched()
    found.read()
    post = found.posts[str(first)]
    assert post.key == PostKey(Platform.VK, f"club{-wall.owner}", str(first))
    assert list(found.posts) == [str(first)]


def test_a_wall_that_is_read_by_itself_keeps_its_address(vk, client, door, clock, wall):
    add_search(vk)
    wall.publish("вода")
    collector = VkCollector(
        client=client, door=door, clock=clock, window=WEEKS, address=lambda owner: {wall.owner: "selo"}[owner]
    )
    found = Kept(collector, "search?q=вода")
    found.read()
    assert {post.key.source for post in found.posts.values()} == {"selo"}


def test_communities_that_are_found_have_names_and_are_asked_for_once(vk, searched, wall, clock):
    wall.title = "Подслушано, звоните 8 900 123-45-67"
    now = int(clock.now().timestamp())
    wall.publish("вода пропала", date=now - 120)
    found = searched()
    batches = list(found.collector.batches(found.source))
    titles = {str(key): title for batch in batches for key, title in batch.titles.items()}
    assert titles == {f"vk:club{-wall.owner}": "Подслушано, звоните [телефон]"}
    found.source = replace(found.source, cursor=batches[-1].cursor)
    asked = vk.called("groups.getById")
    wall.publish("вода есть", date=now - 60)
    found.read()
    assert (len(found.posts), vk.called("groups.getById"), asked) == (2, 1, 1)


def test_names_that_cannot_be_had_stop_no_search(vk, searched, wall):
    wall.publish("вода пропала")
    vk.fail("groups.getById", 10)
    found = searched()
    found.read()
    assert len(found.posts) == 1


def test_walls_of_persons_are_not_read(searched, vk):
    person = Wall(700_001, "person")
    vk.walls.append(person)
    person.publish("вода у меня дома пропала")
    found = searched()
    found.read()
    assert found.posts == {}


def test_more_than_a_thousand_are_found_by_searches_that_end_earlier(searched, wall, vk):
    for n in range(2300):
        wall.publish(f"вода {n}")
    found = searched()
    found.read()
    assert found.texts() == wall.texts()
    assert vk.called("newsfeed.search") <= 14, "200 a call, the least is 12"


def test_a_search_goes_on_from_where_it_stood(searched, wall, clock, vk):
    now = int(clock.now().timestamp())
    wall.publish("вода старая", date=now - 40 * 86_400)
    found = searched()
    found.read()
    fresh = wall.publish("вода новая", date=now - 60)
    found.read()
    assert str(fresh) in found.texts()
    asked = [values for name, values in vk.calls if name == "newsfeed.search"]
    assert int(asked[-1]["start_time"]) == now - 86_400


def test_edits_and_deletions_of_found_posts_are_seen(searched, wall, clock):
    first, second, third = (wall.publish(f"вода {n}") for n in range(3))
    found = searched()
    found.read()
    wall.edit(first, "уже дали")
    wall.delete(second)
    clock.moment += timedelta(hours=7)
    found.read()
    assert found.texts() == wall.texts() == {str(first): "уже дали", str(third): "вода 2"}


def test_a_radius_is_applied_to_points(searched, wall):
    near = wall.publish("яма", geo={"coordinates": {"latitude": 58.55, "longitude": 31.2}})
    wall.publish("яма", geo={"coordinates": {"latitude": 59.9, "longitude": 31.2}})
    found = searched("search?q=яма&lat=58.5&lon=31.2&radius=15")
    found.read()
    assert list(found.posts) == [str(near)]
    assert distance(Geo(58.5, 31.2), Geo(59.5, 31.2)) == pytest.approx(111.2, abs=0.1)


def test_the_past_of_a_search_is_resumed(searched, wall, clock):
    for n in range(900):
        wall.publish(f"вода {n}", date=START + n * 60)
    found = searched()
    since = clock.now() - timedelta(days=3650)
    found.take(found.collector.history(found.source, since), 2)
    assert 200 <= len(found.posts) < 900
    found.source = replace(found.source, cursor=dict(found.source.cursor))
    found.take(found.collector.history(found.source, since))
    assert found.texts() == wall.texts()
