"""People and keys from the command line, in one process over a fresh data folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.accounts import Role
from runtime import cli
from runtime.settings import load
from runtime.wiring import open_house

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def mcu(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            cli.main(list(words))
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out + told.err

    return run


def test_people_and_keys_are_kept_by_commands(mcu: Run) -> None:
    assert "пароль:" in mcu("user", "add", "anna", "--role", "monitor")[1]
    assert mcu("user", "add", "glava", "--role", "head", "--role", "block_head", "--block", "roads")[0] == 0
    assert mcu("user", "add", "x", "--role", "block_head")[0] == 1
    assert "в профиле нет «nowhere»" in mcu("user", "add", "x", "--role", "block_head", "--block", "nowhere")[1]
    assert mcu("user", "roles", "anna", "--role", "deputy", "--role", "pos")[0] == 0
    assert mcu("user", "external", "anna", "1000")[0] == 0
    assert mcu("user", "stand-in", "glava", "anna", "--since", "2026-12-01", "--until", "2026-12-05")[0] == 0
    assert mcu("user", "stand-in", "glava", "glava", "--since", "2026-12-01", "--until", "2026-12-05")[0] == 1
    assert "2026-12-05" in mcu("user", "stand-ins")[1]
    assert mcu("user", "sessions", "anna", "--end")[0] == 0
    assert mcu("user", "factor", "anna")[0] == 0
    assert mcu("user", "sessions", "nobody", "--end")[0] == 1
    assert "mcu_" in mcu("key", "add", "risks", "--role", "risks", "--block", "roads", "--days", "30")[1]
    assert mcu("key", "add", "y")[0] == 1
    assert mcu("key", "add", "y", "--right", "texts:unmasked")[0] == 1
    assert "risks" in mcu("key", "list")[1]
    assert mcu("key", "revoke", "risks")[0] == 0
    house = open_house(load())
    with house.store.read() as work:
        anna = work.accounts.user(house.profile.code, "anna")
        (key,) = work.accounts.keys(house.profile.code)
    house.store.close()
    assert anna is not None
    assert (anna.roles, anna.external) == ({Role.DEPUTY, Role.POS}, "1000")
    assert (key.blocks, key.revoked, key.expires is not None) == ({"roads"}, True, True)
