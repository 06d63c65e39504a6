"""Measures on both databases: gathered once, seen by block, executed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

import profiles
from core import usecases
from core.campaigns import Campaign, Task
from core.errors import IllegalMove, NotFound, Outdated
from core.incidents import Answer, IncidentQuery, Move, Outcome, Status
from core.labels import Theme
from core.measures import Measure, MeasureQuery, Origin, State
from core.registers import Entry, Kind, TaskState
from core.registers import Task as MinuteTask
from core.scope import Scope
from store.ledger import Store
from tests.conftest import NOW
from tests.made import post
from tests.store.test_incidents import take

PROFILE = profiles.read(profiles.path_of("standard"))


def promised(store: Store, scope: Scope) -> int:
    take(store, scope, post(1, "яма на Заречной"))
    with store.begin() as work:
        found = work.incidents.find(scope, IncidentQuery()).incidents[0]
        sent = Move(Status.ROUTED, "a", NOW, block="roads", recipient="Отдел")
        moved = usecases.move(work, scope, PROFILE, found.id, found.revision, sent)
        moved = usecases.move(work, scope, PROFILE, moved.id, moved.revision, Move(Status.IN_WORK, "a", NOW))
        given = Answer("Спасибо. Яму засыпят до 24 ноября.", ("vk",), promised=NOW + timedelta(days=4))
        usecases.answer(work, scope, moved.id, moved.revision, given, NOW)
    return found.id


def gathered(store: Store, scope: Scope) -> list[Measure]:
    with store.begin() as work:
        usecases.gather(work, scope, PROFILE, NOW)
        return work.measures.find(scope, MeasureQuery())


def test_a_promise_becomes_a_measure_once_and_is_kept_when_the_matter_is_solved(store: Store, scope: Scope) -> None:
    number = promised(store, scope)
    first = gathered(store, scope)
    assert gathered(store, scope) == first
    assert [(each.what, each.block, each.position, each.due, each.origin) for each in first] == [
        ("Яму засыпят до 24 ноября.", "roads", "Отдел", date(2026, 11, 24), Origin.PROMISE)
    ]
    with store.begin() as work:
        found = work.incidents.get(scope, number)
        for to in (Status.ANSWERED, Status.CLOSED):
            outcome = Outcome.SOLVED if to is Status.CLOSED else None
            step = Move(to, "a", NOW + timedelta(days=2), outcome=outcome)
            found = usecases.move(work, scope, PROFILE, found.id, found.revision, step)
    kept = gathered(store, scope)[0]
    assert (kept.state, kept.moved_at, kept.proof) == (
        State.DONE,
        NOW + timedelta(days=2),
        "вопрос закрыт как решённый",
    )


def test_tasks_of_campaigns_are_measures_that_follow_them(store: Store, scope: Scope) -> None:
    wanted = Campaign(0, "Лёд", Theme.SAFETY, date(2026, 11, 20), date(2026, 12, 1), NOW, NOW, tasks=(Task("Памятка"),))
    with store.begin() as work:
        made = usecases.plan_campaign(work, scope, PROFILE, wanted, NOW)
    before = gathered(store, scope)[0]
    assert (before.state, before.origin, before.block) == (State.OPEN, Origin.CAMPAIGN, made.block)
    with store.begin() as work:
        usecases.set_task(work, scope, made.id, made.revision, made.tasks[0].id, True, NOW)
    after = gathered(store, scope)
    assert [(each.id, each.state, each.moved_at) for each in after] == [(before.id, State.DONE, NOW)]


def test_tasks_of_minutes_are_measures_that_follow_them(store: Store, scope: Scope) -> None:
    held = Entry(
        Kind.MEETING, "Заседание о дорогах", date(2026, 11, 18), NOW, NOW, body={"form": "очная", "agenda": "О ямах"}
    )
    with store.begin() as work:
        entry = usecases.enter(work, scope, held, NOW)
        given = usecases.give_task(
            work, scope, PROFILE, entry.id, MinuteTask("Засыпать яму.", "roads", due=date(2026, 11, 19)), NOW
        )
    first = gathered(store, scope)
    assert [(each.what, each.block, each.due, each.origin, each.state, each.made_at) for each in first] == [
        ("Засыпать яму (Заседание о дорогах)", "roads", date(2026, 11, 19), Origin.MINUTES, State.OPEN, NOW)
    ]
    assert gathered(store, scope) == first, "gathered twice changes nothing"
    later = NOW + timedelta(days=1)
    with store.begin() as work:
        usecases.set_entry_task(work, scope, entry.id, given.id, TaskState.SENT, later)
    assert gathered(store, scope) == first, "sent out is open still"
    with store.begin() as work:
        usecases.set_entry_task(work, scope, entry.id, given.id, TaskState.DONE, later, "акт № 5")
    done = gathered(store, scope)[0]
    assert (done.id, done.state, done.proof, done.made_at) == (first[0].id, State.DONE, "акт № 5", NOW)
    with store.begin() as work, pytest.raises(IllegalMove, match="в протоколе"):
        usecases.move_measure(work, scope, done.id, done.revision, State.OPEN, "", later)


def test_measures_are_found_by_state_day_and_block_and_an_old_revision_is_refused(store: Store, scope: Scope) -> None:
    def wanted(block: str, due: date) -> Measure:
        return Measure(0, "Сделать", block, NOW, due=due)

    with store.begin() as work:
        one = usecases.add_measure(work, scope, PROFILE, wanted("roads", date(2026, 11, 19)), NOW)
        other = usecases.add_measure(work, scope, PROFILE, wanted("communal", date(2026, 11, 25)), NOW)
    with store.begin() as work:
        done = usecases.move_measure(work, scope, other.id, 1, State.DONE, "акт", NOW)
        assert (done.revision, done.proof) == (2, "акт")
        with pytest.raises(Outdated):
            usecases.move_measure(work, scope, other.id, 1, State.OPEN, "", NOW)
        assert work.measures.find(scope, MeasureQuery(states=(State.DONE,))) == [done]
        assert work.measures.find(scope, MeasureQuery(late_on=date(2026, 11, 20))) == [one]
        own = replace(scope, blocks=frozenset({"communal"}))
        assert work.measures.find(own, MeasureQuery()) == [done]
        with pytest.raises(NotFound):
            work.measures.get(own, one.id)
        with pytest.raises(NotFound):
            work.measures.get(replace(scope, profile="other"), one.id)
