"""Slips of the keyboard are mended, right words are left alone."""

import time

import pytest

from nlp.spellings import table
from nlp.typos import SLIPS, mended
from tests.unit.nlp.cases import cases


@pytest.mark.parametrize(("given", "wanted"), cases("typos.txt", " -> "))
def test_a_slip_is_mended(given, wanted):
    assert mended(given) == wanted


def test_the_table_gives_words_that_stay():
    assert {word: mended(word) for word in table().values()} == {word: word for word in table().values()}


def test_every_slip_is_one_edit_behind_the_first_letter():
    assert all(made[0] == "к" and abs(len(made) - 5) <= 1 for slips in SLIPS for made in slips("крыша"))


def test_unknown_words_cost_little():
    start = time.monotonic()
    for at in range(300):
        mended("ъь" * 4 + "абвгдежзик"[at % 10] * 2 + "цщ" * (at // 100 + 1))
    assert time.monotonic() - start < 5
