"""Clocks, contacts and links are kept on both databases."""

from datetime import timedelta

import pytest

from core.contacts import Contact, answered, new_link
from core.deadlines import Event, Happening, Kind, Pause, Term, Unit
from core.errors import Conflict, IllegalMove
from core.scope import Scope
from store.ledger import Store
from tests.conftest import NOW

HOUR = timedelta(hours=1)
START = Event(Kind.FINAL, Happening.STARTED, NOW, "system", "", Term(Unit.HOURS, 9, 2, "по умолчанию"))
UK = Contact("uk", "Директор УК", "communal", email="uk@example.ru")


def event(happening: Happening, hours: int) -> Event:
    return Event(Kind.FINAL, happening, NOW + hours * HOUR, "monitor", "ждём документы")


def test_clocks_are_the_sum_of_what_was_kept(store: Store, scope: Scope) -> None:
    kept = [START, event(Happening.PAUSED, 1), event(Happening.RESUMED, 3)]
    with store.begin() as work:
        work.clocks.add(scope, 7, kept[:1])
        work.clocks.add(scope, 7, kept[1:])
        work.clocks.add(scope, 8, [START, event(Happening.MET, 1)])
    with store.read() as work:
        assert work.clocks.events(scope, 7) == kept
        assert work.clocks.of(scope, 7)[Kind.FINAL].pauses == (Pause(NOW + HOUR, NOW + 3 * HOUR, "ждём документы"),)
        assert work.clocks.of(scope, 7, NOW + 2 * HOUR)[Kind.FINAL].paused
        assert set(work.clocks.standing(scope)) == {7}


def test_what_cannot_happen_to_a_clock_is_not_kept(store: Store, scope: Scope) -> None:
    with store.begin() as work:
        work.clocks.add(scope, 7, [START])
        with pytest.raises(IllegalMove):
            work.clocks.add(scope, 7, [event(Happening.WARNED, 1), event(Happening.RESUMED, 1)])
        assert work.clocks.events(scope, 7) == [START]


def test_a_link_takes_one_answer_even_when_two_come_at_once(store: Store, scope: Scope) -> None:
    token, link = new_link(7, UK, "суть", NOW, lambda: "t" * 43)
    with store.begin() as work:
        work.contacts.save(scope, UK)
        work.contacts.save(scope, Contact("uk", "Главный инженер УК", "communal", phone="112"))
        work.contacts.add_link(scope, link)
        assert [each.position for each in work.contacts.list(scope)] == ["Главный инженер УК"]
        assert work.contacts.link(scope, link.digest) == link
        work.contacts.use_link(scope, answered(link, "сделано", NOW))
        with pytest.raises(Conflict):
            work.contacts.use_link(scope, answered(link, "иначе", NOW))
        kept = work.contacts.link(scope, link.digest)
    assert kept
    assert (kept.answer, kept.used_at, token in str(kept)) == ("сделано", NOW, False)
