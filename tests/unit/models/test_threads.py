"""The theme of a comment under its post."""

import numpy as np
import pytest
from scipy import sparse

from core.labels import Kind, Subject, Theme
from models import explain, fitting, heads, threads
from models.data import Labelled
from models.threads import Threads
from nlp.features import Vocabulary

POST = "Приглашаем жителей на праздничный концерт в парке, вход свободный"


def test_hints_leave_out_comments_about_nothing():
    none, roads = heads.THEMES.index(Theme.NONE), heads.THEMES.index(Theme.ROADS)
    found = threads.hints(["а", "а", "а", None], np.asarray([roads, roads, none, roads]))
    assert found == [("а", roads, 2)]


def test_an_empty_remark_takes_the_theme_of_its_post(shipped):
    (said,) = shipped.assess([Subject("Спасибо большое!", POST)])
    assert said.theme is Theme.CULTURE


def test_a_comment_with_a_parent_alone_is_read_under_it(shipped):
    context, parent = shipped.assess([Subject("Спасибо!", POST), Subject("Спасибо!", None, POST)])
    assert context == parent


@pytest.mark.parametrize("text", ["Спасибо!", "А когда починят дорогу у школы? Ямы!", "Турпоток, посевная и ЦУР"])
def test_addends_under_a_post_sum_to_the_margins(shipped, text):
    subject = Subject(text, POST)
    terms, addends = shipped.addends(subject)
    assert {explain.ABOVE, explain.OWN, explain.CONSTANT} <= set(terms)
    np.testing.assert_allclose(addends.sum(axis=0), shipped.score([subject]).margins[0], atol=1e-4)


def rows_of(*marks: tuple[str | None, bool]) -> list[Labelled]:
    """Rows by the post above and whether a second annotator labelled them."""
    fields = {"theme": Theme.ROADS, "kind": Kind.CHATTER, "solvable": False, "neg": 0, "risk": 0}
    return [
        Labelled(f"r{at}", "да", signs=frozenset(), places=(), context=post, second=second, **fields)
        for at, (post, second) in enumerate(marks)
    ]


def test_the_first_annotator_is_followed_and_others_where_there_is_none():
    both = rows_of((None, False), (POST, False), (POST, True))
    assert fitting.guiding(both).tolist() == [False, True, False]
    assert fitting.guiding(rows_of((None, False), (POST, True))).tolist() == [False, True]


def test_products_of_themes_name_the_comments_theme_first():
    text, post = np.zeros((1, 27), np.float32), np.zeros((1, 27), np.float32)
    text[0, 2], post[0, 5] = 0.5, 0.25
    found = threads.joined(text, post)
    assert found.shape == (1, 27 * 27)
    assert (found.argmax(), found.sum()) == (2 * 27 + 5, 0.125)


def test_rows_without_trust_teach_nothing():
    rng = np.random.default_rng(1)
    words, themes = rng.random((8, 4)), rng.random((8, 27)).astype(np.float32)
    trust = np.asarray([1, 1, 1, 1, 1, 1, 0, 0], np.float32)
    wanted = np.asarray([0, 1, 0, 1, 0, 1, 2, 2])
    known = Vocabulary({name: at for at, name in enumerate("абвг")}, np.ones(4), {}, np.ones(0))
    all_rows = Threads(sparse.csr_array(words), themes, sparse.csr_array(words), themes, wanted, trust)
    some = Threads(
        sparse.csr_array(words[:6]), themes[:6], sparse.csr_array(words[:6]), themes[:6], wanted[:6], trust[:6]
    )
    np.testing.assert_allclose(threads.learn(all_rows, known).joint, threads.learn(some, known).joint, atol=1e-6)
