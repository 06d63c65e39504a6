"""What the stored posts tell of their sources: habit, lag, silence, what is watched, what is older than it may be."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from core.addresses import shows_others
from core.flags import FlagStatus
from core.health import Sightings
from core.planning import Habit
from core.posts import Platform, Post, PostKey, Source, SourceKey
from core.scope import Scope
from store.sightings import ROOTS, last_roots, last_seen
from store.tables import brought, flags, posts, sources
from store.upsert import ROWS_A_STATEMENT, insert_new

DAY = timedelta(days=1)
WATCHED_FOR, WATCHED_MOST = timedelta(days=3), 50


class HealthTable:
    """Fulfils `core.ports.SourceHealth`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, scope: Scope, key: SourceKey, seen: Sequence[Post], at: datetime) -> int:
        """Keep which posts a source showed that stand under another one's key, each once; returns how many are new."""
        foreign = [post for post in seen if (post.key.platform, post.key.source) != (key.platform, key.address)]
        if not foreign:
            return 0
        reader = self._connection.execute(select(_id(scope, key))).scalar_one()
        return insert_new(
            self._connection,
            brought,
            [
                {
                    "profile_id": scope.profile,
                    "source_id": reader,
                    "post_id": number,
                    "root": kind in ROOTS,
                    "published_at": published,
                    "at": at,
                }
                for number, kind, published in self._stored(scope, [post.key for post in foreign])
            ],
        )

    def _stored(self, scope: Scope, keys: Sequence[PostKey]) -> Iterator[Any]:
        """Number, kind and date of stored posts."""
        for place, own in groupby(sorted(keys), lambda key: (key.platform, key.source)):
            messages = [key.message for key in own]
            for start in range(0, len(messages), ROWS_A_STATEMENT):
                yield from self._connection.execute(
                    select(posts.c.id, posts.c.kind, posts.c.published_at).where(
                        posts.c.profile_id == scope.profile,
                        posts.c.platform == place[0],
                        posts.c.source == place[1],
                        posts.c.message.in_(messages[start : start + ROWS_A_STATEMENT]),
                    )
                )

    def habit(self, scope: Scope, key: SourceKey, now: datetime) -> Habit:
        """How many posts and comments a source had lately, and when the last one was published."""
        table = brought if shows_others(key) else posts
        at = table.c.published_at
        counted = select(func.count(), func.sum(case((at > now - DAY, 1), else_=0)), func.max(at))
        row = self._connection.execute(counted.where(table.c.source_id == _id(scope, key), at > now - 7 * DAY)).one()
        return Habit(int(row[1] or 0), int(row[0]), row[2])

    def sightings(self, scope: Scope, known: Sequence[Source]) -> dict[SourceKey, Sightings]:
        """The last posts of each source; of none where it has no post."""
        wanted = self._numbered(scope, known)
        return {wanted[number].key: seen for number, seen in last_seen(self._connection, wanted).items()}

    def roots(self, scope: Scope, known: Sequence[Source], most: int) -> dict[SourceKey, list[datetime]]:
        """The dates of the newest roots of each source, so many at most, the newest first."""
        wanted = self._numbered(scope, known) if known else {}
        return {wanted[number].key: dates for number, dates in last_roots(self._connection, wanted, most).items()}

    def _numbered(self, scope: Scope, known: Sequence[Source]) -> dict[int, Source]:
        rows = self._connection.execute(
            select(sources.c.id, sources.c.platform, sources.c.address).where(sources.c.profile_id == scope.profile)
        )
        numbers = {SourceKey(Platform(platform), address): number for number, platform, address in rows}
        return {numbers[each.key]: each for each in known if each.key in numbers}

    def watched(self, scope: Scope, key: SourceKey, now: datetime) -> tuple[str, ...]:
        """Root messages of a source that stand under a card which is open or confirmed, the newest cards first."""
        root = func.coalesce(posts.c.thread, posts.c.message)
        lively = flags.c.status.in_((FlagStatus.OPEN, FlagStatus.CONFIRMED)), flags.c.raised_at > now - WATCHED_FOR
        shown = select(brought.c.post_id).where(brought.c.source_id == _id(scope, key))
        own = posts.c.id.in_(shown) if shows_others(key) else posts.c.source_id == _id(scope, key)
        asked = (
            select(root, func.max(flags.c.id).label("card"))
            .join(flags, flags.c.post_id == posts.c.id)
            .where(own, posts.c.deleted_at.is_(None), *lively)
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
