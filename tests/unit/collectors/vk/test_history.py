"""What a wall published before it was added, politely and resumably."""

from dataclasses import replace
from datetime import timedelta

import pytest

from collectors.vk.collector import VkCollector
from collectors.vk.kit import Window
from tests.unit.collectors.vk.kept import Kept, client_of

LONG = timedelta(days=3650)


@pytest.fixture
def short(client, door, clock) -> Kept:
    """A source whose normal reading sees the last hundred posts or so."""
    return Kept(VkCollector(client=client, door=door, clock=clock, window=Window(history=timedelta(days=1))))


@pytest.fixture
def old(wall, clock):
    """A wall of 430 posts with comments, eight an hour."""
    start = int((clock.now() - timedelta(days=3)).timestamp())
    for n in range(430):
        post = wall.publish(f"п{n}", date=start + n * 450)
        for k in range(n % 3):
            wall.comment(post, f"к{n}-{k}")
    return wall


def past(kept, clock, span=LONG, batches=None):
    return kept.take(kept.collector.history(kept.source, clock.now() - span), batches)


def test_history_reaches_the_first_post_and_leaves_normal_reading_untouched(short, old, clock, vk):
    short.read()
    assert len(short.texts()) < 430
    before = dict(short.source.cursor)
    past(short, clock)
    assert short.texts() == old.texts()
    assert {key: value for key, value in short.source.cursor.items() if key != "history"} == before
    short.read()
    assert short.source.cursor["history"]["ended"]
    asked = len(vk.calls)
    past(short, clock)
    assert len(vk.calls) == asked, "what is read is not asked for again"


@pytest.mark.parametrize("after", [1, 2, 3])
def test_an_interrupted_history_goes_on(short, old, clock, after):
    for _ in range(40):
        if not past(short, clock, batches=after):
            break
    assert short.texts() == old.texts()


def test_history_stops_at_its_moment(short, old, clock):
    past(short, clock, timedelta(days=2))
    border = clock.now() - timedelta(days=2)
    assert {post.text for post in short.posts.values() if post.thread is None} == {
        item["text"] for item in old.posts.values() if item["date"] >= border.timestamp()
    }


@pytest.mark.parametrize("turn", [0, 1, 3])
def test_history_loses_nothing_on_a_wall_that_moves(short, old, clock, turn):
    newest = sorted(old.posts, reverse=True)
    past(short, clock, batches=3)
    for number in newest[:60]:
        old.delete(number)
    for n in range(turn * 40):
        old.publish(f"новый {n}", date=int(clock.now().timestamp()) - 100 + n)
    past(short, clock)
    alive = {key: text for key, text in old.texts().items() if not text.startswith("новый")}
    assert {key: text for key, text in short.texts().items() if key in alive} == alive


def test_an_old_pinned_post_does_not_end_history(short, old, clock):
    old.pin(min(old.posts))
    short.read()
    past(short, clock)
    assert short.texts() == old.texts()


def test_with_a_user_token_history_needs_few_requests(vk, door, clock, old):
    collector = VkCollector(client=client_of(vk.url, "user-token"), door=door, clock=clock)
    kept = Kept(collector)
    past(kept, clock)
    assert kept.texts() == old.texts()
    talked = sum(1 for n in range(430) if n % 3)
    assert vk.called("execute") <= talked / 25 + 5
    assert vk.called("wall.getComments") == 0
    assert vk.called("wall.get") == 5


def test_a_cursor_of_a_source_without_history_is_taken(short, old, clock):
    short.source = replace(short.source, cursor={"owner": old.owner})
    past(short, clock)
    assert short.texts() == old.texts()
