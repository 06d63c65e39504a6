"""Pseudonyms: stable, apart, and worthless without the key."""

import pytest

from core.errors import BadSettings, Denied
from core.posts import Platform
from core.privacy import Pseudonyms
from core.scope import Right, system

KEY, OTHER = b"k" * 32, b"o" * 32


def test_an_account_keeps_its_pseudonym_and_shares_it_with_nobody() -> None:
    made = Pseudonyms(KEY)
    assert made.of(Platform.VK, 7) == made.of(Platform.VK, 7)
    others = {made.of(Platform.VK, 8), made.of(Platform.TELEGRAM, 7), Pseudonyms(OTHER).of(Platform.VK, 7)}
    assert len(others | {made.of(Platform.VK, 7)}) == 4


def test_a_pseudonym_does_not_hold_the_account() -> None:
    assert "123456789" not in Pseudonyms(KEY).of(Platform.VK, 123456789)


def test_a_short_key_is_refused_by_the_name_of_its_setting() -> None:
    with pytest.raises(BadSettings, match="MCU_KEY_FILE"):
        Pseudonyms(b"short")


def test_a_missing_right_is_named_in_russian() -> None:
    with pytest.raises(Denied, match="разбор карточек"):
        system("test", [Right.READ_FLAGS]).demand(Right.REVIEW)
