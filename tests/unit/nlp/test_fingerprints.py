"""Copies of a text are found however they were changed, and alike texts of other matters are not."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.corpus import corpus, rows
from bench.duplicate_pairs import pairs
from nlp.fingerprints import Duplicates, Fingerprint, Reason, fingerprint
from profiles import DEMO
from tests.unit.nlp.cases import cases

LETTER = "Третью неделю у дома стоит лужа, дети обходят её по газону, а управляющая компания молчит"
WORDS = st.lists(st.sampled_from(LETTER.lower().replace(",", "").split()), min_size=1, max_size=14).map(" ".join)


def reason(one: str, other: str) -> str:
    index = Duplicates[int]()
    index.add(1, one)
    found = index.similar(other)
    return found[0].reason if found else "apart"


@pytest.mark.parametrize(("both", "wanted"), cases("duplicates.txt", " | "))
def test_what_a_repost_changes_joins_and_what_a_matter_changes_parts(both, wanted):
    one, other = both.split(" | ")
    assert reason(one, other) == wanted
    assert reason(other, one) == wanted


def test_most_copies_of_the_demo_are_found_and_hardly_any_other_is():
    made = pairs(list(rows(sorted(DEMO.glob("*.jsonl")))), 40, 1)
    index = Duplicates[str]()
    for pair in made:
        index.add(pair.key, pair.one)
    right = {True: [], False: []}
    for pair in made:
        right[pair.same].append(any(found.id == pair.key for found in index.similar(pair.other)) == pair.same)
    assert sum(right[True]) >= 0.95 * len(right[True]) > 300
    assert sum(right[False]) >= 0.97 * len(right[False]) > 150


@given(st.lists(WORDS, max_size=12), st.randoms(), WORDS)
@settings(max_examples=60, deadline=None)
def test_the_order_of_adding_changes_nothing(texts, random, asked):
    stored = list(enumerate([*texts, LETTER]))
    shuffled = random.sample(stored, len(stored))
    indexes = Duplicates[int](), Duplicates[int]()
    for index, order in zip(indexes, (stored, shuffled), strict=True):
        for key, text in order:
            index.add(key, text)
    assert indexes[0].similar(asked) == indexes[1].similar(asked)


@given(WORDS, WORDS)
@settings(deadline=None)
def test_likeness_is_symmetric(one, other):
    assert reason(one, other) == reason(other, one)
    assert fingerprint(one).shared(fingerprint(other)) == fingerprint(other).shared(fingerprint(one))


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_has_a_fingerprint_that_survives_the_store(text):
    made = fingerprint(text)
    assert Fingerprint.parse(bytes(made)) == made == Fingerprint.parse(bytes.fromhex(made.hex()))
    assert made.shared(made) == 1.0
    assert len(bytes(made)) <= 269


@given(st.text(max_size=200))
@settings(deadline=None)
def test_a_telling_text_is_its_own_copy_whatever_stands_before_it(noise):
    assert reason(LETTER, LETTER) is Reason.SAME
    index = Duplicates[int]()
    index.add(1, noise)
    index.add(2, LETTER)
    assert index.similar(LETTER)[0].id == 2


@pytest.mark.parametrize(
    "text", ["", "😡" * 50, "\u200b\u202e", "а" * 100_000, "яма " * 25_000, "1" * 100_000, "«" * 99_999]
)
def test_strange_texts_are_safe_and_copies_of_nothing(text):
    index = Duplicates[str]()
    index.add("letter", LETTER)
    index.add("strange", text)
    assert index.similar(text) == []


def test_a_very_long_text_is_found_by_its_own_cut():
    text = " ".join(f"слово{number} {LETTER}" for number in range(900))
    assert len(text) > 80_000
    assert reason(text, text[:60_000]) != "apart"


def test_a_forgotten_text_is_not_found_and_a_new_text_takes_the_place_of_the_old():
    index = Duplicates[int]()
    index.add(1, LETTER)
    index.add(2, LETTER + "!")
    index.discard(1)
    index.discard(7)
    assert [found.id for found in index.similar(LETTER)] == [2]
    index.add(2, "Совсем другая жалоба: во дворе не горит фонарь, темно идти")
    assert (index.similar(LETTER), len(index), 1 in index) == ([], 1, False)


def test_another_process_makes_the_same_fingerprint():
    script = f"from nlp.fingerprints import fingerprint; print(fingerprint({LETTER!r}).hex())"
    root = Path(__file__).parents[3]
    made = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            check=True,
            cwd=root,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert made == {fingerprint(LETTER).hex()}


def test_stored_fingerprints_keep_their_form():
    # A change of this value is a change of the stored form: raise sketch.VERSION and make the stored ones anew.
    assert fingerprint("Нет воды на Ленина, 5!").hex() == GOLDEN


@pytest.mark.parametrize(
    "stored", [b"", b"\x01", b"\x02" + bytes(fingerprint(LETTER))[1:], bytes(fingerprint(LETTER))[:-1]]
)
def test_a_broken_or_foreign_fingerprint_is_refused(stored):
    with pytest.raises(ValueError, match="not a fingerprint of version 1"):
        Fingerprint.parse(stored)


def test_the_generator_is_seeded():
    texts = corpus(300)
    assert pairs(texts, 5, 1) == pairs(texts, 5, 1) != pairs(texts, 5, 2)


GOLDEN = "0110000000f7c99863f7a71af53b336c444149e456b36b30b7c6d1"
