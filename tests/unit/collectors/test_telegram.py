"""The real Telethon against a Telegram on loopback: the store must come to equal the channel."""

from datetime import UTC, datetime, timedelta

import pytest
from telethon import errors as telethon_errors
from telethon.tl import functions as f
from telethon.tl import types as t

from collectors.telegram.client import TelegramReader
from collectors.telegram.collector import TelegramCollector
from collectors.telegram.errors import DENIED, GONE
from collectors.telegram.room import Window
from core.errors import Denied, Transient
from core.posts import Platform, PostKey, PostKind
from tests.peers.telegram import START, Telegram
from tests.unit.collectors.conftest import NOW
from tests.unit.collectors.telegrams import Kept


@pytest.fixture
def telegram():
    with Telegram() as telegram:
        assert telegram.host == "127.0.0.1"
        yield telegram


@pytest.fixture
def client(telegram) -> TelegramReader:
    return TelegramReader(1, "hash", telegram.mint(), patience=0, retries=1, pause=0)


@pytest.fixture
def keep(client, door, clock):
    def made(address: str = "novosti", **window) -> Kept:
        always = {"again_every": timedelta(0)} | window
        return Kept(TelegramCollector(client=client, door=door, clock=clock, window=Window(**always)), address)

    return made


def texts(chat, *, prefix: str = "") -> dict[str, str]:
    return {f"{prefix}{number}": message.message for number, message in chat.messages.items() if not message.fwd_from}


def test_posts_come_over_with_what_they_carry(telegram, keep):
    channel = telegram.channel(500, "novosti")
    thumbs = t.MessageReactions([t.ReactionCount(t.ReactionEmoji("👍"), 4), t.ReactionCount(t.ReactionPaid(), 1)])
    first = channel.post("Нет воды", views=90, forwards=2, reactions=thumbs, pinned=True)
    service = channel.serve(t.MessageActionPinMessage())
    answers = [t.PollAnswer(t.TextWithEntities("да", []), b"0"), t.PollAnswer(t.TextWithEntities("нет", []), b"1")]
    poll = t.Poll(id=1, question=t.TextWithEntities("Свет есть?", []), answers=answers, hash=0)
    results = t.PollResults(results=[t.PollAnswerVoters(b"1", voters=3, recent_voters=[])], total_voters=3)
    asked = channel.post("", media=t.MessageMediaPoll(poll, results))
    place = channel.post("", media=t.MessageMediaGeo(t.GeoPoint(long=31.25, lat=58.5, access_hash=0)))
    kept = keep()
    kept.read()
    assert set(kept.posts) == {str(first), str(asked), str(place)}
    assert str(service) not in kept.posts
    post = kept.posts[str(first)]
    assert (post.kind, post.by_source, post.author, post.pinned) == (PostKind.POST, True, None, True)
    assert post.counters.figures() == (90, None, 2, None, (("paid", 1), ("👍", 4)))
    assert post.url == f"https://t.me/novosti/{first}"
    assert post.published == START + timedelta(minutes=first)
    assert kept.posts[str(asked)].poll.answers == (("да", None), ("нет", 3))
    assert kept.posts[str(place)].geo.lat == pytest.approx(58.5, abs=1e-5)
    assert post.raw["id"] == first
    assert "message" not in post.raw


def test_an_album_is_one_post(telegram, keep):
    channel = telegram.channel(500, "novosti")
    photo = t.MessageMediaPhoto(photo=t.PhotoEmpty(1))
    numbers = [channel.post("Двор" if n == 1 else "", grouped_id=9, media=photo) for n in range(3)]
    kept = keep()
    kept.read()
    assert kept.texts() == {str(numbers[0]): "Двор"}
    assert [each.kind for each in kept.posts[str(numbers[0])].attachments] == ["photo"] * 3


