"""The real vk_api against a VK on loopback: the store must come to equal the wall."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from collectors.vk.collector import VkCollector
from collectors.vk.kit import Window
from core.posts import Platform, PostKey, PostKind
from tests.peers.vk import START
from tests.unit.collectors.vk.kept import WIDE, Kept


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


def test_the_community_is_asked_for_once(kept, wall, vk):
    wall.publish("а")
    for _ in range(3):
        kept.read()
    assert vk.called("groups.getById") == 1


def test_moments_are_aware_utc(kept, wall):
    number = wall.publish("а", date=START)
    kept.read()
    assert kept.posts[str(number)].published == datetime.fromtimestamp(START, UTC)


def test_posts_for_those_who_pay_and_keys_that_nobody_knows(kept, wall):
    paid = wall.publish("", donut={"is_donut": True, "placeholder": {"text": "Запись для донов"}}, zx_new={"a": [1]})
    advert = wall.publish("Окна", post_type="post_ads")
    comment = wall.comment(paid, "", donut={"is_don": True, "placeholder": "Комментарий для донов"})
    kept.read()
    for number in (paid, comment):
        assert [(each.kind, each.title) for each in kept.posts[str(number)].attachments] == [
            ("donut", "только для подписчиков VK Donut")
        ]
    assert kept.posts[str(paid)].raw["zx_new"] == {"a": [1]}
    assert kept.posts[str(advert)].advert
    assert kept.refused == []


def test_what_was_deleted_and_restored_lives_again(kept, wall, clock):
    posts = [wall.publish(f"п{n}") for n in range(3)]
    comment = wall.comment(posts[0], "к")
    kept.read()
    wall.delete(posts[1])
    wall.delete(comment)
    kept.read()
    assert kept.texts() == wall.texts()
    wall.restore(posts[1])
    wall.restore(comment)
    clock.moment += timedelta(minutes=5)
    kept.read()
    assert kept.texts() == wall.texts()
    assert len(kept.texts()) == 4
