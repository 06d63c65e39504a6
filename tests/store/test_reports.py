"""Cases as they stood, counts of messages, reports and indicators, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

import profiles
from core import usecases
from core.cases import Case, CaseQuery, Pace, System, case_of
from core.counts import summed
from core.errors import NotFound, Outdated
from core.incidents import Answer, IncidentQuery, Move, Outcome, Status
from core.indicators import Figure, Inquiry
from core.labels import Theme
from core.pages import Page
from core.papers import Edit, Paper, Report, Section
from core.posts import Platform, SourceKey
from core.roadmaps import RoadMap
from core.scope import Scope
from store.ledger import Store
from tests.conftest import NOW
from tests.made import DAY, post
from tests.store.test_incidents import take

PROFILE = profiles.read(profiles.path_of("standard"))
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


def worked(store: Store, scope: Scope) -> int:
    """One matter: answered a day after it came, closed as solved a day later, opened again a day after that."""
    take(store, scope, post(1, "яма на Заречной"))
    steps = (
        Move(Status.ROUTED, "a", NOW + HOUR, block="roads"),
        Move(Status.IN_WORK, "a", NOW + 2 * HOUR),
        Move(Status.ANSWERED, "a", NOW + 24 * HOUR),
        Move(Status.CLOSED, "a", NOW + 48 * HOUR, outcome=Outcome.SOLVED),
        Move(Status.REOPENED, "a", NOW + 72 * HOUR, "снова яма"),
    )
    with store.begin() as work:
        found = work.incidents.find(scope, IncidentQuery()).incidents[0]
        for step in steps:
            if step.to is Status.ANSWERED:
                given = Answer("Засыпали.", ("vk",))
                found = usecases.answer(work, scope, found.id, found.revision, given, step.at)
            found = usecases.move(work, scope, PROFILE, found.id, found.revision, step)
    return found.id


def as_of(store: Store, scope: Scope, hours: float) -> Case:
    at = NOW + hours * HOUR
    with store.read() as work:
        told = work.views.cases.told(scope, CaseQuery(NOW - WEEK, at))
    return case_of(told[0], PROFILE.calendar, at)


def test_a_case_is_seen_as_it_stood_at_the_moment(store: Store, scope: Scope) -> None:
    worked(store, scope)
    begun = as_of(store, scope, 1.5)
    assert (begun.status, begun.answered_at, begun.open) == (Status.ROUTED, None, True)
    answered = as_of(store, scope, 30)
    assert (answered.status, answered.answered_at) == (Status.ANSWERED, NOW + 24 * HOUR)
    closed = as_of(store, scope, 50)
    assert (closed.outcome, closed.ended_at) == (Outcome.SOLVED, NOW + 48 * HOUR)
    again = as_of(store, scope, 80)
    assert (again.status, again.outcome, again.open, again.reopened) == (Status.REOPENED, None, True, 1)


def test_the_pace_is_that_of_the_clock_of_the_answer(store: Store, scope: Scope) -> None:
    worked(store, scope)
    # it came on a Friday at 15:00: nine working hours end on the next Tuesday
    assert as_of(store, scope, 30).pace is Pace.IN_TIME
    with store.read() as work:
        told = work.views.cases.told(scope, CaseQuery(NOW - WEEK, NOW + WEEK))[0]
    unanswered = replace(told, events=told.events[:2])
    assert case_of(unanswered, PROFILE.calendar, NOW + WEEK).pace is Pace.OVERDUE


def test_messages_are_counted_by_span_theme_and_system_and_rejected_ones_are_not(store: Store, scope: Scope) -> None:
    take(store, scope, post(1, "яма на Заречной"), post(2, "яма на Лесной", published=DAY - WEEK))
    spans = [(DAY - HOUR, DAY + HOUR), (DAY - WEEK - HOUR, DAY - WEEK + HOUR), (NOW, NOW + HOUR)]
    everything = CaseQuery(spans[1][0], spans[2][1])
    with store.read() as work:
        found = work.views.messages.counts(scope, everything, spans)
        assert summed(found, 3) == (1, 1, 0)
        assert {each.system for each in found} == {System.NETWORKS}
        assert work.views.messages.counts(scope, replace(everything, systems=(System.POS,)), spans) == []
        assert work.views.messages.counts(scope, replace(everything, themes=(Theme.HEALTH,)), spans) == []
        assert work.views.messages.counts(replace(scope, profile="other"), everything, spans) == []
        many = work.views.messages.counts(scope, everything, spans * 70)
        assert summed(many, 210) == (1, 1, 0) * 70
        words = work.views.messages.words(scope, everything, 10)
        assert [each.text for each in words] == ["яма на Заречной", "яма на Лесной"]


def test_what_an_official_page_writes_is_no_word_of_residents(store: Store, scope: Scope) -> None:
    own = post(1, "опасно на Заречной", by_source=True)
    take(store, scope, own, post(2, "яма на Лесной"))
    everything = CaseQuery(DAY - HOUR, NOW)

    def texts() -> set[str]:
        with store.read() as work:
            return {each.text for each in work.views.messages.words(scope, everything, 10)}

    assert texts() == {own.text, "яма на Лесной"}, "a community's own post may pass on what residents say"
    with store.begin() as work:
        usecases.keep_page(work, scope, PROFILE, Page(SourceKey(Platform.VK, "wall"), "Администрация"), NOW)
    assert texts() == {"яма на Лесной"}


def test_a_report_is_kept_with_its_edits_and_an_old_revision_is_refused(store: Store, scope: Scope) -> None:
    paper = Paper("x", "Записка", "за неделю", sections=(Section("totals", "Всего", ("Пять.",)),))
    made = Report("2026-W47", {"from": "2026-11-16"}, NOW, scope.who, paper)
    with store.begin() as work:
        kept = work.reports.add(scope, made)
        edited = work.reports.save(scope, replace(kept, edits={"totals": Edit("Шесть.", "user:a", NOW, "m")}))
        assert work.reports.keyed(scope, "2026-W47") == work.reports.get(scope, kept.id) == edited
        assert edited.shown.sections[0].said == ("Шесть.",)
        with pytest.raises(Outdated):
            work.reports.save(scope, kept)
        with pytest.raises(NotFound):
            work.reports.get(replace(scope, profile="other"), kept.id)


def test_plans_requests_and_road_maps_come_back_as_they_were(store: Store, scope: Scope) -> None:
    card = RoadMap(0, "Свет", Theme.ENERGY, date(2026, 11, 1), date(2026, 12, 1), NOW, block="communal")
    with store.begin() as work:
        for plan in (80.0, 90.0):
            work.indicators.put(scope, Figure("in_time", 2026, 11, plan), NOW)
        assert work.indicators.figures(scope, 2026) == [Figure("in_time", 2026, 11, 90.0)]
        asked = work.indicators.add_inquiry(scope, Inquiry(0, "Отчёт", date(2026, 11, 1), date(2026, 11, 9)))
        sent = work.indicators.save_inquiry(scope, replace(asked, sent=date(2026, 11, 8)))
        assert work.indicators.inquiries(scope, 5) == [sent]
        kept = work.roadmaps.add(scope, card)
        assert work.roadmaps.find(scope, 5) == [kept]
        assert work.roadmaps.find(replace(scope, blocks=frozenset({"roads"})), 5) == []
