"""Addresses of flats go no farther than the house: a case a line, what is written | what is kept."""

import pytest

from core.houses import cleared, up_to_house
from nlp.masks import mask

CASES = """
Лесной у дома 5 кв 12 | Лесной у дома 5
Кирпичная 9 квартира 4 | Кирпичная 9
ул. Садовая, д. 3а, кв. 17 | ул. Садовая, д. 3а
Садовая 3, кв.№ 17, второй этаж | Садовая 3
Кирпичной 9, 4 квартира | Кирпичной 9
Гагарина 7-15 | Гагарина 7
д. 12 – 104 | д. 12
дома 12-18 по Садовой | дома 12-18 по Садовой
Гагарина 7/2 | Гагарина 7/2
Гагарина 7-2 | Гагарина 7-2
6-й квартал 12 | 6-й квартал 12
школа № 913 | школа № 913
трасса М-10, 15 км | трасса М-10, 15 км
кв 5 |
""".strip()


@pytest.mark.parametrize("case", CASES.splitlines())
def test_an_address_ends_at_its_house(case: str) -> None:
    written, _, kept = (part.strip() for part in case.partition("|"))
    assert up_to_house(written) == kept
    assert written.startswith(kept)
    assert up_to_house(kept) == kept


TYPED = """
ул. Полевая, д. 7, тел. 8 921 555-01-11 | ул. Полевая, д. 7
ул. Полевая, д. 7, 55-01-11 | ул. Полевая, д. 7
Полевая 5 (звонить Марфе 89215550111, код 45) | Полевая 5
мкр. Южный, д. 4 кв 5 тел. 8-921-555-01-11 | мкр. Южный, д. 4
ivan@mail.example Полевая 5 | Полевая 5
Полевая 7-31 | Полевая 7
Зоркина Марфа Тихоновна, Полевая 7 | Полевая 7
Полевая 7, кв. 31, Петрова Анна | Полевая 7
8 921 555 01 11 |
# A street that is named after somebody stays, with or without the word for it.
Карла Маркса, 15 | Карла Маркса, 15
Юрия Гагарина 5, кв. 8 | Юрия Гагарина 5
ул. Ивана Петрова, 5 | ул. Ивана Петрова, 5
Полевая 5 (двор) | Полевая 5 (двор)
дома 5-15 по Лесной | дома 5-15 по Лесной
д. Малые Ложки, 5 | д. Малые Ложки, 5
""".strip()


@pytest.mark.parametrize("case", [line for line in TYPED.splitlines() if not line.startswith("#")])
def test_an_address_that_was_typed_holds_a_place_and_nobody(case: str) -> None:
    written, _, kept = (part.strip() for part in case.partition("|"))
    assert cleared(written, mask) == kept
    assert cleared(kept, mask) == kept
