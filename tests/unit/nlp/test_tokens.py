"""Our own small tokeniser, and razdel beside it."""

import pytest

from bench.tokens import DEMO, WALLS, agreement, texts
from nlp.tokens import tokens
from tests.unit.nlp.cases import cases


@pytest.mark.parametrize(("text", "wanted"), cases("tokens.txt", " -> "))
def test_a_text_is_cut_into_tokens(text, wanted):
    assert tokens(text) == wanted.split(" ")


@pytest.mark.parametrize("text", ["Нет воды, света и тепла третий день!", "Кто-нибудь видел автобус № 5 (на Садовой)?"])
def test_plain_sentences_are_cut_as_razdel_does(text):
    assert agreement([text])[:3] == (1, 1, 1)


def test_a_disagreement_is_seen():
    precision, recall, f1, missed = agreement(["в 12.30 у дома"])
    assert (precision, recall, f1) == (0.6, 0.75, 2 / 3)
    assert missed == {"12.30": 1}


def test_the_demos_words_are_those_of_razdel():
    assert agreement([text for path in DEMO.glob("*.jsonl") for text in texts(path)])[2] >= 0.95


@pytest.mark.skipif(not WALLS.exists(), reason="../shared/data/walls is absent: razdel is compared on the demo only")
@pytest.mark.parametrize("wall", ["centralny", "pravoberezhny", "vnukovo"])
def test_the_walls_words_are_those_of_razdel(wall):
    assert agreement(texts(WALLS / f"{wall}.jsonl"))[2] >= 0.95
