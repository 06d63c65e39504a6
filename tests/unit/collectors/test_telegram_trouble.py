"""Every trouble of Telegram, through the real Telethon, has one of three fates: later, stopped, put aside."""

import random
from datetime import timedelta

import pytest
from telethon.tl import functions as f

from collectors.telegram.client import TelegramReader
from collectors.telegram.collector import TelegramCollector
from collectors.telegram.room import Window
from core.errors import Denied, Gone, Transient
from tests.peers.telegram import Strange, Telegram
from tests.unit.collectors.telegrams import Gate, Kept, Patient

HISTORY = f.messages.GetHistoryRequest
ALWAYS = Window(again_every=timedelta(0))


@pytest.fixture
def telegram():
    with Telegram() as telegram:
        yield telegram


@pytest.fixture
def kept(telegram, door, clock):
    def made(gate=None, *, retries=0, patience=0, address="novosti", deadline=20.0) -> Kept:
        reader = TelegramReader(
            1, "hash", telegram.mint(), gate=gate, retries=retries, patience=patience, pause=0, deadline=deadline
        )
        return Kept(TelegramCollector(client=reader, door=door, clock=clock, window=ALWAYS), address)

    return made


def test_each_request_is_entered_by_its_name(telegram, kept):
    channel = telegram.discussed(500, "novosti")
    for n in range(250):
        channel.post(f"п{n}")
    telegram.calls.clear()
    gate = Gate()
    kept(gate).read()
    asked = [f"{type(call).__module__.rpartition('.')[2]}" for call in telegram.calls]
    assert gate.entered.count("messages.getHistory") == telegram.called(HISTORY) > 5
    assert gate.entered[0] == "contacts.resolveUsername"
    # connecting asks for the configuration, which is no request of ours
    assert len(gate.entered) == len(asked) - telegram.called(f.help.GetConfigRequest)


@pytest.mark.parametrize("word", ["FLOOD_WAIT_77", "FLOOD_PREMIUM_WAIT_77", "SLOWMODE_WAIT_77"])
def test_a_flood_pauses_its_method_and_no_other_and_a_restart_forgets_it_not(telegram, kept, word):
    telegram.channel(500, "novosti").post("п")
    gate = Gate()
    telegram.fail(HISTORY, 420, word)
    with pytest.raises(Transient) as caught:
        kept(gate).read()
    assert caught.value.wait == timedelta(seconds=77)
    assert gate.pauses == {"messages.getHistory": timedelta(seconds=77)}
    assert "77" in gate.reasons[0]
    asked = telegram.called(HISTORY)
    with pytest.raises(Transient):
        kept(gate).read()
    assert telegram.called(HISTORY) == asked
    assert telegram.called(f.contacts.ResolveUsernameRequest) == 2


def test_a_short_flood_is_waited_for_and_told_to_the_gate(telegram, kept):
    telegram.channel(500, "novosti").post("п")
    telegram.fail(HISTORY, 420, "FLOOD_WAIT_1")
    gate = Patient()
    one = kept(gate, retries=1, patience=5)
    one.read()
    assert one.texts() == {"1": "п"}
    assert gate.pauses == {"messages.getHistory": timedelta(seconds=1)}


@pytest.mark.parametrize(("code", "word"), [(500, "RPC_CALL_FAIL"), (-503, "Timeout"), (500, "WORKER_BUSY")])
def test_trouble_on_their_side_comes_again_later(telegram, kept, code, word):
    telegram.channel(500, "novosti").post("п")
    telegram.fail(HISTORY, code, word, times=9)
    with pytest.raises(Transient, match="сбой площадки") as caught:
        kept().read()
    assert caught.value.wait


def test_a_name_that_is_no_more_is_gone(telegram, kept):
    with pytest.raises(Gone, match="имен"):
        kept(address="nobody").read()


@pytest.mark.parametrize("rubbish", [b"", random.Random(1).randbytes(64), b"HTTP/1.1 502 Bad Gateway\r\n\r\n"])
def test_a_connection_that_is_cut_is_made_again(telegram, kept, rubbish):
    telegram.channel(500, "novosti").post("п")
    telegram.cut(HISTORY, rubbish=rubbish)
    one = kept(retries=1)
    one.read()
    assert one.texts() == {"1": "п"}


@pytest.mark.parametrize("rubbish", [b"", random.Random(2).randbytes(64)])
def test_a_connection_that_is_always_cut_is_not_made_for_ever(telegram, kept, rubbish):
    telegram.channel(500, "novosti").post("п")
    telegram.cut(HISTORY, times=200, rubbish=rubbish)
    with pytest.raises(Transient):
        kept(retries=1).read()
    assert telegram.called(HISTORY) < 15


def test_a_message_that_nobody_can_read_is_put_aside_and_the_others_come(telegram, kept):
    channel = telegram.channel(500, "novosti")
    for n in range(1, 121):
        channel.post(f"п{n}")
    channel.messages[40] = Strange(40)
    gate, one = Gate(), None
    one = kept(gate)
    one.read()
    assert len(one.texts()) == 119
    assert [each.payload for each in one.refused] == ['{"id": 40}']
    assert "обновите" in one.refused[0].reason
    gate.entered.clear()
    one.read()
    assert len(one.refused) == 1
    assert len(gate.entered) <= 6, "what is known to be unreadable is not looked for again"
    channel.messages[40] = channel.messages[41]
    del channel.messages[40]
    channel.edit(41, "исправлено")
    one.read()
    assert one.texts()["41"] == "исправлено"


def test_answers_that_hold_nothing_readable_stop_the_source(telegram, kept):
    telegram.channel(500, "novosti").post("п")
    telegram.garble(HISTORY, times=50)
    telegram.garble(f.channels.GetMessagesRequest, times=200)
    with pytest.raises(Denied, match="обновите") as caught:
        kept().read()
    assert "0badc0de" in str(caught.value)


def test_numbers_that_are_refused_bury_nobody(telegram, kept):
    channel = telegram.channel(500, "novosti")
    numbers = [channel.post(f"п{n}") for n in range(5)]
    one = kept()
    one.read()
    channel.delete(numbers[2])
    telegram.fail(f.channels.GetMessagesRequest, 400, "MSG_ID_INVALID")
    one.read()
    assert len(one.texts()) == 5
    assert "номер" in one.refused[0].reason
    one.read()
    assert len(one.texts()) == 4


def test_a_key_used_in_two_places_stops_the_source_with_words(telegram, kept):
    telegram.channel(500, "novosti").post("п")
    telegram.fail(HISTORY, 406, "AUTH_KEY_DUPLICATED", times=3)
    with pytest.raises(Denied, match="в двух местах"):
        kept().read()
