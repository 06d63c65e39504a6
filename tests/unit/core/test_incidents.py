"""The risk procedure of decree 000."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import AnswerWithoutLinks, IllegalMove
from core.incidents import NEXT, Answer, Incident, Status, move
from core.labels import Theme

START = datetime(2026, 11, 1, tzinfo=UTC)
FOUND = Incident(1, Theme.ENERGY, Status.FOUND, START, START)
ANSWER = Answer("Котельную запустим 5 ноября.", ("vk",), ("https://vk.com/wall-1_2",))


def walk(incident: Incident, *steps: Status) -> Incident:
    for step in steps:
        incident = move(incident, step, at=incident.moved_at + timedelta(hours=1))
    return incident


def test_a_risk_goes_from_found_to_worked_off_and_back() -> None:
    answered = replace(FOUND, answers=(ANSWER,))
    done = walk(answered, Status.VERIFIED, Status.ANSWERED, Status.WATCHED, Status.WORKED_OFF, Status.REOPENED)
    assert done.status is Status.REOPENED
    assert done.moved_at == START + timedelta(hours=5)


def test_without_links_there_is_no_next_step() -> None:
    answered = walk(replace(FOUND, answers=(replace(ANSWER, links=()),)), Status.REFUTED, Status.ANSWERED)
    with pytest.raises(AnswerWithoutLinks):
        walk(answered, Status.WATCHED)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("to", Status)
def test_every_move_that_the_table_does_not_allow_is_refused(status: Status, to: Status) -> None:
    incident = replace(FOUND, status=status, answers=(ANSWER,))
    if to in NEXT[status]:
        assert move(incident, to, at=START).status is to
    else:
        with pytest.raises(IllegalMove, match=str(to)):
            move(incident, to, at=START)
