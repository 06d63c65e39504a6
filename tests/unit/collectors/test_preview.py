"""The real client against a t.me on loopback: the store must come to equal the channel."""

from dataclasses import replace
from datetime import timedelta

import pytest

from collectors.preview.client import PreviewClient
from collectors.preview.collector import PreviewCollector, Window
from collectors.preview.markup import count, page
from collectors.public import Limits, Public
from core.errors import Denied, Personal, Transient
from core.posts import Platform, Post, PostKey, Source, SourceKey
from tests.peers.pages import Reply
from tests.peers.preview import START, Preview
from tests.unit.collectors.conftest import NOW

QUICK = Limits(timeout=0.5, whole=1, largest=200_000, gap=0)


class Noted:
    """A gate that is open and remembers."""

    def __init__(self) -> None:
        self.entered: list[str] = []
        self.paused: list[tuple[str, timedelta]] = []

    def enter(self, method: str) -> None:
        self.entered.append(method)

    def pause(self, method: str, wait: timedelta, reason: str) -> None:
        self.paused.append((method, wait))


class Kept:
    """A store in miniature: batches and cursor are taken together."""

    def __init__(self, collector: PreviewCollector, name: str = "novosti") -> None:
        self.collector, self.source = collector, Source(SourceKey(Platform.PREVIEW, name))
        self.posts: dict[str, Post] = {}
        self.refused: list = []

    def take(self, passing, batches: int | None = None) -> list[Post]:
        got: list[Post] = []
        for number, batch in enumerate(passing, 1):
            got += batch.posts
            self.posts |= {post.key.message: post for post in batch.posts}
            self.refused += batch.refused
            self.source = replace(self.source, cursor=batch.cursor)
            if number == batches:
                passing.close()
        assert len({post.key for post in got}) == len(got), "a pass tells of each key once"
        return got

    def read(self, batches: int | None = None) -> list[Post]:
        return self.take(self.collector.batches(self.source), batches)

    def texts(self) -> dict[str, str]:
        return {key: post.text for key, post in self.posts.items() if not post.deleted}


@pytest.fixture
def preview():
    with Preview() as preview:
        yield preview


@pytest.fixture
def gate() -> Noted:
    return Noted()


@pytest.fixture
def client(preview, gate) -> PreviewClient:
    return PreviewClient(Public("t.me", gate=gate, internal=True, limits=QUICK), url=preview.url)


@pytest.fixture
def keep(client, door, clock):
    def made(**window) -> Kept:
        return Kept(PreviewCollector(client=client, door=door, clock=clock, window=Window(**window)))

    return made


def test_a_post_has_the_key_that_an_account_would_give_it(preview, keep):
    channel = preview.channel("novosti")
    number = channel.post("Нет воды\nвторой день", views="1.2K")
    kept = keep()
    kept.read()
    post = kept.posts[str(number)]
    assert post.key == PostKey(Platform.TELEGRAM, "novosti", str(number))
    assert (post.text, post.by_source, post.author) == ("Нет воды\nвторой день", True, None)
    assert (post.counters.views, post.url) == (1200, f"https://t.me/novosti/{number}")
    assert post.published == START + timedelta(minutes=number)


