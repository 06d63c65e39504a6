import re
import tomllib
from pathlib import Path

import pytest

from core.errors import BadInput
from core.labels import Guess, Theme
from models import lexicon, topic_counts, topics
from models.evaluate_topics import agreement, evaluate_topics, labels, recall
from models.lexicon import Group
from models.topics import Topics, titles
from tests.unit.models import made

CASES = [
    tuple(line.rsplit(" -> ", 1))
    for line in (Path(__file__).parent / "cases" / "topics.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
GROUPS = lexicon.load()
HOUSING = [Guess("housing", 0.9)]


def theme_of(topic: str) -> Theme:
    return Theme(topic.rsplit("-", 1)[0])


def test_the_lexicon_and_the_official_classifier_have_the_same_topics_in_the_same_order():
    assert [topic for group in GROUPS.values() for topic in group.topics] == list(titles())
    assert len(titles()) == 359
    assert set(GROUPS) == set(Theme) - {Theme.NONE}


def test_every_topic_has_at_least_five_signs_and_none_twice():
    for group in GROUPS.values():
        for at, topic in enumerate(group.topics):
            written = [sign.text for sign in group.signs if sign.topic == at]
            assert len(written) >= 5, topic
            assert len(written) == len(set(written)), topic


def test_every_word_of_a_sign_is_one_word_as_texts_are_read():
    raw = tomllib.loads(lexicon.FILE.read_text(encoding="utf-8"))
    lines = [line for group in raw.values() for line in group.values()]
    wanted = {one.rstrip("*") for line in lines for one in re.split(r"[\s,/]+", line.lower()) if one[:1] != "@"} - {""}
    assert [word for word in sorted(wanted) if lexicon.read_words(word) != [word.replace("ё", "е")]] == []


def test_every_sign_fires_on_its_own_words():
    raw = tomllib.loads(lexicon.FILE.read_text(encoding="utf-8"))["words"]
    for group in GROUPS.values():
        for sign in group.signs:
            said = [raw[word[1:]] if word[0] == "@" else word for word in lexicon.needed(sign.text)]
            text = [one.split("/")[0].rstrip("*").replace("ё", "е") for one in said]
            assert sign.text in [hit.sign.text for hit in group.hits(text)], (group.code, sign.text)


def test_every_topic_has_a_share_and_those_of_a_group_sum_to_one():
    shares = topics.shares()
    assert list(shares) == list(titles())
    for group in GROUPS.values():
        assert sum(shares[topic] for topic in group.topics) == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize(("text", "topic"), CASES)
def test_a_resident_s_sentence_finds_its_topic_among_the_first_three(text, topic):
    found = topics.topics(text, theme_of(topic))
    assert topic in [guess.code for guess in found], found


def test_the_sentences_stand_for_many_topics_of_nearly_all_groups():
    assert len({topic for _, topic in CASES}) >= 40
    assert len({theme_of(topic) for _, topic in CASES}) >= 20


def test_guesses_are_three_valid_codes_in_order_within_the_theme_s_probability():
    found = topics.topics("Нет отопления и горячей воды", HOUSING)
    assert len(found) == 3
    assert all(guess.code in titles() for guess in found)
    assert [guess.p for guess in found] == sorted((guess.p for guess in found), reverse=True)
    assert sum(guess.p for guess in found) <= 0.9


@pytest.mark.parametrize("text", ["", "   ", "🔥🔥", "!!!", "\u200b"])
def test_a_text_without_words_is_the_rest_of_its_group_and_hardly_sure(text):
    first = topics.topics(text, HOUSING)[0]
    assert titles()[first.code].endswith("прочее")
    assert first.p < 0.1


def test_a_close_second_theme_has_a_say_and_a_far_one_has_none():
    text = "Не работает светофор, и лифт стоит"
    close = topics.topics(text, [Guess("roads", 0.4), Guess("housing", 0.35)])
    assert {guess.code for guess in close} >= {"roads-05", "housing-22"}
    far = topics.topics(text, [Guess("roads", 0.7), Guess("housing", 0.2)])
    assert {theme_of(guess.code) for guess in far} == {Theme.ROADS}


def test_a_text_without_a_theme_has_no_topics_and_a_small_group_gives_what_it_has():
    assert topics.topics("Доброе утро", Theme.NONE) == ()
    assert {guess.code for guess in topics.topics("Как работает ЦУР?", Theme.CRC)} == {"crc-01", "crc-02"}


def test_the_none_theme_does_not_hide_a_theme_below_it():
    found = topics.topics("Лифт стоит", [Guess("none", 0.5), Guess("housing", 0.4)])
    assert found[0].code == "housing-22"


def test_the_post_above_helps_a_comment_that_says_nothing_itself():
    alone = topics.shipped().probabilities("И у нас так же", "housing")
    under = topics.shipped().probabilities("И у нас так же", "housing", "Отключили лифт на ремонт")
    lift = GROUPS["housing"].topics.index("housing-22")
    assert under[lift] > alone[lift]


def test_the_signs_of_a_topic_are_shown_as_they_are_written():
    assert "лифт*" in topics.shipped().why("Лифт стоит", "housing-22")
    assert topics.shipped().why("Лифт стоит", "housing-10") == ()


def test_a_sign_of_several_words_needs_them_near_each_other_in_any_order():
    group = Group("roads", {"01": "@снег дорог*", "02": "нет/без знак"}, {"снег": "снег*/сугроб*"}, {})
    hits = lambda text: [hit.sign.text for hit in group.hits(lexicon.read_words(text))]  # noqa: E731
    assert hits("На дороге сугробы") == ["@снег дорог*"]
    assert hits("Снежной зимой мы ещё не раз пройдём пешком вдоль той дороги") == []
    assert hits("Знаков нет") == ["нет/без знак"]
    assert hits("Дорога") == []


def test_one_word_does_not_stand_for_two_words_of_a_sign():
    group = Group("roads", {"01": "дорог* дорога"}, {}, {})
    assert group.hits(["дорога"]) == []
    assert len(group.hits(["дорога", "дороги"])) == 1


def test_a_rare_word_weighs_more_than_a_common_one():
    group = Group("roads", {"01": "дорога", "02": "светофор"}, {}, {"": 1000, "дорога": 900, "светофор": 10})
    assert group.weights[1] > group.weights[0] > 0


def test_the_same_text_gives_the_same_guesses_whatever_was_asked_before():
    asked = topics.topics("Лифт стоит, а в подъезде грязно", HOUSING)
    for text, topic in CASES:
        topics.topics(text, theme_of(topic))
    assert topics.topics("Лифт стоит, а в подъезде грязно", HOUSING) == asked
    assert Topics(lexicon.load(), topics.shares()).rank("Лифт стоит, а в подъезде грязно", HOUSING) == asked


@pytest.mark.parametrize("text", ["яма " * 25_000, "мусор не вывозят контейнер бак " * 3_000, "а" * 100_000])
def test_a_very_long_text_is_ranked_at_once(text):
    assert len(topics.topics(text, Theme.WASTE)) == 3


def test_the_tables_hold_words_of_signs_only_and_no_names():
    texts = [("housing", "Иван Петров: лифт стоит, кукуруза")] * 5 + [("none", "лифт")] * 5
    rows = topic_counts.word_counts(texts, GROUPS)
    assert [row for row in rows if row[0] == "housing"] == [
        ("housing", "", 5),
        ("housing", "лифт", 5),
        ("housing", "стоить", 5),
    ]


def test_building_the_tables_writes_what_the_ranking_reads(tmp_path):
    files = made.write(tmp_path)
    table, shares = tmp_path / "words.csv", tmp_path / "shares.csv"
    topic_counts.build(files, table, shares)
    ranker = Topics(lexicon.load(table=table), topics.shares(shares))
    assert ranker.rank("лифт стоит", HOUSING)[0].code == "housing-22"


def test_recall_counts_each_annotator_either_and_both():
    guesses = [[Guess("roads-01", 0.5), Guess("roads-02", 0.2), Guess("roads-03", 0.1)]] * 2
    found = recall([("roads-01", "roads-02"), ("roads-09", "roads-03")], guesses)
    assert found == {
        "top1_first": 0.5, "top1_second": 0, "top1_either": 0.5, "top1_both": 0,
        "top3_first": 0.5, "top3_second": 1, "top3_either": 1, "top3_both": 0.5,
    }  # fmt: skip


def test_agreement_is_one_where_annotators_agree_and_kappa_zero_by_chance():
    assert agreement([("a", "a"), ("b", "b")]) == {"agreement": 1, "kappa": 1}
    assert agreement([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == {"agreement": 0.5, "kappa": 0}


def test_evaluation_needs_texts_that_are_labelled(tmp_path):
    file = made.write(tmp_path)[0]
    found = evaluate_topics(file, {"housing-1-0": ("housing-22", "housing-22")})
    assert (found["n"], found["top1_either"]) == (1, 1)
    with pytest.raises(BadInput, match="нет размеченных"):
        evaluate_topics(file, {"other": ("housing-22", "housing-22")})


def test_evaluation_can_take_the_theme_from_an_assessor(tmp_path, assessor):
    found = evaluate_topics(made.write(tmp_path)[0], {"housing-1-0": ("housing-22", "housing-22")}, assessor=assessor)
    assert found["top3_either"] == 1


def test_the_labels_beside_the_card_are_ids_and_topics_of_one_group():
    found = labels()
    assert len(found) == 200
    assert all(set(pair) <= set(titles()) and theme_of(pair[0]) is theme_of(pair[1]) for pair in found.values())
