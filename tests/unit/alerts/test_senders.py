"""The four ways out against receivers on loopback: what arrives, and what a refusal means."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telethon.tl import functions as f

from alerts.mail import MailSender
from alerts.max import MaxSender
from alerts.relays import Relay, relay_of
from alerts.signing import KEY, SIGNATURE, STAMP, sign, verify
from alerts.telegram import TelegramSender, random_id
from alerts.webhook import WebhookSender
from collectors.outside import guard
from core.alerts import Letter, Unsure
from core.errors import BadSettings, Denied, Poison, Transient
from core.ports import Finder
from tests.peers.mailbox import Mailbox
from tests.peers.max import Max
from tests.peers.pages import CUT, Reply
from tests.peers.telegram import Telegram
from tests.peers.webhook import Receiver

LETTER = Letter("abc123", "17-3", "?", "МЦУ: риск № 17", "Обнаружен риск № 17\nИзвещение 17-3", payload={"число": 17})


class Clock:
    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)


def to(address: object, key: str = "abc123") -> Letter:
    return replace(LETTER, address=str(address), key=key)


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with Receiver() as made:
        yield made


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram() as made:
        made.channel(500, "alerts", group=True)
        yield made


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as made:
        yield made


def test_a_webhook_is_signed_and_its_key_is_the_same_at_every_try(hook: Receiver) -> None:
    sender = WebhookSender("секрет", Clock())
    assert [sender.send(to(hook.url)), sender.send(to(hook.url))] == ["204", "204"]
    assert (hook.taken, hook.came, hook.forged) == ({"abc123": {"число": 17}}, {"abc123": 2}, 0)


def test_a_webhook_with_another_secret_is_refused_for_good(hook: Receiver) -> None:
    with pytest.raises(Denied, match="подпись"):
        WebhookSender("не тот", Clock()).send(to(hook.url))
    with pytest.raises(Denied, match="MCU_ALERT_WEBHOOK_SECRET"):
        WebhookSender("", Clock()).send(to(hook.url))
    assert hook.taken == {}


@pytest.mark.parametrize(
    ("status", "kind"),
    [(500, Transient), (429, Transient), (CUT, Transient), (404, Denied), (302, Poison), (422, Poison)],
)
def test_an_answer_to_a_webhook_says_its_fate(hook: Receiver, status: int, kind: type[Exception]) -> None:
    hook.pages.then(Reply(status, headers={"Retry-After": "7", "Location": "http://127.0.0.1:1/"}))
    with pytest.raises(kind) as told:
        WebhookSender("секрет", Clock()).send(to(hook.url))
    if status in (429, 500):
        assert told.value.wait == timedelta(seconds=7)


def test_a_webhook_reaches_the_own_network_only_where_a_setting_names_the_address(hook: Receiver) -> None:
    origin = hook.url.rpartition("/")[0]
    for named in ((), ("http://127.0.0.1:1",), (origin[:-1],)):
        sender = WebhookSender("секрет", Clock(), bind=lambda http, named=named: guard(http, named))
        with pytest.raises(Denied, match="MCU_ALERT_WEBHOOK_INTERNAL"):
            sender.send(to(hook.url))
    assert hook.came == {}
    assert WebhookSender("секрет", Clock(), bind=lambda http: guard(http, [origin])).send(to(hook.url)) == "204"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "не адрес", "http://"])
def test_what_is_no_address_is_denied(address: str) -> None:
    with pytest.raises(Denied):
        WebhookSender("секрет", Clock()).send(to(address))


def test_a_silent_receiver_is_left_after_the_timeout(hook: Receiver) -> None:
    hook.pages.then(Reply(204, stall=1))
    with pytest.raises(Transient, match="нет связи"):
        WebhookSender("секрет", Clock(), timeout=(1, 0.2)).send(to(hook.url))


def test_a_receiver_knows_a_changed_body_another_key_and_an_old_request() -> None:
    now = datetime.now(UTC)
    stamp = str(int(now.timestamp()))
    good = {STAMP: stamp, KEY: "k", SIGNATURE: sign("s", stamp, "k", b"body")}
    assert verify("s", good, b"body", now)
    assert not verify("s", good, b"other", now)
    assert not verify("s", good | {KEY: "l"}, b"body", now)
    assert not verify("s", good, b"body", now + timedelta(minutes=6))
    assert not verify("s", {}, b"body", now)


def bot(telegram: Telegram, **more: object) -> TelegramSender:
    return TelegramSender(1, "hash", telegram.mint(), **more)  # type: ignore[arg-type]


def test_telegram_stores_one_message_a_key_however_often_it_is_sent(telegram: Telegram) -> None:
    sender = bot(telegram)
    asked = (to("-100500"), to("-100500"), to("@alerts", "other"), to("@alerts", "third"))
    assert [sender.send(each) for each in asked] == ["1", "", "2", "3"]
    assert telegram.called(f.contacts.ResolveUsernameRequest) == 1
    assert [each.message for each in telegram.chats[500].messages.values()] == [LETTER.text] * 3
    assert telegram.known == {random_id(key) for key in ("abc123", "other", "third")}


def test_a_random_id_is_64_bits_with_a_sign_and_never_zero() -> None:
    made = {random_id(str(number)) for number in range(1000)}
    assert len(made) == 1000
    assert all(-(2**63) <= each < 2**63 and each for each in made)
    assert random_id("abc123") == random_id("abc123")


def test_a_bot_signs_in_by_its_token_and_its_session_is_kept(telegram: Telegram) -> None:
    telegram.authorised = False
    kept: list[str] = []
    sender = bot(telegram, token="1:bot", keep=kept.append)
    assert sender.send(to("-100500")) == "1"
    assert len(kept) == 1
    assert kept[0]
    telegram.authorised = False
    with pytest.raises(Denied, match="токен бота не принят"):
        bot(telegram, token="2:other").send(to("-100500"))
    with pytest.raises(Denied, match="MCU_ALERT_TELEGRAM_TOKEN"):
        bot(telegram).send(to("-100500"))


def test_what_telegram_refuses_says_its_fate(telegram: Telegram) -> None:
    sender = bot(telegram)
    with pytest.raises(Denied, match="недоступен"):
        sender.send(to("-100501"))
    with pytest.raises(Denied, match="имени нет"):
        sender.send(to("@nobody"))
    with pytest.raises(Denied, match="номером чата"):
        sender.send(to("чат"))
    telegram.fail(f.messages.SendMessageRequest, 420, "FLOOD_WAIT_37")
    with pytest.raises(Transient) as flood:
        sender.send(to("-100500"))
    assert flood.value.wait == timedelta(seconds=37)
    telegram.fail(f.messages.SendMessageRequest, 403, "CHAT_WRITE_FORBIDDEN")
    with pytest.raises(Denied, match="нельзя писать"):
        sender.send(to("-100500"))
    telegram.fail(f.messages.SendMessageRequest, 400, "MESSAGE_EMPTY")
    with pytest.raises(Poison):
        sender.send(to("-100500"))
    assert telegram.chats[500].messages == {}
    with pytest.raises(Denied, match="MCU_TELEGRAM_API_ID"):
        TelegramSender(0, "", "").send(to("-100500"))


def test_a_connection_that_breaks_is_tried_again_and_the_message_is_there_once(telegram: Telegram) -> None:
    sender = bot(telegram, deadline=6)
    telegram.cut(f.messages.SendMessageRequest, times=10_000)
    with pytest.raises(Transient):
        sender.send(to("-100500"))
    telegram.recover()
    sender.send(to("-100500"))
    assert len(telegram.chats[500].messages) == 1


def test_max_sends_and_finds_what_arrived_by_its_number() -> None:
    with Max() as server:
        chat = server.chat(9, "chat")
        sender = MaxSender("token", url=server.url)
        assert isinstance(sender, Finder)
        assert sender.find(to(9)) is None
        mid = sender.send(to(9))
        assert chat.texts() == {mid: LETTER.text}
        assert sender.find(to(9)) == mid
        assert sender.find(replace(to(9), number="7-3")) is None
        assert (sender.sees(to(9)), sender.sees(to("user:9"))) == (True, False)


def test_what_max_refuses_says_its_fate() -> None:
    with Max() as server:
        server.chat(9, "chat")
        with pytest.raises(Denied, match="не принят"):
            MaxSender("wrong", url=server.url).send(to(9))
        with pytest.raises(Denied, match="не состоит"):
            MaxSender("token", url=server.url).send(to(8))
        with pytest.raises(Denied, match="номером чата"):
            MaxSender("token", url=server.url).send(to("чат"))
        with pytest.raises(Denied, match="MCU_ALERT_MAX_TOKEN"):
            MaxSender("", url=server.url).send(to(9))
        for status, kind in ((CUT, Unsure), (503, Unsure), (400, Poison)):
            server.pages.then(Reply(status))
            with pytest.raises(kind):
                MaxSender("token", url=server.url).send(to(9))
        server.pages.then(Reply(429))
        with pytest.raises(Transient) as busy:
            MaxSender("token", url=server.url).send(to(9))
        assert not isinstance(busy.value, Unsure)
        assert server.chats[9].messages == {}
    with pytest.raises(Transient) as gone:
        MaxSender("token", url=server.url).send(to(9))
    assert not isinstance(gone.value, Unsure)


def mailing(mailbox: Mailbox) -> MailSender:
    return MailSender(relay_of(mailbox.url), "МЦУ <mcu@example.test>", Clock(), timeout=5)


def test_a_letter_has_a_stable_message_id_and_number(mailbox: Mailbox) -> None:
    sender = mailing(mailbox)
    assert {sender.send(to("head@example.test")) for _ in range(2)} == {"<abc123@example.test>"}
    first, second = mailbox.letters
    assert first["Message-ID"] == second["Message-ID"] == "<abc123@example.test>"
    assert (first["X-MCU-Number"], first["Subject"]) == ("17-3", LETTER.subject)
    assert first.get_content().splitlines() == LETTER.text.splitlines()


def test_a_letter_that_broke_off_when_it_was_handed_over_is_unsure(mailbox: Mailbox) -> None:
    mailbox.drop = 1
    with pytest.raises(Unsure, match="передавалось"):
        mailing(mailbox).send(to("head@example.test"))
    assert len(mailbox.letters) == 1


def test_what_a_mail_server_refuses_says_its_fate(mailbox: Mailbox) -> None:
    mailbox.refuse = ["451 later", "550 nobody"]
    with pytest.raises(Transient) as later:
        mailing(mailbox).send(to("head@example.test"))
    assert not isinstance(later.value, Unsure)
    with pytest.raises(Denied, match="получателя"):
        mailing(mailbox).send(to("nobody@example.test"))
    with pytest.raises(Poison):
        mailing(mailbox).send(to("head@example.test\nBcc: other@example.test"))
    with pytest.raises(Denied, match="не умеет"):
        MailSender(Relay("smtp+tls", "127.0.0.1", mailbox.port), "a@b.test", Clock()).send(to("head@example.test"))
    assert mailbox.letters == []
    with pytest.raises(Transient, match="не отвечает"):
        MailSender(Relay("smtp", "127.0.0.1", 1), "a@b.test", Clock()).send(to("head@example.test"))


def test_a_mail_server_is_named_by_one_address() -> None:
    assert relay_of("smtp+tls://mcu%40x:p%3Aw@mail.test") == Relay("smtp+tls", "mail.test", 587, "mcu@x", "p:w")
    assert relay_of("smtps://mail.test:1465").port == 1465
    for wrong in ("mail.test", "http://mail.test", "smtp://", "smtp://host:порт"):
        with pytest.raises(BadSettings, match="MCU_ALERT_SMTP"):
            relay_of(wrong)


def test_senders_work_within_a_thread_that_has_no_loop(tmp_path: Path, telegram: Telegram) -> None:
    async def elsewhere() -> str:
        return await asyncio.to_thread(bot(telegram).send, to("-100500"))

    assert asyncio.run(elsewhere()) == "1"
