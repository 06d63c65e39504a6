"""Every rule is linear: hundreds of thousands of characters of the worst kind take seconds, not hours."""

import time

import pytest

from nlp.appeals import lawful_call
from nlp.characters import survey
from nlp.lemmas import index_line
from nlp.masks import mask
from nlp.normalise import normalise
from nlp.places import places
from nlp.tokens import is_russian

LONG = 400_000
WORST = {
    "digits": "1" * LONG,
    "parted digits": "1 " * (LONG // 2),
    "dashes": "1-" * (LONG // 2),
    "capitals": "А" * LONG,
    "capital words": "Иван " * (LONG // 5),
    "hyphens": "А-" * (LONG // 2),
    "brackets": "[" * LONG,
    "angles": "<a " * (LONG // 3),
    "at": "a@" * (LONG // 2),
    "dots": "a.b." * (LONG // 4),
    "streets": "ул. Мира, д. 5 " * (LONG // 15),
    "spaces": " " * LONG,
    "lines": "\n " * (LONG // 2),
    "low words": "мама мыла раму " * (LONG // 15),
    "slashes": "у/к " * (LONG // 4),
    "smiles": ":-)" * (LONG // 3),
    "hashtags": "#НетВоды_" * (LONG // 9),
    "look-alikes": "BOДЫ HET " * (LONG // 9),
    "strangers": "ї" * LONG,
}


def survey_one(text):
    return survey([text])


@pytest.mark.parametrize("rule", [normalise, mask, places, lawful_call, index_line])
@pytest.mark.parametrize("kind", WORST)
def test_four_hundred_thousand_characters_are_read_in_seconds(rule, kind):
    # A rule that runs away takes minutes at each turn; a neighbour on the same core only now and then doubles seconds.
    assert min(_once(rule, WORST[kind]) for _ in range(2)) < 4


@pytest.mark.parametrize("rule", [normalise, mask, lawful_call, survey_one, is_russian])
@pytest.mark.parametrize("kind", WORST)
def test_four_times_the_text_takes_no_sixteen_times_as_long(rule, kind):
    short, long = WORST[kind][:100_000], WORST[kind]
    rule(short)
    assert spent(rule, long) < 8 * spent(rule, short) + 0.05


def spent(rule, text):
    """The least processor time of three runs."""
    return min(_once(rule, text) for _ in range(3))


def _once(rule, text):
    start = time.thread_time()
    rule(text)
    return time.thread_time() - start
