"""What is read of Telegram beyond plain posts: albums in part, topics, skipped numbers, watched ones, the past."""

from datetime import timedelta

import pytest
from telethon.tl import functions as f
from telethon.tl import types as t

from collectors.telegram.client import TelegramReader
from collectors.telegram.collector import TelegramCollector
from collectors.telegram.room import Window
from core.errors import Transient
from core.ports import Bar
from core.posts import PostKind
from tests.peers.telegram import START, Telegram
from tests.unit.collectors.conftest import NOW
from tests.unit.collectors.telegrams import Gate, Kept

PHOTO = t.MessageMediaPhoto(photo=t.PhotoEmpty(1))


@pytest.fixture
def telegram():
    with Telegram() as telegram:
        yield telegram


@pytest.fixture
def keep(telegram, door, clock):
    def made(address="novosti", *, watched=(), session=None, gate=None, wait=lambda seconds: None, **window) -> Kept:
        reader = TelegramReader(1, "hash", session or telegram.mint(), gate=gate, patience=0, retries=0, pause=0)
        collector = TelegramCollector(
            client=reader,
            door=door,
            clock=clock,
            window=Window(**({"again_every": timedelta(0)} | window)),
            watched=lambda source: watched,
            wait=wait,
        )
        return Kept(collector, address)

    return made


def album(chat, parts: int = 3, text: str = "Двор", number: int = 9) -> list[int]:
    return [chat.post(text if n == 0 else "", grouped_id=number, media=PHOTO) for n in range(parts)]


def test_an_album_stays_itself_when_its_first_part_is_deleted(telegram, keep):
    channel = telegram.channel(500, "novosti")
    first, second, third = album(channel)
    kept = keep()
    kept.read()
    channel.edit(second, "Двор после ремонта")
    channel.delete(first)
    kept.read()
    assert kept.texts() == {str(first): "Двор после ремонта"}
    assert len(kept.posts[str(first)].attachments) == 2
    channel.delete(second, third)
    kept.read()
    assert kept.posts[str(first)].deleted
    assert set(kept.posts) == {str(first)}


def test_an_album_is_not_cut_by_where_a_first_reading_begins(telegram, keep):
    channel = telegram.channel(500, "novosti")
    channel.post("старое")
    first, *_ = album(channel, 5)
    channel.post("новое")
    kept = keep(most=3)
    kept.read()
    assert len(kept.posts[str(first)].attachments) == 5
    assert "старое" not in kept.texts().values()


def test_messages_between_the_parts_of_an_album_are_not_lost_at_a_seam(telegram, keep):
    group = telegram.channel(600, "chat", group=True)
    for n in range(97):
        group.post(f"п{n}")
    group.post("", grouped_id=4, media=PHOTO)
    group.post("между")
    group.post("", grouped_id=4, media=PHOTO)
    group.post("после")
    kept = keep("chat")
    kept.read()
    assert len(kept.posts) == 100
    assert len(kept.posts["98"].attachments) == 2


def test_a_watched_message_is_read_again_however_old_it_is(telegram, keep):
    channel = telegram.discussed(500, "novosti")
    old, parts = channel.post("Старый"), album(channel)
    dropped = channel.post("Уйдёт")
    comment = channel.comment(old, "Когда?")
    for n in range(30):
        channel.post(f"п{n}")
        channel.linked.post(f"разговор {n}")
    small = {"least": 5, "again": timedelta(0)}
    kept = keep(watched=(str(old), str(parts[0]), str(dropped), f"c501:{comment}", "чужое"), **small)
    kept.read()
    kept.read()
    channel.edit(old, "Старый, исправлен")
    channel.edit(parts[1], "подпись")
    channel.delete(dropped)
    channel.linked.edit(comment, "Когда же?")
    got = kept.read()
    assert [post.key.message for post in got][:3] == [str(dropped), str(old), str(parts[0])]
    assert kept.texts()[str(old)] == "Старый, исправлен"
    assert kept.texts()[str(parts[0])] == "Двор\n\nподпись"
    assert kept.posts[str(dropped)].deleted
    assert kept.texts()[f"c501:{comment}"] == "Когда же?"


