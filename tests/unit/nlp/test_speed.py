"""Every rule is linear: a million characters of the worst kind take seconds, not hours."""

import time

import pytest

from nlp.appeals import lawful_call
from nlp.characters import survey
from nlp.lemmas import index_line
from nlp.masks import mask
from nlp.normalise import normalise
from nlp.places import places
from nlp.tokens import is_russian

MILLION = 1_000_000
WORST = {
    "digits": "1" * MILLION,
    "parted digits": "1 " * (MILLION // 2),
    "dashes": "1-" * (MILLION // 2),
    "capitals": "А" * MILLION,
    "capital words": "Иван " * (MILLION // 5),
    "hyphens": "А-" * (MILLION // 2),
    "brackets": "[" * MILLION,
    "angles": "<a " * (MILLION // 3),
    "at": "a@" * (MILLION // 2),
    "dots": "a.b." * (MILLION // 4),
    "streets": "ул. Мира, д. 5 " * (MILLION // 15),
    "spaces": " " * MILLION,
    "lines": "\n " * (MILLION // 2),
    "low words": "мама мыла раму " * (MILLION // 15),
    "slashes": "у/к " * (MILLION // 4),
    "smiles": ":-)" * (MILLION // 3),
    "hashtags": "#НетВоды_" * (MILLION // 9),
    "look-alikes": "BOДЫ HET " * (MILLION // 9),
    "strangers": "ї" * MILLION,
}


def survey_one(text):
    return survey([text])


@pytest.mark.parametrize("rule", [normalise, mask, places, lawful_call, index_line])
@pytest.mark.parametrize("kind", WORST)
def test_a_million_characters_are_read_in_seconds(rule, kind):
    start = time.thread_time()
    rule(WORST[kind])
    assert time.thread_time() - start < 10


@pytest.mark.parametrize("rule", [normalise, mask, lawful_call, survey_one, is_russian])
@pytest.mark.parametrize("kind", WORST)
def test_four_times_the_text_takes_no_sixteen_times_as_long(rule, kind):
    short, long = WORST[kind][:100_000], WORST[kind][:400_000]
    rule(short)
    assert spent(rule, long) < 8 * spent(rule, short) + 0.05


def spent(rule, text):
    """The least processor time of three runs."""
    return min(_once(rule, text) for _ in range(3))


def _once(rule, text):
    start = time.thread_time()
    rule(text)
    return time.thread_time() - start
