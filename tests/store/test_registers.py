"""Registers, tasks of minutes, official pages and samples, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

import profiles
from core import usecases
from core.errors import BadInput, Conflict, Denied, NotFound, Outdated
from core.incidents import Incident, Nature, Status
from core.labels import THEME_TITLES, Theme
from core.pages import Level, Page, Sample
from core.posts import Platform, PostKey, Source, SourceKey
from core.registers import Entry, EntryQuery, Kind, Task, TaskState
from core.scope import Right, system
from tests.conftest import NOW
from tests.made import DAY, comment, post, said

PROFILE = profiles.read(profiles.path_of("yasnobor"))
MEETING = Entry(Kind.MEETING, "Заседание", date(2026, 11, 23), NOW, NOW, body={"form": "очная", "agenda": "О воде"})


def test_an_entry_is_kept_changed_and_seen_by_its_own_profile_only(store, scope):
    with store.begin() as work:
        made = usecases.enter(work, scope, MEETING, NOW)
    with store.begin() as work:
        changed = usecases.change_entry(work, scope, made.id, 1, NOW, body={"place": "зал"})
        assert (changed.revision, changed.body["place"]) == (2, "зал")
        with pytest.raises(Outdated):
            usecases.change_entry(work, scope, made.id, 1, NOW, title="x")
    with store.read() as work:
        assert work.registers.find(scope, EntryQuery(Kind.MEETING)) == [changed]
        assert work.registers.find(scope, EntryQuery(Kind.VOTE)) == []
        assert work.registers.counts(scope) == {Kind.MEETING: 1}
        with pytest.raises(NotFound):
            work.registers.get(system("other"), made.id)


def test_minutes_that_are_sent_send_their_tasks(store, scope):
    told = {"number": "7", "present": "Глава", "decided": "Принять"}
    with store.begin() as work:
        made = usecases.enter(work, scope, MEETING, NOW)
        with pytest.raises(BadInput, match="раньше дня заседания"):
            usecases.give_task(work, scope, PROFILE, made.id, Task("Дать тепло", due=date(2026, 11, 1)), NOW)
        for what in ("Засыпать яму", "Дать воду"):
            usecases.give_task(work, scope, PROFILE, made.id, Task(what, due=date(2026, 11, 30)), NOW)
        held = usecases.change_entry(work, scope, made.id, 1, NOW, body=told, state="held")
        sent = usecases.send_minutes(work, scope, made.id, held.revision, NOW)
        tasks = work.registers.tasks(scope, [made.id])
    assert sent.state == "sent"
    assert [(each.state, each.sent_at) for each in tasks] == [(TaskState.SENT, NOW)] * 2
    with store.begin() as work:
        usecases.set_entry_task(work, scope, made.id, tasks[0].id, TaskState.DONE, NOW, "акт")
        assert [each.what for each in work.registers.tasks(scope, open_=True)] == ["Дать воду"]


def test_who_only_reads_registers_enters_nothing(store):
    reader = system("test", [Right.READ_REGISTERS])
    with store.begin() as work, pytest.raises(Denied):
        usecases.enter(work, reader, MEETING, NOW)


def test_a_page_is_a_known_source_once_and_its_posts_and_questions_are_seen(store, scope):
    answer = comment(12, 1, "чиним", parent="11", by_source=True, published=DAY + timedelta(hours=5))
    repost = post(2, "", origin=PostKey(Platform.VK, "region", "9"), published=DAY + timedelta(hours=1))
    late = comment(13, 1, "а тротуар?", published=DAY + timedelta(hours=3))
    with store.begin() as work:
        question = comment(11, 1, "когда яма?", published=DAY + timedelta(hours=2))
        key = SourceKey(Platform.VK, "wall")
        work.sources.add(scope, Source(key, added_at=NOW))
        work.posts.upsert(scope, [post(1), repost, question, answer, late], NOW)
        found = work.assessments.pending(scope, 10)
        work.assessments.save(scope, [(each, said()) for each in found], NOW)
        page = Page(key, "Администрация", mark=True, widgets=2, design=90)
        kept = usecases.keep_page(work, scope, PROFILE, page, NOW)
        with pytest.raises(Conflict):
            usecases.keep_page(work, scope, PROFILE, page, NOW)
        with pytest.raises(NotFound):
            usecases.keep_page(work, scope, PROFILE, replace(page, source=SourceKey(Platform.VK, "nosuch")), NOW)
        seen = work.pages.seen(scope, kept, DAY - timedelta(days=1), NOW)
    assert (kept.checked_at, seen.since) == (NOW, DAY)
    assert [(each.text, each.origin) for each in seen.posts] == [(post(1).text, None), ("", repost.origin)]
    assert [each.answered and each.answered - each.asked for each in seen.questions] == [timedelta(hours=3), None]
    with store.begin() as work:
        assert usecases.keep_page(work, scope, PROFILE, replace(kept, widgets=1), NOW).revision == 2
        with pytest.raises(Outdated):
            usecases.keep_page(work, scope, PROFILE, kept, NOW)


def test_samples_are_kept(store, scope):
    sample = Sample(Level.FEDERAL, "Пособие", date(2026, 11, 1), date(2026, 11, 30), tag="#Пособие")
    with store.begin() as work:
        usecases.keep_sample(work, scope, sample, NOW)
    with store.read() as work:
        (kept,) = work.pages.samples(scope)
    assert (kept.tag, kept.level) == ("пособие", Level.FEDERAL)


def test_an_agenda_takes_growth_by_the_rule_of_the_profile(store, scope):
    came = {Theme.ROADS: (4, 4), Theme.WASTE: (4, 1), Theme.HOUSING: (1, 1)}
    with store.begin() as work:
        for theme, weeks in came.items():
            for days, count in zip((2, 9), weeks, strict=True):
                moment = NOW - timedelta(days=days)
                one = Incident(0, Nature.MATTER, Status.REGISTERED, theme, moment, moment, title="Вопрос")
                for _ in range(count):
                    work.incidents.add(scope, one)
        told = usecases.draft_agenda(work, scope, PROFILE, NOW)
    assert [point for point in told if "по теме" in point or "по самой" in point] == [
        f"О решении вопросов по самой частой теме «{THEME_TITLES[Theme.ROADS]}»: за неделю — 4 вопроса, "
        "неделей раньше — 4.",
        f"О росте по теме «{THEME_TITLES[Theme.WASTE]}»: за неделю — 4 вопроса, неделей раньше — 1.",
    ]
