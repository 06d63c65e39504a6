"""What the models said of each version."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select, update

from core.labels import Assessment, Subject
from core.ports import WHOLE, Share, Unassessed
from core.posts import PostKey
from core.scope import Scope
from store.rows import assessment_body, assessment_of, key_of
from store.tables import assessments, posts, versions
from store.upsert import insert_new

PLACE_CHARS = 200
MOST_CHARACTERS = 1_000_000


class AssessmentTable:
    """Fulfils `core.ports.Assessments`."""

    def __init__(self, connection: Connection, lemmatise: Callable[[str], str]) -> None:
        self._connection, self._lemmatise = connection, lemmatise

    def pending(self, scope: Scope, limit: int, share: Share = WHOLE) -> list[Unassessed]:
        """Current versions that wait for an assessment, with the texts of their thread's root and parent.

        Fewer where texts are giant: what one batch holds in memory is bounded.
        """
        found, size = list[Unassessed](), 0
        for row in self._connection.execute(_waiting(scope, share).limit(limit)).mappings():
            size += len(row["text"]) + len(row["context"] or "") + len(row["answered"] or "")
            if found and size > MOST_CHARACTERS:
                break
            found.append(Unassessed(row["id"], row["version_id"], _subject(row)))
        return found

    def give_up(self, scope: Scope, waiting: Unassessed) -> PostKey:
        """Let a post wait no more for the model that broke down at its text; its next version waits again."""
        mine = posts.c.id == waiting.post_id, posts.c.profile_id == scope.profile
        current = select(versions.c.number).where(versions.c.id == waiting.version_id).scalar_subquery()
        self._connection.execute(update(posts).where(*mine, posts.c.version == current).values(due_assess=False))
        query = select(posts.c.platform, posts.c.source, posts.c.message).where(*mine)
        return key_of(self._connection.execute(query).mappings().one())

    def unseen_by(self, scope: Scope, model: str, since: datetime, limit: int) -> list[Unassessed]:
        """Current versions, assessed since a moment, of which another model has said nothing yet."""
        own, other = assessments.alias("own"), assessments.alias("other")
        said = select(other.c.id).where(other.c.version_id == versions.c.id, other.c.model == model)
        current = select(own.c.id).where(own.c.id == posts.c.assessment_id, own.c.at >= since)
        asked = _subjects(scope).where(current.exists(), ~said.correlate(versions).exists())
        rows = self._connection.execute(asked.order_by(posts.c.id).limit(limit)).mappings()
        return [Unassessed(row["id"], row["version_id"], _subject(row)) for row in rows]

    def older(self, scope: Scope, model: str, since: datetime, after: int, limit: int) -> list[Unassessed]:
        """Current versions of posts published since a moment, behind an id, whose assessment is another model's."""
        asked = _subjects(scope).where(*_of_another(scope, model, since), posts.c.id > after)
        rows = self._connection.execute(asked.order_by(posts.c.id).limit(limit)).mappings()
        return [Unassessed(row["id"], row["version_id"], _subject(row)) for row in rows]

    def older_count(self, scope: Scope, model: str, since: datetime) -> int:
        """How many they are."""
        query = select(func.count()).select_from(posts).where(*_of_another(scope, model, since))
        return int(self._connection.execute(query).scalar_one())

    def waiting(self, scope: Scope, share: Share = WHOLE) -> int:
        """How many versions of a share wait."""
        query = select(func.count()).where(posts.c.profile_id == scope.profile, posts.c.due_assess, *_of(share))
        return int(self._connection.execute(query).scalar_one())

    def of(self, scope: Scope, key: PostKey) -> Assessment | None:
        """What the newest model said of a post's current text, if it was assessed."""
        query = (
            select(assessments)
            .join(posts, posts.c.assessment_id == assessments.c.id)
            .where(
                posts.c.profile_id == scope.profile,
                posts.c.platform == key.platform,
                posts.c.source == key.source,
                posts.c.message == key.message,
            )
        )
        row = self._connection.execute(query).mappings().first()
        return assessment_of(row) if row else None

    def save(self, scope: Scope, made: Sequence[tuple[Unassessed, Assessment]], at: datetime) -> int:
        """Keep assessments; one that is there already (same version, same model) stays as it is."""
        added = self.keep(scope, made, at)
        self._point(made)
        return added

    def keep(self, scope: Scope, made: Sequence[tuple[Unassessed, Assessment]], at: datetime) -> int:
        """Keep assessments beside those that posts point at."""
        rows = [self._row(scope.profile, waiting, said, at) for waiting, said in made]
        return insert_new(self._connection, assessments, rows)

    def _row(self, profile: str, waiting: Unassessed, said: Assessment, at: datetime) -> dict[str, Any]:
        best = max(said.places, key=lambda place: place.confidence, default=None)
        return {
            "profile_id": profile,
            "post_id": waiting.post_id,
            "version_id": waiting.version_id,
            "model": said.model,
            "at": at,
            "theme": said.theme,
            "kind": said.kind,
            "place": self._lemmatise(best.text)[:PLACE_CHARS] if best else "",
            "body": assessment_body(said),
        }

    def _point(self, made: Sequence[tuple[Unassessed, Assessment]]) -> None:
        """Let posts point at the assessment of their current version; an outdated version's is kept, not shown."""
        newest = assessments.c.version_id == versions.c.id, assessments.c.model == bindparam("model")
        current = versions.c.post_id == posts.c.id, versions.c.number == posts.c.version
        among = versions.c.id.in_(bindparam("ids", expanding=True))
        statement = (
            update(posts)
            .where(*newest, *current, among)
            .values(assessment_id=assessments.c.id, due_assess=False, due_score=True)
        )
        for model in sorted({said.model for _, said in made}):
            ids = [waiting.version_id for waiting, said in made if said.model == model]
            self._connection.execute(statement, {"model": model, "ids": ids})


