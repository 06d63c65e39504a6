"""Why the model decided so, as a card says it."""

import pytest

from api.web.cards import why_of
from core.labels import Why
from tests.made import said


@pytest.mark.parametrize(
    ("term", "shown"),
    [("⟨число⟩", "число"), ("⟨число⟩…", "число…"), ("⟨публикация выше⟩", "публикация выше"), ("^яма", "яма")],
)
def test_the_models_own_names_are_words_to_a_reader(term: str, shown: str) -> None:
    (words,) = why_of(said(why=(Why("risk", term, 0.3),))).values()
    assert words == [(shown, 0.3)]