@pytest.mark.parametrize("before", [95, 98, 99, 100])
def test_an_album_across_a_page_is_one_post(telegram, keep, before):
    channel = telegram.channel(500, "novosti")
    for n in range(before):
        channel.post(f"п{n}")
    first, *_ = [channel.post("альбом", grouped_id=9) for _ in range(4)]
    channel.post("конец")
    kept = keep()
    kept.read()
    assert len(kept.posts) == before + 2
    assert kept.texts()[str(first)] == "\n\n".join(["альбом"] * 4)


def test_forwards_mentions_and_names(telegram, keep):
    channel = telegram.channel(500, "novosti")
    head = t.MessageFwdHeader(START, from_id=t.PeerChannel(999), channel_post=42, post_author="Иван Петров")
    copied = channel.post("репост", fwd_from=head)
    hidden = channel.post("от человека", fwd_from=t.MessageFwdHeader(START, from_name="Иван Петров"))
    named = channel.post(
        "😀 спросите Ивана, он знает",
        entities=[t.MessageEntityMentionName(12, 5, 123456789)],
        post_author="Иван Петров",
    )
    kept = keep()
    kept.read()
    assert kept.posts[str(copied)].origin == PostKey(Platform.TELEGRAM, "c999", "42")
    assert kept.posts[str(hidden)].origin is None
    assert kept.posts[str(named)].text == "😀 спросите @житель, он знает"
    assert "Петров" not in repr(kept.posts)
    assert "123456789" not in repr(kept.posts)


def test_edits_counters_and_deletions_are_seen_again(telegram, keep):
    channel = telegram.channel(500, "novosti")
    numbers = [channel.post(f"п{n}", views=n) for n in range(150)]
    kept = keep()
    kept.read()
    channel.edit(numbers[3], "исправлено")
    channel.messages[numbers[4]].views = 1000
    channel.delete(numbers[5], numbers[149])
    channel.post("новое")
    kept.read()
    assert kept.texts() == texts(channel)
    assert kept.posts[str(numbers[3])].edited
    assert kept.posts[str(numbers[4])].counters.views == 1000
    assert {key for key, post in kept.posts.items() if post.deleted} == {str(numbers[5]), str(numbers[149])}
    kept.read()
    assert kept.texts() == texts(channel)


def test_an_edit_that_only_moves_reactions_is_none(telegram, keep):
    channel = telegram.channel(500, "novosti")
    number = channel.post("п", edit_date=START, edit_hide=True)
    kept = keep()
    kept.read()
    assert kept.posts[str(number)].edited is None


def test_comments_know_their_post_and_their_parent(telegram, keep):
    channel = telegram.discussed(500, "novosti")
    post, other = channel.post("Нет воды", views=1), channel.post("Свет")
    comment = channel.comment(post, "И у нас", by=7_654_321)
    reply = channel.comment(post, "Давно?", to=comment)
    answer = channel.comment(other, "Чиним", by=None, from_id=t.PeerChannel(500))
    chatter = channel.linked.post("Всем привет", from_id=t.PeerUser(7_000_001))
    kept = keep()
    kept.read()
    assert kept.texts() == texts(channel) | texts(channel.linked, prefix="c501:")
    first, second, third, fourth = (kept.posts[f"c501:{number}"] for number in (comment, reply, answer, chatter))
    assert (first.kind, first.thread, first.parent) == (PostKind.COMMENT, str(post), str(post))
    assert (second.kind, second.thread, second.parent) == (PostKind.REPLY, str(post), f"c501:{comment}")
    assert (third.thread, third.by_source, third.author) == (str(other), True, None)
    assert (fourth.kind, fourth.thread) == (PostKind.MESSAGE, None)
    assert first.author
    assert "7654321" not in repr(kept.posts)
    assert first.url == f"https://t.me/novosti/{post}?comment={comment}"
    channel.linked.delete(comment)
    channel.linked.edit(reply, "Давно ли?")
    kept.read()
    assert kept.texts() == texts(channel) | texts(channel.linked, prefix="c501:")


