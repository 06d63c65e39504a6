"""How a masked copy is made anew: from the text it was made of where that is here, else from itself."""

import pytest

from core.veils import REMAKES, Copy, begins, remade, retold
from nlp.masks import mask
from store.veils import COLUMNS

LONG = "Яма на Заречной у дома 5, машины объезжают по тротуару, дети ходят мимо, а зимой тут каток. "
TEXT = LONG * 2 + "Звоните Зоркиной Марфе"


def test_every_table_of_masked_copies_has_its_way() -> None:
    assert {table.name for table in COLUMNS} == set(REMAKES)
    assert all("masked" in table.c for table in COLUMNS)


@pytest.mark.parametrize(
    ("told", "text", "so"),
    [
        ("Звоните [телефон], яма…", "Звоните 8 921 555-01-11,  яма на\nЗаречной", True),
        ("[ФИО] пишет о яме", "Зоркина Марфа пишет о яме и ещё", True),
        ("О яме пишет [ФИО]", "Соседка пишет: О яме пишет Зоркина", False),
        ("Яма на Лесной", "Яма на Заречной", False),
        ("[ФИО]", "Зоркина Марфа", False),
    ],
)
def test_a_gist_is_known_by_the_text_that_it_begins(told: str, text: str, so: bool) -> None:
    assert begins(told, text) is so


def test_a_name_whose_reason_was_cut_off_is_masked_by_the_whole_text() -> None:
    cut = "Приходила Зоркина"
    whole = "Приходила Зоркина Марфа Тихоновна и видела яму"
    assert retold(cut + "…", (whole,), mask).startswith("Приходила [ФИО]")
    assert retold("Яма, тел 8 921 555-01-11", (), mask) == "Яма, тел [телефон]"


def test_what_the_rules_of_today_made_stays_as_it_is() -> None:
    title = retold("Яма на Заречной…", (TEXT,), mask)
    incident = Copy(1, {"title": title, "text": mask(TEXT), "place": "Заречная, 5"}, (TEXT,))
    assert remade("incidents", incident, mask) == {}


def test_a_row_of_another_system_is_cleared_in_texts_and_addresses_only() -> None:
    columns = {"Текст сообщения": "Яма, тел 8 921 555-01-11", "Адрес": "Лесная 5, 8 921 555-01-11", "ID": "89215550111"}
    item = Copy(1, {"system": "pos", "text": "Яма", "place": "Лесная 5, 8 921 555-01-11", "columns": columns})
    told = remade("exchange_items", item, mask)
    assert told["place"] == told["columns"]["Адрес"] == "Лесная 5"
    assert told["columns"]["Текст сообщения"] == "Яма, тел [телефон]"
    assert told["columns"]["ID"] == "89215550111"


def test_of_a_report_only_what_residents_said_is_masked_anew() -> None:
    body = {"text": ["Пишут: «звоните 8 921 555-01-11». Ответ дан: 8 800 100-00-00.", "№\u00a07. Яма, 8 921 555-01-11"]}
    told = remade("reports", Copy(1, {"body": body, "edits": {}}), mask)
    first, second = told["body"]["text"]
    assert first == "Пишут: «звоните [телефон]». Ответ дан: 8 800 100-00-00."
    assert second == "№\u00a07. Яма, [телефон]"
    assert set(told) == {"body"}
