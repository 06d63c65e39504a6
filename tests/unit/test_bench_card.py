"""The tables of the card are put where their heads stand, and nothing else of the card is touched."""

import pytest

from bench.card import filled, table

CARD = [
    "# Card",
    "words",
    "| a | b |",
    "|---|---|",
    "| old | 1 |",
    "",
    "more",
    "| a | b |",
    "|---|---|",
    "| x | 3 |",
    "",
]


def test_a_table_takes_the_place_of_the_one_with_its_head_in_their_order() -> None:
    made = [table("a | b", [("new", 5), ("newer", 6)]), table("a | b", [("y", 7)])]
    assert filled("\n".join(CARD), made).split("\n") == [
        *CARD[:4],
        "| new | 5 |",
        "| newer | 6 |",
        *CARD[5:9],
        "| y | 7 |",
        "",
    ]


def test_a_card_without_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="not in list"):
        filled("\n".join(CARD), [table("c | d", [])])
