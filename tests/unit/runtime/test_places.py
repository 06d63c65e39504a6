"""Where names of places point to."""

from datetime import timedelta

from core.geo import Entry, Point
from core.scope import system
from runtime.places import LOOKED, StoredPlaces
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import Clock

SCOPE = system("test")


def test_a_gazetteer_that_changed_is_read_anew_within_a_minute(store: Store) -> None:
    clock = Clock()
    places = StoredPlaces(store, SCOPE, clock)
    assert places.locate("Кирпичная 9") is None
    assert places.title("Кирпичной 9") == "Кирпичная 9"
    with store.begin() as work:
        entries = [
            Entry("улица Кирпичная", "street", "Ясноборск", point=Point(58.2, 31.4)),
            Entry("Ясноборск", "town", point=Point(58.3, 31.5)),
            Entry("Дальнее", "village"),
        ]
        work.places.enrol(SCOPE, entries, NOW)
    assert places.locate("Кирпичная 9") is None
    clock.at += LOOKED + timedelta(seconds=1)
    found = places.locate("Кирпичная 9")
    assert found
    assert (found.lat, found.lon) == (58.2, 31.4)
    assert places.title("Кирпичной 9") == "улица Кирпичная, 9"
    assert places.title("") == ""
    assert [town.name for town in places.towns()] == ["Ясноборск"]
    assert places.locate("Кирпичная 9") is found
