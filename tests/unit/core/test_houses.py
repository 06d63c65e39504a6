"""Addresses of flats go no farther than the house: a case a line, what is written | what is kept."""

import pytest

from core.houses import up_to_house

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
