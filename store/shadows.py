"""What a challenger says of the same posts, kept beside the champion's assessments; no post points at it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, select

from core.labels import Assessment
from core.learning.shadow import Pair
from core.ports import Unassessed
from core.scope import Scope
from store.assessments import AssessmentTable
from store.flags import seen_by
from store.rows import assessment_of, key_of
from store.scores import ScoreTable
from store.tables import assessments, flags, posts, versions

AT_ONCE = 500


class ShadowTable:
    """Fulfils `core.ports.Shadows`."""

    def __init__(self, connection: Connection, lemmatise: Callable[[str], str], window: timedelta) -> None:
        self._connection = connection
        self._said, self._scores = AssessmentTable(connection, lemmatise), ScoreTable(connection, window)

    def pending(self, scope: Scope, model: str, since: datetime, limit: int) -> list[Unassessed]:
        """Current versions that the champion has assessed since a moment and this model has not."""
        return self._said.unseen_by(scope, model, since, limit)

    def save(self, scope: Scope, made: Sequence[tuple[Unassessed, Assessment]], at: datetime) -> int:
        """Keep the challenger's opinions; one that is there stays as it is."""
        return self._said.keep(scope, made, at)

    def pairs(self, scope: Scope, model: str, since: datetime, limit: int) -> list[Pair]:
        """The newest posts of which both have spoken, the champion since a moment."""
        own = assessments.alias("own")
        asked = (
            select(
                *[posts.c[name] for name in ("platform", "source", "message")],
                posts.c.id.label("post_id"),
                own.c.at,
                flags.c.raised_at,
                *[assessments.c[name] for name in ("theme", "kind", "model", "body")],
            )
            .join(versions, and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version))
            .join(own, own.c.id == posts.c.assessment_id)
            .join(assessments, assessments.c.version_id == versions.c.id)
            .outerjoin(flags, flags.c.post_id == posts.c.id)
            .where(posts.c.profile_id == scope.profile, posts.c.deleted_at.is_(None), own.c.at >= since)
            .where(assessments.c.model == model, own.c.model != model, *_of_cards(scope))
            .order_by(posts.c.id.desc())
            .limit(limit)
        )
        rows = list(self._connection.execute(asked).mappings())
        cases = {
            case.post_id: case
            for start in range(0, len(rows), AT_ONCE)
            for case in self._scores.cases(scope, [row["post_id"] for row in rows[start : start + AT_ONCE]])
        }
        return [
            Pair(key_of(row), cases[row["post_id"]], assessment_of(row), row["at"], row["raised_at"])
            for row in rows
            if row["post_id"] in cases
        ]


def _of_cards(scope: Scope) -> list[ColumnElement[bool]]:
    """Who is bound to blocks or territories sees posts of his cards only: what a challenger alone would show is in
    nobody's block yet."""
    return [] if scope.blocks is None and scope.territories is None else seen_by(scope)
