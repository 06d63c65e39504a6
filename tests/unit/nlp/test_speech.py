"""Sentences of official papers: numbers, cases, verbs."""

import pytest

from nlp import speech
from tests.unit.nlp.cases import cases

NUMBERS = {"counted": (0,), "did": (1,), "was": (1,), "growth": (1, 2)}


def arguments(name: str, given: list[str]) -> list[object]:
    whole = [int(each) if place in NUMBERS.get(name, ()) else each for place, each in enumerate(given)]
    if name in ("growth", "percent"):
        whole[0] = None if given[0] == "none" else float(given[0])
    return whole


@pytest.mark.parametrize(("given", "wanted"), cases("speech.txt", " -> "))
def test_words_take_the_form_that_the_sentence_needs(given: str, wanted: str) -> None:
    name, *rest = given.split(" | ")
    said = getattr(speech, name)(*arguments(name, rest))
    assert said.replace("\u00a0", " ") == wanted


def test_things_in_a_row_end_with_and() -> None:
    assert (speech.listed([]), speech.listed(["а"]), speech.listed(["а", "б", "в"])) == ("", "а", "а, б и в")
