"""What grouping looks at: flagged posts that wait, those that have their incident, the pulse of the themes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select, update

from core.flags import FlagStatus
from core.incidents import Board, Newcomer, Pulse, Trace
from core.labels import Theme
from core.posts import Platform, PostKey
from core.risk import Level
from core.scope import Scope
from store.rows import assessment_of, key_of
from store.tables import apart, assessments, flags, incident_posts, incidents, posts, search, versions
from store.threads import is_root

ROOT = posts.alias("group_root")
ROOT_SAID = assessments.alias("group_root_said")
PLACE = func.coalesce(func.nullif(flags.c.place, ""), ROOT_SAID.c.place, "").label("told_place")
"""A comment that names no place speaks of that of its thread."""
KEY = (posts.c.platform, posts.c.source, posts.c.message, posts.c.thread, posts.c.parent, posts.c.origin)


class GroupingTable:
    """Fulfils `core.ports.Grouping`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pending(self, scope: Scope, limit: int, until: datetime | None = None) -> list[Newcomer]:
        """Flagged posts that wait (those published by `until`, if it is told), in the order in which they were
        published. A rejected card waits for nothing."""
        wait = flags.c.profile_id == scope.profile, flags.c.due_group, flags.c.status != FlagStatus.REJECTED
        first = select(flags.c.id).where(*wait).order_by(flags.c.id).limit(limit)
        if until is not None:
            first = first.join(posts, posts.c.id == flags.c.post_id).where(posts.c.published_at <= until)
        query = _told(_waiting()).where(flags.c.id.in_(first)).order_by(posts.c.published_at, posts.c.id)
        return [_newcomer(row) for row in self._connection.execute(query).mappings()]

    def texts(self, scope: Scope, since: datetime) -> dict[int, str]:
        """Current texts of the posts that have an incident, by post id."""
        query = (
            select(posts.c.id, versions.c.text)
            .join(incident_posts, incident_posts.c.post_id == posts.c.id)
            .join(versions, and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version))
            .where(posts.c.profile_id == scope.profile, posts.c.published_at >= since)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def board(self, scope: Scope, since: datetime, found: Sequence[Newcomer]) -> Board:
        """All that the rules may join these posts to: what was published since then, and the posts themselves."""
        words = frozenset(word for post in found for word in post.words)
        board = Board(self._apart(scope, [post.post_id for post in found]), asked=words)
        query = _told(_grouped()).where(
            posts.c.profile_id == scope.profile,
            or_(posts.c.published_at >= since, posts.c.id.in_([post.post_id for post in found])),
        )
        for row in self._connection.execute(query.order_by(incident_posts.c.id)).mappings():
            board.add(_trace(row))
        for row in self._connection.execute(_entered(scope, since)).mappings():
            board.add(_gist(row))
        return board

    def moments(self, scope: Scope, since: datetime) -> list[datetime]:
        """When that was published which a board since then holds, in its order."""
        held = (
            select(posts.c.published_at)
            .join(flags, flags.c.post_id == posts.c.id)
            .join(incident_posts, incident_posts.c.post_id == posts.c.id)
            .where(posts.c.profile_id == scope.profile, posts.c.published_at >= since)
        )
        entered = _entered(scope, since).with_only_columns(incidents.c.opened_at)
        return sorted(row[0] for query in (held, entered) for row in self._connection.execute(query))

    def _apart(self, scope: Scope, found: Sequence[int]) -> dict[int, frozenset[int]]:
        pairs = select(apart.c.post_id, apart.c.incident_id).where(
            apart.c.profile_id == scope.profile, apart.c.post_id.in_(found)
        )
        kept: dict[int, set[int]] = {}
        for post, incident in self._connection.execute(pairs):
            kept.setdefault(post, set()).add(self._holder(incident))
        return {post: frozenset(held) for post, held in kept.items()}

    def _holder(self, incident_id: int) -> int:
        """Where the posts of an incident are now."""
        query = select(incidents.c.merged_into).where(incidents.c.id == bindparam("b_id"))
        while further := self._connection.execute(query, {"b_id": incident_id}).scalar():
            incident_id = further
        return incident_id

    def pulse(self, scope: Scope, zone: str, since: datetime, until: datetime) -> Pulse:
        """When flagged posts of each theme were published within these moments."""
        pulse = Pulse(ZoneInfo(zone))
        query = (
            select(flags.c.theme, posts.c.published_at)
            .join(posts, posts.c.id == flags.c.post_id)
            .where(flags.c.profile_id == scope.profile, posts.c.published_at >= since, posts.c.published_at <= until)
        )
        for theme, at in self._connection.execute(query.order_by(posts.c.published_at)):
            pulse.add(Theme(theme), at)
        return pulse

    def gist(self, scope: Scope, incident_id: int) -> tuple[str, frozenset[str]]:
        """The place of an incident that came by another channel and the words of its gist, as the rules see them."""
        mine = incidents.c.profile_id == scope.profile, incidents.c.id == incident_id
        row = self._connection.execute(select(incidents.c.place_key, incidents.c.lemmas).where(*mine)).one()
        return row[0], frozenset(row[1].split())

    def done(self, scope: Scope, found: Sequence[int]) -> None:
        """These posts wait no more; nor do those whose cards were rejected."""
        mine = flags.c.profile_id == scope.profile, flags.c.due_group
        which = or_(flags.c.post_id.in_(found), flags.c.status == FlagStatus.REJECTED)
        self._connection.execute(update(flags).where(*mine, which).values(due_group=False))


