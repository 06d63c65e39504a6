"""One matter that one or many posts speak of, and the risk procedure as a table of moves (decree 000, Порядок)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from core.errors import AnswerWithoutLinks, IllegalMove
from core.labels import Theme
from core.posts import PostKey


class Status(StrEnum):
    """A risk's place in the procedure."""

    FOUND = "found"
    VERIFIED = "verified"
    REFUTED = "refuted"
    REJECTED = "rejected"
    ANSWERED = "answered"
    WATCHED = "watched"
    WORKED_OFF = "worked_off"
    REOPENED = "reopened"


NEXT: dict[Status, frozenset[Status]] = {
    Status.FOUND: frozenset({Status.VERIFIED, Status.REFUTED, Status.REJECTED}),
    Status.VERIFIED: frozenset({Status.ANSWERED}),
    Status.REFUTED: frozenset({Status.ANSWERED}),
    Status.ANSWERED: frozenset({Status.WATCHED}),
    Status.WATCHED: frozenset({Status.WORKED_OFF, Status.REOPENED}),
    Status.WORKED_OFF: frozenset({Status.REOPENED}),
    Status.REOPENED: frozenset({Status.ANSWERED}),
    Status.REJECTED: frozenset({Status.FOUND}),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An official answer: its text, the platforms where it stands, links to the publications (П. 2)."""

    text: str
    platforms: tuple[str, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """One matter. `posts` are the keys of the posts that speak of it."""

    id: int
    theme: Theme
    status: Status
    opened_at: datetime
    moved_at: datetime
    posts: tuple[PostKey, ...] = field(default=())
    answers: tuple[Answer, ...] = field(default=())


def links(incident: Incident) -> tuple[str, ...]:
    """Links of all answers."""
    return tuple(link for answer in incident.answers for link in answer.links)


def move(incident: Incident, to: Status, *, at: datetime) -> Incident:
    """Move along the risk procedure (decree 000, Порядок, п. 2). Raises IllegalMove, AnswerWithoutLinks."""
    allowed = NEXT[incident.status]
    if to not in allowed:
        raise IllegalMove(f"инцидент {incident.id}: из «{incident.status}» в «{to}» нельзя; можно: {sorted(allowed)}")
    if to is Status.WATCHED and not links(incident):
        raise AnswerWithoutLinks(f"инцидент {incident.id}: нет ссылок на публикации ответа")
    return replace(incident, status=to, moved_at=at)
