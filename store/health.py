"""What the stored posts tell of their sources: habit, lag, silence, what is watched, what is older than it may be."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from core.flags import FlagStatus
from core.health import Sightings
from core.planning import Habit
from core.posts import Platform, PostKind, Source, SourceKey
from core.scope import Scope
from store.tables import flags, posts, sources

ROOTS = (PostKind.POST, PostKind.MESSAGE)
LAST_ROOTS, LAST_POSTS = 100, 200
"""So many of the newest posts tell a source's silence, and its lag."""
DAY = timedelta(days=1)
WATCHED_FOR, WATCHED_MOST = timedelta(days=3), 50


class HealthTable:
    """Fulfils `core.ports.SourceHealth`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def habit(self, scope: Scope, key: SourceKey, now: datetime) -> Habit:
        """How many posts and comments a source had lately, and when the last one was published."""
        week = posts.c.published_at > now - 7 * DAY
        counted = select(
            func.count(), func.sum(case((posts.c.published_at > now - DAY, 1), else_=0)), func.max(posts.c.published_at)
        )
        row = self._connection.execute(counted.where(posts.c.source_id == _id(scope, key), week)).one()
        return Habit(int(row[1] or 0), int(row[0]), row[2])

    def sightings(self, scope: Scope, source: Source) -> Sightings:
        """The last posts of a source. Delays are of those published after it was added: earlier ones are history."""
        own = posts.c.source_id == _id(scope, source.key)
        newest = posts.c.published_at.desc()
        roots = select(posts.c.published_at).where(own, posts.c.kind.in_(ROOTS)).order_by(newest).limit(LAST_ROOTS)
        published = tuple(self._connection.execute(roots).scalars())
        if source.added_at is None:
            return Sightings(published)
        later = posts.c.published_at > source.added_at
        seen = select(posts.c.published_at, posts.c.first_seen_at).where(own, later).order_by(newest).limit(LAST_POSTS)
        delays = tuple(first - at for at, first in self._connection.execute(seen))
        return Sightings(published, delays)

    def watched(self, scope: Scope, key: SourceKey, now: datetime) -> tuple[str, ...]:
        """Root messages of a source that stand under a card which is open or confirmed, the newest cards first."""
        root = func.coalesce(posts.c.thread, posts.c.message)
        lively = flags.c.status.in_((FlagStatus.OPEN, FlagStatus.CONFIRMED)), flags.c.raised_at > now - WATCHED_FOR
        asked = (
            select(root, func.max(flags.c.id).label("card"))
            .join(flags, flags.c.post_id == posts.c.id)
            .where(posts.c.source_id == _id(scope, key), posts.c.deleted_at.is_(None), *lively)
            .group_by(root)
        )
        return tuple(
            row[0] for row in self._connection.execute(asked.order_by(func.max(flags.c.id).desc()).limit(WATCHED_MOST))
        )

    def older(self, scope: Scope, cutoffs: Sequence[tuple[SourceKey, datetime]]) -> dict[SourceKey, int]:
        """How many posts of each source were published before its moment; sources without any are left out."""
        found: dict[SourceKey, int] = {}
        for key, before in cutoffs:
            counted = select(func.count()).where(posts.c.source_id == _id(scope, key), posts.c.published_at < before)
            count = int(self._connection.execute(counted).scalar_one())
            found |= {key: count} if count else {}
        return found


def _id(scope: Scope, key: SourceKey) -> Any:
    own = and_(
        sources.c.profile_id == scope.profile,
        sources.c.platform == Platform(key.platform),
        sources.c.address == key.address,
    )
    return select(sources.c.id).where(own).scalar_subquery()