def test_a_topic_is_no_thread_and_a_reply_in_it_is_one(telegram, keep):
    group = telegram.channel(600, "chat", group=True)
    topic = group.serve(t.MessageActionTopicCreate("Дороги", 0))
    said = group.post("Яма", reply_to=t.MessageReplyHeader(reply_to_msg_id=topic, forum_topic=True))
    answer = t.MessageReplyHeader(reply_to_msg_id=said, reply_to_top_id=topic, forum_topic=True)
    reply = group.post("И у нас", reply_to=answer)
    kept = keep("chat")
    kept.read()
    assert (kept.posts[str(said)].thread, kept.posts[str(said)].parent) == (None, None)
    assert (kept.posts[str(reply)].thread, kept.posts[str(reply)].parent) == (str(said), str(said))
    assert {post.kind for post in kept.posts.values()} == {PostKind.MESSAGE}


def test_numbers_that_history_skipped_are_asked_for(telegram, keep):
    channel = telegram.channel(500, "novosti")
    for n in range(20):
        channel.post(f"п{n}")
    kept = keep()
    kept.read()
    hidden = channel.post("пропущено")
    channel.post("видно")
    history = telegram.handlers[f.messages.GetHistoryRequest]

    def forgetful(request):
        answer = history(request)
        answer.messages = [message for message in answer.messages if message.id != hidden]
        return answer

    telegram.handlers[f.messages.GetHistoryRequest] = forgetful
    kept.read()
    assert kept.texts()[str(hidden)] == "пропущено"
    assert kept.backfilled == 1


def test_between_full_passes_only_the_newest_are_read_again(telegram, keep, clock):
    channel = telegram.channel(500, "novosti")
    for n in range(1, 301):
        channel.post(f"п{n}")
    kept = keep(again_every=timedelta(minutes=10))
    kept.read()
    channel.edit(20, "давнее")
    channel.edit(290, "недавнее")
    channel.post("новое")
    telegram.calls.clear()
    kept.read()
    assert telegram.called(f.messages.GetHistoryRequest) == 1
    assert kept.texts()["290"] == "недавнее"
    assert kept.texts()["20"] == "п20"
    clock.moment += timedelta(minutes=11)
    kept.read()
    assert kept.texts()["20"] == "давнее"


def test_a_renamed_channel_is_read_on_under_its_number(telegram, keep):
    channel = telegram.channel(500, "novosti")
    channel.post("п")
    kept = keep()
    kept.read()
    channel.about.username = "novosti_raiona"
    number = channel.post("после")
    kept.read()
    kept.read()
    assert kept.posts[str(number)].url == f"https://t.me/novosti_raiona/{number}"
    assert telegram.called(f.contacts.ResolveUsernameRequest) == 1


def test_another_session_asks_for_its_own_key_once(telegram, keep):
    channel = telegram.channel(500, "novosti")
    channel.post("п")
    kept = keep()
    kept.read()
    other = keep()
    other.source = kept.source
    channel.about.access_hash = 4242
    other.read()
    other.read()
    assert other.texts()["1"] == "п"
    assert telegram.called(f.contacts.ResolveUsernameRequest) == 1
    assert telegram.called(f.messages.GetDialogsRequest) == 1


def test_names_are_resolved_once_over_checks_passes_and_history(telegram, keep):
    channel = telegram.discussed(500, "novosti")
    for n in range(5):
        channel.post(f"п{n}")
    kept = keep()
    list(kept.collector.check(kept.source))
    for _ in range(5):
        kept.read()
    kept.back(START - timedelta(days=1))
    list(kept.collector.check(kept.source))
    assert telegram.called(f.contacts.ResolveUsernameRequest) == 1


def test_a_group_that_became_a_supergroup_is_read_under_its_new_number(telegram, keep):
    group = telegram.channel(600, group=True)
    group.post("Собрание")
    dialogs = telegram.handlers[f.messages.GetDialogsRequest]
    small = t.Chat(
        id=60, title="г", photo=t.ChatPhotoEmpty(), participants_count=1, date=START, version=1,
        migrated_to=t.InputChannel(600, 1800),
    )  # fmt: skip

    def with_small(request):
        answer = dialogs(request)
        answer.chats = [small, *answer.chats]
        return answer

    telegram.handlers[f.messages.GetDialogsRequest] = with_small
    kept = keep("-60")
    kept.source = keep("60").source
    kept.read()
    assert kept.texts() == {"1": "Собрание"}