def test_a_late_comment_finds_its_old_post(telegram, keep):
    channel = telegram.discussed(500, "novosti")
    old = channel.post("Старый", date=NOW - timedelta(days=90))
    channel.linked.messages[channel.linked.copy_of(old)].date = NOW - timedelta(days=90)
    for n in range(5):
        channel.post(f"п{n}")
    late = channel.comment(old, "Только увидел")
    kept = keep()
    kept.read()
    assert kept.posts[f"c501:{late}"].thread == str(old)
    assert str(old) not in kept.posts


def test_comments_of_an_album_belong_to_its_first_post(telegram, keep):
    channel = telegram.discussed(500, "novosti")
    album = [channel.post("фото", grouped_id=4) for _ in range(3)]
    comment = channel.comment(album[1], "Красиво")
    kept = keep()
    kept.read()
    assert kept.posts[f"c501:{comment}"].thread == str(album[0])


def test_a_group_is_read_as_messages(telegram, keep):
    group = telegram.channel(600, "chat", group=True)
    first = group.post("Где вода?", from_id=t.PeerUser(7_654_321))
    reply = group.post("Нет", reply_to=t.MessageReplyHeader(reply_to_msg_id=first), from_id=t.PeerUser(7_000_002))
    admin = group.post("Чиним", from_id=t.PeerChannel(600))
    kept = keep("@chat")
    kept.read()
    assert {post.kind for post in kept.posts.values()} == {PostKind.MESSAGE}
    assert (kept.posts[str(reply)].thread, kept.posts[str(reply)].parent) == (str(first), str(first))
    assert kept.posts[str(admin)].by_source
    assert kept.posts[str(first)].author != kept.posts[str(reply)].author
    assert "7654321" not in repr(kept.posts)


def test_a_private_group_is_found_among_the_dialogs(telegram, keep):
    group = telegram.channel(600, group=True)
    group.post("Собрание в 18")
    kept = keep("-100600")
    kept.read()
    assert len(kept.posts) == 1
    assert kept.posts["1"].url == "https://t.me/c/600/1"
    with pytest.raises(Denied, match="не состоит"):
        keep("c601").read()


def test_a_first_reading_goes_back_a_limited_number_and_time(telegram, keep):
    channel = telegram.channel(500, "novosti")
    for n in range(60):
        channel.post(f"п{n}", date=NOW - timedelta(days=60 - n))
    few, young = keep(most=10), keep(history=timedelta(days=5, hours=1))
    few.read()
    young.read()
    assert len(few.posts) == 10
    assert len(young.posts) == 5


