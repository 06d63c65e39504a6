"""The alert chat's rules: who is told, when, how much at once, and in which words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import profiles
from core import alerts
from core.alerts import (
    CHAT,
    FOREIGN,
    IDEMPOTENT,
    MACHINES,
    Alert,
    Delivery,
    DeliveryState,
    Flood,
    News,
    Told,
    Voice,
    Way,
)
from core.alerts.deriving import RISEN
from core.alerts.tokens import Receipts
from core.alerts.words import MOST
from core.campaigns import Notice, NoticeKind
from core.deadlines import Event, Happening
from core.deadlines import Kind as Clock
from core.errors import NotFound
from core.incidents import SPREAD, Answer, Incident, Nature, Regime, Status, Step
from core.labels import Assessment, Sign, Theme
from core.profile import Profile
from core.reasons import Reason
from core.risk import Level
from tests.conftest import NOW
from tests.made import said

ALL = [profiles.read(profiles.path_of(name)) for name in profiles.names()]
BATETSKY = profiles.read(profiles.path_of("batetsky"))
KHISLAVICHI = profiles.read(profiles.path_of("khislavichi"))
MINUTE = timedelta(minutes=1)
NIGHT = datetime(2026, 11, 20, 22, tzinfo=UTC)
"""One in the morning by Moscow."""
RESIDENT = "Пишет Иванов Иван Иванович, звоните +7 900 000-00-00"

moments = st.integers(0, 3 * 365 * 24 * 60).map(lambda minute: datetime(2025, 1, 1, tzinfo=UTC) + minute * MINUTE)
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
levels = st.sampled_from(list(Level))
kinds = st.sampled_from([kind for kind in News if kind not in (News.DIGEST, News.LETTER, News.TEST)])


def incident(**fields: object) -> Incident:
    made = Incident(17, Nature.RISK, Status.FOUND, Theme.HOUSING, NOW, NOW, level=Level.HIGH, title="Нет тепла")
    return replace(made, **{"block": "infrastructure", "latest_at": NOW, "place": "Кирпичная, 9", **fields})  # type: ignore[arg-type]


def step(number: int, action: str = "open", before: str = "", after: str = "found") -> Step:
    return Step(NOW, "system", action, before, after, incident_id=17, id=number)


def found(steps: Sequence[Step], now: Incident, *posts: Assessment, profile: Profile = BATETSKY) -> list[Alert]:
    return alerts.derive(steps, {now.id: Told(now, posts)}, profile)


def alert(kind: News = News.FOUND, level: Level = Level.HIGH, **fields: object) -> Alert:
    made = Alert(kind, "step:1", NOW, level, "17", "Нет тепла на Кирпичной, 9", 17, "infrastructure", risk=True)
    return replace(made, **{"id": 5, **fields})  # type: ignore[arg-type]


def delivery(number: int = 3, channel: Way = Way.EMAIL, **fields: object) -> Delivery:
    return replace(Delivery(5, "head", channel, "a", f"key{number}", NOW, id=number), **fields)  # type: ignore[arg-type]


# --- what is told


def test_an_opened_incident_is_told_once_however_many_steps_its_opening_took() -> None:
    steps = [step(1), step(2, "level", "medium", "high"), step(3, "nature", "matter", "risk"), step(4, "join")]
    made = found(steps, incident())
    assert [(each.kind, each.source, each.body.get("why")) for each in made] == [(News.FOUND, "step:3", None)]


def test_a_risen_level_is_told_as_such_and_a_fallen_one_is_not() -> None:
    risen = found([step(9, "level", "medium", "high")], incident())
    assert [(each.kind, each.body["why"]) for each in risen] == [(News.FOUND, RISEN)]
    assert found([step(9, "level", "high", "medium")], incident()) == []


def test_a_storm_is_told_instead_of_a_find() -> None:
    made = found([step(1), step(2, "storm", after=""), step(3, "level", "low", "high")], incident(storm=True))
    assert [each.kind for each in made] == [News.STORM]


def test_a_post_that_comes_after_the_answer_is_told_to_those_who_answered_and_wakes_nobody() -> None:
    answered = incident(status=Status.ANSWERED, level=Level.CRITICAL)
    (made,) = found([step(7, "join", after=""), step(8, "join", after="")], answered)
    assert (made.kind, made.urgent, alerts.audience(made, BATETSKY)) == (News.SPREAD, False, ("block", "curator"))
    before = replace(step(7, "join", after=""), at=answered.moved_at - timedelta(minutes=1))
    assert found([before], answered) == []
    assert found([step(7, "join", after="")], incident(status=Status.FOUND)) == []


def test_circumstances_and_measures_are_told_to_those_who_were_told_of_the_risk() -> None:
    noted = replace(step(7, "noted", after=""), reason="Не известно: причина. Принято: выехала бригада")
    (made,) = found([noted], incident(status=Status.VERIFIED))
    assert (made.kind, made.body["noted"]) == (News.NOTED, noted.reason)
    assert "chat" in alerts.audience(made, BATETSKY)
    assert "Принято: выехала бригада" in text(made)


def test_what_went_over_to_another_incident_tells_nothing() -> None:
    assert found([step(1)], incident(merged_into=3)) == []
    assert found([step(1)], incident(status=Status.REJECTED)) == []


def test_an_archive_that_is_imported_raises_no_alarm() -> None:
    old = NOW - BATETSKY.windows.join - timedelta(minutes=1)
    assert found([step(1), step(2, "storm", after="")], incident(latest_at=old)) == []
    assert len(found([step(1)], incident(latest_at=NOW - BATETSKY.windows.join))) == 1


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (Status.WATCHED, News.WORKED_OFF),
        (Status.WORKED_OFF, News.WORKED_OFF),
        (Status.REOPENED, News.REOPENED),
        (Status.VERIFIED, None),
        (Status.ANSWERED, None),
    ],
)
def test_moves_of_a_risk_that_the_chat_hears_of(after: Status, kind: News | None) -> None:
    made = found([step(1, "move", "found", after)], incident(status=after))
    assert [each.kind for each in made] == ([kind] if kind else [])


def test_an_ordinary_matter_is_not_reported_as_worked_off() -> None:
    closed = incident(nature=Nature.MATTER, status=Status.CLOSED)
    assert found([step(1, "move", "answered", "closed")], closed) == []


@given(st.lists(st.sampled_from(["open", "level", "storm", "join", "nature"]), min_size=1), levels)
def test_every_alert_has_a_source_of_its_own_and_one_kind_of_an_incident_comes_once(
    actions: list[str], level: Level
) -> None:
    after = {"open": "found", "level": "critical", "nature": "risk"}
    steps = [step(n, each, "low", after.get(each, "")) for n, each in enumerate(actions, 1)]
    made = found(steps, incident(level=level))
    assert len({each.source for each in made}) == len(made) <= 1


def calling(**fields: object) -> Assessment:
    return said(lawful_call=True, **fields)


def test_a_lawful_call_alone_tells_the_curator_and_the_block_only_whatever_its_level() -> None:
    asks = incident(nature=Nature.MATTER, status=Status.REGISTERED, level=Level.MEDIUM)
    made = found([step(1)], asks, calling(), calling())[0]
    assert found([step(1)], replace(asks, level=Level.LOW), calling()) == []
    assert (made.lawful, made.urgent) == (True, False)
    for profile in ALL:
        for kind in (News.FOUND, News.REOPENED, News.CLOCK):
            for level in (Level.MEDIUM, Level.HIGH, Level.CRITICAL):
                told = alerts.audience(replace(made, kind=kind, level=level, risk=True), profile)
                assert set(told) == {"curator", "block"}


def test_a_call_beside_a_complaint_is_no_lawful_call_alone() -> None:
    assert not found([step(1)], incident(), calling(), said())[0].lawful
    assert found([step(1)], incident(), said(signs={Sign.LIFE: 0.6}))[0].urgent
    danger = calling(risk=3, risk_score=2.9, signs={Sign.LIFE: 0.9})
    assert found([step(1)], incident(), danger)[0].urgent


@given(kinds, levels, st.booleans(), st.sampled_from(ALL))
def test_a_find_goes_to_the_chat_if_it_is_a_risk_and_to_whom_the_profile_names(
    kind: News, level: Level, risk: bool, profile: Profile
) -> None:
    told = alerts.audience(alert(kind, level, risk=risk), profile)
    assert len(set(told)) == len(told)
    if kind in (News.FOUND, News.REOPENED, News.WORKED_OFF):
        assert told == (*((CHAT,) if risk else ()), *profile.alerts.told.get(level, ()))
    if kind is News.STORM:
        assert set(told) >= {CHAT, *profile.alerts.told.get(Level.MEDIUM, ())} or level.rank > Level.MEDIUM.rank


def test_the_head_and_the_crc_are_both_informed_of_a_risk_with_a_receipt() -> None:
    told = alerts.audience(alert(level=Level.HIGH), KHISLAVICHI)
    assert set(alerts.NOTICE) <= set(told)
    sent = [
        delivery(1, recipient="mayor", state=DeliveryState.DEAD),
        delivery(2, recipient="mayor", state=DeliveryState.ACKNOWLEDGED),
        delivery(3, recipient="crc", state=DeliveryState.SENT),
        delivery(4, recipient="head"),
    ]
    assert alerts.notice(sent) == {"mayor": DeliveryState.ACKNOWLEDGED, "crc": DeliveryState.SENT}
    assert alerts.position("crc", "", KHISLAVICHI) == KHISLAVICHI.crc
    assert alerts.position("mayor", "", KHISLAVICHI) == KHISLAVICHI.roles["mayor"]


def test_a_block_is_told_by_its_own_address_else_by_the_common_one() -> None:
    routes = {"block:roads": {Way.EMAIL: ["roads@x"]}, "block": {Way.MAX: ["7"]}, "head": {}}
    assert alerts.addresses("block", "roads", routes) == ((Way.EMAIL, "roads@x"),)
    assert alerts.addresses("block", "waste", routes) == ((Way.MAX, "7"),)
    assert alerts.addresses("head", "", routes) == alerts.addresses("curator", "", routes) == ()


# --- when


@given(times, times, moments, st.sampled_from(["Europe/Moscow", "Asia/Krasnoyarsk", "America/New_York"]))
def test_quiet_hours_put_off_until_their_end_and_never_back(start: time, end: time, at: datetime, zone: str) -> None:
    due = alerts.quiet_ends((start, end), zone, at)
    assert at <= due <= at + timedelta(hours=26)
    # Whoever waited is not put off again.
    local = due.astimezone(ZoneInfo(zone))
    if start != end and local.replace(tzinfo=None).time() == end:
        assert alerts.quiet_ends((start, end), zone, due) == due
    if due > at:
        assert local.time().replace(second=0, microsecond=0) >= end or start > end


def test_quiet_hours_run_over_midnight_in_the_profiles_zone() -> None:
    quiet, zone = (time(22), time(7)), ZoneInfo("Europe/Moscow")

    def due(day: int, hour: int) -> datetime:
        at = datetime(2026, 11, day, hour, 30, tzinfo=zone).astimezone(UTC)
        return alerts.quiet_ends(quiet, "Europe/Moscow", at).astimezone(zone)

    assert due(20, 23) == datetime(2026, 11, 21, 7, tzinfo=zone)
    assert due(21, 3) == datetime(2026, 11, 21, 7, tzinfo=zone)
    assert due(21, 7) == datetime(2026, 11, 21, 7, 30, tzinfo=zone)
    assert alerts.quiet_ends(None, "Europe/Moscow", NOW) == NOW


@given(moments, st.sampled_from(list(Way)), kinds, levels)
def test_what_is_urgent_and_what_a_machine_reads_knows_no_quiet_hours(
    at: datetime, channel: Way, kind: News, level: Level
) -> None:
    assert alerts.due(alert(kind, level, urgent=True), channel, BATETSKY, at) == at
    if channel in MACHINES:
        assert alerts.due(alert(kind, level), channel, BATETSKY, at) == at


waiting = st.lists(st.tuples(st.booleans(), st.sampled_from(list(DeliveryState)[:4])), max_size=30)
minutes = st.lists(st.integers(0, 30), max_size=12)


@given(waiting, minutes, st.integers(1, 6), st.sampled_from(list(Way)))
def test_a_flood_becomes_one_digest_and_what_is_urgent_passes(
    given_: list[tuple[bool, DeliveryState]], ago: list[int], most: int, channel: Way
) -> None:
    flood = Flood(most, timedelta(minutes=10))
    asked = [(delivery(n, channel, state=state), passes) for n, (passes, state) in enumerate(given_)]
    sent = [NOW - timedelta(minutes=each) for each in ago][:most]
    made = alerts.plan(asked, sent, flood, channel, NOW)
    out = [*made.single, *made.together]
    assert len({each.key for each in out}) == len(out)
    assert {each.key for each, passes in asked if passes} <= {each.key for each in made.single}
    if channel in MACHINES:
        assert {each.key for each in made.single} == {each.key for each, _ in asked}
    assert not any(each.doubtful for each in made.together)
    plain = [each for each in made.single if not each.doubtful and (each, True) not in asked]
    recent = [each for each in sent if each > NOW - flood.window]
    if channel not in MACHINES:
        assert len(plain) + bool(made.together) + len(recent) <= max(most, len(recent))
    if made.later is None:
        assert len(out) == len(asked)
    else:
        assert NOW < made.later <= NOW + flood.window


def test_a_refused_delivery_is_tried_again_later_and_later_and_then_no_more() -> None:
    pauses = [alerts.again(tries, None, NOW, 0.0) for tries in range(1, alerts.TRIES + 1)]
    assert pauses[-1] is None
    assert all(one < two for one, two in pairwise(pauses) if one and two)
    asked = alerts.again(1, timedelta(minutes=5), NOW, 0.0)
    assert asked == NOW + timedelta(minutes=5)


def rungs(told: Alert, later: timedelta, now: Incident | None = None) -> list[str]:
    return [each.role for each in alerts.rungs(told, now or incident(), BATETSKY, NOW + later)]


def test_what_nobody_takes_climbs_from_the_curator_to_the_head() -> None:
    assert rungs(alert(), timedelta(minutes=29)) == []
    assert rungs(alert(), timedelta(minutes=30)) == ["curator"]
    assert rungs(alert(rung=1), timedelta(minutes=30)) == []
    assert rungs(alert(), timedelta(minutes=60)) == ["curator", "head"]
    assert rungs(alert(rung=2), timedelta(days=1)) == []


def test_nothing_climbs_that_somebody_took_or_works_on_or_that_is_not_grave() -> None:
    day = timedelta(days=1)
    assert rungs(alert(taken_at=NOW), day) == []
    assert rungs(alert(), day, incident(status=Status.VERIFIED)) == []
    assert rungs(alert(level=Level.MEDIUM), day) == []
    assert rungs(alert(level=Level.MEDIUM, urgent=True), day) == ["curator", "head"]
    assert rungs(alert(lawful=True), day) == []
    assert rungs(alert(News.WORKED_OFF), day) == []


def test_the_night_does_not_count_for_what_waits_in_it() -> None:
    night = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)  # 23:00 in Moscow
    quiet, urgent = alert(at=night), alert(at=night, urgent=True)
    hour = timedelta(hours=1)
    assert alerts.rungs(quiet, incident(), BATETSKY, night + hour) == ()
    assert len(alerts.rungs(urgent, incident(), BATETSKY, night + hour)) == 2
    assert len(alerts.rungs(quiet, incident(), BATETSKY, night + 9 * hour)) == 2


# --- in which words


def hide(text: str) -> str:
    return text.replace("Иванов Иван Иванович", "[ФИО]").replace("+7 900 000-00-00", "[телефон]")


VOICE = Voice(hide, "Europe/Moscow", "https://mcu.test", receipt=lambda each: f"https://mcu.test/receipts/{each.id}")
ANSWER = {"stage": "published", "answer": "Тепло вернут 17 ноября.", "platforms": ["ВКонтакте", "сайт"]}
LINKS = {"links": ["https://vk.com/wall-1_2", "https://site.test/news/3"]}


def text(told: Alert, channel: Way = Way.MAX, voice: Voice = VOICE, **fields: object) -> str:
    return alerts.letter(told, delivery(channel=channel, **fields), voice).text


def test_the_format_of_a_found_risk() -> None:
    told = found([step(1)], incident(title=RESIDENT))[0]
    assert text(replace(told, id=5)).splitlines() == [
        "Обнаружен информационный риск № 17",
        "Уровень: высокий",
        "Суть: Пишет [ФИО], звоните [телефон]",
        "Карточка: https://mcu.test/incidents/17",
        "Тема: ЖКХ",
        "Место: Кирпичная, 9",
        "Подтвердить получение: https://mcu.test/receipts/3",
        "Извещение 5-3",
    ]


def test_the_format_of_an_otrabotka_has_the_text_the_platforms_and_the_links() -> None:
    answers = (
        Answer("Разбираемся.", ("ВКонтакте",), final=False),
        Answer(ANSWER["answer"], ("ВКонтакте", "сайт"), tuple(LINKS["links"])),  # type: ignore[arg-type]
    )
    now = incident(status=Status.WATCHED, answers=answers)
    told = found([step(1, "move", "answered", "watched")], now)[0]
    assert text(told).splitlines()[:9] == [
        "Отработка: информационный риск № 17",
        "Уровень: высокий",
        "Суть: Нет тепла",
        "Карточка: https://mcu.test/incidents/17",
        "Комментарий: Тепло вернут 17 ноября.",
        "Площадки: ВКонтакте, сайт",
        "Ссылки на публикации:",
        "https://vk.com/wall-1_2",
        "https://site.test/news/3",
    ]
    done = found([step(2, "move", "watched", "worked_off")], replace(now, status=Status.WORKED_OFF))[0]
    assert text(done).splitlines()[0] == "Информационный риск № 17 отработан"
    assert "Завершён решением сотрудника до того, как это подтвердило наблюдение." in text(done)
    shown = replace(step(2, "move", "watched", "worked_off"), detail={"proposed": "yes"})
    calm = found([shown], replace(now, status=Status.WORKED_OFF))[0]
    assert "Дальнейшего распространения и негативной реакции нет." in text(calm)


@pytest.mark.parametrize(
    ("reason", "first"),
    [
        (SPREAD, "Распространение продолжилось, открыт снова: информационный риск № 17"),
        ("звонил глава", "Открыт снова: информационный риск № 17"),
    ],
)
def test_only_a_new_post_is_told_as_further_spread(reason: str, first: str) -> None:
    again = replace(step(2, "move", "worked_off", "reopened"), reason=reason)
    told = found([again], incident(status=Status.REOPENED))[0]
    assert (text(told).splitlines()[0], f"Причина: {reason}" in text(told)) == (first, True)
    assert reason not in text(told, Way.TELEGRAM)


@given(kinds, levels, st.text(max_size=400))
def test_abroad_go_a_masked_gist_level_number_and_link_and_nothing_else(kind: News, level: Level, gist: str) -> None:
    secret = {"place": "ТАЙНА", "theme": "housing", "why": "ТАЙНА", "tasks": ["ТАЙНА"], "due": NOW.isoformat()}
    told = alert(kind, level, gist=RESIDENT + gist, body=ANSWER | LINKS | secret)
    for channel in FOREIGN:
        lines = text(told, channel).splitlines()
        assert lines[0] == alerts.heading(told)
        begins = ("Уровень: ", "Суть: ", "Карточка: https://mcu.test/incidents/17", "Извещение 5-3")
        assert all(line.startswith(begins) for line in lines[1:]), lines
        whole = "\n".join(lines)
        for word in ("Иванов", "900 000", "ТАЙНА", "Тепло вернут", "vk.com", "receipts"):
            assert word not in whole


def test_a_published_answer_goes_abroad_only_where_the_centre_allowed_it() -> None:
    told = alert(News.WORKED_OFF, body=ANSWER | LINKS)
    assert "Тепло вернут" not in text(told, Way.TELEGRAM)
    allowed = replace(VOICE, answers_abroad=True)
    assert "Комментарий: Тепло вернут 17 ноября." in text(told, Way.TELEGRAM, allowed)


@given(st.text(min_size=1, max_size=30), st.integers(100, 9000), st.sampled_from(list(Way)))
def test_a_message_fits_its_channel_and_keeps_its_number(piece: str, times: int, channel: Way) -> None:
    told = alert(News.WORKED_OFF, body={**ANSWER, **LINKS, "answer": piece * times})
    made = text(told, channel, replace(VOICE, answers_abroad=True))
    assert len(made.encode("utf-16-le")) // 2 <= MOST[channel]
    assert made.endswith("Извещение 5-3")


def test_a_digest_says_each_in_a_line_and_counts_what_is_more() -> None:
    items = [alerts.item_of(alert(id=number, gist=RESIDENT)) for number in range(20)]
    lines = text(Alert(News.DIGEST, "digest:1", NOW, body={"items": items}), Way.TELEGRAM).splitlines()
    assert lines[0] == "Сводка извещений: 20"
    assert lines[1] == (
        "• Обнаружен информационный риск № 17. Уровень: высокий. Пишет [ФИО], звоните [телефон]"
        " — https://mcu.test/incidents/17"
    )
    assert lines[16] == "и ещё 5: смотрите в программе"


def test_a_repeated_alert_of_the_ladder_says_that_nobody_took_it() -> None:
    assert text(alert(), rung=1).startswith("Никто не подтвердил, что занимается этим.\nОбнаружен")


def test_a_clock_and_a_campaign_have_formats_of_their_own() -> None:
    event = Event(Clock.REACTION, Happening.TOLD, NOW)
    late = alerts.clock_alert(incident(level=Level.CRITICAL), event, NOW)
    assert (late.urgent, late.source) == (False, f"clock:17:reaction:told:{NOW.isoformat()}")
    assert text(late).splitlines()[0] == "Просрочено: первая реакция, информационный риск № 17"
    assert "Срок: 20.11.2026 15:00" in text(late)
    assert set(alerts.audience(late, BATETSKY)) == {"block", "head", "curator"}
    soon = alerts.clock_alert(incident(), replace(event, happening=Happening.WARNED))
    assert text(soon).startswith("Срок близко: первая реакция")
    seen = Reason("campaign_unlearnt", 0, {"years": 0, "posts": 7})
    days = date(2027, 3, 22), date(2027, 5, 16)
    noticed = Notice(
        "season:flood:2027", NoticeKind.SEASON, "Паводок", Theme.SAFETY, NOW, *days, (seen,), "flood", "security"
    )
    told = alerts.campaign_alert(noticed)
    assert (told.source, told.block) == ("campaign:season:flood:2027", "security")
    assert alerts.audience(told, BATETSKY) == (CHAT, "head")
    first, gist, why, period = text(told).splitlines()[:4]
    assert (first, gist, period) == (
        "Нужна превентивная кампания",
        "Суть: Паводок",
        "Период: 22.03.2027–16.05.2027",
    )
    assert why.startswith("Почему: своей истории мало")


def test_a_letter_says_what_was_written_and_nothing_of_a_card() -> None:
    made = alerts.letter_alert("Вопрос № 5, ответ до 1 декабря", "Начальник отдела!\nОтветьте по ссылке.", "k1", NOW)
    assert text(made, Way.EMAIL).splitlines()[:3] == [
        "Вопрос № 5, ответ до 1 декабря",
        "Начальник отдела!",
        "Ответьте по ссылке.",
    ]
    assert alerts.due(made, Way.EMAIL, BATETSKY, NIGHT) == NIGHT, "a letter that a person wrote waits for no morning"
    assert "стёрт после отправки" in text(replace(made, body={"subject": "Вопрос № 5"}), Way.EMAIL)


def test_a_receipts_link_is_good_for_its_own_delivery_only() -> None:
    links = Receipts(b"k" * 32, "test")
    token = links.token(delivery())
    assert links.number(token) == 3
    links.check(token, delivery())
    others = [Receipts(b"l" * 32, "test").token(delivery()), Receipts(b"k" * 32, "x").token(delivery())]
    for wrong in (*others, "3-", token + "0", "3-" + "0" * 32, token.upper()):
        with pytest.raises(NotFound):
            links.check(wrong, delivery())
    for wrong in ("", "-", "x-1", "¹-1", "9" * 30 + "-1"):
        with pytest.raises(NotFound):
            links.number(wrong)


def test_what_may_have_come_twice_is_said_until_it_is_confirmed() -> None:
    assert delivery(state=DeliveryState.UNCONFIRMED).doubtful
    assert delivery(state=DeliveryState.SENT, unsure=True).doubtful
    assert not delivery(state=DeliveryState.ACKNOWLEDGED, unsure=True, acked_at=NOW).doubtful
    assert {Way.TELEGRAM, Way.WEBHOOK} == IDEMPOTENT


def test_an_appeal_tells_of_its_clocks_by_its_own_number() -> None:
    appeal = incident(nature=Nature.MATTER, status=Status.REGISTERED, regime=Regime.APPEAL, number="12/7")
    told = alerts.clock_alert(appeal, Event(Clock.ANSWER, Happening.WARNED, NOW), NOW)
    assert text(told).startswith("Срок близко: ответ на обращение, вопрос № 12/7")


def test_a_place_is_called_by_its_proper_name_in_letters_and_for_machines() -> None:
    called = {"на кирпичной": "улица Кирпичная"}
    voice = replace(VOICE, called=lambda name: called.get(name, name))
    told = replace(alert(), body={"theme": "housing", "place": "на кирпичной"})
    made = alerts.letter(told, delivery(channel=Way.WEBHOOK), voice)
    assert made.payload["body"]["place"] == "улица Кирпичная"  # type: ignore[index]
    assert "Место: улица Кирпичная" in alerts.letter(told, delivery(channel=Way.EMAIL), voice).text
