"""The shipped artefact holds no names, phones or links, and nothing that fewer than three texts said."""

import re
from dataclasses import replace

import numpy as np
import pytest

import models
from models.burden import cheapest, costs
from models.data import Labelled, read
from models.heads import THEMES
from models.manifest import ARTEFACT
from models.quality import doubts, twins
from models.slices import reliability, slices, wilson
from models.vocabulary import unknown
from nlp.features import LEAST_TEXTS, LEAST_TEXTS_GRAM, prepare, units, vocabulary
from nlp.lemmas import form
from tests.unit.models import made

PHONE = re.compile(r"\d{3,}")
LINK = re.compile(r"https?|www\.|\.(ru|com|рф)\b|@\w|/\w")
FIRST_NAMES = ("анна", "сергей", "иван", "мария", "ольга", "наталья", "александр", "дмитрий", "елена", "татьяна")
PATRONYMICS = re.compile(r"^\w+(ович|евич|овна|евна|ична)$")
SURNAMES = ("иванов", "петров", "сидоров", "смирнов", "кузнецов", "васильев", "попов", "соколов", "михайлов")


@pytest.fixture(scope="module")
def known(shipped):
    return shipped._model.known


def words(known) -> set[str]:
    return {word for key in known.keys for word in key.lstrip("^").split(" ")}


def test_no_name_of_a_person_stands_in_the_vocabulary(known):
    found = words(known)
    assert len(found) > 5000
    assert found.isdisjoint({*FIRST_NAMES, *SURNAMES})
    patronymics = {word for word in found if PATRONYMICS.match(word) and "Patr" in form(word).tags}
    assert patronymics == set()


def test_no_phone_and_no_link_stands_in_it(known):
    assert [key for key in known.keys if PHONE.search(key) or LINK.search(key)] == []
    # N-grams are of five letters at most: no run of digits is a phone.
    assert [gram for gram in known.grams if re.search(r"\d", gram)] == []


def test_a_feature_of_fewer_than_three_texts_is_dropped():
    often, seldom = "Горгулья упала с крыши", "Василиск упал с крыши"
    bags = [units(prepare(text)) for text in [often] * LEAST_TEXTS + [seldom] * (LEAST_TEXTS - 1)]
    learnt = vocabulary(bags)
    assert "горгулья" in learnt.keys
    assert "василиск" not in learnt.keys
    assert (LEAST_TEXTS, LEAST_TEXTS_GRAM) == (3, 5)


def test_personal_data_of_the_texts_never_become_features():
    text = "Анна Петровна Сидорова, +7 921 123-45-67, https://vk.com/id77 @nick mail@ya.ru просит убрать снег"
    learnt = vocabulary([units(prepare(text))] * 6)
    joined = " ".join([*learnt.keys, *learnt.grams])
    assert "снег" in joined
    assert not re.search(r"анн|сидоров|петровн|921|123-45|vk|nick|mail", joined)


def test_no_array_of_the_artefact_is_text_but_the_vocabulary_and_none_is_pickled():
    with np.load(models.default() / ARTEFACT, allow_pickle=False) as arrays:
        kinds = {name: arrays[name].dtype for name in arrays.files}
    assert {name for name, kind in kinds.items() if kind == np.uint8} <= {"keys", "grams"}
    assert not any(kind.hasobject or kind.kind in "US" for kind in kinds.values())


def test_no_head_and_no_feature_is_of_the_author():
    assert not [name for name in Labelled.__dataclass_fields__ if re.search(r"author|user|name", name)]


def test_words_that_the_model_does_not_know_are_counted(tiny):
    share = unknown(tiny)(["Яма на дороге", "Глокая куздра", "", "Яма куздра"])
    assert share[0] == 0
    assert share[1] == 1
    assert share[2] is None
    assert 0 < (share[3] or 0) < 1


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    return read(made.write(tmp_path_factory.mktemp("made"))[0])


def test_a_wrong_label_is_doubted_and_a_right_one_is_not(rows):
    true = np.eye(27)[[THEMES.index(row.theme) for row in rows]] * 0.9 + 0.003
    wrong = list(rows)
    wrong[5] = replace(rows[5], theme=rows[80].theme)
    assert doubts(rows, true) == []
    (found,) = doubts(wrong, true)
    assert (found.at, found.likely, found.given) == (5, rows[5].theme, rows[80].theme)


def test_twins_are_found_whatever_their_case_and_marks(rows):
    copy = replace(rows[0], id="copy", text=rows[0].text.upper() + "!!!", theme=rows[80].theme)
    found = twins({"train": rows, "dev": [copy]})
    assert found[0].members == (("train", rows[0].id), ("dev", "copy"))
    assert (found[0].across, found[0].differ) == (True, True)


def test_slices_and_bins_are_plain_shares():
    found = slices([{"source": "a"}, {"source": "a"}, {"source": "b"}], [True, False, True])
    assert [(each.name, each.n, each.right) for each in found] == [("a", 2, 0.5), ("b", 1, 1.0)]
    assert wilson(5, 10)[1:] == (0.2366, 0.7634)
    assert [(each.right, each.n) for each in reliability([0.1, 0.11, 0.9], [0, 1, 1])] == [(0.5, 2), (1.0, 1)]


def test_a_lower_threshold_shows_more_and_misses_less():
    found = costs([True, True, False, False], [0.9, 0.4, 0.5, 0.1], posts_a_day=100)
    assert found[0].recall == 1.0
    assert [each.cards for each in found] == sorted((each.cards for each in found), reverse=True)
    assert cheapest(found, 0.5).cards == 25
    assert cheapest(found, 1.0).cards == 75
