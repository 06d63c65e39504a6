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
    ],
)
def test_a_place_holds_nothing_that_is_masked_in_texts(written: str, wanted: tuple[str, ...]) -> None:
    assert tuple(place.text for place in kept([Place(written, 3, 3 + len(written), 0.5)])) == wanted
