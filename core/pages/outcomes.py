"""What became of the items of a content plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.registers import Entry


class Outcome(StrEnum):
    """What became of a planned publication."""

    DONE = "done"
    LATE = "late"
    ABSENT = "absent"
    AHEAD = "ahead"
    UNSEEN = "unseen"


OUTCOME_TITLES = {
    Outcome.DONE: "вышла в срок",
    Outcome.LATE: "вышла с опозданием",
    Outcome.ABSENT: "не вышла",
    Outcome.AHEAD: "срок не наступил",
    Outcome.UNSEEN: "страница не собиралась",
}

COUNTED_TITLES = {
    **OUTCOME_TITLES,
    Outcome.DONE: "вышло в срок",
    Outcome.LATE: "вышло с опозданием",
    Outcome.ABSENT: "не вышло",
}
"""The same beside a number."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An item of the plan, the day on which it came out (local) and the post (None where a person said so)."""

    entry: Entry
    outcome: Outcome
    came: date | None = None
    post_id: int | None = None
    by_hand: bool = False


def counted(found: Iterable[Planned]) -> Mapping[Outcome, int]:
    """How many items had each outcome; all outcomes are named."""
    told = [each.outcome for each in found]
    return {outcome: told.count(outcome) for outcome in Outcome}
