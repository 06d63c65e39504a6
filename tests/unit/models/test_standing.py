"""Places stand on lists that many read: what is of a person is none."""

import pytest

from core.labels import Place
from models.standing import kept


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("8 921 000 40 11", ()),
        ("тел. 8-921-000-40-11", ()),
        ("8 921 О00 4О 11", ()),
        ("домашний 22-3-14", ()),
        ("zhilec@example.org", ()),
        ("паспорт 4012 345678", ()),
        ("Лесная, 5, кв. 12", ("Лесная, 5",)),
        ("улица Ивана Черных, 5", ("улица Ивана Черных, 5",)),
        ("5 км трассы М-11", ("5 км трассы М-11",)),
        ("дома 5-14 по Садовой", ("дома 5-14 по Садовой",)),
        # two houses side by side, which crews must find both; farther apart, downwards or behind a letter it is a flat
        ("Моховая 27-29", ("Моховая 27-29",)),
        ("пер. Басков, д. 13–15", ("пер. Басков, д. 13–15",)),
        ("Некрасова 29-33", ("Некрасова 29-33",)),
        ("Моховая 27-29, кв. 4", ("Моховая 27-29",)),
        ("Моховая 27-28", ("Моховая 27",)),
        ("Моховая 27-35", ("Моховая 27",)),
        ("Моховая 29-27", ("Моховая 29",)),
        ("Моховая 27а-29", ("Моховая 27а",)),
    ],
)
def test_a_place_holds_nothing_that_is_masked_in_texts(written: str, wanted: tuple[str, ...]) -> None:
    assert tuple(place.text for place in kept([Place(written, 3, 3 + len(written), 0.5)])) == wanted
