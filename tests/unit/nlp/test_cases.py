"""The language cases of the rule books."""

import pytest

from nlp.appeals import lawful_call
from nlp.features import cleared
from nlp.gazetteer.nominative import nominative
from nlp.lemmas import index_line
from nlp.masks import mask
from nlp.normalise import normalise
from nlp.obscene import obscene
from nlp.places import places
from nlp.tokens import is_russian
from tests.unit.nlp.cases import cases


@pytest.mark.parametrize(("given", "wanted"), cases("normalise.txt", " -> "))
def test_spellings_become_one(given, wanted):
    assert normalise(given) == wanted


@pytest.mark.parametrize(("given", "wanted"), cases("masks.txt", " -> "))
def test_personal_data_leave_the_text_and_places_stay(given, wanted):
    assert mask(given) == wanted


@pytest.mark.parametrize(("text", "answer"), cases("appeals.txt", "|"))
def test_a_call_to_complain_is_lawful_and_other_calls_are_not(text, answer):
    assert lawful_call(text) is (answer == "yes")


@pytest.mark.parametrize(("text", "answer"), cases("obscene.txt", "|"))
def test_an_obscene_word_is_known_plain_and_masked_and_ordinary_ones_are_not(text, answer):
    assert obscene(text) is (answer == "yes")


@pytest.mark.parametrize(("text", "answer"), cases("russian.txt", "|"))
def test_only_russian_words_are_judged(text, answer):
    assert is_russian(cleared(text)) is (answer == "yes")


@pytest.mark.parametrize(("text", "place"), cases("places.txt", "|"))
def test_rules_find_places(text, place):
    assert [found.text for found in places(text)] == ([place] if place else [])


@pytest.mark.parametrize(("given", "wanted"), cases("nominative.txt", " -> "))
def test_a_list_names_a_place_in_the_nominative(given, wanted):
    assert nominative(given) == wanted
    assert nominative(wanted) == wanted


@pytest.mark.parametrize(("text", "line"), cases("lemmas.txt", " -> "))
def test_the_index_line_holds_lemmas_without_personal_data(text, line):
    assert index_line(text) == line


@pytest.mark.parametrize("form", ["яма", "ямы", "яме", "ямах", "ямами", "ям"])
def test_a_pit_is_found_in_all_its_forms(form: str) -> None:
    assert index_line(form) == "яма"
