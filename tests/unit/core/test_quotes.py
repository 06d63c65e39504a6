"""A resident's words in our papers go, and nothing else does."""

import pytest

from core.quotes import GONE, spoken, without

TEXT = "Во дворе дома на Заречной третий день открыт люк, дети ходят мимо, позвоните 8 900 000-00-00"
RUNS = spoken([TEXT])
TOLD = [
    (f"Пишут: «{TEXT}» «другое, совсем чужое»", f"Пишут: «{GONE}» «другое, совсем чужое»"),
    ("Пишут: «Во дворе дома на Заречной третий день…»", f"Пишут: «{GONE}»"),
    ("Пишут: «Третий день открыт люк, дети ходят мимо, позвоните [телефон]»", f"Пишут: «{GONE}»"),
    ("№\u00a012. ВО ДВОРЕ ДОМА НА ЗАРЕЧНОЙ третий день открыт…", f"№\u00a012. {GONE}"),
    ("Жители пишут, что третий день открыт люк, дети боятся", f"Жители пишут, что {GONE} боятся"),
    ("Жители пишут: во дворе дома на Заречной темно", f"Жители пишут: {GONE} темно"),
    ("«Вложенная «Во дворе дома на Заречной» цитата»", f"«{GONE}»"),
    ("Пишут: «Третий день открыт…» «совсем чужое дело»", f"Пишут: «{GONE}» «совсем чужое дело»"),
    ("«Третий день открыт»: 7 сообщений", "«Третий день открыт»: 7 сообщений"),
    ("Во дворе дома на Полевой открыт люк", "Во дворе дома на Полевой открыт люк"),
    ("Тема «Дороги»: третий день открыт", "Тема «Дороги»: третий день открыт"),
]


@pytest.mark.parametrize(("before", "after"), TOLD)
def test_a_quote_goes_whole_and_other_words_of_the_resident_where_they_stand(before: str, after: str) -> None:
    assert without(before, RUNS) == after


def test_a_short_text_is_known_as_a_whole_and_two_words_tell_nobody() -> None:
    assert without("Пишут: «нет горячей воды»", spoken(["Нет горячей воды!"])) == f"Пишут: «{GONE}»"
    assert without("Пишут: «нет воды»", spoken(["нет воды"])) == "Пишут: «нет воды»"


def test_every_string_of_a_value_is_read_and_numbers_stay() -> None:
    body = {"rows": [["№\u00a01. Во дворе дома на Заречной люк", "7"]], "n": 7, "none": None, "pair": ("а", 1.5)}
    assert without(body, RUNS) == {"rows": [[f"№\u00a01. {GONE}", "7"]], "n": 7, "none": None, "pair": ("а", 1.5)}
