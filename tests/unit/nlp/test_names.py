"""Persons in whole posts of sets that nobody had looked at: no less is found since, no more is masked without need."""

import pytest

import profiles
from bench.naming import Heard, gone, heard, missed, posts, unmarked, wronged
from collectors.gazetteer import read
from nlp.gazetteer.owned import owned
from nlp.guess import guessed, shown
from nlp.guess.judge import weights
from nlp.masks import mask

LEAST = {"a": 207, "b": 180, "c": 97}
"""Mentions found."""
MOST = {"a": (5, 14), "b": (4, 30), "c": (4, 20)}
"""Texts of which another word was masked: of those with persons, of those without."""


@pytest.mark.parametrize("letter", LEAST)
def test_persons_of_posts_that_the_judge_did_not_learn_from_are_masked(letter: str) -> None:
    found = heard(f"neighbours_{letter}.txt")
    assert found.found >= LEAST[letter], found
    assert found.wronged <= MOST[letter][0], found


@pytest.mark.parametrize("letter", LEAST)
def test_streets_shops_saints_and_heroes_of_books_stay_as_often_as_is_told(letter: str) -> None:
    found = heard(f"namesakes_{letter}.txt")
    assert found.mentions == 0
    assert found.wronged <= MOST[letter][1], found


def test_a_set_tells_what_is_missed_and_what_is_wronged() -> None:
    post = unmarked("Звонил {Иванов Иван}, глава ~Петров Пётр~ и зэчпук {Бзыц}")
    assert [post.text[start:end] for start, end in post.persons] == ["Иванов Иван", "Бзыц"]
    assert "Иванов Иван" not in missed(post)
    assert not set(wronged(post)) & {"Петров", "Пётр"}
    text = "адрес a@b.ru, звоните"
    assert {text[start:end] for start, end in gone(text)} == {"a", "b", "ru"}


def test_figures_of_a_set_add_up() -> None:
    assert heard("namesakes_a.txt") == Heard(0, 0, heard("namesakes_a.txt").wronged, 178)


@pytest.mark.parametrize(
    "text",
    ["График приёма граждан", "Добрый вечер, Ясноборск! Завтра минус", "Опять Заветреново полностью без света",
     "пешком из Старопрядья стал ходить", "Жители Кирпичной, Механизаторов, Космонавтов! Все на сход"],
)  # fmt: skip
def test_villages_streets_and_plain_words_are_no_family_names(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Спросите у Зульфии, она видела", "Спросите у [ФИО], она видела"),
        ("спасибо Диме и Артёму за помощь", "спасибо [ФИО] и [ФИО] за помощь"),
        ("Ольга Валентиновна Соловей А. ушла", "[ФИО] ушла"),
        ("Помогите Сомовой Ольге", "Помогите [ФИО]"),
        ("Кафе «Ольга» закрыто", "Кафе «Ольга» закрыто"),
        ("", ""),
    ],
)
def test_whom_the_judge_hears_is_masked_whole(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_whom_everybody_knows_is_hidden_from_the_rules_and_shown_again() -> None:
    text = "Яма на Карла Маркса у рынка"
    assert guessed(text) != text
    assert shown(guessed(text)) == text
    assert mask(text) == text


def test_the_weights_are_those_of_numbers_not_of_words() -> None:
    table, least = weights()
    assert len(table) == 2**16 + 1
    assert least % 8 == 0


def test_a_masked_text_is_masked_no_more() -> None:
    text = "Меня зовут Виолетта Чернова, спросите Рустама или Петровну из 12 дома"
    assert mask(mask(text)) == mask(text)


OWN = owned(["Лосемха", "Тальмяжье", "Ясноборск", "улица Кирпичная", "Яснотепло", "Надежда", "Бахарево"])
OWN_CASES = [
    ("За Лосемхой делянку вырубили подчистую", "За Лосемхой делянку вырубили подчистую"),
    ("от аварийной Яснотепла толку нет", "от аварийной Яснотепла толку нет"),
    # a name that is a village's, too, is a person where a person is spoken of
    ("Спросите у Надежды, она видела", "Спросите у [ФИО], она видела"),
    ("спасибо Бахареву за помощь", "спасибо [ФИО] за помощь"),
    ("Звонил Лосемхе Ивану Петровичу", "Звонил [ФИО]"),
]


@pytest.mark.parametrize(("text", "masked"), OWN_CASES)
def test_the_municipality_s_own_places_and_bodies_are_no_persons(text: str, masked: str) -> None:
    assert mask(text, OWN) == masked


@pytest.mark.parametrize("letter", LEAST)
def test_with_all_words_of_the_demo_s_places_no_person_is_lost(letter: str) -> None:
    known = owned(name for reading in read(profiles.DEMO / "gazetteer.csv") for each in reading.entries
                  for name in (each.name, *each.aliases))  # fmt: skip
    assert len(known) > 200
    for post in posts(f"neighbours_{letter}.txt"):
        assert mask(post.text, known) == mask(post.text)
