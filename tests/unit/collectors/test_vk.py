"""The real vk_api against a VK on loopback: the store must come to equal the wall."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from collectors.vk import walls
from collectors.vk.client import VkClient
from collectors.vk.collector import VkCollector
from collectors.vk.kit import Window
from core.errors import Denied, McuError, Poison, Transient
from core.posts import Platform, Post, PostKey, PostKind, Source, SourceKey
from tests.peers.vk import START, Vk, Wall

WIDE = Window(history=timedelta(days=3650), most=10_000, again=timedelta(days=3650))


@pytest.fixture
def vk():
    with Vk() as vk:
        assert vk.url.startswith("http://127.0.0.1:")
        yield vk


@pytest.fixture
def wall(vk) -> Wall:
    return vk.wall("selo")


FLOODS = 2


@pytest.fixture
def client(vk) -> VkClient:
    return VkClient("token", url=vk.url, rate=10_000, timeout=2, retries=1, backoff=0, floods=FLOODS, sleep=no_time)


def no_time(seconds: float) -> None:
    """Pauses pass at once."""


class Kept:
    """A store in miniature: batches and cursor are taken together."""

    def __init__(self, collector: VkCollector, address: str = "selo") -> None:
        self.collector, self.source = collector, Source(SourceKey(Platform.VK, address))
        self.posts: dict[str, Post] = {}
        self.refused = []

    def read(self, batches: int | None = None) -> list[Post]:
        """Take at most so many batches, then be killed."""
        got = []
        for number, batch in enumerate(self.collector.batches(self.source), 1):
            got += batch.posts
            self.posts |= {post.key.message: post for post in batch.posts}
            self.refused += batch.refused
            self.source = replace(self.source, cursor=batch.cursor)
            if number == batches:
                break
        assert len({post.key for post in got}) == len(got), "a pass tells of each key once"
        return got

    def texts(self) -> dict[str, str]:
        return {key: post.text for key, post in self.posts.items() if not post.deleted}


@pytest.fixture
def kept(client, door, clock) -> Kept:
    return Kept(VkCollector(client=client, door=door, clock=clock, window=WIDE))


def test_posts_comments_and_replies_come_over(kept, wall):
    post = wall.publish("Вода будет завтра", views={"count": 90})
    comment = wall.comment(post, "Опять?", by=55501)
    reply = wall.comment(post, "[id55501|Иван Петров], да", by=wall.owner, to=comment)
    below = wall.comment(post, "Спасибо", by=55502, to=reply)
    kept.read()
    assert kept.texts() == wall.texts() | {str(reply): "@житель, да"}
    root, first, second, third = (kept.posts[str(number)] for number in (post, comment, reply, below))
    assert (root.kind, root.by_source, root.author, root.counters.views) == (PostKind.POST, True, None, 90)
    assert (first.kind, first.thread, first.parent) == (PostKind.COMMENT, str(post), str(post))
    assert (second.kind, second.thread, second.parent, second.by_source) == (
        PostKind.REPLY,
        str(post),
        str(comment),
        True,
    )
    assert third.parent == str(reply)
    assert third.author != first.author
    assert root.url == f"https://vk.com/wall{wall.owner}_{post}"
    assert "55501" not in repr(list(kept.posts.values()))
    assert "Петров" not in repr(list(kept.posts.values()))


def test_long_threads_and_long_lists_are_read_whole(kept, wall):
    post = wall.publish("Пост")
    comments = [wall.comment(post, f"к{n}") for n in range(130)]
    for n in range(115):
        wall.comment(post, f"о{n}", to=comments[3])
    kept.read()
    assert kept.texts() == wall.texts()
    assert len(kept.posts) == 246


def test_edits_and_counters_are_seen_again(kept, wall):
    post = wall.publish("Нет воды")
    comment = wall.comment(post, "У нас тоже")
    kept.read()
    wall.edit(post, "Вода есть")
    wall.edit(comment, "Уже дали")
    wall.posts[post]["likes"]["count"] = 8
    kept.read()
    assert kept.texts() == wall.texts()
    assert kept.posts[str(post)].edited
    assert kept.posts[str(post)].counters.likes == 8


def test_deletions_become_tombstones(kept, wall):
    posts = [wall.publish(f"п{n}") for n in range(4)]
    comments = [wall.comment(posts[0], f"к{n}") for n in range(3)]
    under = wall.comment(posts[1], "пропадёт вместе с постом")
    wall.comment(posts[0], "ответ", to=comments[0])
    kept.read()
    wall.delete(posts[1])
    wall.delete(comments[0])
    wall.delete(comments[2])
    kept.read()
    assert kept.texts() == wall.texts()
    gone = {key for key, post in kept.posts.items() if post.deleted}
    assert gone == {str(number) for number in (posts[1], under, comments[0], comments[2])}
    assert kept.read()
    assert kept.texts() == wall.texts()


def test_a_post_that_only_slid_out_of_sight_is_not_deleted(client, door, clock, wall, vk):
    window = Window(again=timedelta(0), least=5, most=20, history=timedelta(days=3650))
    kept = Kept(VkCollector(client=client, door=door, clock=clock, window=window))
    for n in range(20):
        wall.publish(f"п{n}")
    kept.read()
    for n in range(250):
        wall.publish(f"новое {n}")
    kept.read()
    kept.read()
    assert kept.texts() == wall.texts()


def test_a_pinned_old_post_does_not_end_the_walk(kept, wall):
    old = wall.publish("Правила", date=START - 10**7, is_pinned=1)
    for n in range(230):
        wall.publish(f"п{n}")
    kept.read()
    assert kept.texts() == wall.texts()
    assert kept.posts[str(old)].pinned


def test_a_first_reading_goes_back_a_limited_time(client, door, clock, wall):
    kept = Kept(VkCollector(client=client, door=door, clock=clock, window=Window(history=timedelta(days=2))))
    now = int(clock.now().timestamp())
    for day in range(300, 0, -1):
        wall.publish(f"{day}", date=now - day * 86_400)
    kept.read()
    assert len(kept.posts) == 100, "the page on which the limit lies is kept whole"


def test_new_posts_after_a_long_pause_are_all_read(client, door, clock, wall):
    kept = Kept(VkCollector(client=client, door=door, clock=clock, window=replace(WIDE, again=timedelta(days=1))))
    wall.publish("первый")
    kept.read()
    for n in range(450):
        wall.publish(f"п{n}")
    kept.read()
    assert kept.texts() == wall.texts()


@pytest.fixture
def crowded(client, door, clock, wall) -> Kept:
    """A wall whose reading takes many batches."""
    for n in range(250):
        post = wall.publish(f"п{n}")
        for k in range(n % 5):
            wall.comment(post, f"к{n}-{k}")
    return Kept(VkCollector(client=client, door=door, clock=clock, window=replace(WIDE, again=timedelta(days=1))))


@pytest.mark.parametrize("after", range(1, 9))
def test_a_killed_collector_loses_nothing(crowded, wall, after):
    crowded.read(after)
    crowded.read()
    assert crowded.texts() == wall.texts()


def test_a_collector_that_is_always_killed_gets_on(crowded, wall):
    for _ in range(5):
        crowded.read(4)
    assert crowded.texts() == wall.texts()


def test_a_page_that_moves_while_it_is_turned(kept, wall, vk):
    posts = [wall.publish(f"п{n}") for n in range(220)]
    turned = vk._wall

    def moving(values):
        page = turned(values)
        if int(values["offset"]) == 0:
            wall.delete(posts[-1])
            wall.delete(posts[-2])
        return page

    vk._methods["wall.get"] = moving
    kept.read()
    vk._methods["wall.get"] = turned
    kept.read()
    assert kept.texts() == wall.texts()


def test_a_repost_names_its_origin_and_keeps_both_texts(kept, wall):
    copy = {"id": 7, "owner_id": -5, "from_id": -5, "date": START, "text": "Отключение воды"}
    personal = {"id": 9, "owner_id": 990001, "from_id": 990001, "date": START, "text": "Сфотографировал яму"}
    first = wall.publish("Внимание", copy_history=[copy])
    second = wall.publish("", copy_history=[personal])
    kept.read()
    assert kept.posts[str(first)].text == "Внимание\n\nОтключение воды"
    assert kept.posts[str(first)].origin == PostKey(Platform.VK, "club5", "7")
    assert kept.posts[str(second)].origin.source.startswith("user-")
    assert "990001" not in repr(kept.posts[str(second)])


def test_all_that_a_post_may_carry(kept, wall):
    number = wall.publish(
        "Пост",
        signer_id=55501,
        marked_as_ads=1,
        geo={"coordinates": "58.5 31.25", "place": {"title": "Батецкий"}},
        attachments=[
            {"type": "photo", "photo": {"id": 1, "owner_id": 5, "text": "двор", "sizes": []}},
            {"type": "poll", "poll": {"question": "Свет есть?", "answers": [{"text": "нет", "votes": 4}]}},
            {"type": "link", "link": {"url": "https://example.org", "title": "Новости"}},
            {"type": "strange"},
        ],
    )
    kept.read()
    post = kept.posts[str(number)]
    assert post.advert
    assert post.by_source
    assert post.author
    assert (post.geo.lat, post.geo.lon) == (58.5, 31.25)
    assert [(each.kind, each.title) for each in post.attachments] == [
        ("photo", "двор"),
        ("poll", "Свет есть?"),
        ("link", "Новости"),
        ("strange", ""),
    ]
    assert post.poll.answers == (("нет", 4),)
    assert "text" not in post.raw


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [({"id": "x"}, "id"), ({"date": None}, "date"), ({"date": 10**12}, "date"), ({"text": 5}, "text")],
)
def test_what_cannot_be_read_is_refused_alone(kept, wall, spoilt, field, vk):
    good, bad = wall.publish("хорошая"), wall.publish("плохая")
    shown = wall.shown()
    vk._methods["wall.get"] = lambda values: {"count": 2, "items": [shown[0] | spoilt, shown[1]]}
    kept.read()
    assert list(kept.posts) == [str(good)]
    assert bad
    assert [refusal.field for refusal in kept.refused] == [field]


def test_closed_comments_are_skipped(kept, wall):
    post = wall.publish("Тихо", comments_closed=True)
    wall.comment(post, "не видно")
    kept.read()
    assert list(kept.posts) == [str(post)]


def test_a_post_deleted_before_its_comments_are_read_stops_nothing(kept, wall, vk):
    posts = [wall.publish("а"), wall.publish("б")]
    for post in posts:
        wall.comment(post, "к")
    asked = vk._comments

    def hasty(values):
        wall.posts.pop(posts[1], None)
        return asked(values)

    vk._methods["wall.getComments"] = hasty
    kept.read()
    kept.read()
    assert kept.texts() == {str(posts[0]): "а", "3": "к"}


CODES = [
    *((code, Transient) for code in (1, 6, 9, 10, 29)),
    *((code, Denied) for code in (5, 7, 14, 15, 17, 18, 19, 27, 28, 30, 203, 212)),
    *((code, Poison) for code in (3, 8, 100, 113, 9999)),
]


@pytest.mark.parametrize(("code", "fate"), CODES)
@pytest.mark.parametrize("method", ["wall.get", "wall.getById", "groups.getById"])
def test_each_error_code_has_its_fate(client, vk, wall, code, fate, method):
    if method == "groups.getById" and code in (100, 113):
        fate = Denied  # there is no such community
    call = {
        "wall.get": lambda: walls.page(client, wall.owner),
        "wall.getById": lambda: list(walls.posts(client, wall.owner, [1])),
        "groups.getById": lambda: walls.group(client, "selo"),
    }[method]
    vk.fail(method, code, times=FLOODS + 1)
    with pytest.raises(McuError, match="ВКонтакте") as caught:
        call()
    assert type(caught.value) is fate
    assert vk.called(method) == (FLOODS + 1 if code == 6 else 1), "only a flood is waited out, and not for ever"


def test_a_request_that_vk_does_not_understand_stops_the_source(kept, vk, wall):
    vk.fail("wall.get", 100)
    with pytest.raises(Denied, match="неверный параметр"):
        kept.read()


def test_the_daily_limit_waits_long(client, vk, wall):
    vk.fail("wall.get", 29)
    with pytest.raises(Transient) as caught:
        walls.page(client, wall.owner)
    assert caught.value.wait >= timedelta(hours=1)


@pytest.mark.parametrize(("code", "fate"), [(6, Transient), (15, Denied), (27, Denied)])
def test_errors_of_comments(client, vk, wall, code, fate):
    post = wall.publish("а")
    vk.fail("wall.getComments", code, times=FLOODS + 1)
    with pytest.raises(fate):
        list(walls.comments(client, wall.owner, post))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, b""),
        (503, b"<html>"),
        (404, b""),
        (429, b""),
        (200, b"<html>blocked</html>"),
        (200, b"[]"),
        (200, b"{}"),
        (200, b'{"error": "x"}'),
    ],
)
def test_odd_answers_pass(client, vk, wall, status, body):
    vk.answer("wall.get", status, body, times=5)
    with pytest.raises(Transient):
        walls.page(client, wall.owner)
    assert vk.called("wall.get") <= 2


@pytest.mark.parametrize("status", [302, 307])
def test_a_redirect_does_not_take_the_token_along(client, vk, wall, status):
    vk.answer("wall.get", status, b"")
    with pytest.raises(Transient):
        walls.page(client, wall.owner)
    assert [name for name, _ in vk.calls] == ["wall.get"]


def test_a_proxy_of_the_environment_is_not_used(vk, wall, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    client = VkClient("token", url=vk.url, rate=1000, timeout=2, retries=0)
    assert walls.page(client, wall.owner).total == 0


def test_one_bad_gateway_is_overcome(client, vk, wall):
    wall.publish("а")
    vk.answer("wall.get", 502, b"")
    assert len(walls.page(client, wall.owner).items) == 1


def test_nobody_there_is_transient():
    client = VkClient("token", url="http://127.0.0.1:9", rate=1000, timeout=0.5, retries=1, backoff=0)
    with pytest.raises(Transient, match="нет связи"):
        walls.page(client, -1)


def test_an_unknown_community_is_denied(kept, client, door, clock):
    stranger = Kept(VkCollector(client=client, door=door, clock=clock), "nobody")
    with pytest.raises(Denied, match="nobody"):
        stranger.read()


def test_the_community_is_asked_for_once(kept, wall, vk):
    wall.publish("а")
    for _ in range(3):
        kept.read()
    assert vk.called("groups.getById") == 1


def test_calls_are_spread_before_they_are_made(vk):
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    wall = vk.wall("x")
    client = VkClient("token", url=vk.url, rate=3, clock=lambda: now[0], sleep=sleep)
    for _ in range(7):
        walls.page(client, wall.owner)
    assert now[0] == pytest.approx(2.0)
    assert len(slept) == 6


def test_the_token_travels_in_the_body_and_the_version_is_named(client, wall, vk):
    walls.page(client, wall.owner)
    assert vk.calls[0][1]["access_token"] == "token"
    assert vk.calls[0][1]["v"] == "5.199"


def test_moments_are_aware_utc(kept, wall):
    number = wall.publish("а", date=START)
    kept.read()
    assert kept.posts[str(number)].published == datetime.fromtimestamp(START, UTC)