def older(telegram, days: int = 40):
    channel = telegram.discussed(500, "novosti")
    for n in range(250):
        date = NOW - timedelta(days=days) + timedelta(hours=n)
        number = channel.post(f"п{n}", date=date, grouped_id=n // 3 if 90 < n < 110 else None)
        channel.linked.messages[channel.linked.last].date = date
        if n % 5 == 0:
            channel.comment(number, f"к{n}", date=date)
    return channel


@pytest.mark.parametrize("killed", [None, 1, 2, 3])
def test_the_past_is_read_once_and_goes_on_where_it_was_killed(telegram, keep, killed):
    older(telegram)
    waits: list[float] = []
    kept, whole = keep(most=20, wait=waits.append), keep(most=10_000, history=timedelta(days=400))
    whole.read()
    kept.read()
    fresh = dict(kept.posts)
    if killed:
        kept.back(NOW - timedelta(days=400), killed)
    kept.back(NOW - timedelta(days=400))
    assert kept.texts() == whole.texts()
    assert {key: (post.thread, post.parent) for key, post in kept.posts.items()} == {
        key: (post.thread, post.parent) for key, post in whole.posts.items()
    }
    assert waits
    assert set(waits) == {1.0}
    assert fresh.keys() < kept.posts.keys()
    telegram.calls.clear()
    assert kept.back(NOW - timedelta(days=100)) == []
    assert telegram.called(f.messages.GetHistoryRequest) == 0
    kept.read()
    assert kept.texts() == whole.texts()


def test_the_past_ends_at_its_moment_and_may_be_asked_for_further(telegram, keep):
    older(telegram)
    kept = keep(most=10)
    kept.read()
    since = NOW - timedelta(days=35)
    kept.back(since)
    assert min(post.published for post in kept.posts.values()) >= since
    before = len(kept.posts)
    kept.back(NOW - timedelta(days=38))
    assert len(kept.posts) > before


def test_the_past_is_told_to_the_gate_by_a_name_of_its_own_and_gives_way_to_it(telegram, keep):
    older(telegram)
    gate = Gate()
    kept = keep(most=10, gate=gate)
    kept.read()
    assert "history.page" not in gate.entered
    gate.pauses["history.page"] = timedelta(hours=3)
    with pytest.raises(Transient) as caught:
        kept.back(NOW - timedelta(days=400))
    assert caught.value.wait == timedelta(hours=3)
    kept.read()


def test_a_check_says_in_words_what_works(telegram, keep):
    channel = telegram.discussed(500, "novosti")
    channel.post("п")
    found = {each.what: (each.works, each.text) for each in keep().collector.check(keep().source)}
    assert all(works for works, _ in found.values())
    assert list(found) == ["сессия", "канал или группа", "участие", "публикации", "обсуждение"]
    channel.about.left = True
    telegram.closed.add(501)
    found = {each.what: each for each in keep().collector.check(keep().source)}
    assert "открыт всем" in found["участие"].text
    assert not found["обсуждение"].works
    assert "вступите" in found["обсуждение"].text
    telegram.closed.add(500)
    assert [each.works for each in keep().collector.check(keep().source)] == [True, True, True, False]


def test_a_check_refuses_persons_and_lost_sessions(telegram, keep):
    telegram.users.append(t.User(id=7, access_hash=1, first_name="Иван", username="ivan"))
    *_, last = keep("ivan").collector.check(keep("ivan").source)
    assert not last.works
    assert ("личная переписка" in last.text, last.bar) == (True, Bar.PERSON)
    telegram.authorised = False
    (lost,) = keep().collector.check(keep().source)
    assert (lost.what, lost.works) == ("сессия", False)


MEDIA = {
    "place": t.MessageMediaVenue(t.GeoPoint(31.25, 58.5, 0), "ФАП", "Луговая, 3", "", "", ""),
    "dice": t.MessageMediaDice(3, "🎲"),
    "contact": t.MessageMediaContact("+79990000001", "Иван", "Петров", "", 7_654_321),
    "unsupported": t.MessageMediaUnsupported(),
    "photo": PHOTO,
}


def test_every_kind_of_media_has_a_name_and_no_person(telegram, keep):
    channel = telegram.channel(500, "novosti")
    numbers = {kind: channel.post("", media=media) for kind, media in MEDIA.items()}
    kept = keep()
    kept.read()
    assert {kind: kept.posts[str(number)].attachments[0].kind for kind, number in numbers.items()} == {
        kind: kind for kind in MEDIA
    }
    assert kept.posts[str(numbers["place"])].geo.lat == pytest.approx(58.5, abs=1e-5)
    assert kept.posts[str(numbers["place"])].attachments[0].title == "ФАП, Луговая, 3"
    assert not [secret for secret in ("Петров", "7654321", "9990000001") if secret in repr(kept.posts)]