@pytest.mark.parametrize("after", range(1, 8))
def test_a_killed_collector_loses_nothing(telegram, keep, after):
    channel = telegram.discussed(500, "novosti")
    for n in range(250):
        post = channel.post(f"п{n}", grouped_id=n // 3 if n % 7 == 0 else None)
        if n % 2:
            channel.comment(post, f"к{n}")
    kept, whole = keep(most=10_000), keep(most=10_000)
    kept.read(after)
    channel.delete(3)
    channel.edit(5, "исправлено")
    kept.read()
    kept.read()
    whole.read()
    assert kept.texts() == whole.texts()


def test_a_collector_that_is_always_killed_gets_on(telegram, keep):
    channel = telegram.channel(500, "novosti")
    for n in range(450):
        channel.post(f"п{n}")
    kept = keep(most=10_000)
    for _ in range(6):
        kept.read(1)
    assert kept.texts() == texts(channel)


def test_the_name_is_resolved_once_in_its_life(telegram, keep):
    channel = telegram.discussed(500, "novosti")
    channel.post("п")
    kept = keep()
    for _ in range(3):
        kept.read()
    assert telegram.called(f.contacts.ResolveUsernameRequest) == 1
    assert telegram.called(f.channels.GetFullChannelRequest) == 1


def test_a_quiet_source_costs_few_requests(telegram, keep):
    channel = telegram.discussed(500, "novosti")
    channel.post("п")
    kept = keep()
    kept.read()
    telegram.calls.clear()
    kept.read()
    assert telegram.called(f.messages.GetHistoryRequest) <= 4
    assert telegram.called(f.channels.GetMessagesRequest) == 0


@pytest.mark.parametrize("word", ["FLOOD_WAIT_77", "FLOOD_PREMIUM_WAIT_77"])
def test_floods_say_how_long(telegram, keep, word):
    telegram.channel(500, "novosti").post("п")
    telegram.fail(f.messages.GetHistoryRequest, 420, word)
    with pytest.raises(Transient, match="77") as caught:
        keep().read()
    assert caught.value.wait == timedelta(seconds=77)


WORDS = {
    "AUTH_KEY_UNREGISTERED": 401,
    "SESSION_REVOKED": 401,
    "SESSION_EXPIRED": 401,
    "USER_DEACTIVATED": 401,
    "USER_DEACTIVATED_BAN": 401,
    "AUTH_KEY_DUPLICATED": 406,
    "CHANNEL_PRIVATE": 400,
    "CHANNEL_INVALID": 400,
    "CHANNEL_PUBLIC_GROUP_NA": 403,
    "CHAT_ADMIN_REQUIRED": 400,
    "CHAT_FORBIDDEN": 403,
    "PEER_ID_INVALID": 400,
}


@pytest.mark.parametrize("word", WORDS)
def test_denials_are_denied_in_russian(telegram, keep, word):
    telegram.channel(500, "novosti").post("п")
    telegram.fail(f.messages.GetHistoryRequest, WORDS[word], word, times=3)
    with pytest.raises(Denied, match=r"Telegram: [а-я]"):
        keep().read()


def test_every_name_of_the_table_is_telethons():
    assert [name for name in {**DENIED, **GONE} if not hasattr(telethon_errors, name)] == []


def test_an_unknown_refusal_is_shown_to_a_person(telegram, keep):
    telegram.channel(500, "novosti").post("п")
    telegram.fail(f.messages.GetHistoryRequest, 400, "SOMETHING_NEW", times=3)
    with pytest.raises(Denied, match="SOMETHING_NEW"):
        keep().read()


def test_a_closed_discussion_does_not_stop_the_channel(telegram, keep):
    channel = telegram.discussed(500, "novosti")
    channel.post("п")
    telegram.closed.add(501)
    kept = keep()
    kept.read()
    assert kept.texts() == {"1": "п"}
    assert "обсуждение" in kept.refused[0].reason


@pytest.mark.parametrize("address", ["nobody", "ivan"])
def test_unknown_names_and_persons_are_denied(telegram, keep, address):
    telegram.users.append(t.User(id=7, access_hash=1, first_name="Иван", username="ivan"))
    with pytest.raises(Denied):
        keep(address).read()


@pytest.mark.parametrize("session", ["", "чушь", "1abc", "1" + "A" * 200])
def test_a_session_that_cannot_be_read(session, door, clock):
    client = TelegramReader(1, "hash", session, retries=0, pause=0)
    kept = Kept(TelegramCollector(client=client, door=door, clock=clock))
    with pytest.raises(Denied, match="сесси"):
        kept.read()


def test_a_key_that_telegram_forgot(telegram, keep):
    kept = keep()
    telegram.keys.clear()
    with pytest.raises(Denied, match="сессия"):
        kept.read()


def test_nobody_there_is_transient(door, clock):
    with Telegram() as telegram:
        session = telegram.mint()
    client = TelegramReader(1, "hash", session, retries=1, pause=0)
    with pytest.raises(Transient, match="нет связи"):
        Kept(TelegramCollector(client=client, door=door, clock=clock)).read()


def test_moments_are_aware_utc(telegram, keep):
    telegram.channel(500, "novosti").post("п", date=datetime(2026, 11, 20, tzinfo=UTC))
    kept = keep()
    kept.read()
    assert kept.posts["1"].published.tzinfo is UTC
