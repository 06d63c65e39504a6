"""Clocks, contacts and links are kept on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

import profiles
from core import usecases
from core.contacts import Contact, answered, new_link
from core.deadlines import Dues, Event, Happening, Kind, Pause, Term, Unit, dues
from core.deadlines.regimes import OF_APPEAL
from core.errors import BadInput, Conflict, IllegalMove
from core.incidents import (
    Applicant,
    Channel,
    Deadline,
    Incident,
    IncidentQuery,
    Intake,
    Move,
    Order,
    Regime,
    Status,
)
from core.labels import Theme
from core.scope import Scope
from store.ledger import Store
from tests.conftest import NOW
from tests.store.test_incidents import Model

PROFILE = profiles.read(profiles.path_of("standard"))

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
        assert {key: bool(kept) for key, kept in work.clocks.of_many(scope, [7, 9]).items()} == {7: True, 9: False}


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
        assert work.contacts.link(scope, link.digest) == replace(link, id=1)
        work.contacts.use_link(scope, answered(link, "сделано", NOW))
        with pytest.raises(Conflict):
            work.contacts.use_link(scope, answered(link, "иначе", NOW))
        kept = work.contacts.link(scope, link.digest)
        assert kept
        assert work.contacts.offers(scope, 7) == [kept]
        decided = replace(kept, decided_at=NOW, decided_by="user:olga", accepted=True)
        work.contacts.decide_link(scope, decided)
        with pytest.raises(Conflict):
            work.contacts.decide_link(scope, decided)
        assert (work.contacts.offers(scope, 7), work.contacts.offers(scope, 7, decided=True)) == ([], [decided])
    assert (kept.answer, kept.used_at, token in str(kept)) == ("сделано", NOW, False)


# Clocks in the life of an incident, on both databases


def entered(store: Store, scope: Scope, text: str, **fields: Any) -> Incident:
    told = replace(Intake(Channel.PHONE, Regime.MESSAGE, Applicant.CITIZEN, text, NOW, theme=Theme.HEALTH), **fields)
    return usecases.intake(store, scope, PROFILE, Model(), str, told, NOW)


def listed(store: Store, scope: Scope, **asked: Any) -> list[int]:
    with store.read() as work:
        return [each.id for each in work.incidents.find(scope, IncidentQuery(**asked)).incidents]


def test_pages_by_due_time_walk_all_incidents_once_those_without_a_term_last(store: Store, scope: Scope) -> None:
    known = [entered(store, scope, f"вопрос {n}", received=NOW - n * HOUR) for n in range(5)]
    with store.begin() as work:
        usecases.move(
            work, scope, PROFILE, known[4].id, 1, Move(Status.REJECTED, "x", NOW, "не наше")
        )  # fmt: skip
    seen: list[int] = []
    after = None
    for _ in range(4):
        with store.read() as work:
            page = work.incidents.find(scope, IncidentQuery(order=Order.DUE, after=after, limit=2))
        seen += [each.id for each in page.incidents]
        after = page.next
        if after is None:
            break
    assert seen == [known[n].id for n in (3, 2, 1, 0, 4)]


def test_what_is_near_or_over_is_found_as_of_a_moment(store: Store, scope: Scope) -> None:
    known = entered(store, scope, "вопрос")
    assert known.due_at
    assert known.warn_at
    for at, near, over in (
        (NOW, [], []),
        (known.warn_at, [known.id], []),
        (known.due_at, [known.id], []),
        (known.due_at + HOUR, [], [known.id]),
    ):
        assert listed(store, scope, deadlines=(Deadline.NEAR,), at=at) == near
        assert listed(store, scope, deadlines=(Deadline.OVERDUE,), at=at) == over
    with pytest.raises(BadInput, match="deadline"):
        listed(store, scope, deadlines=(Deadline.NEAR,))


def test_a_notice_is_kept_once_however_often_the_step_runs(store: Store, scope: Scope, rows: Any) -> None:
    known = entered(store, scope, "вопрос")
    assert known.notice_at
    assert usecases.remind(store, scope, PROFILE, known.notice_at - HOUR) == 0
    for _ in range(3):
        usecases.remind(store, scope, PROFILE, known.notice_at)
    with store.read() as work:
        steps = [step for step in work.incidents.history(scope, known.id) if step.action == "clock"]
        assert work.incidents.get(scope, known.id).revision == known.revision
    assert [(step.detail["kind"], step.after) for step in steps] == [("reaction", "warn"), ("final", "warn")]
    assert sum(each.happening is Happening.WARNED for each in events(store, scope, known.id)) == 2


def test_two_processes_do_not_speak_of_one_clock(store: Store, scope: Scope, engine: Engine) -> None:
    known = entered(store, scope, "вопрос")
    if engine.dialect.name == "sqlite":
        pytest.skip("on SQLite a writer has the file to itself")
    later = NOW + timedelta(days=30)
    with store.begin() as one, store.begin() as other:
        assert one.clocks.waiting(scope, later, 10) == [known.id]
        assert other.clocks.waiting(scope, later, 10) == []


def events(store: Store, scope: Scope, number: int) -> list[Event]:
    with store.read() as work:
        return list(work.clocks.events(scope, number))


def test_the_due_times_of_an_incident_are_those_of_its_clocks(store: Store, scope: Scope) -> None:
    """What is kept with the incident for lists equals what its events say, after any of these steps."""
    known = entered(store, scope, "вопрос", regime=Regime.APPEAL)
    todo = (
        lambda work, one: usecases.register(work, scope, PROFILE, one.id, one.revision, "5", NOW),
        lambda work, one: usecases.move(
            work, scope, PROFILE, one.id, one.revision, Move(Status.ROUTED, "x", NOW, block="social")
        ),
        lambda work, one: usecases.extend_answer(work, scope, PROFILE, one.id, one.revision, 30, "ждём", NOW, NOW),
        lambda work, one: usecases.move(
            work, scope, PROFILE, one.id, one.revision, Move(Status.FORWARDED, "x", NOW, "не наше")
        ),
        lambda work, one: usecases.move(work, scope, PROFILE, one.id, one.revision, Move(Status.ROUTED, "x", NOW)),
    )
    for do in todo:
        with store.begin() as work:
            do(work, work.incidents.get(scope, known.id))
            one, clocks = work.incidents.get(scope, known.id), work.clocks.of(scope, known.id)
        stands = dues(clocks.values(), PROFILE.calendar)
        assert Dues(one.due_at, one.warn_at, one.notice_at) == stands
    assert not clocks[Kind.ANSWER].ended, "what comes back from another body is due as before"
    assert set(clocks) <= OF_APPEAL


def test_a_place_is_counted_through_merges_but_not_within_a_storm(store: Store, scope: Scope) -> None:
    one, two = (entered(store, scope, f"вопрос {n}", place="Луговая, 3") for n in range(2))
    with store.begin() as work:
        usecases.merge(work, scope, PROFILE, two.id, two.revision, one.id, NOW)
    three = entered(store, scope, "вопрос 3", place="луговая 3")
    assert (one.times, two.times, three.times) == (1, 2, 3)
    with store.begin() as work:
        holder = work.incidents.get(scope, one.id)
        assert holder.times == 2
        work.incidents.save(scope, replace(holder, storm=True))
    assert entered(store, scope, "вопрос 4", place="Луговая, 3").times == 3
    assert entered(store, scope, "вопрос 5", place="Луговая, 3", received=NOW - timedelta(days=40)).times == 1
