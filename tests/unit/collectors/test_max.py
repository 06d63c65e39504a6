"""The real maxapi against a MAX on loopback: the store must come to equal the chat."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from collectors.max.client import MaxReader
from collectors.max.collector import MaxCollector, Window
from core.errors import Denied, Transient
from core.posts import Platform, Post, PostKey, PostKind, Source, SourceKey
from tests.peers.max import START, Max
from tests.peers.pages import Reply
from tests.unit.collectors.conftest import NOW
from tests.unit.collectors.test_preview import Noted

NUMBER = -77


class Kept:
    """A store in miniature: batches and cursor are taken together."""

    def __init__(self, collector: MaxCollector, number: int = NUMBER) -> None:
        self.collector, self.source = collector, Source(SourceKey(Platform.MAX, str(number)))
        self.posts: dict[str, Post] = {}
        self.refused: list = []

    def take(self, passing, batches: int | None = None) -> None:
        got: list[Post] = []
        for number, batch in enumerate(passing, 1):
            got += batch.posts
            self.posts |= {post.key.message: post for post in batch.posts}
            self.refused += batch.refused
            self.source = replace(self.source, cursor=batch.cursor)
            if number == batches:
                passing.close()
        assert len({post.key for post in got}) == len(got), "a pass tells of each key once"

    def read(self, batches: int | None = None) -> None:
        self.take(self.collector.batches(self.source), batches)

    def texts(self) -> dict[str, str]:
        return {key: post.text for key, post in self.posts.items() if not post.deleted}


@pytest.fixture
def max_():
    with Max() as made:
        yield made


@pytest.fixture
def gate() -> Noted:
    return Noted()


@pytest.fixture
def keep(max_, gate, door, clock):
    def made(token: str = "token", **window) -> Kept:
        client = MaxReader(token, url=max_.url, gate=gate, timeout=0.5, retries=0)
        return Kept(MaxCollector(client=client, door=door, clock=clock, window=Window(**window)))

    return made


def test_a_post_comes_over_without_the_name_of_its_editor(max_, keep):
    mid = max_.chat(NUMBER).post("Нет воды", views=90)
    kept = keep()
    kept.read()
    post = kept.posts[mid]
    assert (post.key, post.kind) == (PostKey(Platform.MAX, "-77", mid), PostKind.POST)
    assert (post.text, post.author, post.by_source, post.counters.views) == ("Нет воды", None, True, 90)
    assert post.published == datetime.fromtimestamp(START / 1000 + 60, UTC)
    assert post.url == "https://max.ru/novosti/1"
    assert "Петрова" not in repr(kept.posts)
    assert max_.pages.asked[0][1]["Authorization"] == "token"


def test_all_that_a_message_may_carry(max_, keep):
    chat = max_.chat(NUMBER, "chat")
    asked = chat.post("у кого нет света?")
    inner = {"mid": "mid.9", "seq": 1, "text": "Свет дадут в 18:00", "attachments": []}
    forward = chat.post("смотрите", link={"type": "forward", "chat_id": -500, "message": inner})
    bare = chat.post("", link={"type": "forward", "chat_id": -500, "message": inner}, body=None)
    reply = chat.post("у меня", link={"type": "reply", "message": {"mid": asked, "seq": 101, "text": "", "link": None}})
    mention = [{"type": "user_mention", "from": 3, "length": 4, "user_id": 8, "user_link": None}]
    named = chat.post("")
    chat.messages[named]["body"] |= {"text": "😀 Анна, где вы", "markup": mention}
    attachments = [{"type": "image", "payload": {"url": "x", "token": "y"}}, {"type": "file", "filename": "План.pdf"}]
    placed = chat.post("тут", attachments=[*attachments, {"type": "location", "latitude": 58.5, "longitude": 31.25}])
    kept = keep()
    kept.read()
    posts = kept.posts
    assert (posts[asked].kind, bool(posts[asked].author), posts[asked].by_source) == (PostKind.MESSAGE, True, False)
    assert posts[forward].text == "смотрите\n\nСвет дадут в 18:00"
    assert posts[forward].origin == PostKey(Platform.MAX, "-500", "mid.9")
    assert posts[f"t{chat.messages[bare]['timestamp']}"].text == "Свет дадут в 18:00"
    assert (posts[reply].thread, posts[reply].parent) == (asked, asked)
    assert posts[named].text == "😀 @житель, где вы"
    assert [(each.kind, each.title) for each in posts[placed].attachments] == [("photo", ""), ("doc", "План.pdf")]
    assert (posts[placed].geo.lat, posts[placed].geo.lon) == (58.5, 31.25)


def test_edits_and_deletions_are_seen_again(max_, keep):
    chat = max_.chat(NUMBER)
    mids = [chat.post(f"п{n}") for n in range(250)]
    kept = keep()
    kept.read()
    assert kept.texts() == chat.texts()
    chat.edit(mids[3], "исправлено")
    for gone in (mids[0], mids[100], mids[249]):
        del chat.messages[gone]
    chat.post("новое")
    kept.read()
    assert kept.texts() == chat.texts()
    assert {mid for mid, post in kept.posts.items() if post.deleted} == {mids[0], mids[100], mids[249]}


def test_many_messages_of_one_millisecond_are_all_read(max_, keep):
    chat = max_.chat(NUMBER)
    for n in range(99):
        chat.post(f"п{n}", at=START)
    for n in range(99):
        chat.post(f"р{n}", at=START + 1)
    kept = keep()
    kept.read()
    assert kept.texts() == chat.texts()


@pytest.mark.parametrize("after", range(1, 4))
def test_a_killed_reading_loses_nothing(max_, keep, after):
    chat = max_.chat(NUMBER)
    mids = [chat.post(f"п{n}") for n in range(250)]
    kept = keep()
    kept.read(batches=after)
    del chat.messages[mids[249]]
    kept.read()
    assert kept.texts() == chat.texts()


def test_history_goes_on_from_the_oldest_known_message(max_, keep):
    chat = max_.chat(NUMBER)
    day = 86_400_000
    for n in range(400):
        chat.post(f"п{n}", at=int(NOW.timestamp() * 1000) - (400 - n) * day)
    kept = keep()
    kept.read()
    assert len(kept.posts) < 150
    kept.take(kept.collector.history(kept.source, NOW - timedelta(days=300)), batches=1)
    kept.take(kept.collector.history(kept.source, NOW - timedelta(days=300)))
    assert len(kept.posts) == 300
    kept.take(kept.collector.history(kept.source, NOW - timedelta(days=900)))
    assert kept.texts() == chat.texts()


def test_what_cannot_be_read_is_refused_alone(max_, keep):
    chat = max_.chat(NUMBER)
    good = chat.post("хорошо")
    chat.post("", body={"text": "без номера"})
    chat.post("из будущего", at=START * 2)
    kept = keep()
    kept.read()
    assert set(kept.posts) == {good}
    assert {refusal.field for refusal in kept.refused} == {"body.mid", "timestamp"}
    assert "Петрова" not in repr(kept.refused)


FATES = [
    (Reply(401, b"{}"), Denied),
    (Reply(403, b'{"code": "access.denied"}'), Denied),
    (Reply(404, b"{}"), Denied),
    (Reply(400, b"{}"), Denied),
    (Reply(429, b"{}"), Transient),
    (Reply(500, b"oops"), Transient),
    (Reply(502, b"<html>bad gateway"), Transient),
    (Reply(503), Transient),
    (Reply(200, b"<html>stub"), Transient),
    (Reply(200, b""), Transient),
    (Reply(200, b"[]"), Transient),
    (Reply(200, b'{"messages": 5}'), Transient),
    (Reply(200, b'{"messages": []}', stall=1.5), Transient),
]


@pytest.mark.parametrize(("reply", "fate"), FATES, ids=[f"{r.status}-{n}" for n, (r, _) in enumerate(FATES)])
def test_each_odd_answer_has_its_fate(max_, keep, reply, fate):
    max_.chat(NUMBER)
    max_.pages.then(reply)
    with pytest.raises(fate, match="МАКС"):
        keep().read()


def test_a_chat_without_the_bot_and_a_wrong_token_are_denied(max_, keep):
    with pytest.raises(Denied, match="не состоит"):
        keep().read()
    with pytest.raises(Denied, match="MCU_MAX_TOKEN"):
        keep(token="other").read()


def test_too_many_requests_pause_the_method(max_, keep, gate):
    max_.pages.then(Reply(429, b"{}"))
    with pytest.raises(Transient):
        keep().read()
    assert [method for method, _ in gate.paused] == ["messages"]


def test_nobody_there_is_transient(door, clock):
    client = MaxReader("token", url="http://127.0.0.1:9", timeout=0.5, retries=0)
    with pytest.raises(Transient):
        Kept(MaxCollector(client=client, door=door, clock=clock)).read()


def test_a_check_says_whether_the_bot_was_admitted(max_, keep):
    kept = keep()
    (finding,) = kept.collector.check(kept.source)
    assert (finding.works, "не состоит" in finding.text) == (False, True)
    max_.chat(NUMBER).post("пост")
    (finding,) = kept.collector.check(kept.source)
    assert (finding.works, finding.text) == (True, "последних сообщений видно: 1")
