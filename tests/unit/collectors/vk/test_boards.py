"""Discussions of a community: the store must come to equal the board."""

from datetime import timedelta

import pytest

from collectors.vk.collector import VkCollector
from collectors.vk.kit import Window
from core import addresses
from core.errors import BadInput, Denied
from core.posts import PostKind
from tests.peers.vk_boards import Board, add_board
from tests.unit.collectors.vk.kept import WIDE, Kept


@pytest.fixture
def board(vk, wall) -> Board:
    return add_board(vk, wall)


@pytest.fixture
def talk(client, door, clock) -> Kept:
    return Kept(VkCollector(client=client, door=door, clock=clock, window=WIDE), "selo/board")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("vk:selo/board", "vk:selo/board"),
        ("vk:selo/обсуждения", "vk:selo/board"),
        ("vk:club5/topic", "vk:club5/board"),
        ("vk:selo/board/17", "vk:selo/board/17"),
        ("vk:https://vk.com/board5", "vk:club5/board"),
        ("vk:https://vk.com/topic-5_17?offset=20", "vk:club5/board/17"),
    ],
)
def test_addresses_of_boards(written, key):
    assert str(addresses.parse(written)) == key


@pytest.mark.parametrize("written", ["vk:selo/album", "vk:id5/board", "vk:selo/board/x", "vk:/board"])
def test_what_is_no_board(written):
    with pytest.raises(BadInput):
        addresses.parse(written)


def test_topics_and_comments_come_over(talk, board, wall):
    topic = board.open("Вопросы главе", is_fixed=1)
    comment = board.write(topic, "[id55501:bp-1_2|Иван Петров], когда починят дорогу?", by=55502)
    answer = board.write(topic, "В мае", by=wall.owner)
    talk.read()
    assert talk.texts() == board.texts() | {f"{topic}_{comment}": "@житель, когда починят дорогу?"}
    root, first, second = (talk.posts[key] for key in (str(topic), f"{topic}_{comment}", f"{topic}_{answer}"))
    assert (root.kind, root.pinned, root.counters.replies) == (PostKind.POST, True, 2)
    assert (first.kind, first.thread, first.parent, first.by_source) == (
        PostKind.COMMENT,
        str(topic),
        str(topic),
        False,
    )
    assert second.by_source
    assert second.url == f"https://vk.com/topic{wall.owner}_{topic}?post={answer}"
    assert "55502" not in repr(list(talk.posts.values()))


def test_long_boards_are_read_whole(talk, board):
    topics = [board.open(f"т{n}") for n in range(130)]
    for n in range(230):
        board.write(topics[7], f"к{n}")
    talk.read()
    assert talk.texts() == board.texts()


def test_edits_deletions_and_new_comments_are_seen(talk, board):
    topics = [board.open(f"т{n}") for n in range(3)]
    comments = [board.write(topics[0], f"к{n}") for n in range(4)]
    board.write(topics[1], "пропадёт с темой")
    talk.read()
    board.comments[topics[0]][comments[1]]["text"] = "исправлено"
    board.delete(topics[0], comments[0])
    board.delete(topics[1])
    board.write(topics[2], "новое")
    talk.read()
    assert talk.texts() == board.texts()
    assert sum(1 for post in talk.posts.values() if post.deleted) == 3


def test_quiet_topics_cost_nothing(client, door, clock, board, vk):
    window = Window(again=timedelta(0), history=timedelta(days=3650), most=10_000)
    talk = Kept(VkCollector(client=client, door=door, clock=clock, window=window), "selo/board")
    topics = [board.open(f"т{n}") for n in range(5)]
    board.write(topics[0], "к")
    talk.read()
    asked = vk.called("board.getComments")
    board.write(topics[3], "к")
    talk.read()
    assert talk.texts() == board.texts()
    assert vk.called("board.getComments") == asked + 1


def test_one_topic_of_a_board(client, door, clock, board):
    first, second = board.open("а"), board.open("б")
    board.write(first, "к")
    board.write(second, "к")
    talk = Kept(VkCollector(client=client, door=door, clock=clock, window=WIDE), f"selo/board/{second}")
    talk.read()
    assert set(talk.texts()) == {key for key in board.texts() if key.startswith(str(second))}
    board.delete(second)
    talk.read()
    assert talk.texts() == {}


@pytest.mark.parametrize("after", [1, 2])
def test_a_killed_reading_loses_nothing(talk, board, after):
    for n in range(6):
        topic = board.open(f"т{n}")
        for k in range(60):
            board.write(topic, f"к{k}")
    talk.read(after)
    talk.read()
    assert talk.texts() == board.texts()


def test_a_closed_board_stops_the_source(talk, board, vk):
    vk.fail("board.getTopics", 15)
    with pytest.raises(Denied, match="закрыт"):
        talk.read()


def test_the_past_of_a_board_is_read_on_its_own(talk, board, clock):
    topic = board.open("т")
    board.write(topic, "к")
    past = Kept(talk.collector, "selo/board")
    past.take(talk.collector.history(past.source, clock.now() - timedelta(days=3650)))
    assert past.texts() == board.texts()
    assert set(past.source.cursor) == {"history"}
