"""Campaigns, notices and the habits of the themes, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

import profiles
from core import usecases
from core.campaigns import Campaign, CampaignQuery, Notice, State, Task, Verdict
from core.errors import BadInput, Conflict, NotFound, Outdated
from core.incidents import IncidentQuery
from core.labels import Theme
from core.posts import Post
from core.scope import Scope, system
from store.ledger import Store
from tests.conftest import NOW
from tests.made import DAY, post
from tests.store.test_incidents import take

PROFILE = profiles.read(profiles.path_of("standard"))


def roads(number: int, published: datetime, text: str = "яма на Заречной") -> Post:
    return post(number, f"{text} номер{number}", published=published)


def notice(store: Store, scope: Scope, at: datetime = NOW) -> list[Notice]:
    usecases.notice(store, scope, PROFILE, at)
    with store.read() as work:
        return work.campaigns.notices(scope)


def test_habits_count_flagged_posts_by_the_local_day(store: Store, scope: Scope) -> None:
    late = datetime(2026, 11, 18, 21, 30, tzinfo=UTC)
    take(store, scope, roads(1, late), roads(2, late - timedelta(hours=1)), roads(3, late - timedelta(days=40)))
    with store.read() as work:
        habits = work.campaigns.habits(scope, "Europe/Moscow", date(2026, 11, 1))
        far = work.campaigns.habits(scope, "Asia/Kamchatka", date(2026, 11, 1))
    assert habits == {Theme.ROADS: {date(2026, 11, 18): 1, date(2026, 11, 19): 1}}
    assert far == {Theme.ROADS: {date(2026, 11, 19): 2}}


def test_habits_follow_a_post_that_its_source_dates_anew(store: Store, scope: Scope) -> None:
    take(store, scope, roads(1, DAY))
    anew = replace(roads(1, DAY - timedelta(days=2), "на Заречной яма"), seen=NOW + timedelta(hours=1))
    take(store, scope, anew, at=NOW + timedelta(hours=1))
    with store.read() as work:
        habits = work.campaigns.habits(scope, "Europe/Moscow", date(2026, 11, 1))
    assert habits == {Theme.ROADS: {date(2026, 11, 17): 1}}


def test_a_young_record_says_that_it_knows_nothing(store: Store, scope: Scope) -> None:
    take(store, scope, roads(1, DAY))
    with store.read() as work:
        found = usecases.seasons(work, scope, PROFILE, NOW)
    assert (found.day, found.since) == (NOW.date(), DAY.date())
    assert not any(learnt.enough for learnt in found.learnt.values())
    assert all(entry.rises is None for entry in found.entries)


def test_seasons_are_noticed_once_with_numbers_that_stay(store: Store, scope: Scope, rows) -> None:
    first = notice(store, scope)
    assert {each.code for each in first} == {"heating", "ice"}
    assert {each.block for each in first} == {"communal", "roads"}
    assert notice(store, scope, NOW + timedelta(days=1)) == first
    with store.read() as work:
        assert work.campaigns.notices(scope, after=first[0].id) == first[1:]
        assert work.campaigns.notices(replace(scope, blocks=frozenset({"roads"}))) == [
            each for each in first if each.block == "roads"
        ]
        assert work.campaigns.notices(system("other")) == []
    assert rows("journal WHERE action = 'campaign.notice'") == 1


def storm(store: Store, scope: Scope) -> None:
    quiet = [post(n, f"крыша подъезд{n} протекает", published=DAY - timedelta(days=30 - 3 * n)) for n in range(1, 9)]
    places = ("Кирпичной", "Заводской", "Луговой", "Садовой", "Полевой", "Речной", "Лесной", "Озёрной")
    cold = [
        post(100 + n, f"батареи ледяные котельная встала {place}", published=DAY + timedelta(minutes=10 * n))
        for n, place in enumerate(places)
    ]
    take(store, scope, *quiet)
    take(store, scope, *cold)


def test_a_storm_is_noticed_with_its_figures_unless_its_theme_has_a_campaign(store: Store, scope: Scope) -> None:
    storm(store, scope)
    with store.read() as work:
        (card,) = work.incidents.find(scope, IncidentQuery(storm=True)).incidents
    found = next(each for each in notice(store, scope) if each.incident_id)
    assert (found.key, found.incident_id, found.theme) == (f"storm:{card.id}", card.id, Theme.HOUSING)
    told = found.reasons[0].detail
    assert told["posts"] == 8
    assert float(told["times"]) >= 4


def test_a_storm_whose_theme_has_a_campaign_is_not_noticed(store: Store, scope: Scope) -> None:
    storm(store, scope)
    with store.begin() as work:
        wanted = Campaign(0, "Тепло", Theme.HOUSING, NOW.date(), NOW.date(), NOW, NOW)
        usecases.plan_campaign(work, scope, PROFILE, wanted, NOW)
    assert [each for each in notice(store, scope) if each.incident_id] == []


def grown() -> list[Post]:
    """Five weeks of a post a week, then fourteen."""
    monday = datetime(2026, 11, 9, 9, tzinfo=UTC)
    old = [roads(n, monday - timedelta(days=7 * n, hours=n)) for n in range(1, 6)]
    return [*old, *(roads(100 + n, monday + timedelta(hours=11 * n)) for n in range(14))]


def test_a_theme_that_grows_is_noticed_and_then_left_alone(store: Store, scope: Scope) -> None:
    take(store, scope, *grown())
    bare = replace(PROFILE, campaigns=())
    for days in (0, 1, 7):
        usecases.notice(store, scope, bare, NOW + timedelta(days=days))
    with store.read() as work:
        assert [each.key for each in work.campaigns.notices(scope)] == ["growth:roads:2026-46"]


def test_growth_says_nothing_new_of_a_theme_that_was_just_reminded_of(store: Store, scope: Scope) -> None:
    take(store, scope, *grown())
    found = notice(store, scope)
    assert "ice" in {each.code for each in found}
    assert [each.key for each in found if each.kind == "growth"] == []


def decide(store: Store, scope: Scope, number: int, accept: bool, reason: str = "") -> Campaign | None:
    with store.begin() as work:
        return usecases.decide_notice(work, scope, PROFILE, number, accept, NOW, reason)[1]


def test_a_notice_is_accepted_or_declined_once(store: Store, scope: Scope) -> None:
    one, other = notice(store, scope)
    made = decide(store, scope, one.id, True)
    with pytest.raises(BadInput, match="reason"):
        decide(store, scope, other.id, False)
    decide(store, scope, other.id, False, "зима тёплая")
    with pytest.raises(Conflict, match="уже ответили"):
        decide(store, scope, one.id, False, "нет")
    with pytest.raises(NotFound, match="К-999"):
        decide(store, scope, 999, True)
    with store.read() as work:
        kept = work.campaigns.get(scope, made.id)
        open_now = work.campaigns.notices(scope, Verdict.OPEN)
        assert work.campaigns.noticed(scope, one.id).campaign_id == made.id
    assert (kept, len(kept.tasks), open_now) == (made, 4, [])


def test_tasks_are_done_and_the_campaign_ends_with_its_result(store: Store, scope: Scope, rows) -> None:
    made = decide(store, scope, notice(store, scope)[0].id, True)
    with store.begin() as work:
        found = usecases.add_task(work, scope, made.id, 1, Task("Развесить памятки", "Глава территории"), NOW)
        found = usecases.set_task(work, scope, made.id, found.revision, found.tasks[-1].id, True, NOW)
        assert (found.tasks[-1].done_at, found.tasks[-1].done_by, len(found.left)) == (NOW, scope.who, 4)
        with pytest.raises(NotFound, match="задачи 999"):
            usecases.set_task(work, scope, made.id, found.revision, 999, True, NOW)
        found = usecases.set_task(work, scope, made.id, found.revision, found.tasks[-1].id, False, NOW)
        assert len(found.left) == 5
        found = usecases.move_campaign(work, scope, made.id, found.revision, State.RUNNING, NOW)
        found = usecases.move_campaign(work, scope, made.id, found.revision, State.ENDED, NOW, "готово")
        assert work.campaigns.get(scope, made.id) == found
    with store.begin() as work, pytest.raises(Outdated, match="версия 1"):
        usecases.move_campaign(work, scope, made.id, 1, State.RUNNING, NOW)
    assert rows("journal WHERE action LIKE 'campaign.%'") == 7


def test_campaigns_are_filtered_and_seen_within_the_scope(store: Store, scope: Scope) -> None:
    for each in notice(store, scope):
        decide(store, scope, each.id, True)
    with store.read() as work:
        assert len(work.campaigns.find(scope, CampaignQuery())) == 2
        assert [each.theme for each in work.campaigns.find(scope, CampaignQuery(themes=(Theme.ROADS,)))] == ["roads"]
        assert work.campaigns.find(scope, CampaignQuery((State.ENDED,))) == []
        narrow = replace(scope, blocks=frozenset({"social"}))
        assert work.campaigns.find(narrow, CampaignQuery()) == []
        with pytest.raises(NotFound):
            work.campaigns.get(narrow, 1)


def test_the_effect_compares_incidents_of_the_theme_with_as_many_days_before(store: Store, scope: Scope) -> None:
    take(store, scope, roads(1, DAY), at=NOW - timedelta(days=1))
    take(store, scope, roads(2, DAY, "другая яма"), post(3, "течёт крыша"), at=NOW + timedelta(hours=1))
    with store.read() as work:
        wanted = Campaign(0, "Ямы", Theme.ROADS, NOW.date(), NOW.date() + timedelta(9), NOW, NOW)
        seen = usecases.effect(work, scope, PROFILE, wanted, NOW)
    assert (seen.during, seen.before, seen.days) == (1, 1, 1)
