"""Words that tell a cause: what is broken, not where, when and that it was said."""

import time

import pytest

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
        ("Звоним соседям с улицы Мира, д. 5: прорвало трубу", {"труба"}, {"сосед", "звонить", "мира"}),
    ],
)
def test_streets_before_a_house_and_time_tell_no_cause(text: str, told: set[str], untold: set[str]) -> None:
    found = telling(text)
    assert told <= found
    assert not untold & found


def test_a_word_of_many_parts_is_read_at_once() -> None:
    begun = time.process_time()
    telling("а-" * 50_000)
    assert time.process_time() - begun < 5
