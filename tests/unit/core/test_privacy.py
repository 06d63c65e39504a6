"""Pseudonyms: stable, apart, and worthless without the key."""

import pytest

from core.errors import BadSettings, Denied
from core.posts import Platform
from core.privacy import Pseudonyms, content_of, keys_in, renewed
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


def test_a_key_that_is_renewed_keeps_people_apart_and_together() -> None:
    old, both = Pseudonyms(KEY), Pseudonyms(content_of([KEY, OTHER]))
    assert both.of(Platform.VK, 7) == renewed(old.of(Platform.VK, 7), OTHER)
    assert len({both.of(Platform.VK, 7), both.of(Platform.VK, 8), old.of(Platform.VK, 7)}) == 3
    assert both.digest("vk/wall/1") == old.digest("vk/wall/1"), "what was erased is known again under any key"
    assert keys_in(content_of([KEY, OTHER, b"x" * 40])) == (KEY, OTHER, b"x" * 40)
    assert keys_in(KEY) == (KEY,)


def test_a_missing_right_is_named_in_russian() -> None:
    with pytest.raises(Denied, match="разбор карточек"):
        system("test", [Right.READ_FLAGS]).demand(Right.REVIEW)
