"""The first login through the real Telethon, and where its session is kept."""

import os
import stat

import pytest
from telethon.tl import functions as f

from collectors.telegram import session
from collectors.telegram.client import Login
from collectors.telegram.errors import Mistyped
from core.errors import BadSettings, Denied, Transient
from tests.peers.telegram import Telegram
from tests.peers.telegram_login import CODE, PASSWORD, PHONE, Entrance


@pytest.fixture
def telegram():
    with Telegram() as telegram:
        yield telegram


@pytest.fixture
def login(telegram) -> Login:
    return Login(1, "hash", telegram.mint(), retries=0, pause=0)


def test_a_code_lets_in(telegram, login):
    Entrance(telegram)
    with login.open() as talk:
        assert not talk.done()
        talk.send(PHONE)
        assert talk.code(CODE)
        assert talk.done()
        assert talk.session()


def test_the_second_step_asks_for_a_password_and_knows_a_wrong_one(telegram, login):
    Entrance(telegram, password=PASSWORD)
    with login.open() as talk:
        talk.send(PHONE)
        assert not talk.code(CODE)
        with pytest.raises(Mistyped, match="пароль не подошёл"):
            talk.password("воробей")
        assert not talk.done()
        talk.password(PASSWORD)
        assert talk.done()


def test_a_wrong_code_may_be_entered_again(telegram, login):
    Entrance(telegram)
    with login.open() as talk:
        talk.send(PHONE)
        for wrong in ("00000", ""):
            with pytest.raises(Mistyped):
                talk.code(wrong)
        assert talk.code(CODE)


REFUSALS = {
    "PHONE_NUMBER_BANNED": (400, "заблокирован"),
    "PHONE_NUMBER_FLOOD": (400, "завтра"),
    "API_ID_INVALID": (400, "api_id"),
    "SOMETHING_NEW": (400, "SOMETHING_NEW"),
}


@pytest.mark.parametrize("word", REFUSALS)
def test_a_code_that_is_not_sent_is_said_in_words(telegram, login, word):
    Entrance(telegram)
    code, said = REFUSALS[word]
    telegram.fail(f.auth.SendCodeRequest, code, word)
    with login.open() as talk, pytest.raises(Denied, match=said):
        talk.send(PHONE)


def test_a_phone_that_telegram_does_not_know_and_a_flood(telegram, login):
    Entrance(telegram)
    with login.open() as talk:
        with pytest.raises(Denied, match="номер телефона не принят"):
            talk.send("70000000000")
        telegram.fail(f.auth.SendCodeRequest, 420, "FLOOD_WAIT_3600")
        with pytest.raises(Transient, match="3600"):
            talk.send(PHONE)


def test_an_expired_code_ends_the_login(telegram, login):
    Entrance(telegram)
    telegram.fail(f.auth.SignInRequest, 400, "PHONE_CODE_EXPIRED")
    with login.open() as talk:
        talk.send(PHONE)
        with pytest.raises(Denied, match="устарел"):
            talk.code(CODE)


def test_a_session_file_is_private_from_its_first_moment(tmp_path):
    path = tmp_path / "telegram.session"
    old = os.umask(0)
    try:
        session.write(path, "1abc")
        session.write(path, "2def")
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert session.read(path) == "2def"
    assert [each.name for each in tmp_path.iterdir()] == ["telegram.session"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_session_file_open_to_others_is_refused(tmp_path, mode):
    path = tmp_path / "telegram.session"
    session.write(path, "1secret")
    path.chmod(mode)
    with pytest.raises(BadSettings, match=r"chmod 600") as caught:
        session.read(path)
    assert "1secret" not in str(caught.value)


def test_a_session_file_that_is_none(tmp_path):
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    (tmp_path / "bytes").chmod(0o600)
    for name in ("bytes", "missing"):
        with pytest.raises(BadSettings, match="не читается"):
            session.read(tmp_path / name)
    with pytest.raises(BadSettings, match="создать нельзя"):
        session.write(tmp_path / "no" / "folder", "1abc")
