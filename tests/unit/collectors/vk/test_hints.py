"""Events of our own communities and posts that people follow: what is read first, and however old it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from collectors.vk.collector import VkCollector
from collectors.vk.hints import LongPoll, changed, tokens
from collectors.vk.kit import Window
from core.errors import Denied, Transient
from tests.peers.vk import START
from tests.peers.vk_boards import add_events
from tests.unit.collectors.vk.kept import Kept, client_of

SHORT = Window(history=timedelta(days=3650), again=timedelta(0), least=1, most=10_000)


@pytest.fixture
def events(vk):
    return add_events(vk)


@pytest.fixture
def heard(vk, client, door, clock, events) -> Kept:
    listening = {"selo": LongPoll(client_of(vk.url, "community-token"), vk.url)}
    return Kept(VkCollector(client=client, door=door, clock=clock, window=SHORT, events=listening))


@pytest.fixture
def old(wall):
    """A post so far down the wall that no pass comes to it again."""
    post = wall.publish("старый", date=START - 10**6)
    wall.comment(post, "к")
    for n in range(220):
        wall.publish(f"п{n}")
    return post


def test_an_event_makes_an_old_post_be_read_again(heard, wall, old, events):
    heard.read()
    comment = wall.comment(old, "и через месяц нет воды")
    heard.read()
    assert str(comment) not in heard.texts()
    events.happen("wall_reply_new", id=comment, post_id=old, text="это не хранится")
    heard.read()
    assert heard.texts() == wall.texts()


@pytest.mark.parametrize("failed", [{"failed": 1, "ts": "0"}, {"failed": 2}, {"failed": 3}])
def test_a_server_that_forgets_is_asked_again(heard, wall, old, events, failed):
    heard.read()
    comment = wall.comment(old, "вода")
    events.happen("wall_reply_new", id=comment, post_id=old)
    events.failed.append(failed)
    heard.read()
    if failed != {"failed": 3}:
        assert heard.texts() == wall.texts()
    events.happen("wall_reply_edit", id=comment, post_id=old)
    heard.read()
    assert heard.texts() == wall.texts()


def test_a_killed_pass_forgets_no_event(heard, wall, old, events):
    heard.read()
    comment = wall.comment(old, "вода")
    events.happen("wall_reply_new", id=comment, post_id=old)
    before = heard.source
    heard.read(1)
    heard.read()
    assert str(comment) in heard.texts()
    heard.source = before
    heard.posts.clear()
    heard.read()
    assert str(comment) in heard.texts(), "where nothing was stored the events come again"


def test_trouble_with_events_stops_nothing(heard, wall, vk, events):
    wall.publish("а")
    vk.fail("groups.getLongPollServer", 15)
    heard.read()
    events.failed.append(["rubbish"])
    heard.read()
    assert heard.texts() == wall.texts()


def test_events_of_strange_servers_are_not_asked_for(vk):
    vk._methods["groups.getLongPollServer"] = lambda values: {"server": "http://example.org/x", "key": "k", "ts": "1"}
    with pytest.raises(Denied, match="чужой"):
        LongPoll(client_of(vk.url), vk.url).hear(1, "1")


@pytest.mark.parametrize(
    ("event", "post"),
    [
        ({"type": "wall_post_new", "object": {"id": 5}}, 5),
        ({"type": "wall_reply_delete", "object": {"id": 9, "post_id": 5}}, 5),
        ({"type": "message_new", "object": {"id": 5}}, None),
        ({"type": "wall_reply_new", "object": None}, None),
        ("rubbish", None),
    ],
)
def test_what_an_event_names(event, post):
    assert changed(event) == post


def test_tokens_of_communities():
    assert tokens("club5=aa, Selo=bb=c\nx=d") == {"club5": "aa", "selo": "bb=c", "x": "d"}
    with pytest.raises(Transient, match="MCU_VK_COMMUNITY_TOKENS") as caught:
        tokens("club5=aa secret-token")
    assert "secret" not in str(caught.value)


def watching(client, door, clock, *messages: int) -> Kept:
    watched = tuple(map(str, messages))
    return Kept(VkCollector(client=client, door=door, clock=clock, window=SHORT, watched=lambda source: watched))


def test_watched_posts_are_read_again_however_old_they_are(client, door, clock, wall, old, vk):
    kept = watching(client, door, clock, old)
    kept.read()
    comment = wall.comment(old, "новый")
    wall.edit(old, "исправлено")
    kept.read()
    assert kept.texts() == wall.texts()
    wall.delete(comment)
    kept.read()
    wall.delete(old)
    kept.read()
    assert kept.texts() == wall.texts()
    assert kept.posts[str(old)].deleted


def test_watched_comments_bring_their_post(client, door, clock, wall, old):
    kept = watching(client, door, clock, min(wall.comments))
    kept.read()
    kept.read()
    fresh = wall.comment(old, "ещё")
    kept.read()
    assert str(fresh) in kept.texts()


def test_watched_threads_come_before_new_posts(client, door, clock, wall, old, vk):
    kept = watching(client, door, clock, old)
    kept.read()
    vk.calls.clear()
    kept.read()
    asked = [name for name, _ in vk.calls]
    assert asked.index("wall.getComments") < asked.index("wall.get")


def test_numbers_that_no_list_told_of_are_asked_for(kept, wall, vk):
    wall.publish("первый")
    kept.read()
    hidden, shown = wall.publish("список его не показывает"), wall.publish("показан")
    wall.comment(hidden, "под ним")
    vk._methods["wall.get"] = lambda values: {
        "count": 2,
        "items": [item for item in wall.shown() if item["id"] != hidden][int(values["offset"]) :],
    }
    kept.read()
    assert kept.texts() == wall.texts()
    assert kept.source.cursor["gaps"] == {"upto": shown, "asked": 1, "filled": 1}
    asked = vk.called("wall.getById")
    kept.source = replace(kept.source, cursor=dict(kept.source.cursor))
    kept.read()
    assert kept.source.cursor["gaps"]["asked"] == 1
    assert vk.called("wall.getById") == asked + 1, "it is among the known posts now"
