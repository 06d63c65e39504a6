"""The demo's month as it was lived: incidents open when they were written of, answers and closings have their dates."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bench.sample_list import WEEK
from bench.sample_room import AT, Room, play
from core.cases import CaseQuery
from core.incidents import IncidentQuery, Outcome, Status, StormRule
from core.labels import Theme
from core.registers import Kind
from runtime.wiring import House
from tests.shelf import Shelf


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> Iterator[House]:
    installed = shelf.installed()
    made = play(tmp_path_factory.mktemp("demo"), installed)
    yield made
    made.store.close()
    shelf.forget(installed)


def test_an_incident_opens_minutes_after_its_first_post(house: House) -> None:
    with house.store.read() as work:
        found = work.incidents.find(house.scope, IncidentQuery(limit=200)).incidents
        opening = work.incidents.opening(house.scope, [each.id for each in found])
    lags = [each.opened_at - opening[each.id].post.published for each in found if each.id in opening]
    assert len(lags) > 100
    # A storm may draw in an incident that was opened within its span, before its own.
    assert max(lags) <= StormRule().span
    assert sorted(lags)[len(lags) // 2] <= timedelta(minutes=10)


def test_the_cold_night_becomes_one_storm_though_each_neighbour_says_it_in_other_words(house: House) -> None:
    with house.store.read() as work:
        storms = work.incidents.find(house.scope, IncidentQuery(storm=True, limit=200)).incidents
        cold = [len(work.incidents.get(house.scope, each.id).members) for each in storms if each.theme is Theme.HOUSING]
    assert len(cold) == 1
    assert cold[0] >= 15


def test_matters_were_solved_explained_and_left_and_risks_worked_off(house: House) -> None:
    with house.store.read() as work:
        told = work.views.cases.told(house.scope, CaseQuery(AT - timedelta(days=40), AT))
    statuses = {each.incident.status for each in told}
    assert {Status.CLOSED, Status.WORKED_OFF, Status.ROUTED, Status.REJECTED, Status.INTERIM} <= statuses
    assert {Outcome.SOLVED, Outcome.EXPLAINED, Outcome.FORWARDED} <= {each.incident.outcome for each in told}
    moments = [step.at for each in told for step in each.steps]
    assert max(moments) <= AT
    assert min(moments) < AT - timedelta(days=30)


def test_the_note_of_a_week_has_life_in_every_section(house: House) -> None:
    paper = Room(house).note(WEEK)
    said = {each.code: "\n".join(each.said).replace("\u00a0", " ") for each in paper.sections}
    alive = {
        "totals": r"За неделю поступило \d\d сообщени\w: рост на \d+ %",
        "solving": r"действительно решено — [1-9]\d*, разъяснено — [1-9]",
        "risks": r"Выявлено [1-9] информационных риск\w+; отработано — [1-9]",
        "execution": r"За неделю исполнено [1-9]",
    }
    assert [code for code, told in alive.items() if not re.search(told, said[code])] == []
    votes, channels = paper.section("votes"), paper.section("channels")
    assert votes is not None
    assert votes.sheets[0].rows[0][0] == "Проекты инициативного бюджета"
    assert channels is not None
    assert channels.sheets[0].rows[0][0] == "Администрация Ясноборского округа"


def test_every_register_holds_something(house: House) -> None:
    room = Room(house)
    for kind, state in ((Kind.MEETING, "planned"), (Kind.MEETING, "sent"), (Kind.VOTE, "decided")):
        assert room.entry(kind, state).startswith(b"PK")
