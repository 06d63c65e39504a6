"""Incidents move along two tables: a risk by decree 000, a matter by the practice of message handling."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import AnswerWithoutLinks, IllegalMove
from core.incidents import (
    FIRST,
    NEXT,
    STATUS_TITLES,
    Answer,
    Channel,
    Incident,
    Move,
    Nature,
    Outcome,
    Regime,
    Status,
    allowed,
    move,
)
from core.labels import Theme

START = datetime(2026, 11, 1, tzinfo=UTC)
RISK = Incident(1, Nature.RISK, Status.FOUND, Theme.ENERGY, START, START)
MATTER = Incident(2, Nature.MATTER, Status.REGISTERED, Theme.ROADS, START, START, block="roads")
ANSWER = Answer("Котельную запустим 5 ноября.", ("vk",), ("https://vk.com/wall-1_2",))


def walk(incident: Incident, *steps: Status, reason: str = "так решено") -> Incident:
    for step in steps:
        wanted = Move(step, "user:olga", incident.moved_at + timedelta(hours=1), reason)
        incident, _ = move(incident, wanted)
    return incident


def test_a_risk_goes_from_found_to_worked_off_and_is_opened_again() -> None:
    answered = replace(RISK, answers=(ANSWER,), outcome=Outcome.SOLVED)
    done = walk(answered, Status.VERIFIED, Status.ANSWERED, Status.WATCHED, Status.WORKED_OFF, Status.REOPENED)
    assert done.status is Status.REOPENED
    assert done.moved_at == START + timedelta(hours=5)


def test_a_risk_is_not_worked_off_without_an_outcome_and_a_reopened_one_wants_another() -> None:
    watched = walk(replace(RISK, answers=(ANSWER,)), Status.VERIFIED, Status.ANSWERED, Status.WATCHED)
    with pytest.raises(IllegalMove, match="итог"):
        walk(watched, Status.WORKED_OFF)
    done, _ = move(watched, Move(Status.WORKED_OFF, "user:olga", START, outcome=Outcome.EXPLAINED))
    assert (done.outcome, walk(done, Status.REOPENED).outcome) == (Outcome.EXPLAINED, None)


def test_a_matter_goes_from_registered_to_closed() -> None:
    done = walk(replace(MATTER, answers=(ANSWER,)), Status.ROUTED, Status.IN_WORK, Status.ANSWERED)
    closed, step = move(done, Move(Status.CLOSED, "user:olga", START, outcome=Outcome.SOLVED))
    assert (closed.status, closed.outcome, closed.ended) == (Status.CLOSED, Outcome.SOLVED, True)
    assert (step.who, step.before, step.after) == ("user:olga", Status.ANSWERED, Status.CLOSED)


def test_without_links_a_risk_is_not_watched() -> None:
    answered = walk(replace(RISK, answers=(replace(ANSWER, links=()),)), Status.REFUTED, Status.ANSWERED)
    with pytest.raises(AnswerWithoutLinks):
        walk(answered, Status.WATCHED)


def test_a_reopened_incident_wants_a_new_answer() -> None:
    first = replace(ANSWER, at=START)
    again = walk(replace(RISK, status=Status.WATCHED, answers=(first,)), Status.REOPENED)
    with pytest.raises(IllegalMove, match="ответ"):
        walk(again, Status.ANSWERED)
    second = replace(ANSWER, at=again.moved_at + timedelta(minutes=1))
    assert walk(replace(again, answers=(first, second)), Status.ANSWERED).status is Status.ANSWERED


def test_reopening_forgets_the_outcome() -> None:
    closed = replace(MATTER, status=Status.CLOSED, outcome=Outcome.SOLVED)
    assert walk(closed, Status.REOPENED).outcome is None


@pytest.mark.parametrize("nature", Nature)
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("to", Status)
def test_every_move_that_the_table_does_not_allow_is_refused_with_what_is_allowed(
    nature: Nature, status: Status, to: Status
) -> None:
    interim = replace(ANSWER, final=False)
    incident = replace(
        RISK, nature=nature, status=status, answers=(ANSWER, interim), block="roads", outcome=Outcome.SOLVED
    )
    wanted = Move(to, "user:olga", START, "причина", recipient="Начальник отдела", outcome=Outcome.SOLVED)
    if to in allowed(incident):
        assert move(incident, wanted)[0].status is to
        return
    with pytest.raises(IllegalMove) as refused:
        move(incident, wanted)
    told = str(refused.value)
    assert STATUS_TITLES[status] in told
    assert STATUS_TITLES[to] in told
    assert all(STATUS_TITLES[each] in told for each in allowed(incident))


@pytest.mark.parametrize("nature", Nature)
def test_every_status_of_a_table_is_reached_and_left(nature: Nature) -> None:
    moves = NEXT[nature]
    reached = {FIRST[nature]} | {to for following in moves.values() for to in following}
    assert reached == set(moves)
    assert all(moves.values())


@pytest.mark.parametrize("to", [Status.RETURNED, Status.FORWARDED])
def test_returning_and_forwarding_need_a_reason(to: Status) -> None:
    with pytest.raises(IllegalMove, match="причина"):
        walk(replace(MATTER, status=Status.IN_WORK), to, reason=" ")


def test_an_appeal_closes_by_its_outgoing_number() -> None:
    answered = replace(MATTER, status=Status.ANSWERED, regime=Regime.APPEAL, outcome=Outcome.EXPLAINED)
    with pytest.raises(IllegalMove, match="исходящий номер"):
        walk(answered, Status.CLOSED)
    closed, _ = move(answered, Move(Status.CLOSED, "user:olga", START, outgoing="12-34/5"))
    assert closed.outgoing == "12-34/5"


@pytest.mark.parametrize("channel", [Channel.POS, Channel.IM])
def test_an_item_of_another_system_closes_by_its_number_there(channel: Channel) -> None:
    answered = replace(MATTER, status=Status.ANSWERED, channel=channel, outcome=Outcome.EXPLAINED)
    with pytest.raises(IllegalMove, match="номер в системе"):
        walk(answered, Status.CLOSED)


@pytest.mark.parametrize("channel", [Channel.POS, Channel.IM])
def test_the_number_with_which_an_item_of_another_system_came_is_its_own(channel: Channel) -> None:
    item = replace(MATTER, status=Status.ANSWERED, channel=channel, number="ПОС-7")
    assert move(item, Move(Status.CLOSED, "user:olga", START, outcome=Outcome.SOLVED))[0].status is Status.CLOSED


@pytest.mark.parametrize("to", [Status.ANSWERED, Status.INTERIM, Status.FORWARDED])
def test_an_appeal_without_a_number_is_registered_first(to: Status) -> None:
    interim = replace(ANSWER, final=False)
    appeal = replace(MATTER, status=Status.ROUTED, regime=Regime.APPEAL, answers=(ANSWER, interim))
    with pytest.raises(IllegalMove, match="зарегистрируйте"):
        move(appeal, Move(to, "user:olga", START, "причина"))
    assert move(replace(appeal, number="7/26"), Move(to, "user:olga", START, "причина"))[0].status is to


def test_what_is_routed_is_not_routed_to_the_same_again() -> None:
    routed = walk(MATTER, Status.ROUTED)
    for same in (Move(Status.ROUTED, "x", START), Move(Status.ROUTED, "x", START, block="roads")):
        with pytest.raises(IllegalMove, match="уже направлен туда"):
            move(routed, same)
    assert move(routed, Move(Status.ROUTED, "x", START, recipient="Начальник"))[0].recipient == "Начальник"


def test_what_is_postponed_closes_with_a_reason_and_a_date() -> None:
    answered = replace(MATTER, status=Status.ANSWERED)
    with pytest.raises(IllegalMove, match="датой"):
        move(answered, Move(Status.CLOSED, "user:olga", START, "нет денег", outcome=Outcome.POSTPONED))
    later = START + timedelta(days=200)
    wanted = Move(Status.CLOSED, "user:olga", START, "нет денег", outcome=Outcome.POSTPONED, until=later)
    assert move(answered, wanted)[0].until == later
    with pytest.raises(IllegalMove, match="уже прошла"):
        move(answered, replace(wanted, until=START - timedelta(days=1)))
    solved = move(replace(answered, until=later), replace(wanted, outcome=Outcome.SOLVED, until=None))[0]
    assert solved.until is None, "what is solved waits for no date"


def test_an_appeal_is_not_thrown_away_and_a_new_answer_has_a_number_of_its_own() -> None:
    appeal = replace(MATTER, regime=Regime.APPEAL, number="Н-1", outgoing="И-5", outcome=Outcome.SOLVED)
    with pytest.raises(IllegalMove, match="не отклоняют"):
        move(appeal, Move(Status.REJECTED, "user:olga", START, "не наше"))
    again, _ = move(replace(appeal, status=Status.CLOSED), Move(Status.REOPENED, "user:olga", START, "яма снова"))
    assert (again.outgoing, again.outcome) == ("", None)


def test_handing_over_changes_the_block_and_forgets_the_recipient() -> None:
    routed = replace(MATTER, status=Status.ROUTED, recipient="Начальник отдела ЖКХ")
    moved, _ = move(routed, Move(Status.ROUTED, "user:olga", START, block="communal"))
    assert (moved.block, moved.recipient) == ("communal", "")


def test_one_whose_posts_went_elsewhere_moves_no_more() -> None:
    with pytest.raises(IllegalMove):
        walk(replace(RISK, merged_into=7), Status.VERIFIED)
