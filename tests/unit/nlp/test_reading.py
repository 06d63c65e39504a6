"""The fast reading of a batch says what the plain rules say, text by text; its cheap tests never lose anything."""

from collections import Counter
from functools import reduce

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlp import appeals, masks, naming
from nlp.appeals import lawful_call
from nlp.characters import survey
from nlp.features import cleared, is_word, prepare, units, vocabulary
from nlp.masks import contacts, names
from nlp.normalise import FOR_PLAIN, normalise, squeeze_spaces
from nlp.numbering import Numbering
from nlp.reading import bits, read
from nlp.tokens import is_russian, tokens
from tests.unit.nlp.hostile import PIECES, TEXTS

KNOWN = vocabulary([units(prepare(" ".join(PIECES[at : at + 9]))) for at in range(len(PIECES)) for _ in range(3)])
BATCHES = st.lists(TEXTS, max_size=6)


@pytest.fixture
def numbers():
    return Numbering(KNOWN, bits(lambda token: int("связ" in token)))


def counted(text):
    """Units of a text by the plain rules, without those that no vocabulary knows."""
    found = Counter(units(prepare(text)))
    return [(unit, count) for unit, count in found.items() if is_word(unit) or unit in KNOWN.keys]


def bag(reading, numbers, at):
    one = reading.bags.some([at])
    return list(zip(map(numbers.name, one.numbers.tolist()), one.counts.tolist(), strict=True))


@given(texts=BATCHES)
@example(texts=[" 0"])
@example(texts=["0", " 0 "])
@example(texts=["#A_", "#а_Б_"])
@example(texts=["А.А.СBЯЗ", "нет связи"])
@settings(max_examples=400, deadline=None)
def test_a_batch_is_read_as_each_text_alone(texts):
    numbers = Numbering(KNOWN, bits(lambda token: int("связ" in token)))
    seen = read(texts, numbers)
    assert list(seen.prepared) == list(map(prepare, texts))
    assert [bag(seen, numbers, at) for at in range(len(texts))] == list(map(counted, texts))
    assert seen.russian == [is_russian(cleared(text)) for text in texts]
    # A cheap test may say more than there is (a word that is masked as a name later), never less.
    assert [
        text for text, one in zip(texts, seen.extra, strict=True) if not one and "связ" in prepare(text).lower()
    ] == []


@given(texts=BATCHES)
@example(texts=["давайте напишем жалобу #ВПрокуРатуру"])
@settings(max_examples=400, deadline=None)
def test_no_lawful_call_is_overlooked(texts):
    may = read(texts, Numbering(KNOWN, bits(lambda _: 0))).may_call
    assert [text for text, one in zip(texts, may, strict=True) if not one and lawful_call(cleared(text))] == []


@pytest.mark.parametrize("text", ["Давайте напишем жалобу в прокуратуру", "Подпишите петицию против стройки"])
def test_a_lawful_call_passes_the_cheap_test(numbers, text):
    assert read([text, "Мама мыла раму"], numbers).may_call == [True, False]
    assert lawful_call(text)


@given(text=TEXTS)
@settings(max_examples=400, deadline=None)
def test_a_text_without_a_name_by_the_cheap_test_has_none(text):
    if not naming.may_name(text, tokens(text)):
        assert names(text) == text


@pytest.mark.parametrize("text", ["Анна Петровна", "иванов иван", "Сидоров П.И.", "П. И. Сидоров", "Х-Иван Петров"])
def test_names_pass_the_cheap_test(text):
    assert naming.may_name(text, tokens(text))


def test_a_text_of_usual_words_passes_no_cheap_test(numbers):
    text = "Мама мыла раму, а папа читал газету. И вот. Я ушёл"
    assert not naming.may_name(text, tokens(text))
    assert not appeals.may_call(appeals.bits("мама") | appeals.bits("газету"))
    assert survey([text]).plain.tolist() == [True]


@given(texts=BATCHES)
@settings(max_examples=400, deadline=None)
def test_a_plain_text_needs_no_rule(texts):
    seen = survey(texts)
    for text, plain, spaced in zip(texts, seen.plain, seen.spaced, strict=True):
        if plain:
            folded = reduce(lambda said, rule: rule(said), FOR_PLAIN, text)
            assert contacts(normalise(text)) == (squeeze_spaces(folded) if spaced else folded)


def test_a_full_memory_changes_nothing(numbers, monkeypatch):
    monkeypatch.setattr("nlp.numbering.KEPT_TOKENS", 3)
    first = bag(read(["Яма на дороге, нет света"], numbers), numbers, 0)
    old = numbers.generation
    numbers.make_room()
    assert numbers.generation == old + 1
    assert len(numbers.rows) == 0
    assert bag(read(["Яма на дороге, нет света"], numbers), numbers, 0) == first


def test_masks_are_the_same_rules_with_and_without_cheap_tests():
    for text in PIECES:
        plain = text
        for rule in (masks.links, masks.mentions, masks.mails, masks.numbers, masks.names):
            plain = rule(plain)
        assert masks.persons(contacts(text)) == plain
