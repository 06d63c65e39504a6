"""Causes of a theme, what stands out, road maps."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

import profiles
from core.cases import System
from core.causes import apart, clustered
from core.counts import Count
from core.errors import BadInput, IllegalMove
from core.labels import Theme
from core.roadmaps import Effect, RoadMap, checked, compared_days, ended, factors
from reports.words import telling

PROFILE = profiles.read(profiles.path_of("standard"))
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
CARD = RoadMap(0, "Освещение", Theme.ENERGY, date(2026, 11, 1), date(2026, 12, 1), AT)
WATER = [
    frozenset(words.split()) for words in ("вода авария насос", "вода насос скважина", "насос скважина вода труба")
]
LIGHT = [frozenset(words.split()) for words in ("фонарь столб темно", "столб фонарь лампа", "лампа фонарь темно")]


def test_texts_are_parted_by_the_words_that_tell_their_cause() -> None:
    found = clustered([WATER[0], LIGHT[0], WATER[1], LIGHT[1], frozenset({"кошка"}), WATER[2], LIGHT[2]])
    assert [sorted(each.members) for each in found] == [[0, 2, 5], [1, 3, 6]]
    assert {"вода", "насос"} <= set(found[0].words)
    assert "фонарь" in found[1].words


def test_a_word_of_all_texts_tells_nothing_and_single_texts_make_no_cause() -> None:
    same = [words | {"дорога"} for words in (*WATER, *LIGHT)]
    assert all("дорога" not in each.words for each in clustered(same))
    assert clustered([frozenset({"а"}), frozenset({"б"}), frozenset()]) == []


def test_the_order_of_the_texts_changes_no_cause() -> None:
    texts = [*WATER, *LIGHT]
    one = {frozenset(texts[index] for index in each.members) for each in clustered(texts)}
    back = texts[::-1]
    assert {frozenset(back[index] for index in each.members) for each in clustered(back)} == one


def count(theme: Theme, territory: str, *weeks: int) -> Count:
    return Count(theme, territory, "", System.NETWORKS, weeks)


def test_what_stands_out_is_no_accident() -> None:
    found = factors(
        [
            count(Theme.ROADS, "north", 4, 4, 5, 3, 20),
            count(Theme.ROADS, "south", 4, 4, 5, 3, 6),
            count(Theme.HOUSING, "north", 0, 0, 0, 0, 2),
            count(Theme.NONE, "north", 0, 0, 0, 0, 50),
        ],
        least=3,
    )
    assert [(each.theme, each.territory, each.mean) for each in found] == [(Theme.ROADS, "north", 4.0)]


def test_before_and_after_are_as_long_and_four_weeks_at_most() -> None:
    assert compared_days(CARD, date(2026, 11, 1)) == 0
    assert compared_days(CARD, date(2026, 11, 11)) == 10
    assert compared_days(CARD, date(2027, 5, 1)) == 28
    assert (Effect(40, 10, 28).sure, Effect(10, 8, 28).sure) == (True, False)


def test_a_road_map_has_the_block_of_its_theme_and_ends_once_with_a_result() -> None:
    assert checked(CARD, PROFILE).block
    for wrong in (replace(CARD, title=" "), replace(CARD, ends=date(2026, 1, 1)), replace(CARD, territory="moon")):
        with pytest.raises(BadInput):
            checked(wrong, PROFILE)
    over = ended(CARD, "лампы заменены", AT)
    with pytest.raises(IllegalMove):
        ended(over, "ещё раз", AT)
    with pytest.raises(IllegalMove):
        ended(CARD, " ", AT)


TIED = """
from core.causes import apart, clustered
words = [f"слово{n}" for n in range(40)]
texts = [frozenset(words[(n * step) % 40] for step in range(1, 14)) for n in range(1, 60)]
print([(each.words, each.members) for each in clustered(texts)])
"""


def test_causes_are_the_same_in_every_process() -> None:
    """Words of a set come in another order in each: the sums of their weights must not."""
    told = {
        subprocess.run(
            [sys.executable, "-c", TIED], env={"PYTHONHASHSEED": str(seed)}, capture_output=True, text=True, check=True
        ).stdout
        for seed in range(1, 7)
    }
    assert len(told) == 1


def test_the_words_of_a_street_are_no_words_of_a_cause() -> None:
    text = "На энтузиастов опять прорвало трубу, заливает подвал"
    assert apart(telling, text, "улица Энтузиастов, 5") == {"опять", "прорвать", "труба", "заливать", "подвал"} - {
        "опять"
    }
    assert "энтузиаст" in apart(telling, text, "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Кирпичная, Энтузиастов: у всех ледяные батареи", {"ледяной", "батарея"}),
        ("кирпичный забор рухнул на Кирпичной", {"забор", "рухнуть"}),
        ("кирпичный забор рухнул", {"кирпичный", "забор", "рухнуть"}),
    ],
)
def test_a_name_of_a_street_is_known_by_its_capital(text: str, told: set[str]) -> None:
    assert telling(text, frozenset({"кирпичный", "энтузиаст", "улица"})) == told


def test_where_most_texts_say_one_thing_it_is_the_first_cause() -> None:
    cold = frozenset(["холодный", "квартира", "батарея"])
    found = clustered([cold | {f"слово{n}"} for n in range(8)] + [frozenset({"лифт", "стоять"})] * 2)
    assert (found[0].words, len(found[0].members)) == (("батарея", "квартира", "холодный"), 8)
    assert [each.members for each in found[1:]] == [(8, 9)], "a text stands for one cause"
    assert clustered([frozenset({"вода", f"слово{n}"}) for n in range(8)]) == [], "one common word is the theme"


def test_nothing_stands_out_of_weeks_in_which_nothing_was_recorded() -> None:
    fresh = [count(Theme.HOUSING, "", 0, 0, 0, 0, 37), count(Theme.ROADS, "", 0, 0, 0, 0, 9)]
    assert factors(fresh, 3) == []
    assert [each.theme for each in factors([*fresh, count(Theme.WASTE, "", 1, 0, 0, 0, 0)], 3)] == [
        Theme.HOUSING,
        Theme.ROADS,
    ]
