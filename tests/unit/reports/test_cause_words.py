"""Words that tell a cause: what is broken, not where, when and that it was said."""

import pytest

from reports.words import telling


@pytest.mark.parametrize(
    ("text", "told", "untold"),
    [
        ("Кирпичная 9а, второй этаж: батареи ледяные, писали", {"батарея", "ледяной"}, {"кирпичный", "второй", "этаж"}),
        ("Механизаторов 7 третью неделю без воды", {"вода"}, {"механизатор", "третий", "неделя"}),
        ("Звоним соседям с улицы Мира, д. 5: прорвало трубу", {"труба"}, {"сосед", "звонить", "мира"}),
    ],
)
def test_streets_before_a_house_and_time_tell_no_cause(text: str, told: set[str], untold: set[str]) -> None:
    found = telling(text)
    assert told <= found
    assert not untold & found
