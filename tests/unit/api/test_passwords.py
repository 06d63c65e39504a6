"""What a stored password costs who stole it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY

from api import passwords

ROOT = Path(passwords.__file__).parents[1]


@pytest.fixture
def real_cost() -> Iterator[None]:
    passwords.set_cost(RFC_9106_LOW_MEMORY)
    yield
    passwords.set_cost(CHEAPEST)


def test_a_hash_costs_what_the_standard_asks_for_and_is_matched_by_its_password_only(real_cost: None) -> None:
    stored = passwords.hash_password("очень длинный пароль")
    assert re.match(r"\$argon2id\$v=19\$m=65536,t=3,p=4\$", stored)
    assert passwords.matches("очень длинный пароль", stored)
    assert not passwords.matches("очень длинный паролъ", stored)


def test_the_program_itself_never_lowers_the_cost() -> None:
    assert not [
        file.name
        for room in ("api", "runtime", "core", "store")
        for file in (ROOT / room).rglob("*.py")
        if "set_cost(" in file.read_text(encoding="utf-8") and file.name != "passwords.py"
    ]
