"""What an assessor promises: order, independence of batches, exact reasons, calm in face of strange texts."""

import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import models
from core.labels import Kind, Subject, Theme
from models import heads, manifest
from models.rows import to_row
from tests.unit.models import made

TEXTS = [row["text"] for row in made.rows()] + ["", "😡😡", "hello", "А" * 300, "\u200b", "1", "Ленина 5"]
SUBJECTS = st.lists(
    st.builds(Subject, st.sampled_from(TEXTS), st.sampled_from([None, "", *made.POSTS.values()])), max_size=12
)


@given(subjects=SUBJECTS, cut=st.integers(0, 12))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_order_and_batch_change_nothing(assessor, subjects, cut):
    whole = assessor.assess(subjects)
    assert whole == assessor.assess(subjects[:cut]) + assessor.assess(subjects[cut:])
    assert whole[::-1] == assessor.assess(subjects[::-1])


@given(text=st.text(max_size=300), context=st.none() | st.text(max_size=50))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_assessed_and_its_places_are_where_they_say(assessor, text, context):
    (said,) = assessor.assess([Subject(text, context)])
    assert all(text[place.start : place.end] == place.text for place in said.places)
    assert 0 <= said.risk_score <= 3
    assert abs(sum(guess.p for guess in said.themes)) <= 1.001


@given(subject=st.builds(Subject, st.sampled_from(TEXTS), st.sampled_from([None, *made.POSTS.values()])))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reasons_sum_to_the_margins(assessor, subject):
    terms, addends = assessor.addends(subject)
    assert len(terms) == len(addends)
    np.testing.assert_allclose(addends.sum(axis=0), assessor.score([subject]).margins[0], atol=1e-4)


@pytest.mark.parametrize("text", ["", "   ", "😡😡😡", "hello world", "12345", "[ссылка]"])
def test_what_is_not_russian_is_left_alone(assessor, text):
    (said,) = assessor.assess([Subject(text)])
    assert (said.theme, said.kind, said.risk, said.abstain) == (Theme.NONE, Kind.CHATTER, 0, True)


@pytest.mark.parametrize("text", ["👍👍👍", "@житель, 19", "+", "[ссылка]", "!!!"])
def test_a_wordless_answer_is_about_what_its_post_is_about(assessor, text):
    alone, *below = assessor.assess([Subject(text), *(Subject(text, post) for post in made.POSTS.values())])
    assert alone.theme is Theme.NONE
    assert [one.theme for one in below] == [Theme.ROADS, Theme.CULTURE]


@pytest.mark.parametrize("text", ["", "   ", "hello world", "Service Unavailable"])
def test_a_foreign_or_empty_answer_is_left_alone_under_any_post(assessor, text):
    (said,) = assessor.assess([Subject(text, made.POSTS["roads"])])
    assert (said.theme, said.abstain) == (Theme.NONE, True)


def test_a_wordless_answer_to_a_foreign_post_is_left_alone(assessor):
    (said,) = assessor.assess([Subject("+", "Road works ahead, closed until Monday")])
    assert (said.theme, said.abstain) == (Theme.NONE, True)


def test_latin_lookalikes_change_nothing_that_is_said(assessor):
    plain, tricky = assessor.assess([Subject("Яма на дороге"), Subject("Ямa нa дopoге")])
    assert (plain.theme, plain.themes, plain.risk) == (tricky.theme, tricky.themes, tricky.risk)


def test_the_post_above_explains_a_comment(assessor):
    roads, culture = assessor.assess([Subject("Очень ждём, спасибо", post) for post in made.POSTS.values()])
    assert (roads.theme, culture.theme) == (Theme.ROADS, Theme.CULTURE)


@pytest.mark.parametrize("text", ["а" * 100_000, "мама мыла раму " * 350_000, "8 " * 500_000, "[" * 1_000_000])
def test_a_huge_text_does_not_hang(assessor, text):
    start = time.monotonic()
    assessor.assess([Subject(text)])
    assert time.monotonic() - start < 10


def test_a_row_has_the_keys_of_the_command(assessor):
    (said,) = assessor.assess([Subject("Яма на улице Садовой 5, прошу убрать!")])
    row = to_row("7", said)
    keys = "id theme themes kind kind_p solvable neg neg_score risk risk_score flags places why abstain model"
    assert " ".join(row) == keys
    assert {reason["part"] for reason in row["why"]} <= {f"theme:{said.theme}", f"kind:{said.kind}", "risk"}


def test_the_shipped_model_is_small_and_its_digest_is_right(shipped):
    folder = models.default()
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 25_000_000
    assert manifest.read(folder).version == shipped.version


@pytest.mark.parametrize(
    ("text", "theme", "kind"),
    [
        ("В доме третий день нет горячей воды, управляющая компания молчит!", "housing", "problem"),
        ("На дороге огромные ямы, когда сделают ремонт асфальта?", "roads", "problem"),
        ("Мусор не вывозят две недели, контейнеры переполнены", "waste", "problem"),
        ("Автобус опять не пришёл по расписанию, ждали сорок минут", "transit", "problem"),
        ("В поликлинике невозможно записаться к врачу", "health", "problem"),
        ("Приглашаем жителей на праздничный концерт в дом культуры", "culture", "official"),
    ],
)
def test_the_shipped_model_reads_plain_sentences(shipped, text, theme, kind):
    (said,) = shipped.assess([Subject(text)])
    assert (said.theme, said.kind) == (theme, kind)


def test_the_shipped_vocabulary_holds_no_names_of_persons(shipped):
    known = shipped._model.known.keys
    assert not {"сергеевич", "иванович", "петрович", "сидоров", "иванов", "анна", "сергей"} & set(known)


def test_every_head_has_a_name():
    assert len(heads.NAMES) == heads.SIGN.stop == 46


def test_a_place_ends_at_its_house(shipped):
    """Places stand on maps and lists of those who may not read flats."""
    text = "Нет отопления третий день, Кирпичная 9 квартира 4, сколько можно"
    (place,) = shipped.assess([Subject(text)])[0].places
    assert (place.text, text[place.start : place.end]) == ("Кирпичная 9", "Кирпичная 9")