def _of_another(scope: Scope, model: str, since: datetime) -> Iterator[ColumnElement[bool]]:
    """Posts whose current version was assessed, but not by this model."""
    own = select(assessments.c.id).where(assessments.c.id == posts.c.assessment_id, assessments.c.model != model)
    yield posts.c.profile_id == scope.profile
    yield posts.c.published_at >= since
    yield posts.c.deleted_at.is_(None)
    yield own.correlate(posts).exists()


def _subject(row: Any) -> Subject:
    """A comment right under the root answers the root: it has no other parent."""
    return Subject(row["text"], row["context"], row["answered"] if row["parent"] != row["thread"] else None)


def _text_of(message: Any, name: str) -> Any:
    """The current text of the post of the same source whose message id is `message`, as a scalar subquery."""
    other, version = posts.alias(f"{name}_post"), versions.alias(f"{name}_version")
    return (
        select(version.c.text)
        .join(other, and_(version.c.post_id == other.c.id, version.c.number == other.c.version))
        .where(
            other.c.profile_id == posts.c.profile_id,
            other.c.platform == posts.c.platform,
            other.c.source == posts.c.source,
            other.c.message == message,
        )
        .correlate(posts)
        .scalar_subquery()
        .label(name)
    )


def _waiting(scope: Scope, share: Share) -> Any:
    return _subjects(scope).where(posts.c.due_assess, *_of(share)).order_by(posts.c.id)


def _of(share: Share) -> Iterator[ColumnElement[bool]]:
    """Posts of a share, by the remainders of their numbers."""
    if share.of > 1:
        yield posts.c.id % share.of == share.number


def _subjects(scope: Scope) -> Any:
    return (
        select(
            posts.c.id,
            versions.c.id.label("version_id"),
            versions.c.text,
            posts.c.thread,
            posts.c.parent,
            _text_of(posts.c.thread, "context"),
            _text_of(posts.c.parent, "answered"),
        )
        .join(versions, and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version))
        .where(posts.c.profile_id == scope.profile)
    )
