"""Answers after they were given: promises, placed links, marks. What residents wrote is in `store.voices`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from core.answers.placing import Placement, Standing
from core.errors import Conflict, NotFound
from core.incidents import Channel, Outcome, Status
from core.posts import Source
from core.reaction import Voice
from core.scope import Scope
from store import voices
from store.rows import Row, source_of
from store.sight import seen_by
from store.tables import answers, incident_posts, incidents, placements, posts, scores, sources
from store.upsert import insert_new, put

KEPT = ("standing", "reason", "seen_at", "since", "looks", "next_at")


class AnswerTable:
    """Fulfils `core.ports.Answers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def overdue(self, scope: Scope, at: datetime, limit: int) -> list[int]:
        """Incidents with a promised date that has passed and was not noted, the earliest first."""
        waits = answers.c.promised <= at, answers.c.noted_at.is_(None)
        query = select(answers.c.incident_id, func.min(answers.c.promised).label("first"))
        found = query.where(answers.c.profile_id == scope.profile, *waits).group_by(answers.c.incident_id)
        return [row[0] for row in self._connection.execute(found.order_by("first").limit(limit))]

    def noted(self, scope: Scope, incident_id: int, at: datetime) -> None:
        """The promises of an incident that have passed by now were looked at."""
        mine = answers.c.profile_id == scope.profile, answers.c.incident_id == incident_id
        passed = answers.c.promised <= at, answers.c.noted_at.is_(None)
        self._connection.execute(update(answers).where(*mine, *passed).values(noted_at=at))

    def postponed(self, scope: Scope, at: datetime, limit: int) -> list[int]:
        """Closed incidents whose date of postponement has come."""
        query = select(incidents.c.id).where(
            *seen_by(scope),
            incidents.c.status == Status.CLOSED,
            incidents.c.outcome == Outcome.POSTPONED,
            incidents.c.until <= at,
            incidents.c.merged_into.is_(None),
        )
        return list(self._connection.execute(query.order_by(incidents.c.id).limit(limit)).scalars())

    def watched(self, scope: Scope) -> list[int]:
        """Incidents of which the reaction is watched."""
        query = select(incidents.c.id).where(
            *seen_by(scope), incidents.c.status == Status.WATCHED, incidents.c.merged_into.is_(None)
        )
        return list(self._connection.execute(query.order_by(incidents.c.id)).scalars())

    def place(self, scope: Scope, found: Sequence[Placement]) -> None:
        """Links that are to be controlled; known ones stay as they are."""
        insert_new(self._connection, placements, [_placement_row(scope, each) for each in found])

    def placed(self, scope: Scope, incident_id: int) -> list[Placement]:
        """The links of an incident's answers, in the order of their entering."""
        mine = placements.c.profile_id == scope.profile, placements.c.incident_id == incident_id
        query = select(placements).where(*mine).order_by(placements.c.id)
        return [_placement_of(row) for row in self._connection.execute(query).mappings()]

    def unseen(self, scope: Scope, at: datetime, limit: int) -> list[Placement]:
        """Links whose turn has come, those that wait longest first."""
        due = placements.c.profile_id == scope.profile, placements.c.next_at <= at
        query = select(placements).where(*due).order_by(placements.c.next_at, placements.c.id).limit(limit)
        return [_placement_of(row) for row in self._connection.execute(query).mappings()]

    def save_placement(self, scope: Scope, placement: Placement) -> None:
        """Keep what a look has found."""
        values = {name: getattr(placement, name) for name in KEPT}
        mine = placements.c.id == placement.id, placements.c.profile_id == scope.profile
        self._connection.execute(update(placements).where(*mine).values(**values))

    def voices(self, scope: Scope, incident_id: int) -> tuple[list[Voice], int]:
        """What residents wrote of an incident, and how many of their texts no model has seen yet."""
        return voices.of(self._connection, scope, incident_id)

    def sources(self, scope: Scope, incident_id: int) -> list[Source]:
        """The sources of its posts."""
        held = (
            select(posts.c.source_id)
            .join(incident_posts, incident_posts.c.post_id == posts.c.id)
            .where(incident_posts.c.incident_id == incident_id)
        )
        query = select(sources).where(sources.c.profile_id == scope.profile, sources.c.id.in_(held))
        return [source_of(row) for row in self._connection.execute(query.order_by(sources.c.id)).mappings()]

    def holder(self, scope: Scope, number: str) -> int:
        """The incident of an item of ПОС. Raises NotFound; Conflict where several bear the number."""
        query = select(incidents.c.id, incidents.c.merged_into).where(
            *seen_by(scope),
            incidents.c.channel == Channel.POS,
            or_(incidents.c.number == number, incidents.c.outgoing == number),
        )
        found = self._connection.execute(query).all()
        if not found:
            raise NotFound(f"нет записи ПОС с номером «{number}»")
        if len(found) > 1:
            raise Conflict(f"номер ПОС «{number}» стоит у нескольких инцидентов: {', '.join(str(r[0]) for r in found)}")
        return int(found[0][0])

    def put_score(self, scope: Scope, incident_id: int, number: str, score: int, at: datetime) -> None:
        """Keep a mark; a later one of the same item replaces it."""
        row = {"profile_id": scope.profile, "incident_id": incident_id, "number": number, "score": score, "at": at}
        put(self._connection, scores, [row], key=("profile_id", "number"))

    def scores(self, scope: Scope, incident_id: int) -> Mapping[int, int]:
        """How often each mark was given, for the incident and those merged into it."""
        mine = select(incidents.c.id).where(or_(incidents.c.id == incident_id, incidents.c.merged_into == incident_id))
        query = select(scores.c.score, func.count()).where(
            scores.c.profile_id == scope.profile, scores.c.incident_id.in_(mine)
        )
        return {row[0]: row[1] for row in self._connection.execute(query.group_by(scores.c.score))}


def _placement_row(scope: Scope, placement: Placement) -> dict[str, Any]:
    named = ("incident_id", "answer_id", "link", "placed_at", *KEPT)
    return {"profile_id": scope.profile, **{name: getattr(placement, name) for name in named}}


def _placement_of(row: Row) -> Placement:
    return Placement(
        incident_id=row["incident_id"],
        answer_id=row["answer_id"],
        link=row["link"],
        placed_at=row["placed_at"],
        next_at=row["next_at"],
        standing=Standing(row["standing"]),
        reason=row["reason"],
        seen_at=row["seen_at"],
        since=row["since"],
        looks=row["looks"],
        id=row["id"],
    )
