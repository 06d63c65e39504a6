"""Words that tell a cause: what is broken, not where, when and that it was said."""

import time

import pytest

from core.causes import clustered
from reports.words import telling


@pytest.mark.parametrize(
    ("text", "told", "untold"),
    [
        ("Кирпичная 9а, второй этаж: батареи ледяные, писали", {"батарея", "ледяной"}, {"кирпичный", "второй", "этаж"}),
        ("Механизаторов 7 третью неделю без воды", {"вода"}, {"механизатор", "третий", "неделя"}),
        ("Воды 3 дня нет", {"вода"}, {"день"}),
        ("нет воды 5 дней", {"вода"}, {"день"}),
        ("батареи холодные, стая животных", {"холодный", "животное"}, {"холодное"}),
        ("В люк упал ребенок, самолет не летал", {"ребёнок", "самолёт", "упасть"}, {"ребенок"}),
        ("Крыша течёт, трубку не берут", {"крыша"}, {"трубка", "брать"}),
        ("В диспетчерскую не дозвониться, на звонки не отвечают, баня закрыта", {"баня"}, {"звонок", "отвечать"}),
        ("Пиздец, а не дорога", {"дорога"}, {"пиздец"}),
        ("Звоним соседям с улицы Мира, д. 5: прорвало трубу", {"труба"}, {"сосед", "звонить", "мира"}),
    ],
)
def test_streets_before_a_house_and_time_tell_no_cause(text: str, told: set[str], untold: set[str]) -> None:
    found = telling(text)
    assert told <= found
    assert not untold & found


def test_texts_that_share_only_that_nobody_was_reached_are_no_cause() -> None:
    said = ("Крыша течёт, не берут трубку", "Баня закрыта, трубку никто не берёт", "Трубку не берут, мост сломан")
    assert clustered([telling(each) for each in said]) == []


def test_a_word_of_many_parts_is_read_at_once() -> None:
    begun = time.process_time()
    telling("а-" * 50_000)
    assert time.process_time() - begun < 5