def _told(query: Select[Any]) -> Select[Any]:
    """With the post, its words, and the place that its thread's root names."""
    return (
        query.join(posts, posts.c.id == flags.c.post_id)
        .outerjoin(ROOT, is_root(ROOT))
        .outerjoin(ROOT_SAID, ROOT_SAID.c.id == ROOT.c.assessment_id)
        .outerjoin(search, search.c.post_id == posts.c.id)
    )


def _waiting() -> Select[Any]:
    shown = (flags.c.post_id, flags.c.theme, flags.c.level, flags.c.block, flags.c.territory)
    said = (assessments.c.theme.label("said_theme"), assessments.c.kind, assessments.c.model, assessments.c.body)
    query = select(*KEY, *shown, *said, posts.c.published_at, PLACE, search.c.lemmas, versions.c.text)
    return (
        query.select_from(flags)
        .join(assessments, assessments.c.id == flags.c.assessment_id)
        .join(versions, versions.c.id == flags.c.version_id)
    )


def _grouped() -> Select[Any]:
    query = select(
        *KEY, flags.c.post_id, flags.c.theme, posts.c.published_at, PLACE, search.c.lemmas, incident_posts.c.incident_id
    )
    return query.select_from(flags).join(incident_posts, incident_posts.c.post_id == flags.c.post_id)


def _entered(scope: Scope, since: datetime) -> Select[Any]:
    """Incidents that came by another channel: they have a gist, and no post."""
    mine = incidents.c.profile_id == scope.profile, incidents.c.merged_into.is_(None), incidents.c.opened_at >= since
    return select(incidents).where(*mine, incidents.c.lemmas != "")


def _keys(row: Any) -> tuple[PostKey, PostKey | None, PostKey | None, PostKey | None]:
    """The post's own key, its thread's root, its parent, its origin."""
    own = key_of(row)
    root = PostKey(own.platform, own.source, row["thread"]) if row["thread"] else None
    parent = PostKey(own.platform, own.source, row["parent"]) if row["parent"] else None
    parts = row["origin"]
    return own, root, parent, PostKey(Platform(parts[0]), parts[1], parts[2]) if parts else None


def _newcomer(row: Any) -> Newcomer:
    key, root, parent, origin = _keys(row)
    return Newcomer(
        post_id=row["post_id"],
        key=key,
        published=row["published_at"],
        theme=Theme(row["theme"]),
        level=Level(row["level"]),
        said=assessment_of({**row, "theme": row["said_theme"]}),
        block=row["block"],
        place=row["told_place"],
        territory=row["territory"],
        root=root,
        parent=parent,
        origin=origin,
        words=frozenset((row["lemmas"] or "").split()),
        text=row["text"],
    )


def _trace(row: Any) -> Trace:
    key, root, _, origin = _keys(row)
    return Trace(
        row["incident_id"],
        row["post_id"],
        key,
        row["published_at"],
        Theme(row["theme"]),
        row["told_place"],
        root,
        origin,
        frozenset((row["lemmas"] or "").split()),
    )


def _gist(row: Any) -> Trace:
    """A trace without a post: its number is the incident's with a minus, so that it meets no post's."""
    key = PostKey(Platform.FILE, "", f"incident {row['id']}")
    words = frozenset(row["lemmas"].split())
    return Trace(row["id"], -row["id"], key, row["opened_at"], Theme(row["theme"]), row["place_key"], words=words)