def test_all_that_a_post_may_carry(preview, keep):
    channel = preview.channel("novosti")
    name = "tgme_widget_message"
    forwarded = channel.post(
        "репост",
        extra=f'<a class="{name}_forwarded_from_name" href="https://t.me/rayon/42">Район</a>'
        '<span class="tgme_reaction"><i class="emoji"><b>👍</b></i>1.5K</span>'
        '<span class="tgme_reaction tgme_reaction_paid">7</span>',
    )
    person = channel.post("от жителя", extra=f'<a class="{name}_forwarded_from_name" href="https://t.me/ivan">И</a>')
    asked = channel.post(
        "",
        extra=f'<div class="{name}_poll"><div class="{name}_poll_question">Свет есть?</div>'
        f'<div class="{name}_poll_option"><div class="{name}_poll_option_percent">75%</div>'
        f'<div class="{name}_poll_option_text">да</div></div></div>',
    )
    place = channel.post(
        "", extra=f'<a class="{name}_location_wrap" href="https://maps.google.com/maps?q=58.5,31.25"></a>'
    )
    filed = channel.post("", extra=f'<div class="{name}_document_title">План.pdf</div>')
    named = channel.post(
        "", markup=f'<div class="{name}_text js-message_text">Ждём <a href="tg://user?id=5">Анну</a></div>'
    )
    service = channel.post("Channel created", service=True)
    kept = keep()
    kept.read()
    posts = kept.posts
    assert posts[str(forwarded)].origin == PostKey(Platform.TELEGRAM, "rayon", "42")
    assert posts[str(forwarded)].counters.reactions == {"👍": 1500, "paid": 7}
    assert posts[str(person)].origin is None
    assert posts[str(asked)].poll.answers == (("да", None),)
    assert posts[str(asked)].raw["poll"] == {"да": "75%"}
    assert (posts[str(place)].geo.lat, posts[str(place)].geo.lon) == (58.5, 31.25)
    assert [(each.kind, each.title) for each in posts[str(filed)].attachments] == [("doc", "План.pdf")]
    assert posts[str(named)].text == "Ждём @житель"
    assert str(service) not in posts


def test_an_album_is_one_post_under_its_smallest_number(preview, keep):
    channel = preview.channel("novosti")
    channel.post("до")
    album = channel.post("двор", parts=3)
    kept = keep()
    kept.read()
    assert kept.texts() == {"1": "до", str(album): "двор"}
    assert [each.kind for each in kept.posts[str(album)].attachments] == ["photo"] * 3


@pytest.mark.parametrize(("told", "number"), [("1.2K", 1200), ("3M", 3_000_000), ("17", 17), ("", None), ("x", None)])
def test_counts_are_read(told, number):
    assert count(told) == number


def test_edits_and_deletions_are_seen_again(preview, keep):
    channel = preview.channel("novosti")
    numbers = [channel.post(f"п{n}") for n in range(70)]
    kept = keep()
    kept.read()
    assert kept.texts() == channel.texts()
    channel.edit(numbers[3], "исправлено")
    for gone in (numbers[0], numbers[20], numbers[69]):
        channel.delete(gone)
    channel.post("новое")
    kept.read()
    assert kept.texts() == channel.texts()
    assert {n for n, post in kept.posts.items() if post.deleted} == {"1", "21", "70"}


def test_what_one_page_forgot_is_not_deleted(preview, keep):
    channel = preview.channel("novosti")
    for n in range(5):
        channel.post(f"п{n}")
    kept = keep()
    kept.read()
    hidden = channel.messages.pop(3)
    incomplete = channel.page(None).encode()
    channel.messages[3] = hidden
    preview.pages.then(Reply(body=incomplete))
    kept.read()
    assert not kept.posts["3"].deleted


def test_old_posts_leave_the_window_and_are_not_deleted(preview, keep):
    channel = preview.channel("novosti")
    for n in range(60):
        channel.post(f"п{n}", at=NOW - timedelta(days=25) + timedelta(hours=n))
    kept = keep(least=20)
    kept.read()
    preview.pages.asked.clear()
    kept.read()
    assert len(preview.pages.asked) == 1
    assert kept.texts() == channel.texts()


def test_a_first_reading_goes_back_a_limited_time_and_history_goes_on_from_there(preview, keep):
    channel = preview.channel("novosti")
    for n in range(100):
        channel.post(f"п{n}", at=NOW - timedelta(days=100 - n))
    kept = keep()
    kept.read()
    assert 30 <= len(kept.posts) <= 60
    since = NOW - timedelta(days=70)
    kept.take(kept.collector.history(kept.source, since), batches=1)
    assert min(map(int, kept.posts)) != 31, "one page is not all"
    kept.take(kept.collector.history(kept.source, since))
    assert sorted(map(int, kept.posts)) == list(range(31, 101))
    kept.read()
    assert kept.texts() == {str(n): f"п{n - 1}" for n in range(31, 101)}
    kept.take(kept.collector.history(kept.source, NOW - timedelta(days=365)))
    assert kept.texts() == channel.texts()


