"""Where an incident stands on its way: the straight line of its nature, and what stands beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.incidents import STATUS_TITLES, Incident, Nature, Status, Step

LINES: Mapping[Nature, tuple[Status, ...]] = {
    Nature.MATTER: (Status.REGISTERED, Status.ROUTED, Status.IN_WORK, Status.ANSWERED, Status.CLOSED),
    Nature.RISK: (Status.FOUND, Status.VERIFIED, Status.ANSWERED, Status.WATCHED, Status.WORKED_OFF),
}
"""The straight way of each nature."""

ASIDE: Mapping[Nature, Mapping[Status, int]] = {
    Nature.MATTER: {
        Status.RETURNED: 1,
        Status.INTERIM: 2,
        Status.FORWARDED: 2,
        Status.REOPENED: 1,
        Status.REJECTED: 1,
    },
    Nature.RISK: {Status.REFUTED: 1, Status.REJECTED: 1, Status.REOPENED: 1},
}
"""What stands beside the straight way, and which of its places it takes."""


class Mark(StrEnum):
    """How a place on the line looks."""

    PAST = "past"
    HERE = "here"
    AHEAD = "ahead"


MARK_TITLES = {Mark.PAST: "пройден", Mark.HERE: "сейчас", Mark.AHEAD: "впереди"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the line of steps; `at` is when the incident came there last."""

    title: str
    mark: Mark
    at: datetime | None = None

    @property
    def said(self) -> str:
        """The mark in a word: colour is not the only sign."""
        return MARK_TITLES[self.mark]


def line_of(incident: Incident, history: Sequence[Step]) -> list[Place]:
    """The places of the line, the one where it stands among them."""
    ways = list(LINES[incident.nature])
    here = ASIDE[incident.nature].get(incident.status)
    if here is None:
        here = ways.index(incident.status)
    ways[here] = incident.status
    if incident.status is Status.REJECTED:
        ways = ways[: here + 1]
    came = {step.after: step.at for step in history if step.action == "move"}
    came.setdefault(ways[0], incident.opened_at)
    marks = [Mark.PAST if n < here else Mark.HERE if n == here else Mark.AHEAD for n in range(len(ways))]
    if incident.status is Status.REOPENED:
        marks[0] = Mark.PAST
    return [
        Place(STATUS_TITLES[way], mark, came.get(way) if mark is not Mark.AHEAD else None)
        for way, mark in zip(ways, marks, strict=True)
    ]
