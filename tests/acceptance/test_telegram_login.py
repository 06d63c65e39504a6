"""`mcu telegram login` as a person has it, its answers given through a pipe."""

import io
import sys
from pathlib import Path

import pytest
from telethon.tl import functions as f

from collectors.telegram import session
from collectors.telegram.client import Login
from tests.peers.telegram import Telegram
from tests.peers.telegram_login import CODE, PASSWORD, PHONE, Entrance


@pytest.fixture
def telegram():
    with Telegram() as telegram:
        yield telegram


@pytest.fixture
def login(telegram, mcu, monkeypatch):
    """The command with what a person types."""
    monkeypatch.setenv("MCU_TELEGRAM_API_ID", "1")
    monkeypatch.setenv("MCU_TELEGRAM_API_HASH", "h")
    monkeypatch.setenv("MCU_TELEGRAM_SESSION", telegram.mint())
    monkeypatch.setenv("MCU_LOG_LEVEL", "DEBUG")

    def run(typed: str, *options: str):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return mcu("telegram", "login", *options)

    return run


@pytest.fixture
def path(home) -> Path:
    return home / "telegram.session"


def test_the_command_writes_a_session_and_says_nothing_of_it(telegram, login, path):
    Entrance(telegram, password=PASSWORD)
    done = login(f"{PHONE}\n00000\n{CODE}\n{PASSWORD}\n")
    assert done.code == 0, done.err
    kept = session.read(path)
    told = done.out + done.err
    assert "код не подошёл" in told
    assert str(path) in done.out.replace("\n", "")
    assert not [secret for secret in (kept, PASSWORD, CODE, PHONE) if secret in told]
    with Login(1, "h", kept, retries=0, pause=0).open() as talk:
        assert talk.done()


def test_the_command_gives_up_after_a_few_wrong_codes(telegram, login, path):
    Entrance(telegram)
    assert login(f"{PHONE}\n" + "00000\n" * 9).code == 1
    assert telegram.called(f.auth.SignInRequest) == 3
    assert not path.exists()


def test_the_command_shows_a_session_when_asked_to_and_ends_with_its_input(telegram, login, path):
    Entrance(telegram)
    assert login("").code == 1
    shown = login(f"{PHONE}\n{CODE}\n", "--show")
    assert shown.code == 0, shown.err
    assert shown.out.strip().startswith("1")
    assert not path.exists()
    assert login("").code == 0
    assert telegram.called(f.auth.SendCodeRequest) == 1


def test_a_session_file_is_used_and_one_open_to_others_is_not(telegram, mcu, home, path, monkeypatch):
    monkeypatch.setenv("MCU_TELEGRAM_API_ID", "1")
    monkeypatch.setenv("MCU_TELEGRAM_API_HASH", "h")
    telegram.channel(500, "novosti").post("Нет воды")
    mcu("source", "add", "telegram:novosti")
    session.write(path, telegram.mint())
    path.chmod(0o644)
    (refused,) = mcu("collect", "--once", "--json").rows()
    assert "chmod 600" in refused["reason"]
    path.chmod(0o600)
    (taken,) = mcu("collect", "--once", "--json").rows()
    assert (taken["new"], taken["reason"]) == (1, "")
