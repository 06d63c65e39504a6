"""The theme of a comment under its post."""

import numpy as np
import pytest

from core.labels import Subject, Theme
from models import explain, heads, threads

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
