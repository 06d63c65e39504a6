"""A cheap sign that is looked for before a rule spares only texts in which the rule finds nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import private

PIECES = (
    *(
        "д.",
        "Д.",
        "дом",
        " ",
        " ",
        ",",
        ", ",
        "-",
        "–",
        "5",
        "12",
        "7а",
        "1234",
        "45 67",
        "123456",
        "к.",
        " к ",
        "кв",
        "КВ.",
    ),
    *("квартиры", "в ", "живу ", "Живём ", "проживает ", "АДРЕС: ", "по адресу ", "Мира", "Луговая ", "[номер]", " и "),
    *("паспорт ", "серия ", "АВ ", "по ", "с ", "й ", "62 квартира", "\n", ".", "(", ")"),
)
WRITTEN = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def any_of(signs: tuple[str, ...]) -> re.Pattern[str]:
    """Whether one of these stands in a text, small or large."""
    return re.compile("|".join(map(re.escape, signs)), re.IGNORECASE)


SIGNS = {
    "after house": (private.AFTER_HOUSE, private.AFTER_HOUSE_SIGN),
    "lives": (private.LIVES, any_of(private.LIVES_SIGNS)),
    "flat before": (private.FLAT_BEFORE, any_of(("кв",))),
    "more flats": (private.MORE_FLATS, any_of(("[номер]",))),
    "down from a flat": (private.DOWN_FROM_FLAT, any_of(("[номер]",))),
    "up to a flat": (private.UP_TO_FLAT, any_of(("[номер]",))),
    "document": (private.DOCUMENT, private.NUMBER_SIGN),
}


@pytest.mark.parametrize("rule", SIGNS)
@given(text=WRITTEN)
def test_what_a_rule_finds_bears_its_sign(rule: str, text: str) -> None:
    pattern, sign = SIGNS[rule]
    assert not pattern.search(text) or sign.search(text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("after house", "Луговая 12 к 45"),
        ("after house", "д. 7а, 12"),
        ("lives", "Живём в 12-й"),
        ("flat before", "62 квартира"),
        ("more flats", "[номер] и 12"),
        ("down from a flat", "[номер] кв. по 5"),
        ("up to a flat", "с 5 по [номер] кв"),
        ("document", "паспорт АВ 123456"),
    ],
)
def test_each_rule_has_a_text_that_it_finds(rule: str, text: str) -> None:
    pattern, sign = SIGNS[rule]
    assert pattern.search(text)
    assert sign.search(text)
