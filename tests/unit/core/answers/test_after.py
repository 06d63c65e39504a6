"""After an answer: platforms, placed links, passed promises, the reaction and the proposed end."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers import platforms
from core.answers.links import addresses
from core.answers.placing import CONTROLLED, Placement, Seen, Standing, fresh, looked
from core.errors import BadInput
from core.incidents import Answer, Incident, Nature, Outcome, Ready, Status, passed, promise_of, returned
from core.incidents.watching import Watch, obstacles, proposed
from core.labels import Kind, Theme
from core.profile import Windows
from core.reaction import Closing, Tally, Voice, closing_of, reaction
from core.reasons import say
from tests.made import said

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUIET = said(kind=Kind.CHATTER, neg=0, neg_score=0.1)
ANGRY = said(kind=Kind.PROBLEM, neg=2, neg_score=2.0)
MATTER = Incident(7, Nature.MATTER, Status.ANSWERED, Theme.ROADS, AT, AT)
RISK = Incident(8, Nature.RISK, Status.WATCHED, Theme.ENERGY, AT - DAY, AT)
PROMISE = Answer("Засыплем до 21 ноября", ("vk",), at=AT, promised=AT + DAY, id=1)


# Platforms


@pytest.mark.parametrize(
    "name", ["telegram", "Телеграм", "Телеграм-канал МЦУ", "TG", "Telegram: администрация", "t.me", "t.me/novosti"]
)
def test_telegram_is_off_under_whatever_name_and_the_refusal_says_why_and_who_decides(name: str) -> None:
    with pytest.raises(BadInput, match=r"149-ФЗ.*41-ФЗ.*юрист.*\[answers\] telegram"):
        platforms.demand(("vk", name), telegram=False)
    platforms.demand((name,), telegram=True)


@pytest.mark.parametrize("name", ["vk", "Сайт администрации", "МАКС", "Одноклассники", "Портфель"])
def test_other_platforms_are_free(name: str) -> None:
    platforms.demand((name,), telegram=False)


def test_a_link_into_telegram_is_said_and_not_refused() -> None:
    (told,) = platforms.doubtful(("https://t.me/novosti/5", "https://vk.com/wall-1_2"), telegram=False)
    assert told.detail["link"] == "https://t.me/novosti/5"
    assert platforms.doubtful(("https://t.me/novosti/5",), telegram=True) == ()


# Placed links


def test_a_link_is_looked_at_seldomer_the_longer_it_stands_and_in_the_end_no_more() -> None:
    (known,) = fresh(1, 2, ["https://vk.com/wall-1_2"] * 2, AT)
    at, pauses = AT, []
    while known.next_at is not None:
        at = known.next_at
        known = looked(known, Seen(Standing.PLACED), at)
        pauses.append((known.next_at or at) - at)
    assert pauses[:6] == [HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 7 * DAY]
    assert AT + CONTROLLED - 7 * DAY < at <= AT + CONTROLLED
    assert (known.standing, known.since) == (Standing.PLACED, AT)


def test_what_cannot_be_read_keeps_what_was_known_with_the_reason_and_is_tried_again_soon() -> None:
    known = looked(fresh(1, 2, ["https://x.ru/a"], AT)[0], Seen(Standing.PLACED), AT)
    first = looked(known, Seen(Standing.UNKNOWN, "нет связи"), AT + HOUR)
    second = looked(first, Seen(Standing.UNKNOWN, "нет связи"), AT + 2 * HOUR)
    assert (second.standing, second.reason, second.since) == (Standing.PLACED, "нет связи", AT)
    assert first.next_at == AT + HOUR + timedelta(minutes=10)
    assert second.next_at == AT + 2 * HOUR + timedelta(minutes=20)
    gone = looked(second, Seen(Standing.GONE), AT + DAY)
    assert (gone.standing, gone.reason, gone.since) == (Standing.GONE, "", AT + DAY)


LOOKS = st.sampled_from([Seen(Standing.PLACED), Seen(Standing.GONE), Seen(Standing.UNKNOWN, "нет связи")])


@given(st.lists(LOOKS, max_size=30), st.floats(0, 1))
def test_whatever_is_found_the_next_look_lies_ahead_and_within_the_control(found: list[Seen], chance: float) -> None:
    known = Placement(1, 2, "https://x.ru", AT, AT)
    at = AT
    for each in found:
        known = looked(known, each, at, chance)
        assert known.next_at is None or at < known.next_at <= AT + CONTROLLED
        at = known.next_at or at + DAY


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("https://m.vk.ru/gorod?w=wall-1_2#x", "https://vk.com/wall-1_2"),
        ("https://vk.com/wall-1_2?reply=7", "https://vk.com/wall-1_2"),
        ("https://t.me/s/gorod/15", "https://t.me/gorod/15"),
        ("https://gorod.ru/news/1/#top", "https://gorod.ru/news/1"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_a_publication_is_known_by_its_other_addresses_too(link: str, wanted: str) -> None:
    assert wanted in addresses(link)


def test_a_link_to_a_community_is_no_publication() -> None:
    assert addresses("https://vk.com/gorod") == ("https://vk.com/gorod",)


# Promises


def test_a_passed_promise_opens_an_answered_matter_again_and_says_so() -> None:
    found = replace(MATTER, answers=(PROMISE,))
    assert passed(found, "system", AT + DAY - HOUR)[1] is None
    again, step = passed(found, "system", AT + DAY)
    assert again.status is Status.REOPENED
    assert step is not None
    assert (step.before, step.after, step.detail["answer"]) == (Status.ANSWERED, Status.REOPENED, 1)
    assert "обещанный срок" in step.reason


def test_where_the_table_allows_no_reopening_the_history_says_it() -> None:
    interim = replace(PROMISE, final=False)
    found = replace(MATTER, status=Status.INTERIM, answers=(interim,))
    same, step = passed(found, "system", AT + 2 * DAY)
    assert (same, step and step.action) == (found, "promise")


@pytest.mark.parametrize(
    ("status", "outcome", "reopened"),
    [
        (Status.CLOSED, Outcome.SOLVED, False),
        (Status.CLOSED, Outcome.NOT_SOLVED, False),
        (Status.CLOSED, Outcome.FORWARDED, False),
        (Status.CLOSED, Outcome.EXPLAINED, True),
        (Status.CLOSED, Outcome.POSTPONED, True),
        (Status.REJECTED, None, False),
    ],
)
def test_what_was_closed_as_done_does_not_come_back(status: Status, outcome: Outcome | None, reopened: bool) -> None:
    found = replace(MATTER, status=status, outcome=outcome, answers=(PROMISE,))
    assert (passed(found, "system", AT + 2 * DAY)[1] is not None) is reopened


def test_a_later_final_answer_ends_the_promise_and_a_later_interim_one_does_not() -> None:
    done = Answer("Засыпали", ("vk",), at=AT + HOUR, id=2)
    assert promise_of(replace(MATTER, answers=(PROMISE, done))) is None
    assert promise_of(replace(MATTER, answers=(PROMISE, replace(done, final=False)))) == PROMISE
    moved = replace(PROMISE, promised=AT + 9 * DAY, id=3)
    assert promise_of(replace(MATTER, answers=(PROMISE, moved))) == moved


def test_a_watched_risk_comes_back_and_a_worked_off_one_does_not() -> None:
    found = replace(RISK, answers=(PROMISE,))
    assert passed(found, "system", AT + 2 * DAY)[0].status is Status.REOPENED
    done = replace(found, status=Status.WORKED_OFF)
    assert passed(done, "system", AT + 2 * DAY)[1] is None


def test_what_was_postponed_is_open_again_on_its_date() -> None:
    found = replace(MATTER, status=Status.CLOSED, outcome=Outcome.POSTPONED, until=AT + DAY)
    assert returned(found, "system", AT) is None
    again = returned(found, "system", AT + DAY)
    assert again is not None
    assert (again[0].status, again[0].outcome) == (Status.REOPENED, None)
    assert returned(again[0], "system", AT + 2 * DAY) is None


# Reaction


@pytest.mark.parametrize(
    "line",
    [
        row
        for row in (Path(__file__).parent / "cases" / "closing.txt").read_text(encoding="utf-8").splitlines()
        if not row.startswith("#")
    ],
)
def test_a_reply_is_content_or_not(line: str) -> None:
    text, wanted = (part.strip() for part in line.split("|"))
    assert closing_of(Voice(AT, QUIET, text)) == wanted


def test_without_telling_words_the_model_says() -> None:
    assert closing_of(Voice(AT, ANGRY, "вода ржавая")) is Closing.DISSATISFIED
    assert closing_of(Voice(AT, said(kind=Kind.THANKS, neg=0), "👏")) is Closing.SATISFIED
    assert closing_of(Voice(AT, said(kind=Kind.CHATTER, neg=1), "как всегда")) is Closing.NEUTRAL


def test_a_clear_negative_counts_and_a_mild_one_only_in_a_complaint() -> None:
    pairs = [(Kind.CHATTER, 0), (Kind.CHATTER, 1), (Kind.CHATTER, 2), (Kind.PROBLEM, 0), (Kind.PROBLEM, 1)]
    assert [Voice(AT, said(kind=kind, neg=neg)).negative for kind, neg in pairs] == [False, False, True, False, True]


def test_the_curve_stands_before_and_after_the_answer() -> None:
    voices = [Voice(AT - HOUR, ANGRY), Voice(AT, ANGRY), Voice(AT + timedelta(minutes=5), QUIET, "спасибо")]
    found = reaction(voices, AT, "Europe/Moscow", scores={5: 1})
    assert (found.before, found.after) == (Tally(2, 2), Tally(1, 0))
    assert [(point.at, point.tally.total, point.after) for point in found.curve] == [
        (AT - HOUR, 1, False),
        (AT, 1, False),
        (AT, 1, True),
    ]
    assert (found.step, found.closing[Closing.SATISFIED], found.scores) == (HOUR, 1, {5: 1})


def test_a_long_reaction_is_told_by_local_days() -> None:
    late = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)  # already the 21st in Moscow
    found = reaction([Voice(AT - 5 * DAY, ANGRY), Voice(late, QUIET)], AT, "Europe/Moscow")
    assert found.step == DAY
    assert found.curve[-1].at == datetime(2026, 11, 20, 21, 0, tzinfo=UTC)


MOMENTS = st.lists(st.tuples(st.integers(-2000, 2000), st.booleans()), max_size=60)


@given(MOMENTS, st.one_of(st.none(), st.integers(-2000, 2000)))
def test_no_text_is_lost_between_before_after_and_the_curve(told: list[tuple[int, bool]], answered: int | None) -> None:
    voices = [Voice(AT + hours * HOUR / 10, ANGRY if bad else QUIET) for hours, bad in told]
    found = reaction(voices, None if answered is None else AT + answered * HOUR / 10, "Asia/Krasnoyarsk")
    assert found.before.total + found.after.total == len(voices)
    assert found.before.negative + found.after.negative == sum(bad for _, bad in told)
    counted = Counter(point.after for point in found.curve for _ in range(point.tally.total))
    assert (counted[False], counted[True]) == (found.before.total, found.after.total)
    assert sum(found.closing.values()) == found.after.total


# The proposed end


WINDOWS = Windows()
CALM = Watch(AT, AT - HOUR, Tally(10, 1))


def codes(watch: Watch, at: datetime) -> list[str]:
    found = obstacles(watch, WINDOWS, at)
    assert all(say(each) for each in found)
    return [each.code for each in found]


def test_silence_and_a_calm_reaction_propose_the_end() -> None:
    assert codes(CALM, AT + WINDOWS.watch) == []
    assert codes(CALM, AT + WINDOWS.watch - HOUR / 60) == ["not_quiet"]
    assert codes(replace(CALM, newest_at=AT + HOUR), AT + WINDOWS.watch) == ["not_quiet"]
    assert codes(replace(CALM, after=Tally(10, 2)), AT + WINDOWS.watch) == ["negative_share"]
    assert codes(replace(CALM, after=Tally()), AT + WINDOWS.watch) == []
    assert codes(replace(CALM, deaf=("vk:wall",)), AT + WINDOWS.watch) == ["source_deaf"]
    assert codes(Watch(None, AT, Tally()), AT + WINDOWS.watch) == ["no_answer"]


def test_a_proposal_is_made_once_withdrawn_when_it_holds_no_more_and_ends_with_any_step() -> None:
    at = AT + WINDOWS.watch
    made = proposed(RISK, CALM, WINDOWS, "system", at)
    assert made is not None
    ready, step = made
    assert (step.action, step.after) == ("propose", Status.WORKED_OFF)
    assert ready.ready == Ready(at, AT, 10, 1, WINDOWS.watch, WINDOWS.negative)
    assert proposed(ready, CALM, WINDOWS, "system", at + HOUR) is None
    back = proposed(ready, replace(CALM, after=Tally(10, 9)), WINDOWS, "system", at + HOUR)
    assert back is not None
    assert (back[0].ready, back[1].action) == (None, "withdraw")
    again = replace(ready, answers=(PROMISE,))
    assert passed(again, "system", at)[0].ready is None


def test_only_a_watched_risk_is_proposed() -> None:
    for status in set(Status) - {Status.WATCHED}:
        assert proposed(replace(RISK, status=status), CALM, WINDOWS, "system", AT + WINDOWS.watch) is None
