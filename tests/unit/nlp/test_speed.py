"""Every rule is linear: a million characters of the worst kind take seconds, not hours."""

import time

import pytest

from nlp.appeals import lawful_call
from nlp.lemmas import index_line
from nlp.masks import mask
from nlp.normalise import normalise
from nlp.places import places

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
}


@pytest.mark.parametrize("rule", [normalise, mask, places, lawful_call, index_line])
@pytest.mark.parametrize("kind", WORST)
def test_a_million_characters_are_read_in_seconds(rule, kind):
    start = time.monotonic()
    rule(WORST[kind])
    assert time.monotonic() - start < 10
