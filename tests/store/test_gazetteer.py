"""The places of a municipality on both databases."""

from datetime import UTC, datetime

import pytest

from core.geo import Entry, Point
from core.scope import Scope, system
from nlp.gazetteer import Gazetteer
from store.gazetteer import Enrolled
from store.ledger import Store
from tests.conftest import NOW

MIRA = Entry("улица Мира", "street", "Ясноборск", "", Point(58.1234567, 31.7654321), ("Мирка",))
HOUSE = Entry("улица Мира", "house", "Ясноборск", "5 к2")


@pytest.fixture
def many() -> list[Entry]:
    return [Entry(f"улица {number}-я", "street", "Ясноборск", "", Point(58, number / 1000)) for number in range(1200)]


def enrol(store: Store, scope: Scope, entries: list[Entry], at: datetime = NOW) -> Enrolled:
    with store.begin() as work:
        return work.places.enrol(scope, entries, at)


def test_the_same_places_again_change_nothing(store: Store, scope: Scope, many: list[Entry]) -> None:
    assert enrol(store, scope, [MIRA, HOUSE, *many]) == Enrolled(new=1202)
    with store.read() as work:
        before = work.places.stamp(scope)
    assert enrol(store, scope, [*many, HOUSE, MIRA], datetime(2027, 1, 1, tzinfo=UTC)) == Enrolled(same=1202)
    with store.read() as work:
        assert work.places.stamp(scope) == before == (1202, NOW)
        assert work.places.entries(scope)[:2] == [MIRA, HOUSE]
        assert work.places.counts(scope) == {"house": 1, "street": 1201}


def test_a_later_file_adds_and_takes_nothing_away(store: Store, scope: Scope) -> None:
    enrol(store, scope, [MIRA, HOUSE])
    moved = Entry("улица Мира", "street", "Ясноборск", "", None, ("Мировая",))
    found = Entry("улица Мира", "house", "Ясноборск", "5 к2", Point(58.5, 31.5))
    later = datetime(2027, 1, 1, tzinfo=UTC)
    assert enrol(store, scope, [moved, found], later) == Enrolled(changed=2)
    with store.read() as work:
        street, house = work.places.entries(scope)
        assert work.places.stamp(scope) == (2, later)
    assert (street.point, street.aliases) == (MIRA.point, ("Мирка", "Мировая"))
    assert house.point == Point(58.5, 31.5)


def test_a_profile_sees_its_own_places_only(store: Store, scope: Scope) -> None:
    enrol(store, scope, [MIRA])
    other = system("other")
    assert enrol(store, other, [MIRA]) == Enrolled(new=1)
    with store.read() as work:
        assert work.places.entries(system("third")) == []
        assert work.places.stamp(system("third")) == (0, None)
        assert len(work.places.entries(other)) == 1


def test_what_is_stored_resolves(store: Store, scope: Scope) -> None:
    enrol(store, scope, [MIRA, HOUSE])
    with store.read() as work:
        found = Gazetteer(work.places.entries(scope)).resolve("на Мира 5к2")
    assert found[0].entry == HOUSE
    assert found[0].house
    assert found[0].point == MIRA.point