@pytest.mark.parametrize("after", range(1, 6))
def test_a_killed_reading_loses_nothing(preview, keep, after):
    channel = preview.channel("novosti")
    for n in range(90):
        channel.post(f"п{n}")
    kept = keep()
    kept.read(batches=after)
    channel.delete(90)
    channel.delete(5)
    kept.read()
    assert kept.texts() == channel.texts()


def test_a_message_without_a_date_is_refused_alone(preview, keep):
    channel = preview.channel("novosti")
    channel.post("хорошо")
    body = channel.page(None).replace("</section>", '<div class="tgme_widget_message" data-post="novosti/2">?</div>')
    preview.pages.then(Reply(body=body.encode()))
    kept = keep()
    kept.read()
    assert kept.texts() == {"1": "хорошо"}
    assert [refusal.field for refusal in kept.refused] == ["datetime"]


def test_a_channel_that_is_not_shown_is_denied_though_the_answer_is_200(preview, keep):
    with pytest.raises(Denied, match="публичного просмотра"):
        keep().read()


FATES = [
    (Reply(403), Denied),
    (Reply(404), Denied),
    (Reply(418), Denied),
    (Reply(429, headers={"Retry-After": "120"}), Transient),
    (Reply(500), Transient),
    (Reply(502, b"<html>bad gateway"), Transient),
    (Reply(200, b"<html>The site is blocked"), Transient),
    (Reply(200, b""), Transient),
    (Reply(200, b"\x00\xff" * 500), Transient),
    (Reply(200, b"x" * 300_000), Denied),
    (Reply(200, b"late", stall=1), Transient),
    (Reply(302, headers={"Location": "ftp://127.0.0.1/x"}), Denied),
    (Reply(302, headers={"Location": "http://user:word@127.0.0.1/x"}), Denied),
]


@pytest.mark.parametrize(("reply", "fate"), FATES, ids=[f"{r.status}-{n}" for n, (r, _) in enumerate(FATES)])
def test_each_odd_answer_has_its_fate(preview, keep, reply, fate):
    preview.channel("novosti").post("пост")
    preview.pages.then(reply)
    with pytest.raises(fate, match=r"t\.me"):
        keep().read()


def test_a_pause_that_is_asked_for_is_kept_at_the_gate(preview, keep, gate):
    preview.pages.then(Reply(429, headers={"Retry-After": "120"}))
    with pytest.raises(Transient) as error:
        keep().read()
    assert error.value.wait == timedelta(seconds=120)
    assert (gate.entered, gate.paused) == (["page"], [("page", timedelta(seconds=120))])


def test_a_redirect_without_end_is_denied(preview, keep):
    preview.pages.then(*[Reply(302, headers={"Location": "/s/novosti"})] * 7)
    with pytest.raises(Denied, match="перенаправляет"):
        keep().read()


def test_nobody_there_is_transient(door, clock):
    client = PreviewClient(Public("t.me", internal=True, limits=QUICK), url="http://127.0.0.1:9")
    with pytest.raises(Transient):
        client.page("novosti")


def test_a_stub_page_is_no_missing_channel():
    with pytest.raises(Transient):
        page("<html><body>Доступ ограничен</body></html>", "novosti")


def test_a_check_says_what_is_shown_and_why_not(preview, keep):
    kept = keep()
    (finding,) = kept.collector.check(kept.source)
    assert (finding.works, "публичного просмотра" in finding.text) == (False, True)
    preview.channel("novosti").post("пост")
    (finding,) = kept.collector.check(kept.source)
    assert (finding.works, finding.text) == (True, "публикаций на странице: 1")


def test_an_account_of_a_person_is_told_from_a_channel_that_is_not_shown() -> None:
    shown = '<div class="tgme_page"><div class="tgme_page_extra">{}</div></div>'
    with pytest.raises(Personal):
        page(shown.format("@izolda_t"), "izolda_t")
    with pytest.raises(Denied) as denied:
        page(shown.format("120 members"), "chat")
    assert not isinstance(denied.value, Personal)
