"""The calendar of threats, what history teaches of it, when a campaign is needed, and its life."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import profiles
from core.campaigns import (
    Campaign,
    Counts,
    Learnt,
    Notice,
    NoticeKind,
    State,
    Storm,
    Task,
    calendar,
    checked,
    growing,
    lasted,
    learn,
    message,
    move,
    planned,
    reminders,
    season_of,
    stormy,
)
from core.campaigns.weeks import whole_weeks
from core.errors import BadInput, IllegalMove
from core.incidents import Incident, Nature, Status
from core.labels import Theme
from core.profile import Campaign as Threat
from core.reasons import say
from profiles import titles

PROFILE = profiles.read(profiles.path_of("standard"))
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
FLOOD = Threat("flood", "Паводок", Theme.SAFETY, (12, 19))
HEATING = Threat("heating", "Отопление", Theme.HOUSING, (38, 19))


def days(since: date, until: date, rate: Callable[[date], float]) -> dict[date, int]:
    """Posts by day: a rate per week, spread evenly and without chance."""
    found, owed = {}, 0.0
    for n in range((until - since).days):
        owed += rate(since + timedelta(n)) / 7
        found[since + timedelta(n)] = int(owed)
        owed -= int(owed)
    return found


def spring(day: date) -> float:
    """Forty a week in weeks 14 to 17, ten elsewhere."""
    return 40.0 if 14 <= day.isocalendar().week <= 17 else 10.0


def test_weeks_that_rise_year_after_year_are_learnt_with_the_years_and_posts_behind_them() -> None:
    counts = days(date(2023, 6, 1), TODAY, spring)
    found = learn(Theme.SAFETY, counts, date(2023, 6, 1), TODAY)
    assert found.weeks == (14, 15, 16, 17)
    assert (found.years, found.enough) == (4, True)
    assert abs(found.posts - sum(counts.values())) < 20
    assert len(found.times) == 52
    assert found.times[14] > 2 > 1 > found.times[39]


@pytest.mark.parametrize("since", [date(2026, 10, 21), date(2026, 1, 1), date(2025, 8, 1), TODAY])
def test_less_than_two_years_say_nothing_and_say_so(since: date) -> None:
    found = learn(Theme.SAFETY, days(since, TODAY, spring), since, TODAY)
    assert (found.enough, found.weeks, found.times) == (False, (), ())
    assert found.years < 2


def test_one_storm_of_one_year_is_no_season() -> None:
    def storm(day: date) -> float:
        return 400.0 if (day.year, day.isocalendar().week) == (2025, 30) else 10.0

    found = learn(Theme.SAFETY, days(date(2023, 1, 2), TODAY, storm), date(2023, 1, 2), TODAY)
    assert found.enough
    assert found.weeks == ()


def test_chance_alone_hardly_ever_makes_a_season() -> None:
    """Three years of pure chance, a theme of three posts a week: 52 weeks a try."""
    since, rising = date(2023, 11, 20), 0
    for seed in range(40):
        chance = random.Random(seed)
        counts = {since + timedelta(n): sum(chance.random() < 0.0428 for _ in range(10)) for n in range(1096)}
        rising += len(learn(Theme.SAFETY, counts, since, TODAY).weeks)
    assert rising <= 4, f"{rising} of {40 * 52} weeks"


def test_a_theme_of_which_nobody_writes_says_nothing() -> None:
    assert learn(Theme.SAFETY, {}, date(2020, 1, 1), TODAY).weeks == ()


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 3000))
def test_whole_weeks_lie_between_the_days(since: date, length: int) -> None:
    until = since + timedelta(length)
    weeks = whole_weeks(since, until)
    assert all(since < week and week + timedelta(7) <= until and week.weekday() == 0 for week in weeks)
    assert len(weeks) >= length // 7 - 1


@given(st.integers(1, 53), st.integers(1, 53), st.dates(date(2015, 1, 1), date(2040, 1, 1)))
def test_the_season_of_a_day_is_the_one_that_lasts_or_the_next(first: int, last: int, day: date) -> None:
    threat = Threat("x", "X", Theme.SAFETY, (first, last))
    season = season_of(threat, day)
    assert season.starts <= season.ends
    assert season.ends >= day
    assert (season.starts.weekday(), season.ends.weekday()) == (0, 6)
    assert threat.expected(season.starts) or first == 53
    earlier = season_of(threat, season.starts - timedelta(days=8))
    assert earlier.ends < day or earlier == season


def test_a_season_may_run_over_the_end_of_the_year() -> None:
    for day in (date(2026, 11, 20), date(2027, 2, 1)):
        season = season_of(HEATING, day)
        assert (season.year, season.starts, season.ends) == (2026, date(2026, 9, 14), date(2027, 5, 16))
    assert season_of(HEATING, date(2027, 5, 17)).year == 2027


def learnt(*weeks: int, theme: Theme = Theme.SAFETY) -> dict[Theme, Learnt]:
    return {theme: Learnt(theme, 3, 900, weeks, (1.0,) * 52)}


def test_history_moves_the_beginning_forward_and_never_back() -> None:
    (plain,) = calendar([FLOOD], {}, TODAY)
    assert (plain.begins, plain.rises, plain.remind) == (date(2027, 3, 22), None, date(2027, 3, 1))
    (early,) = calendar([FLOOD], learnt(10, 11, 12, 13), TODAY)
    assert (early.begins, early.rises, early.remind) == (date(2027, 3, 8), date(2027, 3, 8), date(2027, 2, 15))
    (late,) = calendar([FLOOD], learnt(15, 16), TODAY)
    assert (late.begins, late.rises) == (date(2027, 3, 22), date(2027, 4, 12))


def test_a_rise_that_stood_before_belongs_to_another_season() -> None:
    """Ice goes on until week 9; the holes in the road come in week 14."""
    holes = Threat("potholes", "Ямы", Theme.ROADS, (12, 22))
    ice = {Theme.ROADS: Learnt(Theme.ROADS, 3, 900, (*range(1, 10), 14, 15, *range(46, 53)), (1.0,) * 52)}
    (found,) = calendar([holes], ice, TODAY)
    assert found.rises == date(2027, 4, 5)


def test_the_calendar_begins_with_what_begins_first() -> None:
    entries = calendar(PROFILE.campaigns, {}, TODAY)
    assert [entry.begins for entry in entries] == sorted(entry.begins for entry in entries)
    assert {entry.threat.code for entry in entries if entry.now(TODAY)} == {"heating", "ice"}


@given(st.integers(0, 500))
def test_a_season_is_reminded_of_once_however_often_it_is_asked(start: int) -> None:
    known: set[str] = set()
    told: list[tuple[str, date]] = []
    for n in range(0, 730, 5):
        day = date(2026, 1, 1) + timedelta(start + n)
        for notice in reminders(calendar([FLOOD, HEATING], {}, day), known, day, NOW):
            known.add(notice.key)
            told.append((notice.key, day))
    assert len(told) == len(known)
    assert 4 <= len(told) <= 6
    for key, day in told[2:]:
        starts = next(each.season.starts for each in calendar([FLOOD, HEATING], {}, day) if each.threat.code in key)
        assert timedelta(weeks=3) - timedelta(5) <= starts - day <= timedelta(weeks=3)


def text_of(notice: Notice) -> str:
    return message(replace(notice, id=17))


@pytest.mark.parametrize(
    ("history", "says"),
    [
        ({}, "своей истории мало, срок взят из профиля (0 лет, 0 публикаций)"),
        (learnt(11, 12), "тема растёт с 11-й недели (3 года, 900 публикаций)"),
        (learnt(30), "по своей истории роста в эти недели не видно (3 года, 900 публикаций)"),
    ],
)
def test_a_reminder_has_a_format_of_its_own_and_says_what_it_knows(history: dict[Theme, Learnt], says: str) -> None:
    day = date(2027, 3, 5)
    (notice,) = reminders(calendar([FLOOD], history, day), (), day, NOW)
    text = text_of(notice)
    assert text.startswith("НУЖНА ИНФОРМАЦИОННАЯ КАМПАНИЯ № К-17: сезонная угроза\nТема: Паводок (")
    assert says in text
    assert "недели 12–19" in text


def storm(number: int = 3, **fields: object) -> Storm:
    made = Incident(number, Nature.RISK, Status.FOUND, Theme.HOUSING, NOW, NOW, storm=True)
    return Storm(replace(made, **fields), 27, 85.7)


def test_a_storm_needs_a_campaign_once_and_an_ended_one_none() -> None:
    (notice,) = stormy([storm(), storm(4, status=Status.REJECTED)], (), TODAY, NOW)
    assert (notice.kind, notice.incident_id, notice.key) == (NoticeKind.STORM, 3, "storm:3")
    assert "во всплеске 27 публикаций, в 85.7 раза больше обычного" in text_of(notice)
    assert "Инцидент № 3" in text_of(notice)
    assert stormy([storm()], {"storm:3"}, TODAY, NOW) == []


def weeks(*counts: int) -> Counts:
    """Posts of the last whole weeks before today."""
    last = TODAY - timedelta(days=TODAY.weekday() + 7)
    return {last - timedelta(weeks=n): count for n, count in enumerate(reversed(counts))}


SINCE = TODAY - timedelta(days=60)


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((10, 10, 10, 10, 40), True),
        ((0, 0, 0, 0, 12), True),
        ((10, 10, 10, 10, 19), False),
        ((100, 100, 100, 100, 140), False),
        ((0, 0, 0, 0, 9), False),
        ((5, 60, 5, 5, 40), True),
        ((60, 60, 60, 60, 40), False),
    ],
)
def test_a_theme_that_grows_is_noticed(counts: tuple[int, ...], found: bool) -> None:
    made = growing({Theme.ROADS: weeks(*counts)}, SINCE, (), TODAY, NOW)
    assert [notice.key for notice in made] == ["growth:roads:2026-46"] * found


def test_growth_is_not_noticed_of_busy_themes_of_none_and_of_a_young_record() -> None:
    grown = {Theme.ROADS: weeks(10, 10, 10, 10, 40), Theme.NONE: weeks(10, 10, 10, 10, 40)}
    assert growing(grown, SINCE, {Theme.ROADS}, TODAY, NOW) == []
    assert growing(grown, TODAY - timedelta(days=30), (), TODAY, NOW) == []
    (notice,) = growing(grown, SINCE, (), TODAY, NOW)
    assert "за неделю 40 публикаций, в среднем за четыре прежние 10.0" in text_of(notice)


@pytest.fixture
def campaign() -> Campaign:
    notice = Notice("storm:3", NoticeKind.STORM, "ЖКХ", Theme.HOUSING, NOW, TODAY, TODAY + timedelta(14), (), id=5)
    return planned(notice, PROFILE, "user:a", NOW, "холод")


def test_a_campaign_out_of_a_notice_has_the_usual_tasks_of_positions(campaign: Campaign) -> None:
    assert (campaign.state, campaign.block, campaign.notice_id) == (State.PLANNED, "communal", 5)
    assert campaign.tasks[0].position == next(each.head for each in PROFILE.blocks if each.code == "communal")
    assert {task.due for task in campaign.tasks} == {TODAY}
    assert campaign.left == campaign.tasks
    assert replace(campaign, tasks=(Task("x", done_at=NOW),)).left == ()


def test_a_campaign_is_planned_runs_ends_with_its_result_and_may_be_taken_up_again(campaign: Campaign) -> None:
    running = move(campaign, State.RUNNING, "", NOW)
    with pytest.raises(IllegalMove, match=r"напишите итог; не сделано задач: 4"):
        move(running, State.ENDED, " ", NOW)
    ended = move(running, State.ENDED, "вопросов стало втрое меньше", NOW)
    assert (ended.state, ended.result) == (State.ENDED, "вопросов стало втрое меньше")
    assert move(ended, State.RUNNING, "", NOW).result == "вопросов стало втрое меньше"


def test_an_illegal_move_names_the_state_the_move_and_what_is_allowed(campaign: Campaign) -> None:
    running = move(campaign, State.RUNNING, "", NOW)
    with pytest.raises(IllegalMove, match=r"состояния «идёт» нельзя перейти в «готовится»; .*«завершена»"):
        move(running, State.PLANNED, "", NOW)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": " "}, "title"),
        ({"ends": TODAY - timedelta(1)}, "ends"),
        ({"ends": TODAY + timedelta(400)}, "ends"),
        ({"code": "aliens"}, "aliens"),
        ({"theme": Theme.NONE}, "theme"),
    ],
)
def test_a_wrong_campaign_names_its_field(campaign: Campaign, fields: dict[str, object], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        checked(replace(campaign, **fields), PROFILE)


def test_a_campaign_has_lasted_only_the_days_that_are_over(campaign: Campaign) -> None:
    assert [lasted(campaign, TODAY + timedelta(n)).days for n in (-5, 0, 3, 14, 90)] == [0, 1, 4, 15, 15]


@pytest.mark.parametrize("name", profiles.names())
def test_threats_of_every_profile_show_in_topics_of_the_classifier(name: str) -> None:
    known = titles.topics()
    threats = profiles.read(profiles.path_of(name)).campaigns
    assert len(threats) >= 9
    for threat in threats:
        assert threat.topics, threat.code
        assert [code for code in threat.topics if code not in known] == []
        assert threat.topics[0].rsplit("-", 1)[0] == threat.theme


def test_every_reason_of_a_notice_is_said() -> None:
    day = date(2027, 3, 5)
    for notice in reminders(calendar(PROFILE.campaigns, {}, day), (), day, NOW):
        assert all(say(reason).strip() for reason in notice.reasons)
